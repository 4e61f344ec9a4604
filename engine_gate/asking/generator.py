"""Random statements in the shapes the product uses, with parameters that mostly lead somewhere."""

from __future__ import annotations

import random
from collections.abc import Iterator

from engine_gate.asking.columns import returned
from engine_gate.asking.conditions import TODAY
from engine_gate.asking.sketch import Sketch
from engine_gate.asking.walks import Walker
from engine_gate.made.graph import MadeGraph
from engine_gate.statement import Branch, Column, Question, Statement

_ANCHORS = {"Person": 70, "Household": 10, "Address": 10, "SourceRecord": 3, "AgencyCase": 4, "Placement": 3}
_SHAPES = {"walk": 34, "shared": 14, "trail": 12, "optional": 10, "barrier": 10, "union": 8, "list": 8, "overview": 4}


class Generator:
    """Makes questions; the same graph and seed make the same ones.

    Args:
        graph: The graph they are about.
        seed: Where chance begins.
        sets: Sets of parameters for each statement.
    """

    def __init__(self, graph: MadeGraph, seed: int, *, sets: int = 4) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.walker = Walker(graph, self._chance)
        self._sets = sets

    def questions(self, statements: int) -> Iterator[Question]:
        """So many different statements, each with its sets of parameters."""
        seen: set[str] = set()
        while len(seen) < statements:
            question = self._question()
            if question is not None and question.statement.text not in seen:
                seen.add(question.statement.text)
                yield question

    def _question(self) -> Question | None:
        shape = self._chance.choices(list(_SHAPES), list(_SHAPES.values()))[0]
        label = self._chance.choices(list(_ANCHORS), list(_ANCHORS.values()))[0]
        if shape in {"shared", "trail", "list"}:
            label = "Person"
        sketch = Sketch(self.walker, self._chance, label)
        statement = getattr(self, f"_{shape}")(sketch)
        # A chance combination that is no statement of ours is thrown away, and another made.
        if statement.faults():
            return None
        return Question(statement, tuple({"today": TODAY} | sketch.parameters() for _ in range(self._sets)))

    def _walk(self, sketch: Sketch) -> Statement:
        """One to four hops from an anchor, a MATCH each."""
        sketch.anchor()
        for _ in range(self._chance.choices([1, 2, 3, 4], [3, 4, 3, 1])[0]):
            sketch.hop(conditions=self._chance.choice([0, 0, 1, 1, 2]))
        return self._finished(sketch, "walk")

    def _shared(self, sketch: Sketch) -> Statement:
        """There and back over something shared: household, address, parent; conditions on both ties."""
        sketch.anchor()
        out = [sketch.hop(conditions=self._chance.choice([0, 1]))]
        if self._chance.random() < 0.5:
            out.append(sketch.hop(conditions=self._chance.choice([0, 1]), joined=self._chance.random() < 0.5))
        if self._chance.random() < 0.3:
            sketch.barrier()
        sketch.back(out, joined=self._chance.random() < 0.5)
        return self._finished(sketch, "shared")

    def _trail(self, sketch: Sketch) -> Statement:
        """Variable length over kin ties, and sometimes a hop from where it ends."""
        sketch.anchor()
        sketch.trail(optional=self._chance.random() < 0.2)
        if self._chance.random() < 0.4:
            sketch.hop(conditions=self._chance.choice([0, 1]), optional=sketch.uncertain)
        return self._finished(sketch, "trail")

    def _optional(self, sketch: Sketch) -> Statement:
        """A hop or two, then what may not be there."""
        sketch.anchor()
        for _ in range(self._chance.choice([0, 1, 1, 2])):
            sketch.hop(conditions=self._chance.choice([0, 1]))
        for _ in range(self._chance.choice([1, 1, 2])):
            sketch.hop(conditions=self._chance.choice([0, 0, 1]), optional=True)
        return self._finished(sketch, "optional")

    def _barrier(self, sketch: Sketch) -> Statement:
        """Hops with a WITH between them that counts, collects or takes doubles away."""
        sketch.anchor()
        sketch.hop(conditions=self._chance.choice([0, 1]))
        sketch.barrier()
        for _ in range(self._chance.choice([1, 1, 2])):
            sketch.hop(conditions=self._chance.choice([0, 1]), optional=self._chance.random() < 0.3)
        return self._finished(sketch, "barrier")

    def _union(self, sketch: Sketch) -> Statement:
        """Two or three one-hop branches from one anchor, each with its own word."""
        branches = []
        for number in range(self._chance.choice([2, 2, 3])):
            sketch.begin_branch()
            sketch.anchor()
            sketch.hop(conditions=self._chance.choice([0, 1]))
            ends = Column(f"{sketch.nodes[-1].variable}.id", "c1")
            branches.append(
                Branch(tuple(sketch.steps), (Column(f"'branch {number}'", "c0"), ends), self._chance.random() < 0.2)
            )
        return Statement(tuple(branches), shape="union")

    def _list(self, sketch: Sketch) -> Statement:
        """Several anchors at once, by UNWIND or IN."""
        sketch.anchors(unwind=self._chance.random() < 0.6)
        for _ in range(self._chance.choice([1, 1, 2])):
            sketch.hop(conditions=self._chance.choice([0, 1]))
        return self._finished(sketch, "list")

    def _overview(self, sketch: Sketch) -> Statement:
        """A count over the whole graph, grouped."""
        sketch.everyone()
        sketch.hop(conditions=1)
        return self._finished(sketch, "overview", aggregate=True)

    def _finished(self, sketch: Sketch, shape: str, *, aggregate: bool | None = None) -> Statement:
        columns, grouped = returned(sketch, self._chance, aggregate=aggregate)
        distinct = not grouped and self._chance.random() < 0.35
        branch = Branch(tuple(sketch.steps), columns, distinct)
        orderable = all(column.alias in sketch.orderable for column in columns)
        if not orderable or self._chance.random() < 0.35:
            return Statement((branch,), shape=shape)
        order = tuple(
            column.alias + (" DESC" if self._chance.random() < 0.25 else "")
            for column in self._chance.sample(columns, len(columns))
        )
        window = self._chance.choice(["", "", "LIMIT $most", "SKIP $skip LIMIT $most"])
        return Statement((branch,), order, window, shape)
