"""TANF: assistance units with children, fixed width between a header and a counting trailer."""

from __future__ import annotations

from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.roster import Member, note_roster, present_households, roster
from ingest.sample.extracts.writing import before, line, packed
from ingest.sample.layouts import FixedWidth
from ingest.sample.observe import Habits

WIDTHS = (
    ("UNIT", 10), ("PERSON", 2), ("LAST", 20), ("FIRST", 15), ("MI", 1), ("SFX", 3), ("DOB", 8), ("SEX", 1),
    ("RACE", 1), ("SSN", 9), ("REL", 2), ("STREET", 30), ("CITY", 16), ("ZIP", 5), ("PHONE", 10), ("STATUS", 1),
    ("BEGIN", 8), ("END", 8),
)  # fmt: skip
ROLES = {
    "head": "SE", "spouse": "SP", "partner": "PT", "biological child": "CH", "adopted child": "CH", "stepchild": "SC",
    "foster child": "FC", "grandchild": "GC", "sibling": "SB", "parent": "PA", "other relative": "OR",
    "nonrelative": "NR",
}  # fmt: skip
RACES = {"White": "1", "Black": "2", "Latino": "3", "Asian": "4", "Native American": "5", "Pacific Islander": "6",
         "Multiracial": "7"}  # fmt: skip


def build(desk: Desk) -> None:
    """Poor households with a minor child."""
    day = before(1)
    for household in present_households(desk):
        members = roster(household, day)
        if not any(m.person.age_on(day) < 18 for m in members) or members[0].person.means > 0.27:
            continue
        if desk.rng.random() < 0.65:
            unit, begin = desk.key("T"), max(household.homes[0][1], before(desk.rng.randrange(40, 1400)))
            keys: list[tuple[str, Member]] = []
            for number, member in enumerate(members, start=1):
                key = f"{unit}-{number:02d}"
                desk.emit(
                    _row(desk, member)
                    | {"UNIT": unit, "PERSON": f"{number:02d}", "BEGIN": packed(max(begin, member.since))}
                )
                desk.record(key, member.person, day)
                keys.append((key, member))
            note_roster(desk, keys, precise=("foster child", "stepchild"))


def _row(desk: Desk, member: Member) -> Row:
    seen = desk.see(member.person, before(1))
    address = seen.address
    closed = desk.rng.random() < 0.06
    return {
        "LAST": seen.surname,
        "FIRST": seen.given,
        "MI": seen.middle,
        "SFX": seen.suffix,
        "DOB": packed(seen.birth),
        "SEX": "1" if member.person.sex == "M" else "2",
        "RACE": RACES[member.person.race],
        "SSN": seen.ssn,
        "REL": ROLES[member.role],
        "STREET": line(address),
        "CITY": address.city if address else "",
        "ZIP": address.zip if address else "",
        "PHONE": seen.phone,
        "STATUS": "C" if closed else "O",
        "END": packed(before(desk.rng.randrange(1, 20))) if closed else "",
    }


EXTRACT = Extract(
    system="tanf",
    agency="human_services",
    file="DHS.TANF.ASSTUNIT.20261031.dat",
    layout=FixedWidth(WIDTHS, "HDRTANF ASSISTANCE UNITS 20261031", "TRL"),
    habits=Habits(ssn=0.97, phone=0.6),
    build=build,
    key="UNIT",
    spoils=(
        ("DOB", "20191399", "no such day"),
        ("REL", "Q1", "code not in the contract"),
        ("UNIT", "", "no record key"),
    ),
)
