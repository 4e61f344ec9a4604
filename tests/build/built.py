"""What a build left in its Parquet files, read back as plain rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from staged import Staged

from graphmodel.model import KIN_TIES, Node, Relationship
from ingest.build.graph import build_graph
from ingest.build.report import BuildReport
from ingest.build.workbench import parquet_file

SECRET = b"s" * 32
RUN = "20260101T000000Z-abcdef"


class Built:
    """The Parquet files of one build, and its report."""

    def __init__(self, staged: Staged, folder: Path) -> None:
        self.folder = folder
        self.report: BuildReport = build_graph(staged.connection, folder, secret=SECRET)

    def rows(self, declared: type[Node] | type[Relationship]) -> list[dict[str, Any]]:
        """The rows of one class, in the order of the file."""
        rows: list[dict[str, Any]] = pq.read_table(parquet_file(self.folder, declared)).to_pylist()
        return rows

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
