"""Relatives from memory, the floor that queries are measured against."""

from __future__ import annotations

from benchmarks.adjacency import Adjacency
from graphmodel.kinship.family_graph import Tie

TIES = [
    Tie("PARENT_OF", "grandmother", "mother", "biological"),
    Tie("PARENT_OF", "grandmother", "aunt", "biological"),
    Tie("PARENT_OF", "mother", "child", "biological"),
    Tie("PARTNER_OF", "mother", "stepfather", "married"),
    Tie("PARENT_OF", "stepfather", "step sister", "biological"),
]


def adjacency() -> Adjacency:
    """A small family."""
    by_person: dict[str, list[Tie]] = {}
    for tie in TIES:
        for end in (tie.start, tie.end):
            by_person.setdefault(end, []).append(tie)
    return Adjacency(by_person)


def test_shapes_tell_how_each_is_related() -> None:
    """Up and down by generations, and step family over the mother's union."""
    shapes = {(person, route, up, down) for person, route, up, down, _ in adjacency().shapes("child", 4)}
    assert {
        ("mother", "line", 1, 0),
        ("aunt", "line", 2, 1),
        ("stepfather", "partner of relative", 1, 0),
        ("step sister", "step sibling", 1, 1),
    } <= shapes


def test_fewer_generations_meet_fewer_ties() -> None:
    """One generation out, the grandmother's other child is not met."""
    assert Tie("PARENT_OF", "grandmother", "aunt", "biological") in adjacency().ties_around("child", 2)
    assert Tie("PARENT_OF", "grandmother", "aunt", "biological") not in adjacency().ties_around("child", 0)
