"""A statement in the making: its steps, what each variable may stand for, and how to find its parameters."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from engine_gate.asking.conditions import Property, Wanted, condition, is_plain, properties
from engine_gate.asking.walks import ENDS_OF_THE_ROAD, Met, Walker, Way, met_node
from engine_gate.statement import Barrier, Match, Step, Unwind

_TRIES = 12
_BLIND = 0.1


@dataclass(frozen=True)
class Bound:
    """A variable: what it may stand for, and whether it may stand for nothing."""

    variable: str
    tables: tuple[str, ...]
    uncertain: bool = False


@dataclass
class Sketch:
    """The steps made so far.

    ``nodes`` and ``ties`` are the variables in scope; ``values`` those a WITH made; ``paths`` those of whole paths;
    ``orderable`` the aliases of columns that can be ordered by.
    """

    walker: Walker
    chance: random.Random
    label: str
    steps: list[Step] = field(default_factory=list)
    nodes: list[Bound] = field(default_factory=list)
    ties: list[Bound] = field(default_factory=list)
    values: list[tuple[str, bool]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    orderable: set[str] = field(default_factory=set)
    _route: list[tuple[str, Way, str, str]] = field(default_factory=list)
    _wanted: list[Wanted] = field(default_factory=list)
    _seen: dict[str, str] = field(default_factory=dict)
    _number: int = 0
    _listed: bool = False
    _first: Way | None = None

    @property
    def uncertain(self) -> bool:
        """Whether the last node may be missing, so that only an OPTIONAL MATCH may go on from it."""
        return self.nodes[-1].uncertain

    def number(self) -> int:
        """A number not used yet in this statement."""
        self._number += 1
        return self._number

    def want(self, wanted: Wanted) -> None:
        """Note a parameter to find a value for."""
        self._wanted.append(wanted)

    def begin_branch(self) -> None:
        """Begin another branch of a UNION: the anchor and the parameters stay."""
        self.steps, self.nodes, self.ties = [], [], []

    def anchor(self) -> None:
        """Begin at one node, by its id."""
        self._begin(Bound("n0", (self.label,)))
        self.steps.append(Match(f"(n0:{self.label} {{id: $id}})"))

    def anchors(self, *, unwind: bool) -> None:
        """Begin at several nodes, by a list of ids."""
        self._listed = True
        self._begin(Bound("n0", (self.label,)))
        if unwind:
            self.steps += [Unwind("ids", "v0"), Match(f"(n0:{self.label} {{id: v0}})")]
        else:
            self.steps.append(Match(f"(n0:{self.label})", where=("n0.id IN $ids",)))

    def everyone(self) -> None:
        """Begin at all nodes of the class."""
        self._begin(Bound("n0", (self.label,)))
        self.steps.append(Match(f"(n0:{self.label})"))

    def _begin(self, bound: Bound) -> None:
        self.nodes.append(bound)
        if "n0" not in self._seen:
            ways = self.walker.leaving(self.label)
            self._first = self.chance.choice(ways)
            self._seen["n0"] = self.walker.someone_on(self._first)

    def hop(self, *, conditions: int, optional: bool = False, joined: bool = False) -> Way:
        """Go on by one hop from a node in scope, in a MATCH of its own or ``joined`` to the last one."""
        start = self._start(optional=optional, last=joined)
        way = self._way(start, other_than=self._types_of_last() if joined else ())
        self._go(start, way, optional=optional, joined=joined)
        self._condition_last(conditions)
        return way

    def back(self, out: list[Way], *, joined: bool) -> None:
        """Go back the ways one came, each against its direction, to whoever else is there; conditions on the way."""
        turned = {"out": "in", "in": "out", "any": "any"}
        for place, way in enumerate(reversed(out)):
            start = self.nodes[-1]
            if start.tables[0] != way.end or way.end in ENDS_OF_THE_ROAD:
                return
            back = Way(way.types, turned[way.direction], way.end, way.start)  # type: ignore[arg-type]
            self._go(start, back, optional=False, joined=joined and place > 0)
        self._condition_last(self.chance.choice([1, 1, 2]))
        last = self.nodes[-1]
        if last.tables == (self.label,):
            others = ["{n}.id <> $id", "{n}.id <> $id", "{n}.id <> n0.id"]
            text = self.chance.choice(others).format(n=last.variable)
            if any("n0" in one.variable for one in self.nodes) or "n0" not in text:
                self._add_condition(text)

    def trail(self, *, optional: bool) -> None:
        """Go on over kin ties, one to four of them, no tie twice."""
        number = self.number()
        ways = [way for way in self.walker.leaving("Person") if way.end == "Person"]
        way = self.chance.choice(ways)
        most = self.chance.choice([2, 2, 3] if way.direction == "any" else [2, 3, 4])
        path = f"w{number}" if self.chance.random() < 0.4 else ""
        hop = way.pattern(f"t{number}", f"n{number}", length=f"*TRAIL 1..{most}")
        self.steps.append(Match("(n0)", (hop,), optional=optional, path=path))
        self._route.append(("n0", way, "", f"n{number}"))
        self._seen.setdefault(f"n{number}", self._seen["n0"])
        self.nodes.append(Bound(f"n{number}", ("Person",), optional))
        if path and not optional:
            self.paths.append(path)

    def barrier(self) -> None:
        """A WITH that carries nodes on, and counts, collects or takes doubles away."""
        # The anchor always passes: from it there is a way on.
        kept = [one for one in self.nodes if one in (self.nodes[0], self.nodes[-1]) or self.chance.random() < 0.5]
        name = f"v{self.number()}"
        form = self.chance.choice(["distinct", "count", "collect", "plain"])
        carried = tuple(one.variable for one in kept)
        if form in {"distinct", "plain"}:
            self.steps.append(Barrier(carried, distinct=form == "distinct"))
            made = []
        else:
            tie = self.ties[-1].variable if self.ties else ""
            made_of = "count(*)" if form == "count" or not tie else f"collect({tie}.valid_from)"
            if tie and "valid_from" not in [one.name for one in self.of(self.ties[-1])]:
                made_of = "count(*)"
            self.steps.append(Barrier(carried, ((name, made_of),)))
            made = [(name, made_of != "count(*)")]
        self.nodes, self.ties, self.values, self.paths = kept, [], made, []

    def of(self, bound: Bound) -> list[Property]:
        """The properties of a variable."""
        return properties(bound.variable, bound.tables)

    def parameters(self) -> dict[str, Any]:
        """A value for every parameter, along a walk of its own."""
        ids = [self._anchor_id() for _ in range(self.chance.randint(2, 6) if self._listed else 1)]
        met = self._walked(ids[0])
        found: dict[str, Any] = {"id": ids[0], "ids": ids, "most": self.chance.randint(1, 25)}
        found["skip"] = self.chance.randint(0, 4)
        found["least"] = self.chance.randint(1, 3)
        return found | {one.name: one.value(self.walker, met, self.chance) for one in self._wanted}

    def _anchor_id(self) -> str:
        assert self._first is not None
        for _ in range(_TRIES):
            found = self.walker.someone_on(self._first)
            if len(self._walked(found)) > 2 * len([one for one in self._route if one[2]]):
                return found
        return self.walker.someone_on(self._first)

    def _walked(self, anchor: str) -> dict[str, Met]:
        """What the variables stand for on one walk from an anchor, as far as it leads."""
        at, met = {"n0": anchor}, {"n0": met_node(anchor)}
        for start, way, tie, node in self._route:
            if start in at and (gone := self.walker.go(at[start], way)) is not None:
                at[node] = gone[1]
                met[node] = met_node(gone[1])
                if tie:
                    met[tie] = gone[0]
        return met

    def _start(self, *, optional: bool, last: bool) -> Bound:
        sure = [one for one in self.nodes if optional or not one.uncertain]
        going = [one for one in sure if self.walker.leaving(one.tables[0])]
        return going[-1] if last or self.chance.random() < 0.75 else self.chance.choice(going)

    def _types_of_last(self) -> tuple[str, ...]:
        return self.ties[-1].tables if self.ties else ()

    def _way(self, start: Bound, *, other_than: tuple[str, ...]) -> Way:
        """A way that the walk can take from here, mostly; ties of one MATCH are of different types."""
        leaving = self.walker.leaving(start.tables[0])
        ways = [way for way in leaving if not set(way.types) & set(other_than)] or leaving
        if start.variable == "n0" and self._first in ways and not self._route:
            return self._first
        for _ in range(_TRIES):
            way = self.chance.choice(ways)
            at = self._seen.get(start.variable)
            if self.chance.random() < _BLIND or at is None or self.walker.go(at, way) is not None:
                return way
        return self.chance.choice(ways)

    def _go(self, start: Bound, way: Way, *, optional: bool, joined: bool) -> None:
        number = self.number()
        tie, node = f"t{number}", f"n{number}"
        last = self.steps[-1]
        apart = not set(way.types) & set(self._types_of_last())
        if joined and apart and isinstance(last, Match) and start is self.nodes[-1]:
            self.steps[-1] = Match(
                last.start, (*last.hops, way.pattern(tie, node)), last.where, last.optional, last.path
            )
        elif (
            isinstance(last, Match) and last.start.startswith(f"({start.variable}:") and not last.hops and not optional
        ):
            self.steps[-1] = Match(last.start, (way.pattern(tie, node),), last.where)
        else:
            self.steps.append(Match(f"({start.variable})", (way.pattern(tie, node),), optional=optional))
        self._route.append((start.variable, way, tie, node))
        at = self._seen.get(start.variable)
        if at is not None and (gone := self.walker.go(at, way)) is not None:
            self._seen[node] = gone[1]
        self.nodes.append(Bound(node, (way.end,), optional))
        self.ties.append(Bound(tie, way.types, optional))

    def _condition_last(self, conditions: int) -> None:
        """Conditions on the last tie or node, on two nodes, or on what else is there."""
        for _ in range(conditions):
            self._add_condition(self._condition())

    def _condition(self) -> str:
        form = self.chance.choices(["property", "pair", "pattern", "either"], [60, 15, 15, 10])[0]
        node = self.nodes[-1]
        same = [one for one in self.nodes[:-1] if one.tables == node.tables and not one.uncertain]
        if form == "pair" and same:
            return f"{node.variable}.id {self.chance.choice(['<>', '<>', '<'])} {self.chance.choice(same).variable}.id"
        if form == "pattern" and not node.uncertain and (ways := self.walker.leaving(node.tables[0])):
            inner = f"MATCH ({node.variable}){self.chance.choice(ways).pattern('', '')}"
            forms = [f"EXISTS {{ {inner} }}", f"NOT EXISTS {{ {inner} }}", f"COUNT {{ {inner} }} >= $least"]
            return self.chance.choice(forms)
        if form == "either":
            return f"({self._property_condition()} OR {self._property_condition()})"
        return self._property_condition()

    def _property_condition(self) -> str:
        bound = self.ties[-1] if self.ties and self.chance.random() < 0.65 else self.nodes[-1]
        plain = [one for one in self.of(bound) if is_plain(one)] or [
            one for one in self.of(self.nodes[-1]) if is_plain(one)
        ]
        spans = [one for one in plain if one.name in {"valid_from", "valid_to"}]
        chosen = self.chance.choice(spans if spans and self.chance.random() < 0.6 else plain)
        text, wanted = condition(chosen, self.number(), self.chance)
        self._wanted += wanted
        return text

    def _add_condition(self, text: str) -> None:
        last = self.steps[-1]
        assert isinstance(last, Match)
        self.steps[-1] = Match(last.start, last.hops, (*last.where, text), last.optional, last.path)
