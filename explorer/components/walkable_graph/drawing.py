"""What the walkable graph draws, and the message that carries it to the browser.

The message is plain data. The browser side writes every text with ``textContent`` or ``fillText``, so names from agency
extracts are never read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from explorer.components.walkable_graph.layout import Bond, Line, Spot, Standing, Symbol

TieStyle = Literal[
    "biological",
    "adoptive",
    "legal",
    "step",
    "foster",
    "uncertain",
    "partner",
    "former_partner",
    "sibling",
    "fictive",
]
"""How a tie is drawn. Each has a pattern of its own, and all but the commonest carry a word: never colour alone."""

BONDS: Mapping[TieStyle, Bond] = {
    "biological": "parent",
    "adoptive": "parent",
    "step": "parent",
    "uncertain": "parent",
    "legal": "care",
    "foster": "care",
    "partner": "partner",
    "former_partner": "partner",
    "sibling": "sibling",
    "fictive": "other",
}

COLUMN_PIXELS = 150
ROW_PIXELS = 190


@dataclass(frozen=True)
class DrawnPerson:
    """Somebody in the drawing.

    Attributes:
        id: Person id; comes back in events.
        name: As it is written under the symbol.
        caption: One short line below the name: kin term, age.
        symbol: Square, circle or diamond.
        born: ISO date as exact as known, or ''; orders children of one couple.
        deceased: An X is drawn through.
        nameless: Nothing but the existence is known: '?' is drawn inside.
        href: Where their own page is.
        expanded: The relatives have been drawn already.
        facts: What the panel beside the drawing says, as pairs of label and value.
    """

    id: str
    name: str
    caption: str = ""
    symbol: Symbol = "unknown"
    born: str = ""
    deceased: bool = False
    nameless: bool = False
    href: str = ""
    expanded: bool = False
    facts: tuple[tuple[str, str], ...] = ()

    def standing(self) -> Standing:
        """What the layout needs to know."""
        return Standing(self.id, self.symbol, self.born)


@dataclass(frozen=True)
class DrawnTie:
    """A tie in the drawing, from the elder to the child where there is an elder.

    Attributes:
        start: Person id.
        end: Person id.
        style: Pattern of the line.
        word: Written on the line; '' for the commonest ties.
    """

    start: str
    end: str
    style: TieStyle
    word: str = ""

    def line(self) -> Line:
        """What the layout needs to know."""
        return Line(self.start, self.end, BONDS[self.style])


@dataclass(frozen=True)
class Drawing:
    """A family as drawn at one moment.

    Attributes:
        name: Changes when the drawing is another one; the browser then forgets the old.
        ego: The index person.
        people: Everybody drawn.
        ties: Ties between them.
        spots: Where each stands.
        address: The query part of the page's address that leads to this drawing, from ``?`` on.
    """

    name: str
    ego: str
    people: tuple[DrawnPerson, ...]
    ties: tuple[DrawnTie, ...]
    spots: Mapping[str, Spot] = field(default_factory=dict)
    address: str = ""

    def message(self, words: Mapping[str, Any]) -> dict[str, Any]:
        """The drawing as plain data for the browser.

        Args:
            words: Every word the browser side shows, from ``explorer.wording``.
        """
        return {
            "drawing": self.name,
            "ego": self.ego,
            "address": self.address,
            "people": [_person(person, self.spots[person.id]) for person in self.people],
            "ties": _ties(self.ties, self.spots),
            "words": dict(words),
        }


def _person(person: DrawnPerson, spot: Spot) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "caption": person.caption,
        "symbol": person.symbol,
        "deceased": person.deceased,
        "nameless": person.nameless,
        "expanded": person.expanded,
        "href": person.href,
        "facts": [list(pair) for pair in person.facts],
        "x": spot.column * COLUMN_PIXELS,
        "y": spot.row * ROW_PIXELS,
    }


def _ties(ties: Iterable[DrawnTie], spots: Mapping[str, Spot]) -> list[dict[str, Any]]:
    """Ties with the lane each runs in: two ties of one pair do not cover each other."""
    lanes: dict[tuple[str, str], int] = {}
    rows: dict[int, list[float]] = {}
    for spot in spots.values():
        rows.setdefault(spot.row, []).append(spot.column)
    messages = []
    for tie in sorted(set(ties), key=lambda t: (t.start, t.end, t.style, t.word)):
        if tie.start not in spots or tie.end not in spots:
            continue
        pair = (min(tie.start, tie.end), max(tie.start, tie.end))
        lane = lanes.get(pair, 0)
        lanes[pair] = lane + 1
        messages.append(
            {
                "id": f"{tie.start}>{tie.end}:{tie.style}:{tie.word}",
                "from": tie.start,
                "to": tie.end,
                "style": tie.style,
                "word": tie.word,
                "lane": lane,
                "level": spots[tie.start].row == spots[tie.end].row,
                "over": _somebody_between(spots[tie.start], spots[tie.end], rows),
            }
        )
    return messages


def _somebody_between(one: Spot, other: Spot, rows: Mapping[int, list[float]]) -> bool:
    """True when a straight line along a row would run through a third person."""
    left, right = sorted((one.column, other.column))
    return one.row == other.row and any(left < column < right for column in rows[one.row])
