"""Juvenile justice: youths with a guardian and their episodes, nested JSON, one youth a line."""

from __future__ import annotations

from ingest.sample import kin
from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.writing import iso, line, telephone
from ingest.sample.layouts import JsonLines
from ingest.sample.observe import Habits
from ingest.sample.people import Custody, Person


def build(desk: Desk) -> None:
    """Every youth ever held."""
    episodes: dict[int, list[Custody]] = {}
    for custody in desk.town.custody:
        if custody.kind == "detention" or custody.facility == "Aftercare":
            episodes.setdefault(custody.person.number, []).append(custody)
    for times in episodes.values():
        person = times[0].person
        whole = _youth(desk, person, times[0])
        for custody in times:
            desk.emit(
                whole
                | {
                    "episode": desk.key("JE"),
                    "kind": custody.kind,
                    "facility": custody.facility,
                    "from": iso(custody.start),
                    "to": iso(custody.end),
                    "state": "open" if custody.end is None else "closed",
                }
            )


def _youth(desk: Desk, person: Person, custody: Custody) -> Row:
    day = custody.start
    key, seen = desk.key("J"), desk.see(person, day)
    desk.record(key, person, day)
    row = {
        "^.youth_id": key,
        "^.name.given": seen.given,
        "^.name.middle": seen.middle,
        "^.name.family": seen.surname,
        "^.name.suffix": seen.suffix,
        "^.birth_date": iso(seen.birth),
        "^.sex": "male" if person.sex == "M" else "female",
        "^.race": person.race.lower(),
        "^.ssn": seen.ssn,
        "^.home.street": line(seen.address),
        "^.home.city": seen.address.city if seen.address else "",
        "^.home.zip": seen.address.zip if seen.address else "",
    }
    return row | _guardian(desk, key, person, custody)


def _guardian(desk: Desk, key: str, person: Person, custody: Custody) -> Row:
    """The adult who was told: a parent at home, else who has legal guardianship."""
    day, home = custody.start, person.home_on(custody.start)
    held = [t for t in person.parents if t.start <= day and (t.end is None or t.end > day) and t.parent.alive_on(day)]
    near = [t for t in held if t.parent.home_on(day) is home and t.nature in ("biological", "adoptive", "guardianship")]
    if not near:
        return {}
    tie = min(near, key=lambda t: (t.nature == "guardianship", t.parent.sex != "F", t.parent.number))
    adult = tie.parent
    seen = desk.see(adult, day)
    guardian = tie.nature == "guardianship" and adult not in kin.kin_parents(person)
    relation = "legal guardian" if guardian else "mother" if adult.sex == "F" else "father"
    desk.record(f"{key}-G", adult, day)
    if not guardian:
        desk.state((f"{key}-G", adult), (key, person), "unknown", "tie")
    return {
        "^.guardian.given": seen.given,
        "^.guardian.family": seen.surname,
        "^.guardian.birth_date": iso(seen.birth) if desk.rng.random() < 0.5 else "",
        "^.guardian.phone": telephone(seen.phone),
        "^.guardian.relation": relation,
        "^.guardian.street": line(seen.address),
    }


EXTRACT = Extract(
    system="juvenile_justice",
    agency="juvenile_justice",
    file="idjj_youth_20261031.ndjson",
    layout=JsonLines("youth_id", "episodes"),
    habits=Habits(mess=1.1, ssn=0.5, nickname=0.06, middle="full", phone=0.8),
    build=build,
    key="episode",
    spoils=(
        ("from", "2025-02-30", "no such day"),
        ("kind", "furlough??", "code not in the contract"),
        ("episode", "", "no case key"),
    ),
)
