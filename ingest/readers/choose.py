"""Which reader reads which format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.contracts.contract import Format
from ingest.readers.delimited import DelimitedReader
from ingest.readers.fixed_width import FixedWidthReader
from ingest.readers.json_lines import JsonLinesReader
from ingest.readers.parquet import ParquetReader
from ingest.readers.reader import Reader
from ingest.readers.xml import XmlReader

_READERS: dict[str, type[Reader]] = {
    "delimited": DelimitedReader,
    "fixed_width": FixedWidthReader,
    "json_lines": JsonLinesReader,
    "xml": XmlReader,
    "parquet": ParquetReader,
}


def open_reader(path: Path, format: Format, wanted: Sequence[str]) -> Reader:
    """A reader of ``path`` for the columns ``wanted``. Nothing is opened before it is asked for rows."""
    return _READERS[format.kind](path, format, wanted)
