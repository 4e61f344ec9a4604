"""What clustering knows of each record, read from the working database into plain lists."""

from __future__ import annotations

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
    return RecordFacts(evidence, numbers, once, _read_stays(work), _read_ties(work))


def _read_evidence(work: duckdb.DuckDBPyConnection) -> tuple[list[Evidence], list[int]]:
    """Each distinct evidence once, and for each record the place of its own."""
    work.execute(
        """
        CREATE TEMP TABLE evidence AS
        SELECT row_number() OVER (ORDER BY min(link_id)) - 1 AS number,
               given, middle, surname, suffix, born, ssn, born_by,
               any_value(given_sound ORDER BY link_id) AS given_sound
        FROM linkage_record GROUP BY given, middle, surname, suffix, born, ssn, born_by
        """
    )
    forms = dict(work.execute("SELECT DISTINCT given, given_variants FROM linkage_record").fetchall())
    variants = {given: frozenset(forms[given] or ()) for given in forms}
    rows = work.execute(
        "SELECT given, given_sound, middle, surname, suffix, born, ssn, born_by FROM evidence ORDER BY number"
    ).fetchall()
    distinct = [Evidence(given, variants[given], *others) for given, *others in rows]
    numbers = work.execute(
        """
        SELECT number FROM linkage_record AS r JOIN evidence AS e
            ON r.given IS NOT DISTINCT FROM e.given AND r.middle IS NOT DISTINCT FROM e.middle
            AND r.surname IS NOT DISTINCT FROM e.surname AND r.suffix IS NOT DISTINCT FROM e.suffix
            AND r.born IS NOT DISTINCT FROM e.born AND r.ssn IS NOT DISTINCT FROM e.ssn
            AND r.born_by IS NOT DISTINCT FROM e.born_by
        ORDER BY link_id
        """
    ).fetchnumpy()["number"]
    return distinct, [int(number) for number in numbers]


def _read_stays(work: duckdb.DuckDBPyConnection) -> list[Stay | None]:
    rows = work.execute(
        """
        SELECT CASE WHEN household_key IS NOT NULL THEN dense_rank() OVER (ORDER BY system, household_key) END,
               household_from, household_to
        FROM linkage_record ORDER BY link_id
        """
    ).fetchall()
    return [Stay(*row) if row[0] is not None else None for row in rows]


def _read_ties(work: duckdb.DuckDBPyConnection) -> dict[int, set[int]]:
    ties: dict[int, set[int]] = {}
    for a, b in work.execute("SELECT a, b FROM tied_record").fetchall():
        ties.setdefault(a, set()).add(b)
        ties.setdefault(b, set()).add(a)
    return ties
