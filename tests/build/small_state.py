"""A small fictional state for tests of the pipeline: two systems, their contracts, and families that both know."""

from __future__ import annotations

import csv
import random
from pathlib import Path

BENEFITS = """
system = "benefits"
title = "Benefits of a small state"
agency = "Department of Tests"
domain = "snap"
fictional = true
files = ["benefits.csv"]
as_of = "2026-11-01"
people_repeat = "never"

[format]
kind = "delimited"

[[person]]
key = ["id"]

[person.fields]
given_name = "given"
surname = "surname"
birth_date = {column = "born", format = "%Y-%m-%d"}
sex = "sex"
ssn = {column = "ssn", bad_value = "missing"}
street_number = "number"
street_name = "street"
city = "city"
state = "state"
zip = "zip"
household_key = "case"
household_role = {column = "role", codes = {H = "head", S = "spouse", C = "child"}}
"""

BIRTHS = """
system = "births"
title = "Births of a small state"
agency = "Office of Tests"
domain = "vital_records"
fictional = true
files = ["births.csv"]
as_of = "2026-10-01"

[format]
kind = "delimited"

[[person]]
name = "child"
key = ["cert"]
[person.fields]
given_name = "given"
surname = "surname"
birth_date = {column = "born", format = "%Y-%m-%d"}
sex = "sex"
ssn = {column = "ssn", bad_value = "missing"}

[[person]]
name = "mother"
key = ["cert"]
key_suffix = "-M"
[person.fields]
given_name = "mother_given"
surname = "mother_surname"
birth_date = {column = "mother_born", format = "%Y-%m-%d"}
sex = {value = "female"}
ssn = {column = "mother_ssn", bad_value = "missing"}

[[fact]]
table = "stated_tie"
persons = {from_record = "mother", to_record = "child"}
fields = {kind = {value = "PARENT_OF"}, nature = {value = "biological"}}
"""

SURNAMES = (
    "Abbott",
    "Barlow",
    "Castro",
    "Dunne",
    "Eliason",
    "Farrow",
    "Guzman",
    "Hadley",
    "Ibarra",
    "Jansen",
    "Keller",
)
GIRLS = ("Ana", "Bertha", "Celia", "Dora", "Elsa", "Flora", "Greta", "Hilda", "Irma", "Julia", "Karen", "Laura", "Mona")
BOYS = ("Adam", "Boris", "Carl", "David", "Eric", "Frank", "Gene", "Hugo", "Ivan", "Jack", "Kurt", "Louis", "Mark")
STREETS = ("Oak", "Elm", "Maple", "Cedar", "Birch", "Walnut", "Spruce", "Willow")


def write_small_state(folder: Path, *, families: int, seed: int) -> tuple[Path, Path]:
    """Write contracts and extracts; returns the folder of extracts and that of contracts.

    Every family is a head, a spouse and a child on one benefits case, and a birth record of the child that names the
    mother: three people, five records.
    """
    extracts, contracts = folder / "extracts", folder / "contracts"
    for made in (extracts, contracts):
        made.mkdir(parents=True)
    (contracts / "benefits.toml").write_text(BENEFITS, encoding="utf-8")
    (contracts / "births.toml").write_text(BIRTHS, encoding="utf-8")
    rng = random.Random(seed)
    benefits, births = [], []
    for n in range(families):
        surname = f"{rng.choice(SURNAMES)}{rng.choice(SURNAMES).lower()}"
        home = {
            "surname": surname, "number": rng.randint(1, 999), "street": f"{rng.choice(STREETS)} St", "city": "Peoria",
            "state": "IL", "zip": f"616{rng.randint(10, 20)}", "case": f"K{n}",
        }  # fmt: skip
        mother = {"given": rng.choice(GIRLS), "born": day(rng, 1970, 1985), "ssn": f"81{n:07d}", "sex": "F"}
        father = {"given": rng.choice(BOYS), "born": day(rng, 1970, 1985), "ssn": f"82{n:07d}", "sex": "M"}
        child = {"given": rng.choice(GIRLS), "born": day(rng, 2005, 2020), "ssn": f"83{n:07d}", "sex": "F"}
        for letter, role, person in (("a", "H", mother), ("b", "S", father), ("c", "C", child)):
            benefits.append({"id": f"{n}{letter}", **home, **person, "role": role})
        births.append(
            {"cert": f"B{n}", "surname": surname, **child}
            | {f"mother_{name}": mother[name] for name in ("given", "born", "ssn")}
            | {"mother_surname": surname}
        )
    write_csv(extracts / "benefits.csv", benefits)
    write_csv(extracts / "births.csv", births)
    return extracts, contracts


def day(rng: random.Random, first: int, last: int) -> str:
    """A random day of the years given, ISO."""
    return f"{rng.randint(first, last)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def write_csv(path: Path, rows: list[dict[str, object]]) -> None:
    """Write rows with a header."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
