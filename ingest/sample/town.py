"""One town of the sample state: its people, its clock, and the moves from home to home.

A town is told day by day: what will happen is queued with its date, so that every household, union and case is
consistent at each moment. Towns share nothing but the seed, which is what lets the state be any size.
"""

from __future__ import annotations

import datetime as dt
import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass

from ingest.sample import demography, names
from ingest.sample.people import AS_OF, CareCase, Custody, Household, Parentage, Person, Stay, Union
from ingest.sample.places import AddressBook

Happening = Callable[[dt.date], None]

HERITAGES = (("us", 0.72), ("es", 0.18), ("pl", 0.05), ("in", 0.05))
TRIBES = ("Bluestem Prairie Band", "Three Herons Nation", "Cedar Bend Tribe", "Council of the Long Grass")
LANGUAGES = {
    "us": (("English", 0.985), ("American Sign Language", 0.01), ("French", 0.005)),
    "es": (("English", 0.5), ("Spanish", 0.5)),
    "pl": (("English", 0.6), ("Polish", 0.4)),
    "in": (("English", 0.62), ("Hindi", 0.2), ("Gujarati", 0.12), ("Urdu", 0.06)),
}
RACES = {
    "us": (("White", 0.66), ("Black", 0.31), ("Asian", 0.01), ("Native American", 0.015), ("Pacific Islander", 0.005)),
    "es": (("Latino", 0.97), ("White", 0.03)),
    "pl": (("White", 1.0),),
    "in": (("Asian", 1.0),),
}


@dataclass(frozen=True)
class TownPlan:
    """What a town is to become: its place in the state, its size, its open removal cases."""

    index: int
    first_person: int
    people: int
    open_cases: int
    seed: int


def weighted(rng: random.Random, choices: tuple[tuple[str, float], ...]) -> str:
    """One of the words by its weight."""
    at = rng.random() * sum(w for _, w in choices)
    for word, weight in choices:
        at -= weight
        if at <= 0:
            return word
    return choices[-1][0]


def any_day(rng: random.Random, year: int) -> dt.date:
    """A day of a year, not after the day the state is described on."""
    last = AS_OF if year == AS_OF.year else dt.date(year, 12, 31)
    first = dt.date(year, 1, 1)
    return first + dt.timedelta(days=rng.randrange((last - first).days))


def social_security_number(index: int) -> str:
    """The nine digits of person ``index`` of the state: areas 800 to 899, unused before 2011, each number once."""
    areas, groups, serials = 100, 99, 9999
    scrambled = (index * 48_271_009 + 7_654_321) % (areas * groups * serials)
    area, rest = divmod(scrambled, groups * serials)
    group, serial = divmod(rest, serials)
    return f"{800 + area}{group + 1:02d}{serial + 1:04d}"


class Town:
    """A town while it is being told, and afterwards what is true of it."""

    def __init__(self, plan: TownPlan) -> None:
        self.plan = plan
        self.rng = random.Random(f"{plan.seed}/town/{plan.index}")
        self.book = AddressBook(self.rng, plan.index)
        self.people: list[Person] = []
        self.households: list[Household] = []
        self.unions: list[Union] = []
        self.cases: list[CareCase] = []
        self.custody: list[Custody] = []
        self.by_birth_year: dict[tuple[str, int], list[Person]] = {}
        self.facilities: dict[str, Household] = {}
        self.at_birth: Callable[[Person], None] = lambda _: None
        """What the chronicle plans for a newborn."""
        self._queue: list[tuple[int, int, Happening]] = []
        self._queued = 0

    # -- the clock ---------------------------------------------------------------------------------------------------

    def on(self, day: dt.date, happening: Happening) -> None:
        """Let something happen on a day; what lies beyond the day of description never happens."""
        if day < AS_OF:
            heapq.heappush(self._queue, (day.toordinal(), self._queued, happening))
            self._queued += 1

    def run_until(self, day: dt.date) -> None:
        """Tell all that happens before a day, in order of date."""
        limit = day.toordinal()
        while self._queue and self._queue[0][0] < limit:
            ordinal, _, happening = heapq.heappop(self._queue)
            happening(dt.date.fromordinal(ordinal))

    # -- people ------------------------------------------------------------------------------------------------------

    def new_person(self, birth: dt.date, sex: str, heritage: str, *, arrived: dt.date) -> Person:
        """Add a person with all that is settled at birth but family."""
        rng, number = self.rng, len(self.people)
        age = demography.lifespan_years(rng.random())
        while birth + dt.timedelta(days=age * 365.25) <= arrived + dt.timedelta(days=400) and arrived > birth:
            age = demography.lifespan_years(rng.random())
        death = birth + dt.timedelta(days=1 + age * 365.25)
        index = self.plan.first_person + number
        person = Person(
            number=number,
            entity=f"E{index:08d}",
            sex=sex,
            given=names.draw_given(rng, heritage, sex, birth.year),
            middle=names.draw_given(rng, heritage, sex, birth.year) if rng.random() < 0.85 else "",
            birth_surname="",
            birth=birth,
            death=death if death < AS_OF else None,
            heritage=heritage,
            race=weighted(rng, RACES[heritage]),
            language=weighted(rng, LANGUAGES[heritage]),
            means=rng.random(),
            ssn=social_security_number(index),
            arrived=arrived,
        )
        self.people.append(person)
        self.by_birth_year.setdefault((sex, birth.year), []).append(person)
        return person

    def newcomer(self, birth_year: int, *, arrival_year: int | None = None) -> Person:
        """Someone without kin in the state, who moves in as a young adult."""
        rng = self.rng
        heritage = weighted(rng, HERITAGES)
        birth = any_day(rng, birth_year)
        arrived = dt.date(birth_year + 19, 1, 1) + dt.timedelta(days=rng.randrange(4000 if birth_year > 1948 else 900))
        if arrival_year is not None:
            arrived = any_day(rng, arrival_year)
        sex = "F" if rng.random() < 0.5 else "M"
        person = self.new_person(birth, sex, heritage, arrived=max(min(arrived, AS_OF - dt.timedelta(days=30)), birth))
        person.birth_surname = names.draw_surname(rng, heritage, sex)
        if rng.random() < (0.5 if person.race == "Native American" else 0.006):
            person.tribe = rng.choice(TRIBES)
        return person

    def tie(self, parent: Person, child: Person, nature: str, day: dt.date) -> Parentage:
        """Make one person a parent of another in truth; a tie that holds already is returned as it is."""
        for known in child.parents:
            if known.parent is parent and known.nature == nature and known.end is None:
                return known
        tie = Parentage(parent, child, nature, day)
        child.parents.append(tie)
        parent.children.append(tie)
        return tie

    # -- homes -------------------------------------------------------------------------------------------------------

    def found_household(
        self, persons: list[Person], day: dt.date, *, facility: str = "", newly_built: bool = False
    ) -> Household:
        """A new household at an address of its own; the first person heads it."""
        number = len(self.households)
        household = Household(number, f"H{self.plan.index:04d}-{number:05d}", None, facility=facility)
        household.homes.append((self.book.build() if newly_built else self.book.let(), day))
        self.households.append(household)
        for person in persons:
            self.move_in(person, household, day)
        return household

    def facility(self, name: str, day: dt.date) -> Household:
        """The shelter, group home or institution of that name, opened when first needed."""
        if name not in self.facilities:
            self.facilities[name] = self.found_household([], day, facility=name)
        return self.facilities[name]

    def move_in(self, person: Person, household: Household, day: dt.date) -> None:
        """A person leaves where they live and joins a household."""
        if person.home is household:
            return
        self.move_out(person, day)
        stay = Stay(person, household, day)
        person.stays.append(stay)
        household.all_stays.append(stay)
        household.members.append(person)
        if household.head is None and not household.facility and person.age_on(day) >= 16:
            self._set_head(household, person, day)

    def move_out(self, person: Person, day: dt.date) -> None:
        """A person leaves the household; it finds another head, or stands empty."""
        household = person.home
        if household is None:
            return
        person.stays[-1].end = day
        household.members.remove(person)
        if household.facility:
            return
        if not household.members:
            household.closed = day
            household.head = None
            self.book.vacate(household.homes[-1][0])
        elif household.head is person:
            adults = [m for m in household.members if m.age_on(day) >= 18]
            partner = person.partner
            heir = partner if partner in adults else min(adults, key=lambda p: (p.birth, p.number), default=None)
            household.head = None
            if heir is not None:
                self._set_head(household, heir, day)

    def _set_head(self, household: Household, person: Person, day: dt.date) -> None:
        household.head = person
        household.heads.append((person, day))

    def relocate(self, household: Household, day: dt.date) -> None:
        """A household moves to another address with all its members."""
        if household.closed is None:
            old = household.homes[-1][0]
            household.homes.append((self.book.let(), day))
            self.book.vacate(old)
