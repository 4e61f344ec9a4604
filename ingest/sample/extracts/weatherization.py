"""Weatherization: work done on homes, Parquet; what counts is the address, the client may have moved on."""

from __future__ import annotations

import datetime as dt

from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.writing import before, iso, telephone
from ingest.sample.layouts import Parquet
from ingest.sample.observe import Habits
from ingest.sample.people import AS_OF, Person
from ingest.sample.places import abbreviate

COLUMNS = (
    "JOB_ID", "CLIENT_FIRST", "CLIENT_LAST", "CLIENT_BIRTH", "CLIENT_PHONE", "TENURE", "STREET_NUMBER", "STREET_NAME",
    "UNIT", "CITY", "COUNTY", "ZIP", "AUDIT_DATE", "START_DATE", "FINAL_INSPECTION", "STATUS", "MEASURES", "COST",
)  # fmt: skip
MEASURES = (
    "attic insulation", "wall insulation", "air sealing", "furnace replacement", "furnace tune-up", "duct sealing",
    "water heater", "windows", "mold remediation", "knob-and-tube rewiring", "carbon monoxide detector",
    "bathroom ventilation", "roof repair",
)  # fmt: skip
FIRST_YEAR = 2012


def build(desk: Desk) -> None:
    """Homes of the poor, once in fourteen years at most."""
    done: dict[object, bool] = {}
    for household in desk.town.households:
        for address, since in household.homes if not household.facility else []:
            day = max(since, dt.date(FIRST_YEAR, 1, 1)) + dt.timedelta(days=desk.rng.randrange(30, 900))
            head = household.head_on(day)
            if day >= before(60) or household.address_on(day) is not address or head is None or address in done:
                continue
            if head.means < 0.3 and head.home_on(day) is household and desk.rng.random() < 0.09:
                done[address] = True
                _job(desk, head, day)


def _job(desk: Desk, head: Person, day: dt.date) -> None:
    rng = desk.rng
    seen = desk.see(head, day)
    address = seen.address
    if address is None:
        return
    key = desk.key("Z")
    start = day + dt.timedelta(days=rng.randrange(20, 200))
    final = start + dt.timedelta(days=rng.randrange(10, 60))
    status = "AUDITED" if start > AS_OF else "IN WORK" if final > AS_OF else "COMPLETE"
    named = rng.random() < 0.85
    row: Row = {
        "JOB_ID": key,
        "CLIENT_FIRST": seen.given if named else "",
        "CLIENT_LAST": seen.surname if named else "",
        "CLIENT_BIRTH": iso(seen.birth) if named and rng.random() < 0.7 else "",
        "CLIENT_PHONE": telephone(seen.phone) if named else "",
        "TENURE": rng.choice(("owner", "renter")),
        "STREET_NUMBER": address.number,
        "STREET_NAME": abbreviate(address.street),
        "UNIT": address.unit,
        "CITY": address.city,
        "COUNTY": address.county,
        "ZIP": address.zip,
        "AUDIT_DATE": iso(day),
        "START_DATE": iso(start) if status != "AUDITED" else "",
        "FINAL_INSPECTION": iso(final) if status == "COMPLETE" else "",
        "STATUS": status,
        "MEASURES": "; ".join(sorted(rng.sample(MEASURES, k=rng.randrange(1, 5)))),
        "COST": str(rng.randrange(1200, 14000)),
    }
    desk.emit(row)
    if named:
        desk.record(key, head, day)


EXTRACT = Extract(
    system="weatherization",
    agency="home_weatherization",
    file="wx_jobs_20260930.parquet",
    layout=Parquet(COLUMNS, ("CLIENT_BIRTH", "AUDIT_DATE", "START_DATE", "FINAL_INSPECTION")),
    habits=Habits(mess=1.2, ssn=0.0, phone=0.8, stale_address=0.0, nickname=0.07),
    build=build,
    key="JOB_ID",
    spoils=(
        ("STATUS", "LOST", "code not in the contract"),
        ("ZIP", "6270A", "no ZIP code"),
    ),
)
