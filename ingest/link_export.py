"""What linkage decided, written out: clusters to be scored, held links to be worked on."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from graphmodel.errors import NoSnapshot, SettingError
from graphmodel.home import Home

_CLUSTERS = """
    SELECT r.record_key AS record_id, c.cluster_id, r.system, i.person_id
    FROM cluster c JOIN person_record r USING (record_id) LEFT JOIN identity i USING (record_id)
    ORDER BY r.record_key, r.system
"""
_HELD = """
    SELECT record_l AS record_a, record_r AS record_b, match_weight, match_probability, reason, conflict_l, conflict_r
    FROM held_link ORDER BY match_weight DESC, record_l, record_r
"""


@contextmanager
def open_read_only(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The staging database for reading.

    Raises:
        NoSnapshot: Nothing was ingested yet.
        SettingError: An ingest is writing it.
    """
    if not home.staging.exists():
        raise NoSnapshot("Nothing has been ingested yet", to=str(home.root), do="Run `kin360 ingest DIR` first.")
    try:
        connection = duckdb.connect(str(home.staging), read_only=True)
    except duckdb.IOException as error:
        raise SettingError(
            "The staging database is in use", to=str(home.staging), do="Wait for the ingest to end."
        ) from error
    try:
        yield connection
    finally:
        connection.close()


def write_clusters(home: Home, out: Path) -> int:
    """Write record_id,cluster_id,system,person_id as CSV; record_id is the key the source gave. Returns the rows."""
    with open_read_only(home) as staging:
        return _write(out, staging.execute(_CLUSTERS))


def write_held_links(home: Home, out: Path) -> int:
    """Write the held links as CSV, strongest first; add a column ``verdict`` and it can be judged with --from."""
    with open_read_only(home) as staging:
        return _write(out, staging.execute(_HELD))


def held_links(home: Home, most: int) -> list[tuple[object, ...]]:
    """The strongest held links: both records, weight in log2, and what held them."""
    with open_read_only(home) as staging:
        rows: Sequence[tuple[object, ...]] = staging.execute(_HELD).fetchmany(most)
    return [(row[0], row[1], f"{row[2]:.1f}", row[4]) for row in rows]


def _write(out: Path, result: duckdb.DuckDBPyConnection) -> int:
    names = [column[0] for column in result.description]
    count = 0
    try:
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            while rows := result.fetchmany(10_000):
                writer.writerows(rows)
                count += len(rows)
    except OSError as error:
        raise SettingError("The file cannot be written", to=str(out)) from error
    return count
