"""Homeless services: clients and their stays in programs; relations in the HMIS codes (2: child of the head)."""

from __future__ import annotations

import datetime as dt

from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.roster import Member, note_roster, past_rosters, roster
from ingest.sample.extracts.writing import before, iso
from ingest.sample.layouts import Delimited
from ingest.sample.observe import Habits

HEADER = (
    "PersonalID,FirstName,MiddleName,LastName,NameSuffix,DOB,Gender,RaceEthnicity,SSN,HouseholdID,RelationshipToHoH,"
    "EnrollmentID,ProjectName,ProjectType,EntryDate,ExitDate,LastPermanentZIP"
)
COLUMNS = tuple(HEADER.split(","))
ROLES = {
    "head": "1", "spouse": "3", "partner": "3", "biological child": "2", "adopted child": "2", "stepchild": "2",
    "foster child": "4", "grandchild": "4", "sibling": "4", "parent": "4", "other relative": "4", "nonrelative": "5",
}  # fmt: skip
PROJECTS = (
    ("Lantern Night Shelter", "Emergency Shelter"),
    ("Harbor Family Shelter", "Emergency Shelter"),
    ("Bridge to Home", "Rapid Re-Housing"),
    ("Prairie Outreach", "Street Outreach"),
    ("New Leaf Transitional Living", "Transitional Housing"),
)


def build(desk: Desk) -> None:
    """Some of the poorest, in the last five years, alone or as families; a few are there now."""
    for household, begin, end in past_rosters(desk, 0.07, before(1800)):
        head = household.head_on(end - dt.timedelta(days=1))
        if head is None or head.means > 0.3:
            continue
        members = roster(household, end - dt.timedelta(days=1))
        if desk.rng.random() < 0.45:
            members = members[:1]
        entry = max(begin, end - dt.timedelta(days=desk.rng.randrange(5, 200)))
        _stay(desk, members, entry, end)


def _stay(desk: Desk, members: list[Member], entry: dt.date, end: dt.date) -> None:
    rng = desk.rng
    still = rng.random() < 0.1
    entry = before(rng.randrange(5, 100)) if still else entry
    household = desk.key("G")
    project, kind = rng.choice(PROJECTS)
    keys: list[tuple[str, Member]] = []
    day = end - dt.timedelta(days=1)
    for member in members:
        person = member.person
        if still and not person.alive_on(entry):
            continue
        key = desk.key("U")
        seen = desk.see(person, day)
        row: Row = {
            "PersonalID": key,
            "FirstName": seen.given,
            "MiddleName": seen.middle,
            "LastName": seen.surname,
            "NameSuffix": seen.suffix,
            "DOB": iso(seen.birth),
            "Gender": "0" if person.sex == "F" else "1",
            "RaceEthnicity": person.race if rng.random() < 0.8 else "",
            "SSN": seen.ssn,
            "HouseholdID": household,
            "RelationshipToHoH": ROLES[member.role] if rng.random() < 0.97 else "99",
            "EnrollmentID": desk.key("V"),
            "ProjectName": project,
            "ProjectType": kind,
            "EntryDate": iso(entry),
            "ExitDate": "" if still else iso(end),
            "LastPermanentZIP": seen.address.zip if seen.address else "",
        }
        desk.emit(row)
        desk.record(key, person, day)
        if row["RelationshipToHoH"] != "99":
            keys.append((key, member))
    note_roster(desk, keys, precise=())


EXTRACT = Extract(
    system="homeless_services",
    agency="continuum_of_care",
    file="hmis_client_export_20261031.csv",
    layout=Delimited(COLUMNS, ",", quote='"'),
    habits=Habits(mess=1.6, ssn=0.6, nickname=0.08, middle="none", missing_birth=0.03),
    build=build,
    key="PersonalID",
    spoils=(
        ("EntryDate", "2026-06-31", "no such day"),
        ("RelationshipToHoH", "12", "code not in the contract"),
        ("PersonalID", "", "no record key"),
    ),
)
