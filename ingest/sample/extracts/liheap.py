"""LIHEAP: applications of households for help with energy bills, semicolons; one line an application, years apart."""

from __future__ import annotations

import datetime as dt

from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.writing import before, dashed_ssn, line, slashed, telephone
from ingest.sample.layouts import Delimited
from ingest.sample.observe import Habits
from ingest.sample.people import AS_OF, Household, Person

HEADER = (
    "APPLICATION;APPLICANT;BIRTH_DATE;SSN;PHONE;ADDRESS;CITY;ZIP;COUNTY;HOUSEHOLD_SIZE;FUEL;VENDOR;APPLIED;DECIDED;"
    "STATUS;BENEFIT;YEAR_FROM;YEAR_TO"
)
COLUMNS = tuple(HEADER.split(";"))


def build(desk: Desk) -> None:
    """Poor households, in each of the last four program years with some chance."""
    for household in desk.town.households:
        if household.facility:
            continue
        likely = desk.rng.random() < 0.8
        for year in range(AS_OF.year - 3, AS_OF.year + 1):
            day = dt.date(year, 10, 1) - dt.timedelta(days=desk.rng.randrange(1, 330))
            if (
                household.homes[0][1] > day
                or (household.closed is not None and household.closed <= day)
                or day > before(16)
            ):
                continue
            head = household.head_on(day)
            if (
                head is not None
                and head.means < 0.26
                and likely
                and desk.rng.random() < 0.3
                and head.home_on(day) is household
            ):
                _application(desk, household, head, day, year)


def _application(desk: Desk, household: Household, head: Person, day: dt.date, year: int) -> None:
    rng = desk.rng
    seen = desk.see(head, day)
    key = desk.key("E")
    recent = day > before(45)
    status = "PENDING" if recent and rng.random() < 0.5 else "DENIED" if rng.random() < 0.07 else "PAID"
    suffix = f" {seen.suffix}" if seen.suffix else ""
    middle = f" {seen.middle}" if seen.middle else ""
    row: Row = {
        "APPLICATION": key,
        "APPLICANT": f"{seen.given}{middle} {seen.surname}{suffix}",
        "BIRTH_DATE": slashed(seen.birth) if rng.random() < 0.8 else "",
        "SSN": dashed_ssn(seen.ssn),
        "PHONE": telephone(seen.phone),
        "ADDRESS": line(seen.address),
        "CITY": seen.address.city if seen.address else "",
        "ZIP": seen.address.zip if seen.address else "",
        "COUNTY": desk.town.book.county,
        "HOUSEHOLD_SIZE": str(len(household.members_on(day))),
        "FUEL": rng.choice(("GAS", "GAS", "ELECTRIC", "PROPANE")),
        "VENDOR": rng.choice(("Prairie Gas", "Tallgrass Electric", "Heron Energy")),
        "APPLIED": slashed(day),
        "DECIDED": slashed(day + dt.timedelta(days=rng.randrange(5, 30))) if status != "PENDING" else "",
        "STATUS": status,
        "BENEFIT": str(rng.randrange(180, 1100)) if status == "PAID" else "",
        "YEAR_FROM": slashed(day),
        "YEAR_TO": slashed(dt.date(year, 12, 31)) if status == "PAID" else "",
    }
    desk.emit(row)
    desk.record(key, head, day)


EXTRACT = Extract(
    system="liheap",
    agency="commerce_energy",
    file="liheap_applications_20261015.csv",
    layout=Delimited(COLUMNS, ";", encoding="cp1252", upper=True),
    habits=Habits(mess=1.3, ssn=0.8, phone=0.85, nickname=0.07),
    build=build,
    key="APPLICATION",
    spoils=(
        ("APPLIED", "02/30/2026", "no such day"),
        ("STATUS", "HMM", "code not in the contract"),
        ("APPLICATION", "", "no record key"),
    ),
)
