"""The same kin question answered from memory: a dict of ties, walked breadth first.

It has no evidence, no views and no words, so its time is a floor that no engine reaches.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq

from graphmodel.kinship.family_graph import FamilyGraph, Tie
from graphmodel.kinship.lines import Line, relatives
from graphmodel.model import KIN_TIES
from ingest.build.workbench import parquet_file

_LEADS_ON = frozenset({"PARENT_OF", "SIBLING_OF"})
_STEPS_OVER_UNIONS = 2
"""Ego's own unions lead to in-laws, and those of ego's parents to step siblings."""

Shape = tuple[str, str, int, int, str | None]
"""A relative and one line to them: person, route, generations up, generations down, full or half."""


class Adjacency:
    """Every kin tie of a state by person."""

    def __init__(self, ties_by_person: dict[str, list[Tie]]) -> None:
        self._ties = ties_by_person

    @classmethod
    def read(cls, files: Path) -> Adjacency:
        """Read the files of a build."""
        by_person: dict[str, list[Tie]] = defaultdict(list)
        for declared in KIN_TIES:
            name = declared.identity[0]
            columns = pq.read_table(parquet_file(files, declared), columns=["start_id", "end_id", name]).to_pydict()
            for start, end, nature in zip(columns["start_id"], columns["end_id"], columns[name], strict=True):
                tie = Tie(declared.type_, start, end, nature)
                by_person[start].append(tie)
                by_person[end].append(tie)
        return cls(dict(by_person))

    def ties_around(self, ego: str, generations: int) -> set[Tie]:
        """The ties met within so many steps over parentage and sibling ties, and over any tie in the first two steps.

        It looks up and down from everybody, so it meets more than the product asks for and misses nothing.
        """
        found: set[Tie] = set()
        seen, ring = {ego}, {ego}
        for step in range(generations + 1):
            following: set[str] = set()
            for person in ring:
                for tie in self._ties.get(person, ()):
                    found.add(tie)
                    if tie.tie in _LEADS_ON or step < _STEPS_OVER_UNIONS:
                        following.add(tie.end if tie.start == person else tie.start)
            ring = following - seen
            seen |= ring
        return found

    def relatives(self, ego: str, generations: int) -> dict[str, tuple[Line, ...]]:
        """Everybody related to ego, with the product's own reasoning over the ties found."""
        return relatives(FamilyGraph(self.ties_around(ego, generations)), ego, generations)

    def shapes(self, ego: str, generations: int) -> set[Shape]:
        """What can be compared with the product's answer: it also knows sexes and ended unions, this does not."""
        return {
            (person, line.route, line.up, line.down, line.half)
            for person, lines in self.relatives(ego, generations).items()
            for line in lines
        }
