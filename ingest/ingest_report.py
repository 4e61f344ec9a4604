"""What a whole run of the left side did: every row, every stage, every count."""

from __future__ import annotations

import duckdb
from pydantic import BaseModel, ConfigDict

from ingest.build.report import BuildReport
from ingest.linkage.run import LinkageSummary
from ingest.load_report import FileReport, ReasonCount, UnmatchedFile


class IngestReport(BaseModel):
    """One run of the pipeline, from extracts (or standing staging) to a snapshot in service."""

    model_config = ConfigDict(frozen=True)
    run: str
    """Name of the snapshot."""
    fictional: bool
    seconds: dict[str, float]
    """Stage -> wall time; the report that stands in the snapshot itself ends before ``switch``."""
    files: tuple[FileReport, ...]
    unmatched: tuple[UnmatchedFile, ...] = ()
    """Files of the folder that no contract claims; empty for a re-link, which reads no folder."""
    rejects: tuple[ReasonCount, ...] = ()
    """Reasons in the reject table, the commonest first; empty for a re-link."""
    linkage: LinkageSummary
    persons: int
    identity_changes: dict[str, int]
    """Kind of change (minted, split …) -> person ids."""
    build: BuildReport
    counts: dict[str, int]
    """Node label or relationship type -> rows in the graph."""
    loaded: str = ""
    """By which way the graph was loaded, and where."""
    peak_memory_mb: float
    """Largest resident size of this process so far, in megabytes (10^6 bytes)."""
    swept: tuple[str, ...] = ()
    """Earlier runs removed."""

    @property
    def rows_in(self) -> int:
        """Rows met in all files; ``rows_loaded + rows_rejected``, always."""
        return sum(file.rows_in for file in self.files)

    @property
    def rows_loaded(self) -> int:
        """Rows loaded from all files."""
        return sum(file.rows_loaded for file in self.files)

    @property
    def rows_rejected(self) -> int:
        """Rows rejected in all files."""
        return sum(file.rows_rejected for file in self.files)


def staged_files(connection: duckdb.DuckDBPyConnection) -> tuple[FileReport, ...]:
    """The files a staging database was made from, by name."""
    names = ("system", "file", "rows_in", "rows_loaded", "rows_rejected", "person_records", "seconds", "error", "as_of")
    rows = connection.execute(f"SELECT {', '.join(names)} FROM source_file ORDER BY file, system").fetchall()
    return tuple(FileReport(**dict(zip(names, row, strict=True))) for row in rows)
