"""A reading statement in parts, so that parts can be left out: what the generator makes and the shrinker cuts down.

Variables are named by what they hold, so that the parts a part needs can be read off its text: ``n0`` a node, ``t1`` a
tie, ``w2`` a path, ``v3`` a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphmodel.errors import BadQuery

Parameters = Mapping[str, Any]
_VARIABLE = re.compile(r"\b[ntwv]\d+\b")
_ORDER = re.compile(r"ORDER BY ([\w ,]+?)(?=\s*(?:SKIP|LIMIT|$))")
_PARAMETER = re.compile(r"\$(\w+)")


def variables(text: str) -> set[str]:
    """The variables that a piece of Cypher names."""
    return set(_VARIABLE.findall(text))


@dataclass(frozen=True)
class Match:
    """One MATCH.

    Args:
        start: The node it starts at, ``(n0:Person {id: $id})`` or ``(n0)``.
        hops: Each a tie with the node at its end: ``-[t1:MEMBER_OF]->(n1:Household)``.
        where: Conditions, all of which hold.
        optional: Whether it is an OPTIONAL MATCH.
        path: Variable of the whole path, "" for none.
    """

    start: str
    hops: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    optional: bool = False
    path: str = ""

    @property
    def text(self) -> str:
        """The clause."""
        begin = "OPTIONAL MATCH " if self.optional else "MATCH "
        named = f"{self.path} = " if self.path else ""
        where = f"\nWHERE {' AND '.join(self.where)}" if self.where else ""
        return begin + named + self.start + "".join(self.hops) + where

    @property
    def binds(self) -> set[str]:
        """Variables that stand after it."""
        return variables(self.start + "".join(self.hops)) | ({self.path} if self.path else set())


@dataclass(frozen=True)
class Barrier:
    """One WITH.

    Args:
        carried: Variables that pass.
        made: Values made on the way: variable and expression.
        distinct: Whether equal rows become one.
    """

    carried: tuple[str, ...]
    made: tuple[tuple[str, str], ...] = ()
    distinct: bool = False

    @property
    def text(self) -> str:
        """The clause."""
        parts = [*self.carried, *(f"{expression} AS {name}" for name, expression in self.made)]
        return f"WITH {'DISTINCT ' if self.distinct else ''}{', '.join(parts)}"

    @property
    def binds(self) -> set[str]:
        """Variables that stand after it."""
        return {*self.carried, *(name for name, _ in self.made)}


@dataclass(frozen=True)
class Unwind:
    """One UNWIND of a list parameter; each element is a row."""

    parameter: str
    variable: str

    @property
    def text(self) -> str:
        """The clause."""
        return f"UNWIND ${self.parameter} AS {self.variable}"

    @property
    def binds(self) -> set[str]:
        """The variable of the element."""
        return {self.variable}


Step = Match | Barrier | Unwind


@dataclass(frozen=True)
class Column:
    """A result column; ``bag`` is True where it is a list whose order means nothing (``collect``)."""

    expression: str
    alias: str
    bag: bool = False


@dataclass(frozen=True)
class Branch:
    """One side of a UNION ALL, or the whole statement."""

    steps: tuple[Step, ...]
    columns: tuple[Column, ...]
    distinct: bool = False

    @property
    def text(self) -> str:
        """The clauses, one a line."""
        listed = ", ".join(f"{column.expression} AS {column.alias}" for column in self.columns)
        clauses = [step.text for step in self.steps]
        return "\n".join([*clauses, f"RETURN {'DISTINCT ' if self.distinct else ''}{listed}"])

    def faults(self) -> Iterable[str]:
        """What makes it no statement: a variable nothing binds, no column, a barrier for nothing."""
        scope: set[str] = set()
        for step in self.steps:
            needed = _needed(step)
            if not needed <= scope:
                yield f"nothing binds {sorted(needed - scope)}"
            scope = step.binds if isinstance(step, Barrier) else scope | step.binds
            if not scope:
                yield "a WITH that carries nothing"
        for column in self.columns:
            if not variables(column.expression) <= scope:
                yield f"nothing binds {column.expression}"
        if not self.columns or not self.steps:
            yield "no column or no clause"
        if isinstance(self.steps[0] if self.steps else None, Barrier):
            yield "a WITH at the beginning"


def _needed(step: Step) -> set[str]:
    if isinstance(step, Match):
        # A start with neither label nor key was bound before.
        start = variables(step.start) if re.fullmatch(r"\(\w+\)", step.start) else set(_inside(step.start))
        conditions = variables(" ".join(step.where)) - step.binds
        return start | conditions
    if isinstance(step, Barrier):
        return {*step.carried} | variables(" ".join(expression for _, expression in step.made))
    return set()


def _inside(start: str) -> set[str]:
    """Variables among the properties of a start: ``(n0:Person {id: v0})``."""
    return variables(start.partition("{")[2])


@dataclass(frozen=True)
class Statement:
    """A reading statement.

    Args:
        branches: One, or several joined by UNION ALL.
        order: Aliases it is ordered by, each with or without DESC.
        window: ``SKIP $skip LIMIT $most``, a part of it, or "".
        shape: What it is a case of, for the report.
    """

    branches: tuple[Branch, ...]
    order: tuple[str, ...] = ()
    window: str = ""
    shape: str = ""

    @cached_property
    def text(self) -> str:
        """The Cypher, as the embedded engine takes it."""
        order = f"\nORDER BY {', '.join(self.order)}" if self.order else ""
        return (
            "\nUNION ALL\n".join(branch.text for branch in self.branches)
            + order
            + (f"\n{self.window}" if self.window else "")
        )

    @property
    def parameters(self) -> set[str]:
        """Names of its parameters."""
        return set(_PARAMETER.findall(self.text))

    @property
    def size(self) -> tuple[int, int]:
        """How much there is to read: parts first, then letters."""
        parts = len(self.order) + bool(self.window)
        for branch in self.branches:
            parts += len(branch.columns) + branch.distinct
            for step in branch.steps:
                parts += 1 + (len(step.hops) + len(step.where) if isinstance(step, Match) else 0)
        return parts, len(self.text)

    @property
    def keys(self) -> tuple[str, ...]:
        """Aliases it is ordered by; rows that differ in one of them have one order."""
        return tuple(part.split(" ")[0] for part in self.order)

    @property
    def bags(self) -> frozenset[str]:
        """Columns that are lists in no order."""
        return frozenset(column.alias for branch in self.branches for column in branch.columns if column.bag)

    def faults(self) -> list[str]:
        """What makes it no statement that both engines must answer alike; empty for a good one.

        A window needs a full order, branches need the same columns, and no branch of a UNION returns one expression
        twice (design 4, rule 3: it ends the embedded engine's process).
        """
        found = [fault for branch in self.branches for fault in branch.faults()]
        names = [[column.alias for column in branch.columns] for branch in self.branches]
        if not self.branches or any(other != names[0] for other in names):
            return [*found, "branches with different columns"]
        if self.window and set(self.keys) != set(names[0]):
            found.append("a window without a full order: which rows it shows is open")
        if not set(self.keys) <= set(names[0]):
            found.append("an order by what is not returned")
        if len(self.branches) > 1:
            if self.order or self.window:
                found.append("an order after a UNION")
            for branch in self.branches:
                if len({column.expression for column in branch.columns}) < len(branch.columns):
                    found.append("one expression twice in a branch of a UNION")
        return found


@dataclass(frozen=True)
class Verbatim(Statement):
    """A statement as it was written, such as one of the catalogue: it cannot be cut down."""

    cypher: str = ""

    @cached_property
    def text(self) -> str:
        """The Cypher."""
        return self.cypher

    @property
    def keys(self) -> tuple[str, ...]:
        """Aliases of its last ORDER BY."""
        found = _ORDER.findall(self.cypher)
        return tuple(part.strip().split(" ")[0] for part in found[-1].split(",")) if found else ()


@dataclass(frozen=True)
class Question:
    """A statement with the parameters it is asked with, one set after the other.

    Raises:
        BadQuery: A set lacks a parameter.
    """

    statement: Statement
    sets: tuple[Parameters, ...]

    def __post_init__(self) -> None:
        wanted = self.statement.parameters
        for one in self.sets:
            if not wanted <= set(one):
                raise BadQuery(f"A question lacks {sorted(wanted - set(one))}", to=self.statement.text)

    def asked(self) -> list[tuple[str, dict[str, Any]]]:
        """Text and exactly the parameters it names, a set at a time."""
        wanted = self.statement.parameters
        return [(self.statement.text, {name: one[name] for name in sorted(wanted)}) for one in self.sets]
