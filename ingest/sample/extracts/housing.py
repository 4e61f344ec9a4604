"""Housing authority: assisted households with their members, nested XML."""

from __future__ import annotations

from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.roster import Member, note_roster, present_households, roster
from ingest.sample.extracts.writing import before, dashed_ssn, iso, line
from ingest.sample.layouts import Xml
from ingest.sample.observe import Habits
from ingest.sample.people import Household

ROLES = {
    "head": "H", "spouse": "S", "partner": "K", "biological child": "CB", "adopted child": "CA", "stepchild": "CS",
    "foster child": "F", "grandchild": "GC", "sibling": "SB", "parent": "PA", "other relative": "OR",
    "nonrelative": "NR",
}  # fmt: skip
PRECISE = ("biological child", "adopted child", "stepchild", "foster child")
RACES = {"White": "1", "Black": "2", "Native American": "3", "Asian": "4", "Pacific Islander": "5", "Latino": "6",
         "Multiracial": "7"}  # fmt: skip


def build(desk: Desk) -> None:
    """Some of the poorest households."""
    for household in present_households(desk):
        head = household.head
        if head is not None and head.means < 0.2 and desk.rng.random() < 0.42:
            _household(desk, household)


def _household(desk: Desk, household: Household) -> None:
    rng, day = desk.rng, before(1)
    members = roster(household, day)
    if not members:
        return
    since = household.homes[-1][1]
    admitted = max(household.homes[0][1], before(rng.randrange(60, 3000)))
    program = rng.choice(("Housing Choice Voucher", "Housing Choice Voucher", "Public Housing"))
    place = household.address_on(day)
    whole: Row = {
        "^/@number": desk.key("H"),
        "^/@program": program,
        "^/@street": line(place),
        "^/@city": place.city,
        "^/@zip": place.zip,
        "^/@admitted": iso(admitted),
        "^/@leased": iso(max(admitted, since)),
        "^/@status": "active" if rng.random() < 0.95 else "pending",
    }
    keys: list[tuple[str, Member]] = []
    for member in members:
        key = desk.key("HM")
        desk.emit(whole | _member(desk, key, member))
        desk.record(key, member.person, day)
        keys.append((key, member))
    note_roster(desk, keys, precise=PRECISE)


def _member(desk: Desk, key: str, member: Member) -> Row:
    person = member.person
    seen = desk.see(person, before(1))
    return {
        "@id": key,
        "Name/First": seen.given,
        "Name/Middle": seen.middle,
        "Name/Last": seen.surname,
        "Name/Suffix": seen.suffix,
        "Born": iso(seen.birth),
        "Sex": person.sex,
        "Race": RACES[person.race],
        "SSN": dashed_ssn(seen.ssn),
        "Relation": ROLES[member.role],
        "Since": iso(member.since),
    }


EXTRACT = Extract(
    system="housing",
    agency="housing_authority",
    file="hacc_50058_20261031.xml",
    layout=Xml("Form50058", "Household", "Member", group="@number", root_attributes=' created="2026-10-31"'),
    habits=Habits(ssn=0.96, stale_address=0.0, middle="initial"),
    build=build,
    key="@id",
    spoils=(
        ("Born", "2020-04-31", "no such day"),
        ("Relation", "X9", "code not in the contract"),
        ("@id", "", "no record key"),
    ),
)
