"""Child support: cases of a custodial and a non-custodial parent with their children, nested JSON, one case a line."""

from __future__ import annotations

import datetime as dt

from ingest.sample import kin
from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.writing import before, dashed_ssn, iso, line, telephone
from ingest.sample.layouts import JsonLines
from ingest.sample.observe import Habits
from ingest.sample.people import AS_OF, Person

PATERNITY = {"married": "M", "acknowledged": "V", "adjudicated": "E"}
"""M husband of the mother, V voluntary acknowledgement, E established by order; A is alleged."""


def build(desk: Desk) -> None:
    """Children under nineteen whose parents live apart, grouped by the pair of parents."""
    participants: dict[int, str] = {}
    pairs: dict[tuple[int, int, str], list[tuple[Person, Person, Person | None]]] = {}
    for child in desk.town.people:
        if not child.alive_on(AS_OF) or child.age_on(AS_OF) >= 19 or child.home is None:
            continue
        if any(t.nature == "adoptive" and t.end is None for t in child.parents):
            continue
        for custodial, other, paternity in _sides(desk, child):
            group = (custodial.number, other.number if other else -1, paternity)
            pairs.setdefault(group, []).append((child, custodial, other))
    for (_, _, paternity), children in pairs.items():
        if desk.rng.random() < (0.75 if children[0][1].means < 0.5 else 0.35):
            _case(desk, participants, paternity, children)


def _sides(desk: Desk, child: Person) -> list[tuple[Person, Person | None, str]]:
    """Who has the child, who is asked to pay, and on what ground: one entry a case."""
    rng, home = desk.rng, child.home
    assert home is not None
    at_home = [p for p in kin.birth_parents(child) if p.home is home]
    if len(at_home) == 2:
        return []
    custodial = at_home[0] if at_home else home.head
    if custodial is None or home.facility:
        return []
    if custodial is child.mother:
        return [(custodial, other, ground) for other, ground in _fathers(desk, child)]
    absent = child.mother if child.mother is not None and child.mother.alive_on(AS_OF) else None
    return [(custodial, absent, "B")] if absent is not None and rng.random() < 0.5 else []


def _fathers(desk: Desk, child: Person) -> list[tuple[Person | None, str]]:
    """The men asked to pay, and on what ground; None while the father is looked for."""
    rng, father = desk.rng, child.father
    if child.fatherhood == "unknown":
        return [(None, "")] if rng.random() < 0.3 else []
    if child.fatherhood == "alleged" and (father not in child.alleged or rng.random() > 0.3):
        return [(man, "A") for man in child.alleged if man.alive_on(AS_OF)]
    if father is None or not father.alive_on(AS_OF):
        return []
    if child.fatherhood == "acknowledged" and rng.random() < 0.02:
        rivals = desk.town.by_birth_year.get(("M", father.birth.year), [])
        # A court has found against the certificate: two sources, two fathers.
        return [(next((m for m in rivals if m is not father and m.alive_on(AS_OF)), father), "E")]
    # Of several men alleged, one was settled here by order; other agencies go on naming every man once named.
    return [(father, PATERNITY.get(child.fatherhood, "E"))]


def _case(
    desk: Desk, participants: dict[int, str], paternity: str, children: list[tuple[Person, Person, Person | None]]
) -> None:
    rng = desk.rng
    _, custodial, other = children[0]
    opened = max(min(c.birth for c, _, _ in children), before(rng.randrange(40, 4500))) + dt.timedelta(days=20)
    opened = min(opened, before(5))
    whole: Row = {
        "^.case_no": desk.key("CS"),
        "^.status": "locate"
        if other is None
        else "pending"
        if paternity == "A"
        else rng.choice(("open", "open", "open", "arrears")),
        "^.opened": iso(opened),
    }
    whole |= _adult(desk, participants, custodial, "cp")
    if other is not None:
        whole |= _adult(desk, participants, other, "ncp")
    for child, _, _ in children:
        row = whole | _child(desk, participants, child, custodial, paternity)
        desk.emit(row)
        key = participants[child.number]
        if row["cp_relation"] in ("MO", "FA"):
            desk.state((row["^.cp.id"], custodial), (key, child), "biological", "tie")
        if other is not None:
            nature = "putative" if paternity == "A" else "biological"
            desk.state((row["^.ncp.id"], other), (key, child), nature, "tie")


def _participant(desk: Desk, participants: dict[int, str], person: Person) -> str:
    known = participants.get(person.number)
    if known is None or desk.rng.random() < 0.015:
        known = desk.key("P")
        participants[person.number] = known
        desk.record(known, person, AS_OF)
    return known


def _adult(desk: Desk, participants: dict[int, str], person: Person, side: str) -> Row:
    rng = desk.rng
    seen = desk.see(person, before(16))
    hidden = side == "cp" and rng.random() < 0.02
    part = {
        "id": _participant(desk, participants, person),
        "name.first": seen.given,
        "name.middle": seen.middle,
        "name.last": seen.surname,
        "name.suffix": seen.suffix,
        "name.former": seen.former if rng.random() < 0.3 else "",
        "dob": iso(seen.birth),
        "sex": person.sex,
        "ssn": dashed_ssn(seen.ssn),
        "phone": telephone(seen.phone),
        "email": person.email if rng.random() < 0.4 else "",
        "address.street": line(seen.address),
        "address.city": seen.address.city if seen.address else "",
        "address.zip": seen.address.zip if seen.address else "",
        "address.confidential": "true" if hidden else "",
    }
    return {f"^.{side}.{column}": value for column, value in part.items()}


def _child(desk: Desk, participants: dict[int, str], child: Person, custodial: Person, paternity: str) -> Row:
    seen = desk.see(child, before(16))
    relation = "MO" if custodial is child.mother else "FA" if custodial is child.father else "OT"
    if relation == "OT" and custodial in kin.grandparents_of(child):
        relation = "GP"
    return {
        "id": _participant(desk, participants, child),
        "name.first": seen.given,
        "name.middle": seen.middle,
        "name.last": seen.surname,
        "name.suffix": seen.suffix,
        "dob": iso(seen.birth),
        "sex": child.sex,
        "ssn": dashed_ssn(seen.ssn),
        "cp_relation": relation,
        "ncp_basis": paternity,
    }


EXTRACT = Extract(
    system="child_support",
    agency="child_support_services",
    file="cse_cases_20261015.jsonl",
    layout=JsonLines("case_no", "children"),
    habits=Habits(ssn=0.85, stale_address=0.14, phone=0.7, nickname=0.05),
    build=build,
    key="id",
    spoils=(
        ("dob", "2017-06-31", "no such day"),
        ("cp_relation", "??", "code not in the contract"),
        ("id", "", "no record key"),
    ),
)
