"""Households as programs know them: who is on the roster, and what each is to the head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sample import kin
from ingest.sample.desk import Desk
from ingest.sample.people import AS_OF, Household, Person

CHILD_ROLES = {
    "biological child": "biological",
    "adopted child": "adoptive",
    "stepchild": "step",
    "foster child": "foster",
}


@dataclass(slots=True)
class Member:
    """A line of a roster."""

    person: Person
    role: str
    since: dt.date


def roster(household: Household, day: dt.date) -> list[Member]:
    """Members of a household on a day, the head first, with role to the head and the day each joined."""
    head = household.head_on(day)
    if head is None or head.home_on(day) is not household:
        return []
    since = {s.person.number: s.start for s in household.all_stays if s.start <= day and (s.end is None or s.end > day)}
    return [
        Member(person, kin.role_to_head(person, head, day), since[person.number])
        for person in household.members_on(day)
    ]


def present_households(desk: Desk) -> Iterator[Household]:
    """Households that live together on the day of description, facilities left out."""
    for household in desk.town.households:
        if household.closed is None and not household.facility and household.head is not None:
            yield household


def past_rosters(desk: Desk, share: float, earliest: dt.date) -> Iterator[tuple[Household, dt.date, dt.date]]:
    """Some households that were on a program once: household, begin and end of the time.

    Args:
        desk: The desk.
        share: Share of households that ever were.
        earliest: No such time ends before this day.
    """
    rng = desk.rng
    for household in desk.town.households:
        if household.facility or rng.random() >= share:
            continue
        first = max(household.homes[0][1], earliest - dt.timedelta(days=700))
        last = min(household.closed or AS_OF, AS_OF) - dt.timedelta(days=40)
        if last <= max(first, earliest):
            continue
        end = max(first, earliest) + dt.timedelta(days=rng.randrange((last - max(first, earliest)).days))
        begin = max(first, end - dt.timedelta(days=rng.randrange(150, 1200)))
        if begin < end:
            yield household, begin, end


def note_role(
    desk: Desk,
    member: tuple[str, Person],
    head: tuple[str, Person],
    role: str,
    *,
    precise: tuple[str, ...] = ("foster child",),
) -> None:
    """Note a parentage that a role suggests, with its nature only where the code is one of the ``precise`` ones."""
    if role in CHILD_ROLES:
        desk.state(head, member, CHILD_ROLES[role] if role in precise else "not stated", "role")
    elif role == "parent":
        desk.state(member, head, "not stated", "role")


def note_roster(desk: Desk, keys: list[tuple[str, Member]], *, precise: tuple[str, ...] = ("foster child",)) -> None:
    """Note the roles of a whole roster towards the head, if the head is on it."""
    head = next(((key, m.person) for key, m in keys if m.role == "head"), None)
    for key, member in keys if head is not None else []:
        if head is not None:
            note_role(desk, (key, member.person), head, member.role, precise=precise)
