"""A family held in memory: people, and the ties between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """One distinct tie. ``nature`` is the nature of parentage, or the kind of union, sibling or other tie."""

    tie: str
    start: str
    end: str
    nature: str
    former: bool = False


class FamilyGraph:
    """People and ties, answered by neighbourhood. Sex is known for some: ``female``, ``male`` or else."""

    def __init__(self, ties: Iterable[Tie], sexes: dict[str, str] | None = None) -> None:
        self._graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.sexes = sexes or {}
        for tie in sorted(set(ties)):
            self._graph.add_edge(tie.start, tie.end, tie=tie)

    def __contains__(self, person: str) -> bool:
        return person in self._graph

    def people(self) -> Iterator[str]:
        """Everybody who has a tie."""
        yield from self._graph

    def _ties(self, person: str, *, outward: bool, tie: str) -> Iterator[Tie]:
        if person not in self._graph:
            return
        near: Iterable[tuple[str, str, Tie]] = (
            self._graph.out_edges(person, data="tie") if outward else self._graph.in_edges(person, data="tie")
        )
        yield from (found for _, _, found in near if found.tie == tie)

    def parents(self, person: str) -> dict[str, frozenset[str]]:
        """Each parent, with every nature of parentage some source gives."""
        return _by_person((t.start, t.nature) for t in self._ties(person, outward=False, tie="PARENT_OF"))

    def children(self, person: str) -> dict[str, frozenset[str]]:
        """Each child, with every nature of parentage some source gives."""
        return _by_person((t.end, t.nature) for t in self._ties(person, outward=True, tie="PARENT_OF"))

    def partners(self, person: str) -> dict[str, bool]:
        """Each partner; True where every union with them has ended."""
        found: dict[str, bool] = {}
        for outward in (True, False):
            for tie in self._ties(person, outward=outward, tie="PARTNER_OF"):
                other = tie.end if outward else tie.start
                found[other] = found.get(other, True) and tie.former
        return dict(sorted(found.items()))

    def stated_siblings(self, person: str) -> dict[str, str]:
        """Siblings stated as such, because their parents are unknown, with the kind stated."""
        found = {}
        for outward in (True, False):
            for tie in self._ties(person, outward=outward, tie="SIBLING_OF"):
                found[tie.end if outward else tie.start] = tie.nature
        return dict(sorted(found.items()))

    def others(self, person: str, tie: str, *, towards: bool) -> dict[str, str]:
        """People tied by guardianship, care or a fictive tie: those it comes from (``towards``) or goes to."""
        if towards:
            return {t.start: t.nature for t in self._ties(person, outward=False, tie=tie)}
        return {t.end: t.nature for t in self._ties(person, outward=True, tie=tie)}


def _by_person(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person, nature in pairs:
        found.setdefault(person, set()).add(nature)
    return {person: frozenset(natures) for person, natures in sorted(found.items())}
