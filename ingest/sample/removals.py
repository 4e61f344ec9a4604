"""Child welfare cases: investigations, removals, placements and how they end."""

from __future__ import annotations

import datetime as dt

from ingest.sample import care, kin
from ingest.sample.people import AS_OF, CareCase, Household, Order, Person, Placement
from ingest.sample.town import Town

SHELTERS = ("Harbor House Emergency Shelter", "Lantern Place Youth Shelter")
GROUP_HOMES = ("Oak Ridge Group Home", "Kestrel House Group Home")
TRIAL = "Trial Home Visit"
RELATIVE, STRANGER = "Foster Family Home (Relative)", "Foster Family Home (Non-Relative)"
FIRST_CASE_YEAR = 2004
OPEN_WITHIN_DAYS = 200
"""The open removal cases of the demonstration began at most so many days before the day of description."""


def investigate(town: Town, day: dt.date) -> None:
    """A report is investigated and closed without removal."""
    family = care.find_family(town, day)
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
    family = care.find_family(town, day, rooted=stays_open and town.rng.random() < 0.9)
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
        carer, setting = care.foster_parent(town, group[0], day), STRANGER
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
        if care.can_take(r, day, child) and r is not case.mother and r not in used
    ]
    if relatives:
        return town.rng.choice(relatives[:4]), RELATIVE
    friends = [p for p, _, _ in child.fictive if care.can_take(p, day, child) and p not in used]
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
        if parent is not None and held and child.age_on(day) < 18 and care.can_take(parent, day, child):
            _end_placement(case, child, day, "trial at home")
            case.placements.append(Placement(child, parent, TRIAL, day))
            care.bring(town, child, parent, day)
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
        home_again = parent is not None and care.can_take(parent, day, child) and (carer is None or rng.random() < 0.5)
        if current.setting == TRIAL:
            case.outcome = "reunification"
            _end_placement(case, child, day, case.outcome)
        elif child.age_on(day) >= 18:
            case.outcome = "emancipation"
            _end_placement(case, child, day, case.outcome)
        elif home_again and parent is not None:
            case.outcome = "reunification"
            _end_placement(case, child, day, case.outcome)
            care.bring(town, child, parent, day)
        elif carer is not None and carer.home is child.home and carer.home is not None:
            case.outcome = "guardianship" if rng.random() < 0.6 else "adoption"
            _end_placement(case, child, day, case.outcome)
            case.orders.append(Order(child, carer, case.outcome, day))
            town.tie(carer, child, "guardianship", day)
            if case.outcome == "adoption":
                care.adopt(town, child, carer, day)
        else:
            case.outcome = "transferred"
            _end_placement(case, child, day, case.outcome)
