"""The family around a person, a generation at a time."""

from __future__ import annotations

from rosas_family import ANA, CARL, DAN, ELENA, GWEN, MIA, ROSA, THEO

from casework.family import family, neighbours
from casework.view import View


def test_everybody_stands_once(view: View) -> None:
    """The whole family is found from the child, nobody twice and not the child."""
    people = [r.brief.person for r in family(view, MIA).relatives]
    assert sorted(people) == sorted([ANA, CARL, DAN, ELENA, GWEN, ROSA, THEO])


def test_the_aunt_is_found_from_the_child_and_the_child_from_the_aunt(view: View) -> None:
    """A line read backwards has its generations swapped."""
    there = next(r for r in family(view, MIA).relatives if r.brief.person == ANA).lines
    back = next(r for r in family(view, ANA).relatives if r.brief.person == MIA).lines
    assert (2, 1) in {(li.up, li.down) for li in there}
    assert (1, 2) in {(li.up, li.down) for li in back}


def test_a_step_brings_the_people_at_the_other_end_of_each_tie(view: View) -> None:
    """One step from Elena leads to her two daughters."""
    step = neighbours(view, ELENA)
    assert [p.person for p in step.people] == sorted([ROSA, ANA])
    assert {(t.start, t.end) for t in step.ties} == {(ELENA, ROSA), (ELENA, ANA)}


def test_ties_carry_their_sources(view: View) -> None:
    """The marriage of Carl and Rosa is told by SNAP's household role, and says so."""
    tie = next(t for t in family(view, MIA).ties if t.tie == "PARTNER_OF")
    assert {tie.start, tie.end} == {CARL, ROSA}
    assert [(c.source, c.basis) for c in tie.citations] == [("snap", "household role")]
