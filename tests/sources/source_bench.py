"""A bench for reading sources: write a file, give it a contract, stage it into memory, look at what stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from ingest.contracts.catalog import match_files, parse_contract
from ingest.contracts.contract import Contract
from ingest.load_report import FileReport, LoadReport
from ingest.stage import stage_files
from ingest.staging import open_staging

CSV_HEAD = "ID,FIRST,LAST,DOB,HH"


def csv_contract(**changes: str) -> Contract:
    """A contract for ``*.csv`` with the columns of CSV_HEAD; ``changes`` replaces or adds top-level, [format] lines."""
    top = {
        "system": '"snap"',
        "title": '"SNAP"',
        "agency": '"Human Services"',
        "domain": '"snap"',
        "files": '["*.csv"]',
        "fictional": "true",
    }
    formatted = changes.pop("format", 'kind = "delimited"')
    sections = changes.pop("sections", PERSON)
    top.update(changes)
    return parse_contract(
        "\n".join(f"{k} = {v}" for k, v in top.items()) + f"\n[format]\n{formatted}\n{sections}", "test contract"
    )


PERSON = """
[[person]]
key = ["ID"]
[person.fields]
given_name = "FIRST"
surname = "LAST"
birth_date = "DOB"
household_key = "HH"
"""


class Bench:
    """Files, contracts and a staging database of one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "extracts"
        self.folder.mkdir()
        self.db: duckdb.DuckDBPyConnection = open_staging(Path(":memory:"), fresh=True)

    def file(self, name: str, content: str | bytes) -> Path:
        """Write a file below the extracts."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def stage(self, *contracts: Contract) -> LoadReport:
        """Stage everything, and check that every row is accounted for."""
        report = stage_files(self.db, match_files(self.folder, contracts))
        for file in report.files:
            self.check_accounts(file)
        return report

    def check_accounts(self, file: FileReport) -> None:
        """In = loaded + rejected, in the report and in staging alike, and nothing is rejected without a reason."""
        assert file.rows_in == file.rows_loaded + file.rows_rejected
        stored = self.rows(
            "SELECT rows_in, rows_loaded, rows_rejected, error FROM source_file WHERE file = ?", file.file
        )
        assert stored == [(file.rows_in, file.rows_loaded, file.rows_rejected, file.error)]
        reasons = self.rows(
            "SELECT count(*) FROM reject WHERE file = ? AND NOT starts_with(reason, 'note: ')", file.file
        )[0][0]
        assert (reasons > 0) == (file.rows_rejected > 0)
        assert reasons >= file.rows_rejected

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        return self.db.execute(query, list(values)).fetchall()

    def keys(self) -> list[str]:
        """Record keys loaded, sorted."""
        return [key for (key,) in self.rows("SELECT record_key FROM person_record ORDER BY 1")]

    def rejects(self) -> list[tuple[int, str]]:
        """Line and reason of every entry of the reject table."""
        return [
            (line, reason) for line, reason in self.rows("SELECT line, reason FROM reject ORDER BY file, line, reason")
        ]
