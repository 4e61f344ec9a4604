"""The walkable graph: a family drawn in rows of generations, in which a click brings the relatives of a person.

Positions are computed in Python and never by the browser; drawn people stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from explorer.components.walkable_graph.drawing import Drawing, DrawnPerson, DrawnTie, TieStyle
from explorer.components.walkable_graph.layout import Spot, place
from explorer.components.walkable_graph.registration import register_assets, renderer

__all__ = [
    "Drawing",
    "DrawnPerson",
    "DrawnTie",
    "Spot",
    "TieStyle",
    "WalkEvent",
    "event_of",
    "place",
    "walkable_graph",
]


@dataclass(frozen=True)
class WalkEvent:
    """Somebody whose relatives the worker asked for."""

    person: str


def walkable_graph(
    drawing: Drawing,
    words: Mapping[str, Any],
    *,
    key: str,
    on_event: Callable[[], None],
) -> WalkEvent | None:
    """Draw a family; returns what the worker asked for in this run, if anything.

    Args:
        drawing: The people, ties and places.
        words: Every word the browser side shows.
        key: Key of the element on its page.
        on_event: Called before the run that an event starts, as Streamlit's callbacks are; ask ``event_of(key)`` in it.
            A drawing changed there reaches the browser in that same run.
    """
    register_assets()
    result = renderer()(key=key, data=drawing.message(words), on_event_change=on_event)
    return _event(result.get("event"), drawing)


def event_of(key: str, drawing: Drawing) -> WalkEvent | None:
    """The event that started this run, for use in the callback."""
    state = st.session_state.get(key)
    return _event(state.get("event") if state else None, drawing)


def _event(value: object, drawing: Drawing) -> WalkEvent | None:
    """Read what the browser sent; anything that is no event about somebody drawn is passed over."""
    if not isinstance(value, Mapping):
        return None
    person = value.get("person")
    if value.get("action") != "expand" or person not in {drawn.id for drawn in drawing.people}:
        return None
    return WalkEvent(str(person))
