"""Staging databases for the tests of linkage: from rows, from a small made-up town, from the shared extracts."""

from __future__ import annotations

import datetime
import random
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.staging import TABLES

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared" / "data"
if str(REPOSITORY) not in sys.path:
    sys.path.append(str(REPOSITORY))

GIVEN = """
    Olivia Liam Emma Noah Amelia Oliver Sophia Elijah Charlotte Mateo Isabella Lucas Mia Levi Ava Ezra Evelyn
    Asher Luna Leo Harper Hudson Camila Ethan Gianna Muhammad Elizabeth Maverick Eleanor Theodore Abigail
    Grayson Hazel Daniel Chloe Michael Ellie Jackson Nora Samuel Penelope Joseph Zoey Wyatt Layla Luke Willow
    Gabriel Violet Isaac
""".split()  # noqa: SIM905  a list of words reads better as text
SURNAMES = """
    Kowalski Okafor Nguyen Ramirez Lindqvist Haddad Petrov Castellano Whitfield Mbeki Tanaka Duarte Fitzgerald
    Novak Oyelaran Bergstrom Delacroix Yamada Ferreira Goldstein Hakimi Iverson Jankovic Karlsson Lombardi
    Mahmoud Nakamura Olofsson Pellegrini Quintero Rasmussen Sandoval Thibodeaux Umarov Valdivia Wojcik Xiong
    Ybarra Zielinski Abernathy
""".split()  # noqa: SIM905  a list of words reads better as text
STREETS = """
    Maple Oak Cedar Elm Birch Walnut Chestnut Spruce Willow Juniper Magnolia Sycamore Hawthorn Poplar Linden
""".split()  # noqa: SIM905  a list of words reads better as text


def staging(
    records: Iterable[Mapping[str, Any]],
    *,
    repeats: Iterable[str] = (),
    links: Mapping[str, str] | None = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> duckdb.DuckDBPyConnection:
    """A staging database in memory with these records; a system repeats people only when named in ``repeats``."""
    connection = connection or duckdb.connect()
    for name, columns in TABLES.items():
        fields = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({fields})")
    rows = [dict(record) for record in records]
    columns = [column for column in TABLES["person_record"] if column != "multiple_birth"]
    for line, row in enumerate(rows):
        row.update({"agency": row["system"], "domain": "x", "record_key": row["record_id"], "file": "f", "line": line})
    kinds = {"line": pa.int64(), "address_protected": pa.bool_()}
    table = pa.table({c: pa.array([row.get(c) for row in rows], type=kinds.get(c, pa.string())) for c in columns})
    connection.register("rows", table)
    connection.execute("INSERT INTO person_record BY NAME SELECT * FROM rows")
    connection.unregister("rows")
    for system in sorted({row["system"] for row in rows}):
        add_source(connection, system, repeats=system in set(repeats), links=(links or {}).get(system, "full"))
    return connection


def add_source(connection: duckdb.DuckDBPyConnection, system: str, *, repeats: bool, links: str = "full") -> None:
    """Add the row of ``source_file`` that tells how a system's records take part in linkage."""
    connection.execute(
        "INSERT INTO source_file VALUES (?, ?, 'x', 't', NULL, true, 'f', '', 0, NULL, 0, 0, 0, 0, 0, NULL, ?, ?)",
        [system, system, "possible" if repeats else "never", links],
    )


def town(people: int, seed: int = 5) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Records of a made-up town in three systems, and the person each is of.

    Families of four share surname and address; some records carry a slip in the name or lack the SSN.
    """
    rng = random.Random(seed)
    records: list[dict[str, Any]] = []
    truth: dict[str, str] = {}
    for person in range(people):
        home = random.Random(seed * 100_000 + person // 4)
        surname = home.choice(SURNAMES) + home.choice(["", "", "son", "berg", "ez"])
        house, street = str(home.randrange(1, 9000)), f"{home.choice(STREETS)} Street"
        born = datetime.date(1950, 1, 1) + datetime.timedelta(days=rng.randrange(26_000))
        given, middle = GIVEN[(person * 7 + rng.randrange(5)) % len(GIVEN)], rng.choice("ABCDEFGHJKLMNPRSTW")
        ssn = f"{rng.randrange(100_000_000, 899_999_999)}"
        for system in ("snap", "medicaid", "school"):
            if rng.random() < 0.15:
                continue
            record = f"{system}:{rng.randrange(10**9):09d}"
            truth[record] = f"p{person}"
            records.append(
                {
                    "record_id": record,
                    "system": system,
                    "given_name": given[:-1] if rng.random() < 0.04 else given,
                    "middle_name": middle,
                    "surname": surname,
                    "birth_date": born.isoformat(),
                    "sex": "female" if person % 2 else "male",
                    "ssn": None if system == "school" or rng.random() < 0.1 else ssn,
                    "street_number": house,
                    "street_name": street,
                    "city": "Springfield",
                    "state": "IL",
                    "zip": "62701",
                }
            )
    return records, truth


def load_agency_extracts(connection: duckdb.DuckDBPyConnection, *, order: str = "record_id") -> None:
    """The twelve shared extracts, as their contracts will stage them; ``order`` is a SQL ordering of the rows."""
    repeating = {"wage_records", "wic"}
    for file in sorted((SHARED / "linkage" / "extracts").glob("*.csv")):
        system = file.stem
        connection.execute(
            f"""
            INSERT INTO person_record BY NAME
            SELECT record_id, '{system}' AS system, '{system}' AS agency, 'x' AS domain, record_id AS record_key,
                   '{file.name}' AS file, 1 AS line, first_name AS given_name, middle_name,
                   last_name AS surname, suffix,
                   strftime(coalesce(try_strptime(dob, '%Y-%m-%d'), try_strptime(dob, '%m/%d/%Y'),
                                     try_strptime(dob, '%Y%m%d'), try_strptime(dob, '%d-%b-%Y')), '%Y-%m-%d')
                       AS birth_date,
                   lower(sex) AS sex, lower(race_ethnicity) AS race,
                   regexp_replace(ssn, '[^0-9]', '', 'g') AS ssn, street_number, street_name, unit, city, state, zip,
                   household_ref AS household_key, lower(relationship) AS household_role
            FROM read_csv('{file}', all_varchar = true) ORDER BY {order}
            """
        )
        links = "attach" if system == "homeless_services" else "full"
        add_source(connection, system, repeats=system in repeating, links=links)


def load_febrl(connection: duckdb.DuckDBPyConnection) -> None:
    """The shared FEBRL3 records: one source in which a person may stand several times."""
    connection.execute(
        f"""
        INSERT INTO person_record BY NAME
        SELECT record_id, 'febrl' AS system, 'febrl' AS agency, 'x' AS domain, record_id AS record_key, 'f' AS file,
               1 AS line, given_name, surname, soc_sec_id AS ssn, street_number, address_1 AS street_name,
               address_2 AS unit, suburb AS city, state, postcode AS zip,
               strftime(try_strptime(date_of_birth, '%Y%m%d'), '%Y-%m-%d') AS birth_date
        FROM read_csv('{SHARED / "febrl3" / "records.csv"}', all_varchar = true)
        """
    )
    add_source(connection, "febrl", repeats=True)


def clusters_of(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Record id to cluster id."""
    return dict(connection.execute("SELECT record_id, cluster_id FROM cluster").fetchall())
