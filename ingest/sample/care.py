"""Children who cannot stay with their parents: who takes them in, who fosters, who adopts."""

from __future__ import annotations

import datetime as dt

from ingest.sample import kin
from ingest.sample.people import Person
from ingest.sample.town import Town


def can_take(person: Person, day: dt.date, near: Person) -> bool:
    """A grown person with a household who does not already live with the child."""
    home = person.home
    return (
        person.alive_on(day)
        and 21 <= person.age_on(day) < 76
        and home is not None
        and not home.facility
        and home.head is not None
        and home is not near.home
    )


def take_in(town: Town, children: list[Person], day: dt.date) -> None:
    """Children left without an adult go to the other parent, else to kin, else to strangers who may adopt them."""
    for child in children:
        if child.home is None or child.home.head is not None:
            continue
        parents = [p for p in kin.kin_parents(child) if can_take(p, day, child)]
        if parents and child.fatherhood != "unknown":
            bring(town, child, parents[0], day)
            continue
        willing = [r for r in kin.relatives_by_closeness(child) if can_take(r, day, child)]
        carer = willing[0] if willing else foster_parent(town, child, day)
        if carer is None:
            town.found_household([], day)
            continue
        bring(town, child, carer, day)
        settle(town, child, carer, day, kin_carer=bool(willing))


def settle(town: Town, child: Person, carer: Person, day: dt.date, *, kin_carer: bool) -> None:
    """What becomes of a stay in law: guardianship for most, adoption for some."""
    rng = town.rng
    if rng.random() < (0.75 if kin_carer else 0.4):
        town.tie(carer, child, "guardianship", day)
    if rng.random() < (0.2 if kin_carer else 0.6):
        later = day + dt.timedelta(days=rng.randrange(300, 900))
        town.on(later, lambda d: adopt(town, child, carer, d))


def bring(town: Town, child: Person, carer: Person, day: dt.date) -> None:
    """The child moves into the carer's home."""
    home = carer.home
    assert home is not None
    town.move_in(child, home, day)


def adopt(town: Town, child: Person, carer: Person, day: dt.date) -> None:
    """The carer, and the carer's spouse, become parents in law; earlier parents' rights end; the name changes."""
    if not (child.alive_on(day) and carer.alive_on(day)) or child.age_on(day) >= 18 or child.home is not carer.home:
        return
    for tie in child.parents:
        if tie.end is None and tie.parent is not carer:
            tie.end = day
        if tie.end is None and tie.nature in ("guardianship", "foster"):
            tie.end = day
    town.tie(carer, child, "adoptive", day)
    union = carer.union_on(day)
    if union is not None and union.married_on is not None and union.other(carer) not in (child.mother, child.father):
        town.tie(union.other(carer), child, "adoptive", day)
    if town.rng.random() < 0.75:
        child.names.append((day, carer.surname))


def foster_parent(town: Town, child: Person, day: dt.date) -> Person | None:
    """Someone of a licensed home; one is licensed when none has room."""
    rng = town.rng
    for _ in range(60):
        year = day.year - rng.randrange(28, 60)
        peers = town.by_birth_year.get((rng.choice("FFM"), year))
        if not peers:
            continue
        person = rng.choice(peers)
        if not can_take(person, day, child) or person in kin.kin_parents(child) or person.means < 0.25:
            continue
        home = person.home
        assert home is not None
        if sum(m.age_on(day) < 18 for m in home.members) <= 3 and (person.foster_home or rng.random() < 0.3):
            person.foster_home = True
            return person
    return None


def adoption_at_birth(town: Town, child: Person, day: dt.date) -> None:
    """A newborn goes to strangers in town, who adopt."""
    carer = foster_parent(town, child, day)
    if carer is not None and child.alive_on(day) and child.mother is not None and child.home is child.mother.home:
        bring(town, child, carer, day)
        later = day + dt.timedelta(days=town.rng.randrange(150, 400))
        town.on(later, lambda d: adopt(town, child, carer, d))


def find_family(town: Town, day: dt.date, *, rooted: bool = False) -> tuple[Person, list[Person]] | None:
    """A parent and minor children living with them, more likely poor; None if no family is found.

    With ``rooted``, the parent's own parents are of this state, so that there are relatives to find, and siblings
    are more likely.
    """
    rng = town.rng
    for _ in range(300):
        household = rng.choice(town.households)
        if household.closed is not None or household.facility or household.head is None:
            continue
        minors = [m for m in household.members if m.age_on(day) < 18]
        parents = [
            p for p in household.members if p.age_on(day) >= 16 and any(p in kin.legal_parents(c) for c in minors)
        ]
        if not parents or rng.random() < min(parents[0].means * 1.3, 0.95):
            continue
        parent = next((p for p in parents if p.sex == "F"), parents[0])
        if rooted and not kin.kin_parents(parent):
            continue
        own = sorted((c for c in minors if parent in kin.legal_parents(c)), key=lambda c: (c.birth, c.number))
        if own and (len(own) > 1 or not rooted or rng.random() < 0.45):
            return parent, own[:5]
    return None


def leave_with_kin(town: Town, day: dt.date) -> None:
    """Parents leave children with kin, without the agency: some get a guardianship, most have nothing on paper."""
    family = find_family(town, day)
    if family is None:
        return
    _, children = family
    willing = [r for r in kin.relatives_by_closeness(children[0]) if can_take(r, day, children[0])]
    for child in children if willing else []:
        bring(town, child, willing[0], day)
        if town.rng.random() < 0.35:
            town.tie(willing[0], child, "guardianship", day)
