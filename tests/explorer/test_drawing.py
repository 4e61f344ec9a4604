"""The message that carries a drawing to the browser."""

from __future__ import annotations

import json

from explorer.components.walkable_graph.drawing import Drawing, DrawnPerson, DrawnTie
from explorer.components.walkable_graph.layout import Spot


def _drawing(*ties: DrawnTie) -> Drawing:
    people = tuple(DrawnPerson(p, f"Name of {p}") for p in ("a", "b", "c"))
    return Drawing("d", "a", people, ties, {"a": Spot(0, 0), "b": Spot(1, 0), "c": Spot(2, 0)})


def test_the_message_is_plain_json_with_a_place_for_everybody() -> None:
    """What is sent survives JSON unchanged and gives each person pixels, and the words as given."""
    message = _drawing(DrawnTie("a", "b", "partner")).message({"hint": "Click"})
    assert json.loads(json.dumps(message)) == message
    assert [(p["id"], p["x"], p["y"]) for p in message["people"]] == [("a", 0, 0), ("b", 150, 0), ("c", 300, 0)]
    assert message["words"] == {"hint": "Click"}


def test_two_ties_of_one_pair_run_in_two_lanes() -> None:
    """A godmother who also fosters is tied by two lines that do not cover each other, whichever way they point."""
    ties = _drawing(DrawnTie("a", "b", "foster"), DrawnTie("b", "a", "fictive")).message({})["ties"]
    assert sorted(tie["lane"] for tie in ties) == [0, 1]
    assert len({tie["id"] for tie in ties}) == 2


def test_a_line_that_would_run_through_somebody_is_marked() -> None:
    """Partners with a third person between them are joined by a curve, neighbours by a straight line."""
    ties = {
        t["to"]: t for t in _drawing(DrawnTie("a", "b", "partner"), DrawnTie("a", "c", "partner")).message({})["ties"]
    }
    assert (ties["b"]["over"], ties["c"]["over"]) == (False, True)


def test_a_tie_to_somebody_not_drawn_is_left_out() -> None:
    """Only ties with both ends in the drawing are sent."""
    assert _drawing(DrawnTie("a", "elsewhere", "biological")).message({})["ties"] == []
