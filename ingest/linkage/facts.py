"""What clustering knows of each contested record, read from the working database into plain lists."""

from __future__ import annotations

import duckdb

from ingest.linkage.clustering import RecordFacts, Stay
from ingest.linkage.conflicts import Evidence


def read_facts(work: duckdb.DuckDBPyConnection, disbelieved: frozenset[str]) -> RecordFacts:
    """Read the facts of every contested record, in their own numbering.

    Args:
        work: The working database, holding ``contested_record``.
        disbelieved: Systems that claim to hold each person once but do not.
    """
    evidence, numbers = _read_evidence(work)
    systems = work.execute("SELECT DISTINCT system FROM contested_record WHERE NOT repeats ORDER BY system").fetchall()
    bits = {system: 1 << place for place, (system,) in enumerate(systems) if system not in disbelieved}
    once = [
        0 if repeats else bits.get(system, 0)
        for system, repeats in work.execute("SELECT system, repeats FROM contested_record ORDER BY number").fetchall()
    ]
    return RecordFacts(evidence, numbers, once, _read_stays(work), _read_ties(work))


def _read_evidence(work: duckdb.DuckDBPyConnection) -> tuple[list[Evidence], list[int]]:
    """Each distinct evidence once, and for each record the place of its own."""
    work.execute(
        """
        CREATE TEMP TABLE evidence AS
        SELECT row_number() OVER (ORDER BY min(number)) - 1 AS place,
               given, min(given_sound) AS given_sound, middle, surname, suffix, born, ssn, born_by
        FROM contested_record GROUP BY given, middle, surname, suffix, born, ssn, born_by
        """
    )
    variants: dict[str | None, frozenset[str]] = {}
    for given, forms in work.execute("SELECT DISTINCT given, given_variants FROM contested_record").fetchall():
        variants[given] = variants.get(given, frozenset()) | frozenset(forms or ())
    rows = work.execute("SELECT * EXCLUDE (place) FROM evidence ORDER BY place").fetchall()
    distinct = [Evidence(given, variants[given], *others) for given, *others in rows]
    places = work.execute(
        """
        SELECT place FROM contested_record AS r JOIN evidence AS e
            ON r.given IS NOT DISTINCT FROM e.given AND r.middle IS NOT DISTINCT FROM e.middle
            AND r.surname IS NOT DISTINCT FROM e.surname AND r.suffix IS NOT DISTINCT FROM e.suffix
            AND r.born IS NOT DISTINCT FROM e.born AND r.ssn IS NOT DISTINCT FROM e.ssn
            AND r.born_by IS NOT DISTINCT FROM e.born_by
        ORDER BY number
        """
    ).fetchnumpy()["place"]
    return distinct, [int(place) for place in places]


def _read_stays(work: duckdb.DuckDBPyConnection) -> list[Stay | None]:
    rows = work.execute(
        """
        SELECT CASE WHEN household_key IS NOT NULL THEN dense_rank() OVER (ORDER BY system, household_key) END,
               household_from, household_to
        FROM contested_record ORDER BY number
        """
    ).fetchall()
    return [Stay(*row) if row[0] is not None else None for row in rows]


def _read_ties(work: duckdb.DuckDBPyConnection) -> dict[int, set[int]]:
    ties: dict[int, set[int]] = {}
    rows = work.execute(
        "SELECT x.number, y.number FROM tied_record "
        "JOIN contested_record AS x ON x.link_id = a JOIN contested_record AS y ON y.link_id = b"
    ).fetchall()
    for a, b in rows:
        ties.setdefault(a, set()).add(b)
        ties.setdefault(b, set()).add(a)
    return ties
