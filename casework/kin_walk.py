"""Which ties must be fetched to know somebody's relatives: the graph is walked a generation at a time.

A relative by descent is reached by going up to a common ancestor and then down; so whoever was reached going down is
never gone up from again, and of everybody else only those are looked at who can be a relative by a union or whose
parentage says whether siblings are full or half. Of a wide family this asks for a third less than walking everywhere.
What a view hides is dropped before anything is asked beyond it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from casework.view import View
from cypher import catalog
from cypher.rows import TieRow

MOST_PEOPLE = 2_000


class _Stop(NamedTuple):
    """Somebody reached. ``rises``: only by going up so far; ``turned``: by the first step down."""

    person: str
    rises: bool
    turned: bool = False


class FoundTie(NamedTuple):
    """A tie as met from one of its ends."""

    met_from: str
    row: TieRow


@dataclass
class Walked:
    """The ties that matter, and whether the bound on people was met."""

    ties: list[FoundTie]
    truncated: bool


def walk_kin(view: View, ego: str, generations: int) -> Walked:
    """Fetch the ties among ego's relatives within so many generations, up and down counted together."""
    walk = _Walk(view, ego, generations)
    walk.descend()
    walk.follow_unions()
    return Walked(walk.ties(), walk.truncated)


class _Walk:
    """One walk: who was reached and asked, and who else may be a relative."""

    def __init__(self, view: View, ego: str, generations: int) -> None:
        self._view, self._ego, self._generations = view, ego, generations
        self._asked: dict[str, None] = {ego: None}
        self._beside: set[str] = set()
        self._parents_of_siblings: set[str] = set()
        self.truncated = False

    def descend(self) -> None:
        """Go up from ego and down again, in order of generations spent."""
        rings: dict[int, set[_Stop]] = defaultdict(set)
        rings[0].add(_Stop(self._ego, rises=True))
        done: set[_Stop] = set()
        for spent in range(self._generations + 1):
            self._fetch(rings[spent] - done, spent)
            for stop in sorted(rings[spent] - done):
                if len(self._asked) > MOST_PEOPLE:
                    self.truncated = True
                    return
                done.add(stop)
                self._asked[stop.person] = None
                for row in self._rows(stop.person):
                    self._look_beside(stop, row, spent)
                    for cost, following in _steps(stop, row):
                        if spent + cost <= self._generations and self._is_there(row.other):
                            rings[spent + cost].add(following)

    def _fetch(self, ring: set[_Stop], spent: int) -> None:
        """Fetch together what a ring of the walk will ask."""
        self._view.ahead(sorted({stop.person for stop in ring})[:MOST_PEOPLE], catalog.TIES)
        others = {
            row.other
            for stop in ring
            for row in self._rows(stop.person)
            for cost, _ in _steps(stop, row)
            if spent + cost <= self._generations
        }
        self._view.ahead(sorted(others), catalog.RECORDS)

    def _look_beside(self, stop: _Stop, row: TieRow, spent: int) -> None:
        """Note people who are no relatives by descent but may be by a union, or part full siblings from half."""
        if stop.person == self._ego or (row.tie == "PARTNER_OF" and spent < self._generations):
            self._beside.add(row.other)
        if stop.turned and _is_parent(row):
            self._parents_of_siblings.add(row.other)

    def follow_unions(self) -> None:
        """Ask ego's partners and, two generations away, the partners' parents and the partners of ego's parents."""
        partners = self._others(self._ego, "PARTNER_OF")
        further = [p for one in (*partners, *self._parents(self._ego)) for p in self._others(one, "PARTNER_OF")]
        for partner in partners:
            self._ask_beside(partner)
            if self._generations > 1:
                for parent in self._parents(partner):
                    self._ask_beside(parent)
        if self._generations > 1:
            for partner in further:
                self._ask_beside(partner)

    def _ask_beside(self, person: str) -> None:
        if self._is_there(person):
            self._asked[person] = None
            self._beside |= {row.other for row in self._rows(person) if row.tie == "PARENT_OF"}

    def _others(self, person: str, tie: str) -> list[str]:
        return [row.other for row in self._rows(person) if row.tie == tie] if person in self._asked else []

    def _parents(self, person: str) -> list[str]:
        return [row.other for row in self._rows(person) if _is_parent(row)] if person in self._asked else []

    def ties(self) -> list[FoundTie]:
        """Ties between people who matter, each of whom this view has a record of."""
        rows = [FoundTie(person, row) for person in self._asked for row in self._rows(person)]
        others = {found.row.other for found in rows}
        shown = others & (self._asked.keys() | self._beside)
        self._view.ahead(sorted(shown), catalog.RECORDS)
        self._view.ahead(sorted((others - shown) & self._parents_of_siblings), catalog.DESCRIBED_BY)
        return [found for found in rows if self._matters(found.row.other)]

    def _matters(self, person: str) -> bool:
        """May the person be a relative, or tell who is; and has this view a record of them?"""
        if person in self._asked or person in self._beside:
            return self._is_there(person)
        return person in self._parents_of_siblings and self._is_described(person)

    def _rows(self, person: str) -> list[TieRow]:
        return self._view.ask(catalog.TIES, id=person)

    def _is_there(self, person: str) -> bool:
        """Has this view a record of the person? What the records say will be shown, so they are read whole."""
        return bool(self._view.ask(catalog.RECORDS, id=person))

    def _is_described(self, person: str) -> bool:
        """The same of somebody who will not be shown: far quicker than reading the records."""
        return bool(self._view.ask(catalog.DESCRIBED_BY, id=person))


def _is_parent(row: TieRow) -> bool:
    return row.tie == "PARENT_OF" and row.starts_at == row.other


def _steps(stop: _Stop, row: TieRow) -> list[tuple[int, _Stop]]:
    """Where a tie leads from a stop, and the generations it costs; a sibling tie stands for one up and one down."""
    if row.tie == "PARENT_OF":
        if not _is_parent(row):
            return [(1, _Stop(row.other, rises=False, turned=stop.rises))]
        return [(1, _Stop(row.other, rises=True))] if stop.rises else []
    if row.tie == "SIBLING_OF" and stop.rises:
        return [(2, _Stop(row.other, rises=False, turned=True))]
    return []
