"""Hand-made staging: a few rows of each table, everything not said filled with what a stage would write."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from ingest.staging import TABLES, open_staging

DOMAINS = {
    "snap": "snap",
    "vital": "vital records",
    "welfare": "child welfare",
    "court": "court",
    "school": "education",
}


class Staged:
    """A staging database filled row by row."""

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        self.connection: duckdb.DuckDBPyConnection = open_staging(path)
        self._lines = count(1)
        self._systems: set[str] = set()

    def add(self, table: str, **values: Any) -> None:
        """Insert one row."""
        if "file" in TABLES[table] and table != "source_file":
            values = {"file": f"{values['system']}.csv", "line": next(self._lines)} | values
        if "system" in values and table != "source_file":
            self._source(values["system"])
        names = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))

    def _source(self, system: str) -> None:
        if system in self._systems:
            return
        self._systems.add(system)
        self.add(
            "source_file", system=system, agency=f"agency of {system}", domain=DOMAINS.get(system, system),
            title=system.title(), fictional=True, file=f"{system}.csv", sha256="0", bytes=1, as_of="2026-11-01",
            rows_in=1, rows_loaded=1, rows_rejected=0, person_records=1, seconds=0.1, people_repeat="never",
            links="full",
        )  # fmt: skip

    def record(self, record_id: str, person: str, **values: Any) -> str:
        """Insert a person record and the person it describes."""
        system, _, key = record_id.partition(":")
        self.add(
            "person_record", record_id=record_id, system=system, agency=f"agency of {system}",
            domain=DOMAINS.get(system, system), record_key=key, **values,
        )  # fmt: skip
        self.connection.execute("INSERT INTO identity VALUES (?, ?, 0.97, 'linked')", [record_id, person])
        return record_id

    def tie(self, kind: str, nature: str | None, start: str, end: str, **values: Any) -> None:
        """Insert a stated tie."""
        system = start.partition(":")[0]
        self.add("stated_tie", system=system, kind=kind, nature=nature, from_record=start, to_record=end, **values)
