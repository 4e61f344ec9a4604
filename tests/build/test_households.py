"""Households: stays with their roles, and where the household was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from built import Built
from staged import Staged

from graphmodel.model.nodes import Address, Household
from graphmodel.model.relationships import LocatedAt, MemberOf

Build = Callable[[], Built]


def living(staged: Staged, key: str, role: str, street: str, **values: str) -> None:
    """A member of the household H with an address."""
    staged.record(
        f"snap:{key}", f"P{key}", household_key="H", household_role=role, street_number="1", street_name=street,
        state="IL", zip="61602", **values,
    )  # fmt: skip


def places(built: Built) -> dict[str, list[str]]:
    """Line of the address -> records that place the household there."""
    lines = {row["id"]: row["line"] for row in built.rows(Address)}
    return {lines[row["end_id"]]: row["ev_record"] for row in built.rows(LocatedAt)}


def test_a_stay_keeps_its_role_and_dates(staged: Staged, build: Build) -> None:
    """Each role a person had in a household is one tie with its dates; no role at all is 'member'."""
    staged.record("snap:1", "P1", household_key="H", household_role="Reference person", household_from="2019-05")
    staged.record("snap:2", "P1", household_key="H", household_from="2018", household_to="2019-04")
    built = build()
    assert built.rows(Household) == [{"id": "snap:H", "system": "snap", "domain": "snap", "household_key": "H"}]
    head, member = built.rows(MemberOf)
    assert (head["role"], head["valid_from"], head["valid_to"]) == ("Reference person", date(2019, 5, 1), None)
    assert (member["role"], member["valid_to"], member["ev_record"]) == ("member", date(2019, 4, 30), ["snap:2"])


def test_one_key_in_two_systems_is_two_households(staged: Staged, build: Build) -> None:
    """A household key means something within its own system only."""
    for system in ("snap", "tanf"):
        staged.record(f"{system}:1", "P1", household_key="7")
    assert [row["id"] for row in build().rows(Household)] == ["snap:7", "tanf:7"]


def test_most_members_say_where_a_household_is(staged: Staged, build: Build) -> None:
    """An address one member gives yields to one that two give at that time; the head's record speaks for both."""
    living(staged, "1", "child", "oak st")
    living(staged, "2", "self", "oak st")
    living(staged, "3", "child", "elm st")
    assert places(build()) == {"1 Oak St": ["snap:2"]}


def test_equal_numbers_stay_side_by_side(staged: Staged, build: Build) -> None:
    """Where as many members give one address as another, both are kept, since nothing says which is right."""
    living(staged, "1", "self", "oak st")
    living(staged, "2", "spouse", "elm st")
    assert places(build()) == {"1 Oak St": ["snap:1"], "1 Elm St": ["snap:2"]}


def test_a_move_keeps_both_addresses(staged: Staged, build: Build) -> None:
    """Addresses of different times do not compete, however many members give each."""
    living(staged, "1", "self", "oak st", address_from="2015", address_to="2017")
    living(staged, "2", "self", "elm st", address_from="2018-01-01")
    living(staged, "3", "child", "elm st", address_from="2018-01-01")
    built = build()
    assert set(places(built)) == {"1 Oak St", "1 Elm St"}
    spans = {(row["valid_from"], row["valid_to"]) for row in built.rows(LocatedAt)}
    assert spans == {(date(2015, 1, 1), date(2017, 12, 31)), (date(2018, 1, 1), None)}
