"""Births: who has a child, with whom, what the records know of the father, and what the child is called."""

from __future__ import annotations

import datetime as dt
import heapq

from ingest.sample import demography, kin, names
from ingest.sample.people import Person
from ingest.sample.town import TRIBES, Town, any_day

TWIN_SHARE = 0.016
JUNIOR_SHARE = 0.07
NEXT_SUFFIX = {"": "Jr", "Sr": "Jr", "Jr": "III", "III": "IV", "IV": "V"}


def plan_births(town: Town, year: int, wanted: int) -> int:
    """Queue the births of one year.

    Args:
        town: The town.
        year: The year.
        wanted: How many children are to be born.

    Returns:
        How many are planned; fewer than wanted if there are too few mothers.
    """
    rng = town.rng
    drawn: list[tuple[float, int, Person]] = []
    for age in demography.FERTILE_AGES:
        rate = demography.fertility_shape(age, year)
        for woman in town.by_birth_year.get(("F", year - age), ()):
            weight = rate * _readiness(woman, year)
            if weight > 0:
                drawn.append((rng.random() ** (1.0 / weight), woman.number, woman))
    planned = 0
    for _, _, mother in heapq.nlargest(wanted, drawn, key=lambda d: d[:2]):
        if planned >= wanted:
            break
        twins = rng.random() < TWIN_SHARE and planned + 2 <= wanted
        planned += 2 if twins else 1
        town.on(any_day(rng, year), Birth(town, mother, twins=twins))
    return planned


def _readiness(woman: Person, year: int) -> float:
    if woman.arrived.year >= year or (woman.death is not None and woman.death.year <= year):
        return 0.0
    own = [t.child.birth.year for t in woman.children if t.nature == "biological"]
    if own and own[-1] >= year - 1:
        return 0.0
    partner = woman.partner
    single = 0.12 if year < 1970 else 0.42
    alone = single if partner is None else 1.0 if partner.sex == "M" else 0.3
    return alone * (1.0, 1.25, 0.75, 0.45, 0.25, 0.12)[min(len(own), 5)] * (1.25 - 0.5 * woman.means)


class Birth:
    """A child, or two, is born to a mother."""

    def __init__(self, town: Town, mother: Person, *, twins: bool) -> None:
        self.town, self.mother, self.twins = town, mother, twins

    def __call__(self, day: dt.date) -> None:
        """Settle the father once, then add each child."""
        if not self.mother.alive_on(day):
            return
        father, known = find_father(self.town, self.mother, day)
        first = born(self.town, self.mother, father, known, day)
        if self.twins:
            second = born(self.town, self.mother, father, known, day, twin=first)
            first.twin, second.twin = second, first


def find_father(town: Town, mother: Person, day: dt.date) -> tuple[Person | None, str]:
    """The father by birth and what records know of him (Person.fatherhood)."""
    rng = town.rng
    union = mother.union_on(day)
    if union is not None and union.other(mother).sex == "F":
        return None, "none"
    if union is not None and (day - union.start).days > 150 and rng.random() < 0.985:
        return union.other(mother), "married" if union.married_on else "acknowledged"
    former = [u.other(mother) for u in mother.unions if u.end is not None and u.other(mother).sex == "M"]
    father: Person | None = None
    if union is not None and rng.random() < 0.7:
        father = union.other(mother)
    elif former and former[-1].alive_on(day) and rng.random() < 0.4:
        father = former[-1]
    else:
        father = _another_man(town, mother, day)
    at = rng.random()
    known = "acknowledged" if at < 0.42 else "adjudicated" if at < 0.66 else "alleged" if at < 0.8 else "unknown"
    if father is None and known in ("acknowledged", "adjudicated"):
        known = "unknown"
    return father, known


def _another_man(town: Town, mother: Person, day: dt.date) -> Person | None:
    rng = town.rng
    for _ in range(10):
        men = town.by_birth_year.get(("M", mother.birth.year + round(rng.gauss(-3, 3.5))))
        if not men:
            continue
        man = rng.choice(men)
        single = man.partner is None or rng.random() < 0.2
        if man.alive_on(day) and single and man.age_on(day) >= 16 and not kin.too_close(mother, man):
            return man
    return None


def born(
    town: Town, mother: Person, father: Person | None, known: str, day: dt.date, *, twin: Person | None = None
) -> Person:
    """Add one child with its parents, name, home and godparents."""
    rng = town.rng
    heritage = mother.heritage if father is None or rng.random() < 0.5 else father.heritage
    child = town.new_person(day, "F" if rng.random() < 0.488 else "M", heritage, arrived=day)
    child.mother, child.father, child.fatherhood = mother, father, known
    child.means = min(1.0, max(0.0, 0.65 * mother.means + 0.35 * rng.random()))
    _inherit(town, child, mother, father)
    name_child(town, child, twin)
    town.tie(mother, child, "biological", day)
    if father is not None:
        town.tie(father, child, "biological", day)
    if known == "none" and mother.partner is not None:
        town.tie(mother.partner, child, "adoptive", day)
    if known == "alleged":
        suspects = [father, _another_man(town, mother, day)] if rng.random() < 0.35 else [father]
        if rng.random() < 0.25:
            suspects[0] = _another_man(town, mother, day)
        child.alleged = list(dict.fromkeys(m for m in suspects if m is not None))
    if mother.home is not None:
        town.move_in(child, mother.home, day)
    if rng.random() < 0.16:
        choose_godparents(town, child, day)
    town.at_birth(child)
    return child


def _inherit(town: Town, child: Person, mother: Person, father: Person | None) -> None:
    rng = town.rng
    if father is not None and father.race != mother.race:
        child.race = rng.choice((mother.race, father.race, mother.race, "Multiracial"))
    else:
        child.race = mother.race
    child.language = mother.language if rng.random() < 0.55 else "English"
    lines = [p.tribe for p in (mother, father) if p is not None and p.tribe]
    if lines and rng.random() < 0.9:
        child.tribe = lines[0]
    assert not child.tribe or child.tribe in TRIBES


def name_child(town: Town, child: Person, twin: Person | None) -> None:
    """Give surname, and for some sons the father's whole name with Jr or III."""
    rng, mother, father = town.rng, child.mother, child.father
    assert mother is not None
    named_after_father = father is not None and (
        child.fatherhood == "married" or (child.fatherhood == "acknowledged" and rng.random() < 0.7)
    )
    fathers = father.surname if father is not None and named_after_father else ""
    if child.heritage == "es" and fathers:
        child.birth_surname = f"{fathers.split()[0]} {mother.birth_surname.split()[0]}"
    else:
        child.birth_surname = fathers or mother.surname
    if child.heritage == "pl" and child.sex == "F" and fathers and rng.random() < 0.3:
        child.birth_surname = names.feminine(child.birth_surname)
    if twin is not None and rng.random() < 0.4:
        child.given = names.similar_given(rng, twin.given, child.heritage, child.sex, child.birth.year)
        return
    junior = father is not None and named_after_father and child.sex == "M" and rng.random() < JUNIOR_SHARE
    if junior and father is not None and child.birth_surname == father.surname and twin is None:
        brothers = [t.child.given for t in father.children if t.child.suffix]
        if father.given not in brothers:
            child.given, child.middle = father.given, father.middle
            child.suffix = NEXT_SUFFIX[father.suffix]
            if not father.suffix:
                father.suffix = "Sr"
    siblings = [t.child.given for t in mother.children]
    if child.given in siblings and not child.suffix:
        child.given = names.draw_given(rng, child.heritage, child.sex, child.birth.year)


def choose_godparents(town: Town, child: Person, day: dt.date) -> None:
    """One or two friends of the mother's age become godparents or family friends."""
    rng, mother = town.rng, child.mother
    assert mother is not None
    for sex in rng.choice(("F", "M", "FM")):
        peers = town.by_birth_year.get((sex, mother.birth.year + rng.randrange(-6, 7)), [])
        friends = [p for p in peers if p.alive_on(day) and p is not child.father and p is not mother]
        if friends:
            kind = "godparent" if rng.random() < 0.7 else rng.choice(("family friend", "neighbor", "coach"))
            child.fictive.append((rng.choice(friends), kind, day))
