"""Corrections: prison and parole, fixed width between a header and a counting trailer; one line a time in custody."""

from __future__ import annotations

from ingest.sample.desk import Desk, Extract
from ingest.sample.extracts.writing import before, line, packed
from ingest.sample.layouts import FixedWidth
from ingest.sample.observe import Habits
from ingest.sample.people import Custody

WIDTHS = (
    ("IDOC_NO", 10), ("BOOKING", 11), ("NAME", 40), ("DOB", 8), ("SEX", 1), ("RACE", 3), ("SSN", 9), ("KIND", 2),
    ("FACILITY", 32), ("ADMITTED", 8), ("RELEASED", 8), ("PAROLE_ADDR", 34), ("PAROLE_CITY", 16), ("PAROLE_ZIP", 5),
)  # fmt: skip
RACES = {"White": "WHI", "Black": "BLK", "Latino": "HSP", "Asian": "ASN", "Native American": "AMI",
         "Pacific Islander": "ASN", "Multiracial": "UNK"}  # fmt: skip


def build(desk: Desk) -> None:
    """Every adult ever imprisoned, each under one number."""
    spells: dict[int, list[Custody]] = {}
    for custody in desk.town.custody:
        if custody.kind in ("incarceration", "supervision") and custody.facility != "Aftercare":
            spells.setdefault(custody.person.number, []).append(custody)
    for times in spells.values():
        person, last = times[0].person, times[-1]
        day = last.start if last.end is None else last.end
        key, seen = desk.key("R"), desk.see(person, min(day, before(1)))
        suffix = f" {seen.suffix}" if seen.suffix else ""
        address = seen.address if last.kind == "supervision" else None
        for custody in times:
            desk.emit(
                {
                    "IDOC_NO": key,
                    "BOOKING": desk.key("BK"),
                    "NAME": f"{seen.surname}{suffix}, {seen.given} {seen.middle}".strip(),
                    "DOB": packed(seen.birth),
                    "SEX": person.sex,
                    "RACE": RACES[person.race],
                    "SSN": seen.ssn,
                    "KIND": "IN" if custody.kind == "incarceration" else "PA",
                    "FACILITY": custody.facility,
                    "ADMITTED": packed(custody.start),
                    "RELEASED": packed(custody.end),
                    "PAROLE_ADDR": line(address),
                    "PAROLE_CITY": address.city if address else "",
                    "PAROLE_ZIP": address.zip if address else "",
                }
            )
        desk.record(key, person, min(day, before(1)))


EXTRACT = Extract(
    system="corrections",
    agency="corrections",
    file="idoc_custody_20261031.txt",
    layout=FixedWidth(WIDTHS, "HDR IDOC CUSTODY AND PAROLE 20261031", "TRL"),
    habits=Habits(mess=1.1, ssn=0.85, nickname=0.02, middle="full"),
    build=build,
    key="IDOC_NO",
    spoils=(
        ("ADMITTED", "20211131", "no such day"),
        ("KIND", "ZZ", "code not in the contract"),
        ("IDOC_NO", "", "no record key"),
    ),
)
