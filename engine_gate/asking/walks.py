"""Ways from one class of node to another, and walks along them that the made-up graph really holds.

A statement made along a real walk has an answer; one made blindly is mostly empty, and two empty answers prove nothing.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from engine_gate.made.graph import MadeGraph
from graphmodel.model import KIN_TIES, NODES, RELATIONSHIPS

Direction = Literal["out", "in", "any"]
_KIN = tuple(tie.type_ for tie in KIN_TIES)
# Never expanded from (design 3): a service has thousands of people, a school hundreds.
ENDS_OF_THE_ROAD = ("Service", "School")
_ARROWS: dict[Direction, tuple[str, str]] = {"out": ("-", "->"), "in": ("<-", "-"), "any": ("-", "-")}
_KIN_SETS = (
    _KIN,
    ("PARENT_OF", "PARTNER_OF"),
    ("PARENT_OF", "GUARDIAN_OF", "CAREGIVER_OF"),
    ("PARTNER_OF", "SIBLING_OF"),
)


@dataclass(frozen=True)
class Way:
    """One hop: along ties of these types, from a class of node to another.

    Args:
        types: Relationship types, any of which will do.
        direction: ``out`` along the tie, ``in`` against it, ``any`` either.
        start: Label of the node it leaves.
        end: Label of the node it reaches.
    """

    types: tuple[str, ...]
    direction: Direction
    start: str
    end: str

    def pattern(self, tie: str, node: str, *, length: str = "") -> str:
        """As Cypher: ``-[t1:MEMBER_OF]->(n1:Household)``; both variables may be "", length ``*TRAIL 1..2``."""
        left, right = _ARROWS[self.direction]
        return f"{left}[{tie}:{'|'.join(self.types)}{length}]{right}({node}:{self.end})"


@dataclass(frozen=True)
class Met:
    """What a variable stood for on a walk: a row of the table of its class."""

    table: str
    row: int


class Walker:
    """Walks the made-up graph.

    Args:
        graph: The graph.
        chance: Where chance comes from.
    """

    def __init__(self, graph: MadeGraph, chance: random.Random) -> None:
        self._graph, self._chance = graph, chance
        self._ties: dict[tuple[str, str], dict[str, list[tuple[int, str]]]] = {}
        self.ways = tuple(_ways(graph))

    def table(self, name: str) -> pa.Table:
        """The table of a label or type."""
        return self._graph.tables[name]

    def leaving(self, label: str) -> list[Way]:
        """Ways that leave a class of node."""
        return [way for way in self.ways if way.start == label]

    def some_id(self, label: str) -> str:
        """The id of a node of that class."""
        return _id(label, self._chance.randrange(self.table(label).num_rows))

    def someone_on(self, way: Way) -> str:
        """The id of a node that way can be gone from."""
        type_ = self._chance.choice([name for name in way.types if self.table(name).num_rows])
        table = self.table(type_)
        forward = way.direction == "out" or (way.direction == "any" and self._chance.random() < 0.5)
        column = table.column("start_id" if forward else "end_id")
        return str(column[self._chance.randrange(table.num_rows)].as_py())

    def go(self, node: str, way: Way) -> tuple[Met, str] | None:
        """One hop from a node: the tie taken and the id of the node reached; None where there is none."""
        found: list[tuple[Met, str]] = []
        for type_ in way.types:
            for end in ("start_id", "end_id"):
                if (end == "start_id" and way.direction == "in") or (end == "end_id" and way.direction == "out"):
                    continue
                found += [(Met(type_, row), other) for row, other in self._index(type_, end).get(node, ())]
        return self._chance.choice(found) if found else None

    def value(self, met: Met, name: str) -> Any:  # noqa: ANN401 - any value of the model
        """A property of what was met; None where it has none."""
        table = self.table(met.table)
        return table.column(name)[met.row].as_py() if name in table.column_names else None

    def some_value(self, tables: Sequence[str], name: str) -> Any:  # noqa: ANN401 - any value of the model
        """A value that this property has somewhere."""
        having = [one for one in tables if name in self.table(one).column_names and self.table(one).num_rows]
        table = self.table(self._chance.choice(having))
        for _ in range(50):
            value = table.column(name)[self._chance.randrange(table.num_rows)].as_py()
            if value is not None:
                return value
        raise ValueError(f"{name} of {tables} is nearly always empty")

    def _index(self, type_: str, end: str) -> dict[str, list[tuple[int, str]]]:
        """Node at one end of the ties of a type -> rows and nodes at the other."""
        if (type_, end) not in self._ties:
            table, index = self.table(type_), defaultdict(list)
            other = "end_id" if end == "start_id" else "start_id"
            pairs = zip(table.column(end).to_pylist(), table.column(other).to_pylist(), strict=True)
            for row, (node, reached) in enumerate(pairs):
                index[node].append((row, reached))
            self._ties[type_, end] = dict(index)
        return self._ties[type_, end]


def met_node(identifier: str) -> Met:
    """The row of a node, from its id."""
    label = {node.label.lower(): node.label for node in NODES}[identifier.rpartition("-")[0]]
    return Met(label, int(identifier.rpartition("-")[2]))


def _id(label: str, row: int) -> str:
    return f"{label.lower()}-{row:07d}"


def _ways(graph: MadeGraph) -> list[Way]:
    ways = []
    for tie in RELATIONSHIPS:
        if not graph.tables[tie.type_].num_rows:
            continue
        ends = tie.start.label, tie.end.label
        ways.append(Way((tie.type_,), "out", *ends))
        if tie.end.label not in ENDS_OF_THE_ROAD:
            ways.append(Way((tie.type_,), "in", *reversed(ends)))
        if tie.type_ in _KIN:
            ways.append(Way((tie.type_,), "any", *ends))
    ways += [Way(types, direction, "Person", "Person") for types in _KIN_SETS for direction in ("out", "in", "any")]
    return ways
