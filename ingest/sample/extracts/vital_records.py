"""Vital records: births (as issued, or as amended by adoption), deaths, marriages, dissolutions; commas, CP1252."""

from __future__ import annotations

import datetime as dt

from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.writing import dashed_ssn, iso, line
from ingest.sample.layouts import Delimited
from ingest.sample.observe import Habits, observe
from ingest.sample.people import Parentage, Person, Union

HEADER = (
    "CERT_NO,EVENT,EVENT_DATE,COUNTY,FIRST,MIDDLE,LAST,SUFFIX,SEX,BIRTH_DATE,SSN,RACE,PLURALITY,DEATH_DATE,"
    "MOTHER_FIRST,MOTHER_MIDDLE,MOTHER_LAST,MOTHER_MAIDEN,MOTHER_BIRTH,MOTHER_SSN,MOTHER_ADDRESS,MOTHER_CITY,MOTHER_ZIP,"
    "FATHER_BASIS,FATHER_FIRST,FATHER_MIDDLE,FATHER_LAST,FATHER_SUFFIX,FATHER_BIRTH,FATHER_SSN,"
    "SPOUSE_FIRST,SPOUSE_MIDDLE,SPOUSE_LAST,SPOUSE_SUFFIX,SPOUSE_SEX,SPOUSE_BIRTH,UNION_DATE,ADDRESS,CITY,ZIP"
)
COLUMNS = tuple(HEADER.split(","))
RACES = {"White": "1", "Black": "2", "Native American": "3", "Asian": "4", "Latino": "5", "Pacific Islander": "6",
         "Multiracial": "7"}  # fmt: skip
ON_CERTIFICATE = {"married": "M", "acknowledged": "V", "adjudicated": ""}
OLD = Habits(mess=1.6, nickname=0.05, middle="full", ssn=0.0, missing_birth=0.05)
FIRST_MARRIAGE_YEAR = 1990
FIRST_ELECTRONIC_YEAR = 1972


def build(desk: Desk) -> None:
    """Every person's certificates, then those of couples."""
    for person in desk.town.people:
        if person.mother is not None:
            _birth(desk, person)
        if person.death is not None and person.death.year >= 1990 and desk.rng.random() < 0.96:
            _death(desk, person, person.death)
    for union in desk.town.unions:
        if union.married_on is not None and union.married_on.year >= FIRST_MARRIAGE_YEAR and desk.rng.random() < 0.85:
            _union(desk, union, "M", union.married_on)
            if union.ended_by == "divorced" and union.end is not None and desk.rng.random() < 0.85:
                _union(desk, union, "V", union.end)


def _birth(desk: Desk, child: Person) -> None:
    """The certificate that is on file: after an adoption the amended one alone, the first is sealed."""
    adoptions = [t for t in child.parents if t.nature == "adoptive" and t.start > child.birth]
    coverage = 0.96 if child.birth.year >= FIRST_ELECTRONIC_YEAR else 0.6
    if desk.rng.random() >= coverage:
        return
    if adoptions:
        _amended(desk, child, adoptions)
        return
    mother, father = child.mother, child.father
    assert mother is not None
    key = desk.key("B")
    row = _subject(desk, child, child.birth, key, "B")
    row |= _mother(desk, mother, child.birth)
    desk.record(f"{key}-M", mother, child.birth)
    desk.state((f"{key}-M", mother), (key, child), "biological", "tie")
    basis = ON_CERTIFICATE.get(child.fatherhood, "")
    if child.fatherhood == "adjudicated" and desk.rng.random() < 0.5:
        basis = "C"
    second = next((t.parent for t in child.parents if t.nature == "adoptive" and t.start == child.birth), None)
    if second is not None:
        row |= _father(desk, second, child.birth) | {"FATHER_BASIS": "P"}
        desk.record(f"{key}-F", second, child.birth)
        desk.state((f"{key}-F", second), (key, child), "unknown", "tie")
    elif basis and father is not None:
        row |= _father(desk, father, child.birth) | {"FATHER_BASIS": basis}
        desk.record(f"{key}-F", father, child.birth)
        desk.state((f"{key}-F", father), (key, child), "biological", "tie")
    _file(desk, row, key, child, child.birth)


def _amended(desk: Desk, child: Person, adoptions: list[Parentage]) -> None:
    day = adoptions[-1].start
    parents = [t.parent for t in adoptions if t.start == day]
    mother = next((p for p in parents if p.sex == "F"), None)
    father = next((p for p in parents if p is not mother), None)
    key = desk.key("B")
    row = _subject(desk, child, day, key, "A")
    if mother is not None:
        row |= _mother(desk, mother, day)
        desk.record(f"{key}-M", mother, day)
        desk.state((f"{key}-M", mother), (key, child), "adoptive", "tie")
    if father is not None:
        row |= _father(desk, father, day) | {"FATHER_BASIS": "A"}
        desk.record(f"{key}-F", father, day)
        desk.state((f"{key}-F", father), (key, child), "adoptive", "tie")
    _file(desk, row, key, child, day)


def _file(desk: Desk, row: Row, key: str, person: Person, day: dt.date) -> None:
    desk.emit(row)
    desk.record(key, person, day)


def _subject(desk: Desk, person: Person, day: dt.date, key: str, event: str) -> Row:
    old = day.year < FIRST_ELECTRONIC_YEAR
    seen = observe(desk.rng, person, day, OLD if old else desk.extract.habits)
    with_number = (event in "BA" and person.birth.year >= 1990) or event == "D"
    birth = person.birth if event == "B" and not old else seen.birth
    return {
        "CERT_NO": key,
        "EVENT": event,
        "EVENT_DATE": iso(day),
        "COUNTY": desk.town.book.county,
        "FIRST": seen.given,
        "MIDDLE": seen.middle,
        "LAST": seen.surname,
        "SUFFIX": seen.suffix,
        "SEX": person.sex,
        "BIRTH_DATE": iso(birth),
        "SSN": dashed_ssn(seen.ssn) if with_number else "",
        "RACE": RACES[person.race],
        "PLURALITY": ("2" if person.twin else "1") if event in "BA" else "",
    }


def _mother(desk: Desk, mother: Person, day: dt.date) -> Row:
    seen = observe(desk.rng, mother, day, OLD if day.year < FIRST_ELECTRONIC_YEAR else desk.extract.habits)
    maiden = mother.birth_surname if desk.rng.random() < 0.93 else ""
    return {
        "MOTHER_FIRST": seen.given,
        "MOTHER_MIDDLE": seen.middle,
        "MOTHER_LAST": seen.surname,
        "MOTHER_MAIDEN": maiden,
        "MOTHER_BIRTH": iso(seen.birth),
        "MOTHER_SSN": dashed_ssn(seen.ssn) if day.year >= 1990 else "",
        "MOTHER_ADDRESS": line(seen.address),
        "MOTHER_CITY": seen.address.city if seen.address else "",
        "MOTHER_ZIP": seen.address.zip if seen.address else "",
    }


def _father(desk: Desk, father: Person, day: dt.date) -> Row:
    seen = observe(desk.rng, father, day, OLD if day.year < FIRST_ELECTRONIC_YEAR else desk.extract.habits)
    return {
        "FATHER_FIRST": seen.given,
        "FATHER_MIDDLE": seen.middle,
        "FATHER_LAST": seen.surname,
        "FATHER_SUFFIX": seen.suffix,
        "FATHER_BIRTH": iso(seen.birth),
        "FATHER_SSN": dashed_ssn(seen.ssn) if day.year >= 1990 else "",
    }


def _spouse(desk: Desk, spouse: Person, day: dt.date) -> Row:
    seen = desk.see(spouse, day)
    return {
        "SPOUSE_FIRST": seen.given,
        "SPOUSE_MIDDLE": seen.middle,
        "SPOUSE_LAST": seen.surname,
        "SPOUSE_SUFFIX": seen.suffix,
        "SPOUSE_SEX": spouse.sex,
        "SPOUSE_BIRTH": iso(seen.birth),
    }


def _death(desk: Desk, person: Person, day: dt.date) -> None:
    key = desk.key("D")
    row = _subject(desk, person, day, key, "D")
    # The last address is that of the day before: on the day of death no one lives anywhere.
    last = observe(desk.rng, person, day - dt.timedelta(days=1), desk.extract.habits).address
    row |= {
        "DEATH_DATE": iso(day),
        "ADDRESS": line(last),
        "CITY": last.city if last else "",
        "ZIP": last.zip if last else "",
    }
    union = person.unions[-1] if person.unions else None
    if union is not None and union.end == day and union.married_on is not None and union.ended_by == "widowed":
        spouse = union.other(person)
        row |= _spouse(desk, spouse, day) | {"UNION_DATE": iso(union.married_on)}
        desk.record(f"{key}-S", spouse, day)
    _file(desk, row, key, person, day)


def _union(desk: Desk, union: Union, event: str, day: dt.date) -> None:
    # Names are those borne before the event, as the couple signs.
    eve = day - dt.timedelta(days=1)
    key = desk.key(event)
    row = _subject(desk, union.a, eve, key, event) | {"EVENT_DATE": iso(day)}
    row |= _spouse(desk, union.b, eve) | {"UNION_DATE": iso(union.married_on)}
    desk.record(f"{key}-S", union.b, day)
    _file(desk, row, key, union.a, day)


EXTRACT = Extract(
    system="vital_records",
    agency="public_health",
    file="idph_vital_events_20261031.csv",
    layout=Delimited(COLUMNS, ",", encoding="cp1252", quote='"'),
    habits=Habits(
        mess=0.6, nickname=0.0, middle="full", ssn=0.8, stale_address=0.03, missing_birth=0.004, stale_name=0.02
    ),
    build=build,
    key="CERT_NO",
    spoil_where=("EVENT", "B"),
    spoils=(
        ("BIRTH_DATE", "1987-02-30", "no such day"),
        ("EVENT", "Q", "no such event"),
        ("CERT_NO", "", "no record key"),
    ),
)
