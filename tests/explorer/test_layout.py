"""Where people stand in the walkable graph."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.components.walkable_graph.layout import Line, Spot, Standing, place

CHILD, MOTHER, FATHER, GRANNY = (
    Standing("c", "male", "2015"),
    Standing("m", "female", "1985"),
    Standing("f", "male", "1983"),
    Standing("g", "female", "1960"),
)
BIRTH = [Line("m", "c", "parent"), Line("f", "c", "parent"), Line("g", "m", "parent")]


def test_parents_stand_above_and_the_father_left_of_the_mother() -> None:
    """The index person stands in the middle, parents a row above, the man on the left; grandparents two rows above."""
    spots = place([CHILD, MOTHER, FATHER, GRANNY], BIRTH, "c")
    assert spots["c"] == Spot(0, 0)
    assert spots["f"].row == spots["m"].row == -1
    assert spots["f"].column < 0 < spots["m"].column
    assert spots["g"].row == -2


def test_children_of_a_couple_stand_in_order_of_birth_around_the_child() -> None:
    """An elder sibling stands left of the child, a younger one right, all in the row of the child."""
    people = [CHILD, MOTHER, Standing("elder", "female", "2010"), Standing("younger", "male", "2020")]
    ties = [Line("m", "c", "parent"), Line("elder", "c", "sibling"), Line("c", "younger", "sibling")]
    spots = place(people, ties, "c")
    assert spots["elder"].column < 0 < spots["younger"].column
    assert {spots[p].row for p in ("elder", "c", "younger")} == {0}


def test_a_grandmother_who_fosters_stays_in_the_row_of_grandparents() -> None:
    """Blood decides the row before care does."""
    spots = place([CHILD, MOTHER, GRANNY], [*BIRTH, Line("g", "c", "care")], "c")
    assert spots["g"].row == -2


def test_people_tied_to_nobody_still_get_a_place() -> None:
    """Somebody without a tie is drawn all the same, and nobody is placed twice."""
    spots = place([CHILD, MOTHER, Standing("x"), Standing("y")], BIRTH, "c")
    assert set(spots) == {"c", "m", "x", "y"}
    assert len(set(spots.values())) == 4


def _family(seed: int, size: int) -> tuple[list[Standing], list[Line]]:
    dice = random.Random(seed)
    people = [Standing("p0", "male", "2000")]
    ties: list[Line] = []
    for number in range(1, size):
        other = people[dice.randrange(len(people))].id
        person = f"p{number}"
        bond = dice.choice(("parent", "parent", "partner", "sibling", "care", "other"))
        ties.append(Line(*dice.sample((person, other), 2), bond))
        people.append(
            Standing(person, dice.choice(("male", "female", "unknown")), dice.choice(("", "1950", "1990-04")))
        )
    return people, ties


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(2, 60), split=st.integers(1, 59))
def test_drawn_people_keep_their_place_and_nobody_overlaps(seed: int, size: int, split: int) -> None:
    """Whoever stands stays when others come; people of a row are a column apart; input order is no matter."""
    people, ties = _family(seed, size)
    before = place(people[:split], ties, "p0")
    after = place(people, ties, "p0", before)
    assert all(after[person] == spot for person, spot in before.items())
    assert set(after) == {person.id for person in people}
    for row in {spot.row for spot in after.values()}:
        columns = sorted(spot.column for spot in after.values() if spot.row == row)
        assert all(right - left >= 1 for left, right in pairwise(columns))
    shuffled = random.Random(seed).sample(people, len(people)), random.Random(seed).sample(ties, len(ties))
    assert place(*shuffled, "p0", before) == after


@pytest.mark.parametrize("size", [300])
def test_three_hundred_people_are_placed_beside_their_kin(size: int) -> None:
    """In a family of 300 half of all parent ties span no more than a screen's width (8 columns)."""
    people, ties = _family(7, size)
    spots = place(people, [t for t in ties if t.bond == "parent"], "p0")
    spans = sorted(abs(spots[t.start].column - spots[t.end].column) for t in ties if t.bond == "parent")
    assert spans[len(spans) // 2] <= 8
