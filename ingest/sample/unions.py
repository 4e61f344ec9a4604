"""Couples: how they meet, marry, share a name, part, and what that does to homes and children."""

from __future__ import annotations

import datetime as dt

from ingest.sample import kin
from ingest.sample.people import AS_OF, Person, Union
from ingest.sample.town import Town, any_day

SAME_SEX_SHARE = 0.04


def plan_meetings(town: Town, year: int) -> None:
    """Queue, for one year, the days on which single women look for a partner, and men who look for a man."""
    rng = town.rng
    for sex in "FM":
        for birth_year in range(year - 55, year - 17):
            age = year - birth_year
            chance = 0.15 if age < 25 else 0.19 if age < 35 else 0.07
            for person in town.by_birth_year.get((sex, birth_year), ()):
                prefers_own = (person.number * 2_654_435_761) % 1000 < SAME_SEX_SHARE * 1000
                if sex == "M" and not prefers_own:
                    continue
                if person.partner is None and rng.random() < chance * (0.6 if person.unions else 1.0):
                    town.on(any_day(rng, year), Meeting(town, person, sex if prefers_own else "M"))


class Meeting:
    """A person looks for a partner of a sex, and may find one."""

    def __init__(self, town: Town, person: Person, sex: str) -> None:
        self.town, self.person, self.sex = town, person, sex

    def __call__(self, day: dt.date) -> None:
        """Look among twenty people of about the right age."""
        person, rng = self.person, self.town.rng
        if not free(person, day):
            return
        for _ in range(20):
            gap = round(rng.gauss(-2 if self.sex == "M" else 0, 3.5))
            peers = self.town.by_birth_year.get((self.sex, person.birth.year + gap))
            if not peers:
                continue
            other = rng.choice(peers)
            if other is person or not free(other, day) or other.home is person.home:
                continue
            alike = other.heritage == person.heritage and other.race == person.race
            if not alike and rng.random() < 0.88:
                continue
            if not kin.too_close(person, other):
                form(self.town, person, other, day)
                return


def free(person: Person, day: dt.date) -> bool:
    """Grown, in town and without a partner."""
    return person.alive_on(day) and person.partner is None and person.age_on(day) >= 18


def form(town: Town, a: Person, b: Person, day: dt.date) -> Union:
    """Two people become a couple and share a home with the children who live with them."""
    rng = town.rng
    same_sex = a.sex == b.sex
    wedding = rng.random() < max(0.42, 0.95 - max(0, day.year - 1965) * 0.012) and (not same_sex or day.year >= 2014)
    kind = (
        "married"
        if wedding
        else "civil union"
        if same_sex and day.year >= 2011 and rng.random() < 0.4
        else "cohabiting"
    )
    union = Union(a, b, kind, day)
    for partner in (a, b):
        partner.unions.append(union)
    town.unions.append(union)
    _share_home(town, union, day)
    _become_step_parents(town, union, day)
    if wedding:
        marry(town, union, day)
    elif kind == "cohabiting" and rng.random() < 0.45 and (not same_sex or day.year >= 2014):
        later = day + dt.timedelta(days=rng.randrange(200, 2200))
        town.on(later, lambda d: marry(town, union, d) if union.end is None else None)
    if rng.random() < (0.36 if wedding else 0.52):
        town.on(day + dt.timedelta(days=300 + int(rng.expovariate(1 / 2600))), lambda d: part(town, union, d))
    return union


def marry(town: Town, union: Union, day: dt.date) -> None:
    """The wedding, and whose name is borne after it."""
    rng = town.rng
    union.kind, union.married_on = "married", day
    taker, giver = (union.a, union.b) if union.a.sex == "F" else (union.b, union.a)
    takes = 0.3 if union.a.sex == union.b.sex else 0.2 if taker.heritage == "es" else 0.74
    at = rng.random()
    if at < takes:
        taker.names.append((day, giver.surname))
    elif at < takes + 0.07 and "-" not in taker.surname + giver.surname and " " not in taker.surname + giver.surname:
        taker.names.append((day, f"{taker.surname}-{giver.surname}"))


def part(town: Town, union: Union, day: dt.date) -> None:
    """The couple separates or divorces: one leaves, minor children stay with one of them."""
    if union.end is not None or not (union.a.alive_on(day) and union.b.alive_on(day)):
        return
    rng = town.rng
    union.end, union.ended_by = day, "divorced" if union.married_on else "separated"
    stays, leaves = (union.a, union.b) if (union.a.sex == "F") == (rng.random() < 0.82) else (union.b, union.a)
    for partner in (union.a, union.b):
        if partner.names and union.married_on and rng.random() < 0.3 and len(partner.names) == 1:
            partner.names.append((day, partner.birth_surname))
    shared = leaves.home if leaves.home is stays.home else None
    move_away(town, leaves, day)
    for child in [m for m in (shared.members if shared else []) if m.age_on(day) < 18]:
        parents = kin.legal_parents(child)
        if leaves in parents and (stays not in parents or rng.random() < 0.06) and leaves.home is not None:
            town.move_in(child, leaves.home, day)
    _end_step_ties(union, day)


def move_away(town: Town, person: Person, day: dt.date) -> None:
    """Someone leaves: back to a parent's home, or to one of their own."""
    parents = [p for p in kin.legal_parents(person) if p.alive_on(day) and p.home is not None]
    old = person.home
    if parents and person.age_on(day) < 45 and town.rng.random() < 0.4 and parents[0].home is not old:
        home = parents[0].home
        assert home is not None
        town.move_in(person, home, day)
    else:
        town.move_out(person, day)
        town.found_household([person], day)


def widow(person: Person, day: dt.date) -> None:
    """End the union of someone who died."""
    union = person.unions[-1] if person.unions else None
    if union and union.end is None:
        union.end, union.ended_by = day, "widowed"
        _end_step_ties(union, day)


def _share_home(town: Town, union: Union, day: dt.date) -> None:
    rng = town.rng
    a, b = union.a, union.b
    homes = [(p, p.home) for p in (a, b) if p.home is not None and p.home.head is p]
    together = [c for p in (a, b) for c in dependants(p, day) if c.home is p.home]
    if homes and rng.random() < 0.7:
        host, home = homes[0]
        assert home is not None
        town.move_in(b if host is a else a, home, day)
    elif rng.random() < 0.12 and a.home is not None and not a.home.facility:
        home = a.home
        town.move_in(b, home, day)
    else:
        home = town.found_household([a, b] if rng.random() < 0.5 else [b, a], day)
    for child in together:
        town.move_in(child, home, day)


def dependants(person: Person, day: dt.date) -> list[Person]:
    """Minor children a person is parent to by birth, adoption or guardianship."""
    held = [t.child for t in person.children if t.nature != "step" and t.end is None and t.child.age_on(day) < 18]
    return [c for c in dict.fromkeys(held) if c.death is None or c.death > day]


def _become_step_parents(town: Town, union: Union, day: dt.date) -> None:
    for parent, other in ((union.a, union.b), (union.b, union.a)):
        for child in dependants(parent, day):
            if child.home is other.home and other not in kin.kin_parents(child):
                town.tie(other, child, "step", day)


def _end_step_ties(union: Union, day: dt.date) -> None:
    for parent, other in ((union.a, union.b), (union.b, union.a)):
        for tie in other.children:
            if tie.nature == "step" and tie.end is None and parent in kin.kin_parents(tie.child):
                tie.end = min(day, AS_OF)
