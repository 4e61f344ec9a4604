"""Tells a town from 1946 to the day of description, exactly as many people as its plan asks for."""

from __future__ import annotations

import datetime as dt

from ingest.sample import births, care, contacts, demography, lives, removals, unions
from ingest.sample.people import AS_OF, Person
from ingest.sample.town import Town, TownPlan, any_day

REMOVALS_PER_PERSON_YEAR = 1 / 7000
INVESTIGATIONS_PER_PERSON_YEAR = 1 / 1200
KIN_CARE_PER_PERSON_YEAR = 1 / 2500
ADOPTED_AT_BIRTH = 0.007


def tell(plan: TownPlan) -> Town:
    """The whole story of one town.

    Args:
        plan: Size and seed of the town.

    Returns:
        The town as it stands on people.AS_OF, with ``len(town.people) == plan.people``.
    """
    town = Town(plan)
    born, moved_in = demography.shares()
    birth_quota, newcomer_quota = demography.quota(born, plan.people), demography.quota(moved_in, plan.people)
    # Rounding both shares separately may miss the total by one.
    birth_quota[AS_OF.year - 1] += plan.people - sum(birth_quota.values()) - sum(newcomer_quota.values())
    for year, count in newcomer_quota.items():
        for _ in range(max(0, count)):
            _add_newcomer(town, town.newcomer(year))
    for person in town.people:
        lives.plan_person(town, person)
    town.at_birth = lambda child: _plan_childhood(town, child)
    owed = 0
    for year in range(demography.FIRST_YEAR, demography.LAST_YEAR + 1):
        told = len(town.people)
        wanted = min(max(0, birth_quota.get(year, 0) + owed), plan.people - told)
        births.plan_births(town, year, wanted)
        unions.plan_meetings(town, year)
        if year >= removals.FIRST_CASE_YEAR:
            _plan_cases(town, year)
        if year == AS_OF.year:
            _plan_open_cases(town)
        town.run_until(dt.date(year + 1, 1, 1))
        owed = wanted - (len(town.people) - told)
    town.run_until(AS_OF)
    _fill_up(town)
    contacts.give(town)
    return town


def _add_newcomer(town: Town, person: Person) -> None:
    town.on(person.arrived, lambda d: lives.arrive(town, person, d))


def _plan_childhood(town: Town, child: Person) -> None:
    lives.plan_person(town, child)
    if town.rng.random() < ADOPTED_AT_BIRTH:
        town.on(
            child.birth + dt.timedelta(days=town.rng.randrange(4, 60)), lambda d: care.adoption_at_birth(town, child, d)
        )


def _plan_cases(town: Town, year: int) -> None:
    rng = town.rng
    # Cases still open on the day of description are planned on their own: earlier ones must have had time to close.
    yearly = (
        (REMOVALS_PER_PERSON_YEAR, _removed),
        (INVESTIGATIONS_PER_PERSON_YEAR, removals.investigate),
        (KIN_CARE_PER_PERSON_YEAR, care.leave_with_kin),
    )
    for per_year, act in yearly:
        expected = len(town.people) * per_year
        for _ in range(int(expected) + (rng.random() < expected % 1)):
            day = any_day(rng, year)
            town.on(day, lambda d, act=act: act(town, d))  # type: ignore[misc]


def _removed(town: Town, day: dt.date) -> None:
    removals.remove(town, day, stays_open=False)


def _plan_open_cases(town: Town) -> None:
    for _ in range(town.plan.open_cases):
        day = AS_OF - dt.timedelta(days=town.rng.randrange(4, removals.OPEN_WITHIN_DAYS))
        town.on(day, lambda d: removals.remove(town, d, stays_open=True))


def _fill_up(town: Town) -> None:
    """Births that never came about, for want of mothers, are made up by people who moved in lately."""
    while len(town.people) < town.plan.people:
        person = town.newcomer(town.rng.randrange(1970, 2002), arrival_year=town.rng.randrange(2019, 2026))
        # All else has been told: who comes now must not die before today, nor move into a home that was let meanwhile.
        person.death = None
        town.found_household([person], person.arrived, newly_built=True)
