"""Whom the query benchmark asks about, and what a caseworker would type to find them."""

from __future__ import annotations

import csv
import random

from benchmarks.snapshot_facts import person_of_record
from benchmarks.states import State
from casework.brief import Brief, brief
from casework.portrait import Portrait, portrait
from casework.view import View

PEOPLE_ASKED = 200
SEED = 360


def choose_people(state: State, number: int = PEOPLE_ASKED) -> list[str]:
    """Children in care, up to half, and others of all ages; the same for the same snapshot."""
    persons = person_of_record(state.run)
    with (state.truth / "children_in_care.csv").open(newline="", encoding="utf-8") as file:
        records = [f"child_welfare:{row['record_id']}" for row in csv.DictReader(file)]
    in_care = sorted({persons[record] for record in records if record in persons})
    draw = random.Random(SEED)
    chosen = draw.sample(in_care, min(len(in_care), number // 2))
    others = sorted(set(persons.values()) - set(in_care))
    asked = chosen + draw.sample(others, number - len(chosen))
    draw.shuffle(asked)
    return asked


def search_text(view: View, person: str, turn: int) -> str:
    """What is typed to find a person: kinds of search go round with ``turn``, by name where a value is missing."""
    who, short = portrait(view, person), brief(view, person)
    kinds = _texts(who, short)
    return list(kinds.values())[turn % len(kinds)] or kinds["name"]


def _texts(who: Portrait, short: Brief) -> dict[str, str]:
    given, surname = who.given_name or "", who.surname or ""
    year = (who.birth_date or "")[:4]
    phone = next((reach.contact for reach in short.reach if reach.kind == "phone"), "")
    address = short.whereabouts.line if short.whereabouts else ""
    return {
        "name": f"{given} {surname}",
        "name, surname first": f"{surname}, {given}",
        "name and year": f"{given} {surname} {year}" if year else "",
        "name begun": f"{given[:2]} {surname[:4]}" if len(given) > 2 and len(surname) > 4 else "",
        "surname": surname,
        "birth date": who.birth_date if who.birth_date and len(who.birth_date) == 10 else "",
        "telephone": phone,
        "address": address,
    }
