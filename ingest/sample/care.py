"""Children who cannot stay at home: taken in by kin, removed by the agency, placed, returned, adopted."""

from __future__ import annotations

import datetime as dt

from ingest.sample import kin
from ingest.sample.people import AS_OF, CareCase, Household, Order, Person, Placement
from ingest.sample.town import Town

SHELTERS = ("Harbor House Emergency Shelter", "Lantern Place Youth Shelter")
GROUP_HOMES = ("Oak Ridge Group Home", "Kestrel House Group Home")
TRIAL = "Trial Home Visit"
RELATIVE, STRANGER = "Foster Family Home (Relative)", "Foster Family Home (Non-Relative)"
FIRST_CASE_YEAR = 2004
OPEN_WITHIN_DAYS = 200
"""The open removal cases of the demonstration began at most so many days before the day of description."""


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
            _bring(town, child, parents[0], day)
            continue
        willing = [r for r in kin.relatives_by_closeness(child) if can_take(r, day, child)]
        carer = willing[0] if willing else foster_parent(town, child, day)
        if carer is None:
            town.found_household([], day)
            continue
        _bring(town, child, carer, day)
        settle(town, child, carer, day, kin_carer=bool(willing))


def settle(town: Town, child: Person, carer: Person, day: dt.date, *, kin_carer: bool) -> None:
    """What becomes of a stay in law: guardianship for most, adoption for some."""
    rng = town.rng
    if rng.random() < (0.75 if kin_carer else 0.4):
        town.tie(carer, child, "guardianship", day)
    if rng.random() < (0.2 if kin_carer else 0.6):
        later = day + dt.timedelta(days=rng.randrange(300, 900))
        town.on(later, lambda d: adopt(town, child, carer, d))


def _bring(town: Town, child: Person, carer: Person, day: dt.date) -> None:
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
        _bring(town, child, carer, day)
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
        _bring(town, child, willing[0], day)
        if town.rng.random() < 0.35:
            town.tie(willing[0], child, "guardianship", day)


def investigate(town: Town, day: dt.date) -> None:
    """A report is investigated and closed without removal."""
    family = find_family(town, day)
    if family is None:
        return
    parent, children = family
    closed = day + dt.timedelta(days=town.rng.randrange(20, 75))
    case = CareCase(len(town.cases), "investigation", day, children, parent)
    case.closed = closed if closed < AS_OF else None
    case.outcome = town.rng.choice(("unfounded", "unfounded", "indicated")) if case.closed else ""
    town.cases.append(case)


def remove(town: Town, day: dt.date, *, stays_open: bool) -> None:
    """The agency takes children into care: custody to the department, first placement, later changes, an outcome."""
    family = find_family(town, day, rooted=stays_open and town.rng.random() < 0.9)
    if family is None:
        return
    rng = town.rng
    parent, children = family
    children = children if rng.random() < 0.8 else children[:1]
    case = CareCase(len(town.cases), "removal", day, children, parent)
    town.cases.append(case)
    for child in children:
        case.orders.append(Order(child, None, "temporary custody", day + dt.timedelta(days=2)))
    kept_away = _kept_away(town, parent, children[0])
    if kept_away is not None:
        for child in children:
            case.orders.append(Order(child, None, "protection", day + dt.timedelta(days=5), against=kept_away))
    groups = [children] if len(children) == 1 or rng.random() < 0.7 else [children[:1], children[1:]]
    for group in groups:
        first = "shelter" if rng.random() < 0.35 else "kin" if rng.random() < 0.5 else "foster"
        place(town, case, group, first, day)
        _plan_changes(town, case, group, day, stays_open=stays_open)
    if not stays_open:
        town.on(day + dt.timedelta(days=rng.randrange(200, 1000)), lambda d: close(town, case, d))


def _kept_away(town: Town, parent: Person, child: Person) -> Person | None:
    """In one family of seven, a court forbids the other adult of the home to come near."""
    other = parent.partner or next((p for p in kin.birth_parents(child) if p is not parent), None)
    return other if town.rng.random() < 0.15 else None


def _plan_changes(town: Town, case: CareCase, group: list[Person], day: dt.date, *, stays_open: bool) -> None:
    rng = town.rng
    at = day
    for _ in range(rng.choice((0, 1, 1, 2)) if stays_open else rng.choice((0, 1, 1, 2, 3))):
        at += dt.timedelta(days=rng.randrange(6, 60 if stays_open else 200))
        kind = "kin" if rng.random() < 0.5 else "foster" if rng.random() < 0.8 else "group"
        town.on(at, lambda d, kind=kind: place(town, case, group, kind, d))  # type: ignore[misc]


def place(town: Town, case: CareCase, group: list[Person], kind: str, day: dt.date) -> None:
    """Put siblings into a home of a kind: kin, foster, shelter or group; what is not to be had becomes foster."""
    rng = town.rng
    group = [c for c in group if c.alive_on(day) and c.age_on(day) < 18]
    if case.closed is not None or not group:
        return
    carer: Person | None = None
    setting, name = STRANGER, ""
    if kind == "kin":
        carer, setting = _kin_carer(town, case, group[0], day)
    if kind == "foster" or (kind == "kin" and carer is None):
        carer, setting = foster_parent(town, group[0], day), STRANGER
    if carer is None:
        name = rng.choice(SHELTERS if kind != "group" else GROUP_HOMES)
        setting = "Shelter Care" if kind != "group" else "Group Home"
    home: Household | None = carer.home if carer is not None else town.facility(name, day)
    assert home is not None
    for child in group:
        _end_placement(case, child, day, rng.choice(("sibling placement", "relative found", "carer's request")))
        case.placements.append(Placement(child, carer, setting, day, facility=name))
        town.move_in(child, home, day)
        if carer is not None:
            town.tie(carer, child, "foster", day)


def _kin_carer(town: Town, case: CareCase, child: Person, day: dt.date) -> tuple[Person | None, str]:
    used = [p.carer for p in case.placements if p.child is child]
    relatives = [
        r
        for r in kin.relatives_by_closeness(child)
        if can_take(r, day, child) and r is not case.mother and r not in used
    ]
    if relatives:
        return town.rng.choice(relatives[:4]), RELATIVE
    friends = [p for p, _, _ in child.fictive if can_take(p, day, child) and p not in used]
    return (friends[0], RELATIVE) if friends else (None, STRANGER)


def _end_placement(case: CareCase, child: Person, day: dt.date, reason: str) -> None:
    for placement in case.placements:
        if placement.child is child and placement.end is None:
            placement.end, placement.end_reason = day, reason
            for tie in child.parents:
                if tie.nature == "foster" and tie.parent is placement.carer and tie.end is None:
                    tie.end = day


def _try_home(town: Town, case: CareCase, day: dt.date) -> bool:
    """The children go home for a trial while the case stays open; False if there is no home to go to."""
    parent, tried = case.mother, False
    for child in case.children:
        held = any(p.child is child and p.end is None for p in case.placements)
        if parent is not None and held and child.age_on(day) < 18 and can_take(parent, day, child):
            _end_placement(case, child, day, "trial at home")
            case.placements.append(Placement(child, parent, TRIAL, day))
            _bring(town, child, parent, day)
            tried = True
    return tried


def close(town: Town, case: CareCase, day: dt.date) -> None:
    """A removal case ends for each child: home, guardianship, adoption, or grown up."""
    rng = town.rng
    if not any(p.setting == TRIAL for p in case.placements) and rng.random() < 0.35 and _try_home(town, case, day):
        town.on(day + dt.timedelta(days=rng.randrange(60, 190)), lambda d: close(town, case, d))
        return
    case.closed = day
    for order in case.orders:
        order.end = order.end or day
    for child in case.children:
        current = next((p for p in reversed(case.placements) if p.child is child and p.end is None), None)
        if current is None or not child.alive_on(day):
            continue
        parent, carer = case.mother, current.carer
        home_again = parent is not None and can_take(parent, day, child) and (carer is None or rng.random() < 0.5)
        if current.setting == TRIAL:
            case.outcome = "reunification"
            _end_placement(case, child, day, case.outcome)
        elif child.age_on(day) >= 18:
            case.outcome = "emancipation"
            _end_placement(case, child, day, case.outcome)
        elif home_again and parent is not None:
            case.outcome = "reunification"
            _end_placement(case, child, day, case.outcome)
            _bring(town, child, parent, day)
        elif carer is not None and carer.home is child.home and carer.home is not None:
            case.outcome = "guardianship" if rng.random() < 0.6 else "adoption"
            _end_placement(case, child, day, case.outcome)
            case.orders.append(Order(child, carer, case.outcome, day))
            town.tie(carer, child, "guardianship", day)
            if case.outcome == "adoption":
                adopt(town, child, carer, day)
        else:
            case.outcome = "transferred"
            _end_placement(case, child, day, case.outcome)
