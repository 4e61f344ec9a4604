"""Where each person stands in the walkable graph: rows of generations, and nobody moves once drawn.

The index person stands in column 0 of row 0; parents stand a row above (row -1), children a row below (row 1). Columns
are numbers in steps of a half; two people of a row are at least one column apart. People already standing keep their
place; new ones take the nearest free place beside the kin through whom they came, on the side that leads away from the
index person. The result depends on who is given, never on the order in which they are given.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Bond = Literal["parent", "partner", "sibling", "care", "other"]
"""How two people stand to each other in the rows; ``parent`` and ``care`` lead from the elder to the child."""

Symbol = Literal["male", "female", "unknown"]

_WEIGHT: Mapping[Bond, int] = {"parent": 1, "partner": 10, "sibling": 10, "care": 100, "other": 1000}
"""Which tie decides somebody's generation when several could: a grandmother who fosters is still a generation up."""

_APART = 1.0
_STEP = 0.5


class Spot(NamedTuple):
    """A place in the drawing."""

    column: float
    row: int


@dataclass(frozen=True)
class Standing:
    """Somebody to be placed.

    Attributes:
        id: Person id.
        symbol: Decides the side of a couple: by the standard of genograms the man stands left.
        born: ISO date, month or year; children of one couple stand in its order. '' when not known.
    """

    id: str
    symbol: Symbol = "unknown"
    born: str = ""


@dataclass(frozen=True)
class Line:
    """A tie between two people, as far as it matters for placing them."""

    start: str
    end: str
    bond: Bond


class _Arrival(NamedTuple):
    """How a person was reached: from whom, by which tie, and how many rows away from them."""

    via: str
    bond: Bond
    rows: int


def place(
    people: Iterable[Standing], lines: Iterable[Line], ego: str, standing: Mapping[str, Spot] | None = None
) -> dict[str, Spot]:
    """Give everybody a place.

    Args:
        people: Everybody who is to be drawn, the index person among them.
        lines: The ties between them; a tie that names somebody else is passed over.
        ego: The index person.
        standing: Where people already stand. They keep their place.

    Returns:
        A place for each of ``people``; people of ``standing`` who are not among them are left out.
    """
    everyone = {person.id: person for person in people}
    floor = _Floor({p: s for p, s in (standing or {}).items() if p in everyone}, ego)
    if ego in everyone and ego not in floor.spots:
        floor.stand(ego, 0.0, 0)
    ties = sorted({(t.start, t.end, t.bond) for t in lines if t.start in everyone and t.end in everyone})
    for person, arrival in _arrivals(everyone, ties, set(floor.spots)):
        if arrival is None:
            floor.stand_near(person, 0.0, 0, side=1)
        else:
            row = floor.spots[arrival.via].row + arrival.rows
            wish, side = _wish(everyone, ties, floor, person, arrival)
            floor.stand_near(person, wish, row, side=side)
    return floor.spots


class _Floor:
    """The places taken so far."""

    def __init__(self, spots: Mapping[str, Spot], ego: str) -> None:
        self.spots = dict(spots)
        self.centre = self.spots[ego].column if ego in self.spots else 0.0
        self._rows: dict[int, list[float]] = {}
        for spot in self.spots.values():
            insort(self._rows.setdefault(spot.row, []), spot.column)

    def stand(self, person: str, column: float, row: int) -> None:
        """Take a place."""
        self.spots[person] = Spot(column, row)
        insort(self._rows.setdefault(row, []), column)

    def stand_near(self, person: str, wish: float, row: int, side: int) -> None:
        """Take the free place nearest to the one wished for; of two as near, the one on ``side`` (-1 left, 1 right)."""
        taken = self._rows.get(row, [])
        wish = round(wish / _STEP) * _STEP
        for step in range(2 * len(taken) * int(2 * _APART / _STEP) + 1):
            for direction in (side, -side) if step else (side,):
                column = wish + direction * step * _STEP
                if _is_free(taken, column):
                    self.stand(person, column, row)
                    return
        raise AssertionError("a row of n people leaves a place free within 4n steps")


def _is_free(taken: list[float], column: float) -> bool:
    index = bisect_left(taken, column)
    return all(abs(taken[i] - column) >= _APART for i in (index - 1, index) if 0 <= i < len(taken))


def _arrivals(
    everyone: Mapping[str, Standing], ties: list[tuple[str, str, Bond]], placed: set[str]
) -> list[tuple[str, _Arrival | None]]:
    """Who is still to be placed, in the order of placing, each with how they were reached.

    Shortest paths from everybody placed, by the weights above; ties of equal length go to the elder, then by id, so
    that the outcome does not depend on the order of the input.
    """
    reach: dict[str, list[tuple[str, Bond, int]]] = {person: [] for person in everyone}
    for start, end, bond in ties:
        down = 1 if bond in ("parent", "care") else 0
        reach[start].append((end, bond, down))
        reach[end].append((start, bond, -down))
    order: list[tuple[str, _Arrival | None]] = []
    done: set[str] = set()
    queue: list[tuple[int, int, str, str, str, Bond, int]] = [
        (0, 0, "", person, "", "other", 0) for person in sorted(placed)
    ]
    heapq.heapify(queue)
    strangers = iter(sorted(everyone, key=lambda p: (everyone[p].born or "9999", p)))
    while True:
        if not queue:
            stranger = next((p for p in strangers if p not in done), None)
            if stranger is None:
                return order
            order.append((stranger, None))
            queue.append((0, 0, "", stranger, "", "other", 0))
        cost, hops, _, person, via, bond, rows = heapq.heappop(queue)
        if person in done:
            continue
        done.add(person)
        if via:
            order.append((person, _Arrival(via, bond, rows)))
        for other, tie, shift in reach[person]:
            if other not in done:
                born = everyone[other].born or "9999"
                heapq.heappush(queue, (cost + _WEIGHT[tie], hops + 1, born, other, person, tie, shift))


def _wish(
    everyone: Mapping[str, Standing],
    ties: list[tuple[str, str, Bond]],
    floor: _Floor,
    person: str,
    arrival: _Arrival,
) -> tuple[float, int]:
    """The column this person would like, and the side to go to when it is taken."""
    kin = floor.spots[arrival.via]
    left_of_kin = everyone[person].symbol == "male"
    outward = -1 if kin.column < floor.centre else 1
    at_centre = kin.column == floor.centre
    if arrival.rows < 0:
        co_parents = [floor.spots[p].column for p in _elders(ties, arrival.via) if p in floor.spots]
        side = -1 if left_of_kin else 1
        if co_parents and not at_centre:
            return (min(co_parents) - 1 if left_of_kin else max(co_parents) + 1), side
        spread = 1.0 if at_centre else 0.5
        return kin.column + side * spread, side if at_centre else outward
    if arrival.rows > 0:
        parents = [floor.spots[p].column for p in _elders(ties, person) if p in floor.spots]
        return (sum(parents) / len(parents) if parents else kin.column), outward
    if arrival.bond == "sibling":
        elder = (everyone[person].born or "9999") < (everyone[arrival.via].born or "9999")
        side = (-1 if elder else 1) if at_centre else outward
    else:
        side = (-1 if left_of_kin else 1) if at_centre else outward
    return kin.column + side, side


def _elders(ties: list[tuple[str, str, Bond]], child: str) -> list[str]:
    """Parents of a child, or failing these whoever cares for it."""
    for wanted in ("parent", "care"):
        found = [start for start, end, bond in ties if end == child and bond == wanted]
        if found:
            return found
    return []
