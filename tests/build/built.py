"""What a build left in its Parquet files, read back as plain rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from staged import Staged

from graphmodel.model import KIN_TIES, Node, Relationship
from graphmodel.search_index import SearchIndex
from ingest.build.graph import build_graph
from ingest.build.report import BuildReport
from ingest.build.workbench import parquet_file

SECRET = b"s" * 32
RUN = "20260101T000000Z-abcdef"


class Built:
    """The Parquet files of one build, and its report."""

    def __init__(self, staged: Staged, folder: Path) -> None:
        self.folder = folder
        self.search_index = folder.with_name("search.sqlite")
        self.search_index.unlink(missing_ok=True)
        self.report: BuildReport = build_graph(staged.connection, folder, search_index=self.search_index, secret=SECRET)

    def rows(self, declared: type[Node] | type[Relationship]) -> list[dict[str, Any]]:
        """The rows of one class, in the order of the file."""
        rows: list[dict[str, Any]] = pq.read_table(parquet_file(self.folder, declared)).to_pylist()
        return rows

    def keys(self) -> dict[str, dict[str, tuple[tuple[str, str], ...]]]:
        """Person -> search key -> (source, domain) of each source that gives it."""
        with closing(sqlite3.connect(self.search_index)) as connection:
            keys = [key for (key,) in connection.execute("SELECT key FROM key")]
        found: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {}
        index = SearchIndex(self.search_index)
        for key in keys:
            for hit in index.people_by_key(key, most=1_000_000, shows=lambda source, domain: True):
                found.setdefault(hit.person, {})[key] = tuple(zip(hit.sources, hit.domains, strict=True))
        index.close()
        return found

    def kin(self) -> list[dict[str, Any]]:
        """The rows of all kin ties, what tells ties of a pair apart under ``nature``."""
        rows = [row | {"nature": row.get("nature") or row["kind"]} for tie in KIN_TIES for row in self.rows(tie)]
        return sorted(rows, key=lambda row: (row["tie"], row["start_id"], row["end_id"], row["nature"]))

    def drawn(self) -> list[tuple[str, str, str, str]]:
        """Each kin tie as (from, tie, nature, to)."""
        return [(row["start_id"], row["tie"], row["nature"], row["end_id"]) for row in self.kin()]

    def dropped(self) -> dict[tuple[str, str], int]:
        """(tie, reason) -> how many assertions were left out."""
        return {(left.what, left.reason): left.number for left in self.report.dropped}
