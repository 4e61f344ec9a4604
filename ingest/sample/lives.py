"""Deaths, growing up, moving house, ageing, prison: what happens to people and homes besides couples and births."""

from __future__ import annotations

import datetime as dt

from ingest.sample import care, kin, unions
from ingest.sample.people import AS_OF, Custody, Household, Person
from ingest.sample.town import Town, any_day

PRISONS = ("Bluestem Correctional Center", "Fox Hollow Correctional Center", "Cedar Bend Reception Center")
FIRST_CUSTODY_YEAR = 1998
YOUTH_CENTERS = ("Heron Lake Youth Center", "Maple Fork Youth Center")


def arrive(town: Town, person: Person, day: dt.date) -> None:
    """A newcomer takes a home of their own."""
    if person.home is None and person.alive_on(day):
        household = town.found_household([person], day)
        plan_move(town, household, day)


def plan_person(town: Town, person: Person) -> None:
    """Queue what will happen in one life whatever else does: death, leaving home, old age."""
    rng = town.rng
    if person.death is not None:
        town.on(person.death, lambda d: die(town, person, d))
    if person.mother is not None:
        grown = person.birth + dt.timedelta(days=365 * 18 + rng.randrange(3000))
        town.on(grown, lambda d: leave_home(town, person, d))
    if rng.random() < 0.3:
        old = person.birth + dt.timedelta(days=365 * 76 + rng.randrange(4000))
        town.on(old, lambda d: join_children(town, person, d))
    _plan_custody(town, person)


def die(town: Town, person: Person, day: dt.date) -> None:
    """A death: the union ends, the home goes on, children left alone are taken in."""
    home = person.home
    unions.widow(person, day)
    wards = unions.dependants(person, day)
    town.move_out(person, day)
    if home is not None and home.head is None and not home.facility:
        left = [m for m in home.members if m.age_on(day) < 18]
        care.take_in(town, left or [c for c in wards if c.home is home], day)


def leave_home(town: Town, person: Person, day: dt.date) -> None:
    """A grown child founds a home, or stays some years longer."""
    if not person.alive_on(day) or person.home is None or person.home.head is person or person.partner is not None:
        return
    if person.age_on(day) < 30 and town.rng.random() < 0.45:
        town.on(day + dt.timedelta(days=400 + town.rng.randrange(900)), lambda d: leave_home(town, person, d))
        return
    if person.age_on(day) >= 30 and town.rng.random() < 0.4:
        return
    own = [c for c in unions.dependants(person, day) if c.home is person.home and person in kin.kin_parents(c)]
    household = town.found_household([person], day)
    for child in own:
        town.move_in(child, household, day)
    plan_move(town, household, day)


def plan_move(town: Town, household: Household, day: dt.date) -> None:
    """Queue the household's next move to another address; the poor move more often."""
    means = household.head.means if household.head else 0.5
    after = 200 + town.rng.expovariate(1.0) * 365 * (3.0 + 7.0 * means)
    town.on(day + dt.timedelta(days=int(after)), lambda d: move_house(town, household, d))


def move_house(town: Town, household: Household, day: dt.date) -> None:
    """The household moves, and will again."""
    if household.closed is None:
        town.relocate(household, day)
        plan_move(town, household, day)


def join_children(town: Town, person: Person, day: dt.date) -> None:
    """An old person without partner moves in with a grown child: three generations under one roof."""
    if not person.alive_on(day) or person.partner is not None:
        return
    hosts = [c for c in kin.children_of(person) if c.alive_on(day) and c.home is not None and c.home.head is not None]
    left_alone = person.home is None or all(m is person for m in person.home.members)
    if hosts and left_alone:
        home = town.rng.choice(hosts).home
        assert home is not None
        town.move_in(person, home, day)


def _plan_custody(town: Town, person: Person) -> None:
    rng = town.rng
    chance = (0.085 if person.sex == "M" else 0.012) * (1.6 - 1.2 * person.means)
    if rng.random() < chance * 0.35 and person.birth.year >= 1995:
        age = 14 + rng.random() * 4
        town.on(person.birth + dt.timedelta(days=age * 365), lambda d: detain(town, person, d))
    year = person.birth.year + 18 + rng.randrange(22)
    if FIRST_CUSTODY_YEAR <= year <= AS_OF.year and rng.random() < chance * 1.3:
        start = any_day(rng, year)
        town.on(start, lambda d: imprison(town, person, d))


def detain(town: Town, person: Person, day: dt.date) -> None:
    """A youth is held for some weeks and supervised afterwards; home stays home."""
    rng = town.rng
    if not person.alive_on(day) or not 13 <= person.age_on(day) < 18:
        return
    released = day + dt.timedelta(days=rng.randrange(10, 120))
    place = rng.choice(YOUTH_CENTERS)
    town.custody.append(Custody(person, "detention", day, released if released < AS_OF else None, place))
    if released < AS_OF:
        ended = released + dt.timedelta(days=rng.randrange(100, 500))
        town.custody.append(Custody(person, "supervision", released, ended if ended < AS_OF else None, "Aftercare"))


def imprison(town: Town, person: Person, day: dt.date) -> None:
    """An adult goes to prison; children left without an adult go to kin; release is to kin or a new home."""
    if not person.alive_on(day) or not 18 <= person.age_on(day) < 65:
        return
    rng = town.rng
    released = day + dt.timedelta(days=120 + int(rng.expovariate(1 / 700)))
    still = released >= AS_OF
    town.custody.append(Custody(person, "incarceration", day, None if still else released, rng.choice(PRISONS)))
    home = person.home
    town.move_out(person, day)
    if home is not None and home.head is None and not home.facility:
        care.take_in(town, [m for m in home.members if m.age_on(day) < 18], day)
    town.on(released, lambda d: release(town, person, d))


def release(town: Town, person: Person, day: dt.date) -> None:
    """Out of prison: back to the partner if there is one, else to parents or alone; parole for a year or two."""
    if not person.alive_on(day) or person.home is not None:
        return
    partner = person.partner
    if partner is not None and partner.home is not None:
        town.move_in(person, partner.home, day)
    else:
        unions.move_away(town, person, day)
    ended = day + dt.timedelta(days=town.rng.randrange(300, 800))
    town.custody.append(Custody(person, "supervision", day, ended if ended < AS_OF else None, "Parole"))
