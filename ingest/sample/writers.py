"""Writes the state's files as streams, town after town."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.sample import truth
from ingest.sample.desk import Extract
from ingest.sample.extracts.catalogue import EXTRACTS
from ingest.sample.layouts import Parquet
from ingest.sample.render import TownPages

README = """A fictional state, made by `kin360 sample`. No line of it describes a real person.

extracts/  what fourteen systems of twelve agencies hand over, each in its own form, with errors
truth/     what is true of these people; for scoring only, never read when records are loaded or linked
"""


class StateWriter:
    """Keeps every file of the state open while towns are added; use as a context manager."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.records: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self.planted: Counter[str] = Counter()
        self.in_care = 0
        self._streams: dict[str, BinaryIO] = {}
        self._tables: dict[str, ParquetStream] = {}

    def __enter__(self) -> StateWriter:
        """Open every file and write what stands before the first row."""
        for folder in (self.out / "extracts", self.out / "truth"):
            folder.mkdir(parents=True, exist_ok=True)
        (self.out / "extracts" / ".kin360-sample").write_text("", encoding="utf-8")
        (self.out / "README.txt").write_text(README, encoding="utf-8")
        for extract in EXTRACTS:
            path = self.out / extract.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(extract.layout, Parquet):
                self._tables[extract.path] = ParquetStream(path, extract.layout)
            else:
                self._streams[extract.path] = path.open("wb")
                self._streams[extract.path].write(extract.layout.encode(extract.layout.head()))
        for file in truth.HEADS:
            self._streams[file] = (self.out / file).open("wb")
            self._streams[file].write(truth.head(file))
        return self

    def add(self, town: TownPages) -> None:
        """Append one town's pages."""
        for file, page in town.pages.items():
            if file in self._tables:
                self._tables[file].add(page)
            else:
                self._streams[file].write(page)
        self.records.update(town.records)
        self.planted.update({_file_of(s).path: n for s, n in town.planted.items()})
        self.rows.update({_file_of(s).path: n for s, n in town.rows.items()})
        self.in_care += town.in_care

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what stands after the last row and close; after an error, close alone."""
        for extract in EXTRACTS:
            if kind is None and extract.path in self._streams:
                tail = extract.layout.tail(self.rows[extract.path])
                self._streams[extract.path].write(extract.layout.encode(tail))
        for stream in self._streams.values():
            stream.close()
        for table in self._tables.values():
            table.close()
        if kind is None:
            (self.out / "extracts" / ".kin360-sample").unlink()


def _file_of(system: str) -> Extract:
    return next(e for e in EXTRACTS if e.system == system)


class ParquetStream:
    """A Parquet file that grows by one row group a town; columns of dates are dates, all others text."""

    def __init__(self, path: Path, layout: Parquet) -> None:
        self._layout = layout
        self._schema = pa.schema([(c, pa.date32() if c in layout.dates else pa.string()) for c in layout.columns])
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def add(self, page: bytes) -> None:
        """Append rows given as JSON lines of lists."""
        rows = [json.loads(line) for line in page.splitlines()]
        columns = []
        for i, field in enumerate(self._schema):
            values = [row[i] for row in rows]
            if field.name in self._layout.dates:
                values = [dt.date.fromisoformat(v) if v else None for v in values]
            columns.append(pa.array(values, field.type))
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()
