"""The walk over the kin ties, against whole random families held in memory."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any, cast

import pytest

from casework.kin_walk import walk_kin
from casework.view import View
from cypher import catalog
from cypher.evidence import Assertion
from cypher.query import Query
from cypher.rows import DescribingRow, TieRow
from graphmodel.kinship.family_graph import FamilyGraph, Tie
from graphmodel.kinship.lines import relatives

SAID = (Assertion("vital", "vital_records", "vital:1", "", "", "stated", "", 0.9),)


class FamilyInMemory:
    """Answers what the walk asks of a view; some people have no record in it."""

    def __init__(self, ties: set[Tie], hidden: set[str]) -> None:
        self.ties, self.hidden = ties, hidden
        self.asked: list[str] = []

    def ahead(self, ids: Iterable[str], *queries: Query[Any]) -> None:
        """Nothing is far away."""

    def ask(self, query: Query[Any], *, id: str) -> list[Any]:
        """The ties of a person, or their records."""
        if query is not catalog.TIES:
            return [] if id in self.hidden else [DescribingRow(f"vital:{id}", "vital", "vital_records")]
        self.asked.append(id)
        found = [tie for tie in sorted(self.ties) if id in {tie.start, tie.end}]
        return [
            TieRow(tie.tie, tie.start, tie.end if tie.start == id else tie.start, tie.nature, SAID) for tie in found
        ]


def random_family(seed: int) -> set[Tie]:
    """Sixty people over five generations: remarriage, half and step siblings, cousins who marry, unknown parents."""
    draw = random.Random(seed)
    ties: set[Tie] = set()
    for number in range(60):
        generation = [n for n in range(60) if n // 12 == number // 12 - 1]
        if generation:
            for parent in draw.sample(generation, draw.choice([0, 1, 2, 2])):
                ties.add(Tie("PARENT_OF", f"p{parent:02}", f"p{number:02}", draw.choice(["biological", "step"])))
        own = [n for n in range(60) if n // 12 == number // 12 and n > number]
        if own and draw.random() < 0.6:
            ties.add(
                Tie(draw.choice(["PARTNER_OF", "SIBLING_OF"]), f"p{number:02}", f"p{draw.choice(own):02}", "unknown")
            )
        if draw.random() < 0.1:
            ties.add(Tie("GUARDIAN_OF", f"p{number:02}", f"p{draw.randrange(60):02}", "legal custody"))
    return {tie for tie in ties if tie.start != tie.end}


def met(view: FamilyInMemory, ego: str, generations: int) -> set[Tie]:
    """The ties the walk fetches."""
    walked = walk_kin(cast(View, view), ego, generations)
    ends = [((row.starts_at, row.other if row.starts_at == person else person), row) for person, row in walked.ties]
    return {Tie(row.tie, start, end, row.nature) for (start, end), row in ends}


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("generations", [2, 3, 4])
def test_the_walk_misses_no_relative(seed: int, generations: int) -> None:
    """What the walk fetches gives the same relatives, by the same lines, as the family without the hidden people."""
    ties, draw = random_family(seed), random.Random(seed + 1000)
    hidden = {f"p{number:02}" for number in draw.sample(range(60), 6)}
    ego = f"p{next(n for n in draw.sample(range(60), 10) if f'p{n:02}' not in hidden):02}"
    visible = {tie for tie in ties if tie.start not in hidden and tie.end not in hidden}
    fetched = met(FamilyInMemory(ties, hidden), ego, generations)
    assert fetched <= visible
    assert relatives(FamilyGraph(fetched), ego, generations) == relatives(FamilyGraph(visible), ego, generations)


def test_nobody_is_gone_up_from_after_going_down() -> None:
    """The other parent of an uncle's child is no relative, and their family is not asked about."""
    ties = {
        Tie("PARENT_OF", "grandmother", "mother", "biological"),
        Tie("PARENT_OF", "grandmother", "uncle", "biological"),
        Tie("PARENT_OF", "mother", "child", "biological"),
        Tie("PARENT_OF", "uncle", "cousin", "biological"),
        Tie("PARENT_OF", "stranger", "cousin", "biological"),
        Tie("PARENT_OF", "stranger's mother", "stranger", "biological"),
    }
    view = FamilyInMemory(ties, set())
    walk_kin(cast(View, view), "child", 4)
    assert set(view.asked) == {"child", "mother", "grandmother", "uncle", "cousin"}


def test_a_walk_without_end_says_that_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the bound on people the walk stops, and says so."""
    monkeypatch.setattr("casework.kin_walk.MOST_PEOPLE", 3)
    ties = {Tie("PARENT_OF", "mother", f"child{n}", "biological") for n in range(9)}
    assert walk_kin(cast(View, FamilyInMemory(ties, set())), "child0", 4).truncated
    assert not walk_kin(cast(View, FamilyInMemory(ties, set())), "child0", 1).truncated
