"""WIC: mothers of infants and children under five, tab-separated, whole names and addresses in one column each."""

from __future__ import annotations

from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.roster import Member, note_roster, present_households, roster
from ingest.sample.extracts.writing import before, line, telephone, worded
from ingest.sample.layouts import Delimited
from ingest.sample.observe import Habits, Seen

COLUMNS = (
    "PARTICIPANT", "FAMILY", "NAME", "BORN", "GENDER", "CATEGORY", "TO_ENDORSER", "ADDRESS", "PHONE", "CERTIFIED",
    "ENDS", "STATE",
)  # fmt: skip
ROLES = {
    "head": "endorser", "biological child": "child", "adopted child": "child", "stepchild": "child",
    "foster child": "foster", "grandchild": "grandchild",
}  # fmt: skip


def build(desk: Desk) -> None:
    """Of poor households: children under five, and women who gave birth in the last year."""
    day = before(2)
    for household in present_households(desk):
        members = roster(household, day)
        small = [m for m in members if m.person.age_on(day) < 5 and m.person.means < 0.42]
        if not small or desk.rng.random() > 0.7:
            continue
        mothers = [m for m in members if any(c.person.mother is m.person and c.person.age_on(day) < 1 for c in small)]
        family = desk.key("F")
        keys: list[tuple[str, Member]] = []
        for member in mothers[:1] + small:
            key = desk.key("N")
            _row(desk, key, family, member)
            keys.append((key, member))
        note_roster(desk, keys)


def _row(desk: Desk, key: str, family: str, member: Member) -> None:
    rng, person, day = desk.rng, member.person, before(2)
    seen = desk.see(person, day)
    age = person.age_on(day)
    certified = max(person.birth, before(rng.randrange(3, 330)))
    row: Row = {
        "PARTICIPANT": key,
        "FAMILY": family,
        "NAME": _whole_name(seen),
        "BORN": worded(seen.birth),
        "GENDER": person.sex,
        "CATEGORY": "I" if age < 1 else "C" if age < 5 else rng.choice("BN"),
        "TO_ENDORSER": ROLES.get(member.role, "other"),
        "ADDRESS": f"{line(seen.address)}, {seen.address.city}, IL {seen.address.zip}" if seen.address else "",
        "PHONE": telephone(seen.phone),
        "CERTIFIED": worded(certified),
        "ENDS": worded(before(-rng.randrange(20, 200))),
        "STATE": "certified" if rng.random() < 0.93 else "pending",
    }
    desk.emit(row)
    desk.record(key, person, day)


def _whole_name(seen: Seen) -> str:
    suffix = f" {seen.suffix}" if seen.suffix else ""
    return f"{seen.surname}{suffix}, {seen.given} {seen.middle}".strip()


EXTRACT = Extract(
    system="wic",
    agency="human_services",
    file="wic_participants_20261030.tsv",
    layout=Delimited(COLUMNS, "\t"),
    habits=Habits(ssn=0.0, phone=0.8, nickname=0.05),
    build=build,
    key="PARTICIPANT",
    spoils=(
        ("BORN", "31-Feb-2024", "no such day"),
        ("CATEGORY", "Z", "code not in the contract"),
        ("PARTICIPANT", "", "no record key"),
    ),
)
