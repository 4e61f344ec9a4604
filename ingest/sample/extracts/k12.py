"""K-12: enrolments with school history and two contacts, commas; one line a time at a school."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.sample import kin
from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.writing import before, line, slashed, telephone
from ingest.sample.layouts import Delimited
from ingest.sample.observe import Habits
from ingest.sample.people import AS_OF, Person

HEADER = (
    "SIS_ID,LAST_NAME,FIRST_NAME,MIDDLE_NAME,SUFFIX,DOB,GENDER,RACE,HOME_LANGUAGE,ADDRESS,CITY,ZIP,DISTRICT,SCHOOL_CODE,"
    "SCHOOL_NAME,GRADE,ENTRY_DATE,EXIT_DATE,"
    "C1_LAST,C1_FIRST,C1_REL,C1_PHONE,C1_EMAIL,C1_ADDRESS,C2_LAST,C2_FIRST,C2_REL,C2_PHONE,C2_EMAIL,C2_ADDRESS"
)
COLUMNS = tuple(HEADER.split(","))
RACES = {"White": "16", "Black": "14", "Latino": "11", "Asian": "13", "Native American": "12", "Pacific Islander": "15",
         "Multiracial": "17"}  # fmt: skip
SCHOOL_NAMES = ("Bluestem", "Prairie View", "Heron Creek", "Lincoln Trail", "Cedar Ridge", "Meadowlark")


@dataclass(slots=True)
class Spell:
    """A time at one school."""

    code: str
    name: str
    grade: str
    start: dt.date
    end: dt.date | None


def build(desk: Desk) -> None:
    """Everyone of school age who lives in town."""
    for person in desk.town.people:
        of_age = 5 <= person.age_on(dt.date(AS_OF.year, 9, 1)) < 18
        if of_age and person.alive_on(AS_OF) and person.home is not None and desk.rng.random() < 0.9:
            _student(desk, person)


def _student(desk: Desk, person: Person) -> None:
    key = desk.key("K")
    seen = desk.see(person, before(2))
    common: Row = {
        "SIS_ID": key,
        "LAST_NAME": seen.surname,
        "FIRST_NAME": seen.given,
        "MIDDLE_NAME": seen.middle,
        "SUFFIX": seen.suffix,
        "DOB": slashed(seen.birth),
        "GENDER": person.sex,
        "RACE": RACES[person.race],
        "HOME_LANGUAGE": person.language,
        "ADDRESS": line(seen.address),
        "CITY": seen.address.city if seen.address else "",
        "ZIP": seen.address.zip if seen.address else "",
        "DISTRICT": f"{desk.town.book.city} Unit District {desk.town.plan.index + 101}",
    }
    spells = history(desk, person)
    for spell in spells:
        desk.emit(
            common
            | {
                "SCHOOL_CODE": spell.code,
                "SCHOOL_NAME": spell.name,
                "GRADE": spell.grade,
                "ENTRY_DATE": slashed(spell.start),
                "EXIT_DATE": slashed(spell.end),
            }
        )
    # Contacts are kept with the present enrolment alone.
    for number, (adult, code) in enumerate(_contacts(desk, person)[:2], start=1):
        desk.rows[-1].update(_contact(desk, adult, code, f"C{number}"))
        desk.record(f"{key}-C{number}", adult, AS_OF)
        if code in "PS":
            nature = "unknown" if code == "P" else "step"
            desk.state((f"{key}-C{number}", adult), (key, person), nature, "tie")
    desk.record(key, person, AS_OF)


def history(desk: Desk, person: Person) -> list[Spell]:
    """Schools attended, year by year by where the child lived in September, joined while they stay the same."""
    spells: list[Spell] = []
    for year in range(person.birth.year + 5, AS_OF.year + 1):
        september = dt.date(year, 9, 1)
        grade = person.age_on(september) - 5
        home = person.home_on(september)
        if home is None or not 0 <= grade <= 12:
            continue
        zone = int(home.address_on(september).number) % 3
        level, place = ("Elementary", zone) if grade <= 5 else ("Middle", zone % 2) if grade <= 8 else ("High", 0)
        name = f"{SCHOOL_NAMES[(desk.town.plan.index + place) % len(SCHOOL_NAMES)]} {level} School"
        code = f"{desk.town.plan.index + 101:04d}{level[0]}{place}"
        june = dt.date(year + 1, 6, 5)
        last = spells[-1] if spells else None
        if last is not None and last.code == code:
            last.grade, last.end = _grade(grade), june if june < AS_OF else None
        else:
            start = dt.date(year, 8, 20) + dt.timedelta(days=desk.rng.choice((0, 0, 0, 12, 40)))
            spells.append(Spell(code, name, _grade(grade), start, june if june < AS_OF else None))
    return spells


def _grade(grade: int) -> str:
    return "K" if grade == 0 else str(grade)


def _contacts(desk: Desk, person: Person) -> list[tuple[Person, str]]:
    """Adults the school may call, with the school's code: those at home first, at least one who has the child."""
    found: list[tuple[Person, str]] = []
    legal = [p for p in kin.legal_parents(person) if p.alive_on(AS_OF) and _known(person, p)]
    legal.sort(key=lambda p: (p.home is not person.home, p.sex != "F", p.number))
    foster = [
        t.parent for t in person.parents if t.nature == "foster" and t.end is None and t.parent.home is person.home
    ]
    found += [(p, "F") for p in foster]
    found += [(p, "P") for p in legal if p.home is person.home or desk.rng.random() < 0.55]
    for tie in person.parents:
        if tie.nature == "step" and tie.end is None and tie.parent.home is person.home:
            found.append((tie.parent, "P" if desk.rng.random() < 0.05 else "S"))
        if tie.nature == "guardianship" and tie.end is None and tie.parent.home is person.home:
            found.append((tie.parent, "G"))
    head = person.home.head if person.home is not None else None
    if not any(a.home is person.home for a, _ in found) and head is not None:
        found.insert(0, (head, "R" if head in kin.relatives_by_closeness(person) else "O"))
    return [(a, c) for a, c in dict(reversed([(a, c) for a, c in found])).items() if a.alive_on(AS_OF)][::-1]


def _known(person: Person, parent: Person) -> bool:
    return parent is not person.father or person.fatherhood not in ("unknown", "alleged")


def _contact(desk: Desk, adult: Person, code: str, column: str) -> Row:
    seen = desk.see(adult, before(2))
    return {
        f"{column}_LAST": seen.surname,
        f"{column}_FIRST": seen.given,
        f"{column}_REL": code,
        f"{column}_PHONE": telephone(seen.phone),
        f"{column}_EMAIL": adult.email if desk.rng.random() < 0.6 else "",
        f"{column}_ADDRESS": line(seen.address),
    }


EXTRACT = Extract(
    system="k12",
    agency="education",
    file="isbe_sis_enrollment_20261030.csv",
    layout=Delimited(COLUMNS, ",", quote='"'),
    habits=Habits(mess=0.8, ssn=0.0, nickname=0.04, phone=0.9, stale_address=0.05),
    build=build,
    key="SIS_ID",
    spoils=(
        ("DOB", "13/32/2015", "no such day"),
        ("C1_REL", "MOM??", "code not in the contract"),
        ("SIS_ID", "", "no record key"),
    ),
)
