"""Medicaid: eligibility spans in Parquet, with typed dates and roles that tell natures of children apart."""

from __future__ import annotations

from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.roster import Member, note_roster, present_households, roster
from ingest.sample.extracts.writing import before, iso
from ingest.sample.layouts import Parquet
from ingest.sample.observe import Habits
from ingest.sample.people import Household
from ingest.sample.places import abbreviate

COLUMNS = (
    "RECIPIENT_ID", "LAST_NAME", "FIRST_NAME", "MIDDLE_NAME", "SUFFIX", "DATE_OF_BIRTH", "SEX", "RACE_ETHNICITY",
    "LANGUAGE", "SSN", "MULTIPLE_BIRTH", "STREET_NUMBER", "STREET_NAME", "UNIT", "CITY", "COUNTY", "ZIP", "PHONE",
    "EMAIL", "CASE_ID", "RELATION_TO_HEAD", "ELIGIBILITY", "SPAN_BEGIN", "SPAN_END", "STATUS",
)  # fmt: skip
ROLES = {
    "head": "Self", "spouse": "Spouse", "partner": "Unmarried partner", "biological child": "Biological child",
    "adopted child": "Adopted child", "stepchild": "Stepchild", "foster child": "Foster child",
    "grandchild": "Grandchild", "sibling": "Sibling", "parent": "Parent", "other relative": "Other relative",
    "nonrelative": "Not related",
}  # fmt: skip
PRECISE = ("biological child", "adopted child", "stepchild", "foster child")


def build(desk: Desk) -> None:
    """Poor adults, less poor children, and every foster child."""
    for household in present_households(desk):
        _case(desk, household)
    for household in desk.town.facilities.values():
        for person in household.members:
            _person(desk, desk.key("M"), Member(person, "nonrelative", before(30)), desk.key("MC"))


def _case(desk: Desk, household: Household) -> None:
    day = before(1)
    case = ""
    keys: list[tuple[str, Member]] = []
    for member in roster(household, day):
        minor = member.person.age_on(day) < 19
        foster = member.role == "foster child"
        if foster or (member.person.means < (0.5 if minor else 0.3) and desk.rng.random() < 0.88):
            case = case or desk.key("MC")
            key = desk.key("M")
            if member.role == "stepchild" and desk.rng.random() < 0.25:
                # Declared by the head, checked by nobody.
                member.role = "biological child"
            _person(desk, key, member, case)
            keys.append((key, member))
    note_roster(desk, keys, precise=PRECISE)


def _person(desk: Desk, key: str, member: Member, case: str) -> None:
    rng, person, day = desk.rng, member.person, before(1)
    seen = desk.see(person, day)
    address = seen.address
    begin = max(person.birth, before(rng.randrange(30, 2500)))
    ended = rng.random() < 0.07
    row: Row = {
        "RECIPIENT_ID": key,
        "LAST_NAME": seen.surname,
        "FIRST_NAME": seen.given,
        "MIDDLE_NAME": seen.middle,
        "SUFFIX": seen.suffix,
        "DATE_OF_BIRTH": iso(seen.birth),
        "SEX": "Female" if person.sex == "F" else "Male",
        "RACE_ETHNICITY": person.race if rng.random() < 0.85 else "",
        "LANGUAGE": person.language,
        "SSN": seen.ssn,
        "MULTIPLE_BIRTH": ("Y" if person.twin else "N") if person.age_on(day) < 19 else "",
        "STREET_NUMBER": address.number if address else "",
        "STREET_NAME": abbreviate(address.street) if address else "",
        "UNIT": address.unit if address else "",
        "CITY": address.city if address else "",
        "COUNTY": address.county if address else "",
        "ZIP": address.zip if address else "",
        "PHONE": seen.phone,
        "EMAIL": person.email if rng.random() < 0.3 else "",
        "CASE_ID": case,
        "RELATION_TO_HEAD": ROLES[member.role],
        "ELIGIBILITY": "FOSTER" if member.role == "foster child" else "CHILD" if person.age_on(day) < 19 else "ADULT",
        "SPAN_BEGIN": iso(begin),
        "SPAN_END": iso(before(rng.randrange(1, 29))) if ended else "",
        "STATUS": "CLOSED" if ended else "ACTIVE",
    }
    desk.emit(row)
    desk.record(key, person, day)


EXTRACT = Extract(
    system="medicaid",
    agency="health_care",
    file="medicaid_eligibility_20261031.parquet",
    layout=Parquet(COLUMNS, ("DATE_OF_BIRTH", "SPAN_BEGIN", "SPAN_END")),
    habits=Habits(mess=0.9, nickname=0.03, middle="full", ssn=0.93, phone=0.6),
    build=build,
    key="RECIPIENT_ID",
    spoils=(
        ("RELATION_TO_HEAD", "Grandfather clause", "code not in the contract"),
        ("RECIPIENT_ID", "", "no record key"),
        ("SEX", "Femail", "code not in the contract"),
    ),
)
