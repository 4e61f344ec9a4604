"""SNAP: households on food assistance, one line a member, parted by pipes, all capitals."""

from __future__ import annotations

import datetime as dt

from ingest.sample.desk import Desk, Extract
from ingest.sample.extracts.roster import Member, note_role, past_rosters, present_households, roster
from ingest.sample.extracts.writing import before, line, slashed
from ingest.sample.layouts import Delimited
from ingest.sample.observe import Habits
from ingest.sample.people import AS_OF, Household, Person

ROLES = {
    "head": "01", "spouse": "02", "biological child": "03", "adopted child": "03", "stepchild": "03", "parent": "04",
    "grandchild": "05", "sibling": "06", "other relative": "07", "nonrelative": "08", "foster child": "09",
    "partner": "10",
}  # fmt: skip
RACES = {
    "White": "W", "Black": "B", "Latino": "H", "Asian": "A", "Native American": "N", "Pacific Islander": "P",
    "Multiracial": "M",
}  # fmt: skip
LANGUAGES = {"English": "EN", "Spanish": "ES", "Polish": "PL", "Hindi": "HI", "Gujarati": "GU", "Urdu": "UR",
             "American Sign Language": "AS", "French": "FR"}  # fmt: skip
HEADER = (
    "CASE_NBR|MBR_NBR|LAST_NM|FIRST_NM|MID_INIT|SFX|BIRTH_DT|SEX_CD|RACE_CD|SSN|REL_CD|HOUSE_ADDR|CITY|COUNTY|ZIP|PHONE|"
    "LANG_CD|CASE_STAT|CASE_BEG_DT|CASE_END_DT|MBR_BEG_DT|MBR_END_DT"
)
COLUMNS = tuple(HEADER.split("|"))
POOR = 0.33


def build(desk: Desk) -> None:
    """Present cases of the poor, and some that closed in the last three years."""
    for household in present_households(desk):
        head = household.head
        if head is not None and head.means < POOR and desk.rng.random() < 0.72:
            opened = max(household.homes[0][1], before(desk.rng.randrange(60, 1500)))
            _case(desk, household, (opened, None), "P" if desk.rng.random() < 0.03 else "A")
    for household, begin, end in past_rosters(desk, 0.035, before(1100)):
        _case(desk, household, (begin, end), "C")


def _case(desk: Desk, household: Household, span: tuple[dt.date, dt.date | None], status: str) -> None:
    begin, end = span
    day = (end or AS_OF) - dt.timedelta(days=1)
    members = roster(household, day)
    case = desk.key("S")
    for number, member in enumerate(members, start=1):
        if number > 1 and desk.rng.random() < 0.03:
            continue
        suffix = f"{number:02d}"
        key = (f"{case}-{suffix}", member.person)
        row = _member(desk, member, day)
        row |= {
            "CASE_NBR": case,
            "MBR_NBR": suffix,
            "CASE_STAT": status,
            "CASE_BEG_DT": slashed(begin),
            "CASE_END_DT": slashed(end),
            "MBR_BEG_DT": slashed(max(begin, member.since)),
            "MBR_END_DT": slashed(end),
        }
        desk.emit(row)
        desk.record(*key, day)
        note_role(desk, key, (f"{case}-01", members[0].person), member.role)


def _member(desk: Desk, member: Member, day: dt.date) -> dict[str, str]:
    person: Person = member.person
    seen = desk.see(person, day)
    address = seen.address
    return {
        "LAST_NM": seen.surname,
        "FIRST_NM": seen.given,
        "MID_INIT": seen.middle,
        "SFX": seen.suffix,
        "BIRTH_DT": slashed(seen.birth),
        "SEX_CD": person.sex,
        "RACE_CD": RACES[person.race] if desk.rng.random() < 0.9 else "U",
        "SSN": seen.ssn,
        "REL_CD": ROLES[member.role],
        "HOUSE_ADDR": line(address),
        "CITY": address.city if address else "",
        "COUNTY": address.county if address else "",
        "ZIP": address.zip if address else "",
        "PHONE": seen.phone,
        "LANG_CD": LANGUAGES[person.language],
    }


EXTRACT = Extract(
    system="snap",
    agency="human_services",
    file="dhs_snap_members_20261031.txt",
    layout=Delimited(COLUMNS, "|", upper=True),
    habits=Habits(ssn=0.95, phone=0.7),
    build=build,
    key="CASE_NBR",
    spoils=(
        ("BIRTH_DT", "02/30/2019", "no such day"),
        ("REL_CD", "77", "code not in the contract"),
        ("MBR_NBR", "", "no record key"),
        ("SEX_CD", "7", "code not in the contract"),
    ),
)
