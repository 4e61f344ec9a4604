"""Kin in the truth: roles towards a head, closeness, and who may not become a couple."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.sample import kin
from ingest.sample.people import Person, Union
from ingest.sample.town import Town, TownPlan

DAY = dt.date(2020, 6, 1)


class Family:
    """Grandmother; her children Ann and Bob; Ann's child Cleo; Ann's husband Dan, who is not Cleo's father."""

    def __init__(self) -> None:
        self.town = Town(TownPlan(0, 0, 100, 0, 1))
        self.grandmother = self._person(1950)
        self.ann, self.bob = self._person(1975, self.grandmother), self._person(1978, self.grandmother)
        self.cleo = self._person(2005, self.ann)
        self.dan = self._person(1974)
        union = Union(self.ann, self.dan, "married", dt.date(2010, 1, 1), dt.date(2012, 1, 1))
        self.ann.unions.append(union)
        self.dan.unions.append(union)
        self.town.tie(self.dan, self.cleo, "step", union.start)

    def _person(self, year: int, mother: Person | None = None) -> Person:
        birth = dt.date(year, 3, 3)
        person = self.town.new_person(birth, "F", "us", arrived=birth)
        person.death, person.mother = None, mother
        if mother is not None:
            self.town.tie(mother, person, "biological", birth)
        return person


@pytest.fixture
def family() -> Family:
    """A family of five."""
    return Family()


def test_roles_are_towards_the_head_and_nobody_else(family: Family) -> None:
    """The same child is biological child of the mother, stepchild of her husband, grandchild of her mother."""
    assert kin.role_to_head(family.cleo, family.ann, DAY) == "biological child"
    assert kin.role_to_head(family.cleo, family.dan, DAY) == "stepchild"
    assert kin.role_to_head(family.cleo, family.grandmother, DAY) == "grandchild"
    assert kin.role_to_head(family.cleo, family.bob, DAY) == "other relative"
    assert kin.role_to_head(family.ann, family.cleo, DAY) == "parent"
    assert kin.role_to_head(family.bob, family.ann, DAY) == "sibling"
    assert kin.role_to_head(family.ann, family.ann, DAY) == "head"


def test_a_couple_is_partners_before_the_wedding_and_spouses_after(family: Family) -> None:
    """The role follows the day asked about."""
    assert kin.role_to_head(family.dan, family.ann, dt.date(2011, 1, 1)) == "partner"
    assert kin.role_to_head(family.dan, family.ann, DAY) == "spouse"


def test_relatives_come_closest_first(family: Family) -> None:
    """Grandmother before uncle; the child itself and its mother are not among them."""
    assert kin.relatives_by_closeness(family.cleo) == [family.grandmother, family.bob]


def test_close_kin_are_no_couple(family: Family) -> None:
    """Siblings, and aunt and niece, are too close; strangers by blood are not."""
    assert kin.too_close(family.ann, family.bob)
    assert kin.too_close(family.bob, family.cleo)
    assert not kin.too_close(family.bob, family.dan)


def test_one_adult_of_the_day_heads_a_household_until_the_last_leaves(family: Family) -> None:
    """When the head leaves the partner heads; a household of none is closed and its home let again."""
    town = family.town
    home = town.found_household([family.ann, family.dan, family.cleo], DAY)
    town.move_out(family.ann, dt.date(2021, 1, 1))
    assert home.head is family.dan
    assert home.head_on(DAY) is family.ann
    assert home.members_on(DAY) == [family.ann, family.dan, family.cleo]
    for person in (family.dan, family.cleo):
        town.move_out(person, dt.date(2022, 1, 1))
    assert home.closed == dt.date(2022, 1, 1)
    assert home.members_on(dt.date(2022, 1, 1)) == []
