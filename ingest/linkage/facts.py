"""What clustering knows of each record, read from the working database into plain lists."""

from __future__ import annotations

from typing import Any

import duckdb

from ingest.linkage.clustering import RecordFacts, Stay
from ingest.linkage.conflicts import Evidence


def read_facts(work: duckdb.DuckDBPyConnection, disbelieved: frozenset[str]) -> RecordFacts:
    """Read the facts of every record, in order of record number.

    Args:
        work: The working database, holding ``linkage_record``.
        disbelieved: Systems that claim to hold each person once but do not.
    """
    evidence, numbers = _read_evidence(work)
    systems = work.execute("SELECT DISTINCT system FROM linkage_record WHERE NOT repeats ORDER BY system").fetchall()
    bits = {system: 1 << place for place, (system,) in enumerate(systems) if system not in disbelieved}
    once = [
        0 if repeats else bits.get(system, 0)
        for system, repeats in work.execute("SELECT system, repeats FROM linkage_record ORDER BY link_id").fetchall()
    ]
    return RecordFacts(evidence, numbers, once, _read_stays(work))


def _read_evidence(work: duckdb.DuckDBPyConnection) -> tuple[list[Evidence], list[int]]:
    rows: list[tuple[Any, ...]] = work.execute(
        "SELECT given, given_variants, given_sound, middle, surname, suffix, born, ssn "
        "FROM linkage_record ORDER BY link_id"
    ).fetchall()
    number_of: dict[tuple[str | None, ...], int] = {}
    distinct: list[Evidence] = []
    numbers: list[int] = []
    for given, variants, given_sound, middle, surname, suffix, born, ssn in rows:
        key = (given, middle, surname, suffix, born, ssn)
        number = number_of.setdefault(key, len(distinct))
        if number == len(distinct):
            distinct.append(Evidence(given, frozenset(variants or ()), given_sound, middle, surname, suffix, born, ssn))
        numbers.append(number)
    return [distinct[number] for number in numbers], numbers


def _read_stays(work: duckdb.DuckDBPyConnection) -> list[Stay | None]:
    rows = work.execute(
        """
        SELECT CASE WHEN household_key IS NOT NULL THEN dense_rank() OVER (ORDER BY system, household_key) END,
               household_from, household_to
        FROM linkage_record ORDER BY link_id
        """
    ).fetchall()
    return [Stay(*row) if row[0] is not None else None for row in rows]
