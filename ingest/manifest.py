"""The manifest of a new snapshot: what it was built from, by which versions, and how much it holds."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version

import duckdb

from graphmodel.snapshot import Manifest, Run, SourceState
from graphmodel.stores.opening import engine_name
from ingest.build.report import BuildReport

_PACKAGES = ("kin360", "kuzu", "duckdb", "splink", "pyarrow")

_SOURCES = """
SELECT system, first(title ORDER BY file), first(agency ORDER BY file), first(domain ORDER BY file),
    first(agreement ORDER BY file), max(as_of), sum(person_records), sum(rows_rejected),
    string_agg(file || ': ' || error, '; ' ORDER BY file) FILTER (WHERE error IS NOT NULL)
FROM source_file GROUP BY system ORDER BY system
"""


def sources_of(connection: duckdb.DuckDBPyConnection) -> tuple[SourceState, ...]:
    """What is known of each source system of a staging database, by system."""
    return tuple(
        SourceState(
            system=system,
            title=title,
            agency=agency,
            domain=domain,
            agreement=agreement,
            as_of=as_of,
            records=int(records),
            rejected_rows=int(rejected),
            error=error,
        )
        for system, title, agency, domain, agreement, as_of, records, rejected, error in connection.execute(
            _SOURCES
        ).fetchall()
    )


def is_fictional(connection: duckdb.DuckDBPyConnection) -> bool:
    """True when every file's contract says that its people are invented; one real file makes it real data."""
    row = connection.execute("SELECT count(*) > 0 AND bool_and(fictional) FROM source_file").fetchone()
    return bool(row and row[0])


def manifest_of(
    run: Run, *, fictional: bool, sources: tuple[SourceState, ...], counts: Mapping[str, int], report: BuildReport
) -> Manifest:
    """The manifest of a run whose graph is loaded."""
    return Manifest(
        run=run.name,
        built_at=datetime.now(UTC),
        fictional=fictional,
        engine=engine_name(),
        versions={"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        counts=dict(counts),
        sources=sources,
        search_keys=report.search_keys,
        search_hits=report.search_hits,
    )
