"""A run's tables as CSV files for Neo4j's import, and the arguments that import them.

CSV, because the import tool's Parquet reader fails on lists in both releases we run on. A list is one field whose
elements stand between U+001F, which no cleaned value holds; what the format cannot say (a list of no element, or of one
empty text) is refused, not changed.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from graphmodel.errors import SnapshotError
from graphmodel.model import NODES, RELATIONSHIPS, Node, Relationship
from ingest.build.workbench import parquet_file
from ingest.progress import ProgressSink, Silence
from ingest.server_load.tables import CLASSES, name_of

SEPARATOR = "\x1f"
_TYPES: dict[pa.DataType, str] = {
    pa.string(): "string",
    pa.float64(): "double",
    pa.int64(): "long",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.list_(pa.string()): "string[]",
    pa.list_(pa.float64()): "double[]",
}
OPTIONS = ("--array-delimiter=U+001F", "--ignore-empty-strings=false", "--id-type=string")


@dataclass(frozen=True)
class ImportFiles:
    """CSV files of one run: a header and a data file a class."""

    folder: Path
    multiline: bool
    """Whether any value holds a line break, which makes the import tool read each file by one thread."""

    def arguments(self, database: str) -> list[str]:
        """What follows ``neo4j-admin database import full``; the database comes first."""
        nodes = [f"--nodes={node.label}={self._files(node)}" for node in NODES]
        ties = [f"--relationships={tie.type_}={self._files(tie)}" for tie in RELATIONSHIPS]
        return [database, *OPTIONS, f"--multiline-fields={str(self.multiline).lower()}", *nodes, *ties]

    def _files(self, declared: type[Node] | type[Relationship]) -> str:
        name = name_of(declared)
        return f"{self.folder / name}.header.csv,{self.folder / name}.csv"


def write_import_files(tables: Path, folder: Path, progress: ProgressSink | None = None) -> ImportFiles:
    """Write every table of a run as CSV, readable by this account only.

    Args:
        tables: One Parquet file a class, see :attr:`graphmodel.snapshot.Run.tables`.
        folder: Made if missing; earlier files in it are written over.
        progress: Hears how far it is, in rows.

    Raises:
        SnapshotError: A file is missing, or holds a list that CSV cannot say.
    """
    sink = progress or Silence()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    multiline = False
    with duckdb.connect() as connection:
        sink.stage("write import files", None)
        for declared in CLASSES:
            path = folder / f"{name_of(declared)}.csv"
            header = path.with_suffix(".header.csv")
            header.write_text(",".join(_header(declared)) + "\n", "utf-8")
            rows = _write(connection, declared, parquet_file(tables, declared), path)
            for made in (path, header):
                made.chmod(0o600)
            multiline = multiline or _line_breaks(path) != rows
            sink.advance(rows)
    sink.done()
    return ImportFiles(folder, multiline)


def _header(declared: type[Node] | type[Relationship]) -> Iterator[str]:
    if issubclass(declared, Node):
        yield f"id:ID({declared.label})"
    else:
        yield f":START_ID({declared.start.label})"
        yield f":END_ID({declared.end.label})"
    for name, kind, _ in declared.properties():
        if name != "id" or not issubclass(declared, Node):
            yield f"{name}:{_TYPES[kind]}"


def _write(
    connection: duckdb.DuckDBPyConnection, declared: type[Node] | type[Relationship], parquet: Path, path: Path
) -> int:
    """Write the rows of one class and return how many. One COPY after the other: each uses every core."""
    fields = {field.name: field.type for field in declared.arrow_schema()}
    source = f"read_parquet({quoted(parquet)})"
    columns = ", ".join(_csv_column(name, kind) for name, kind in fields.items())
    try:
        _refuse_what_csv_cannot_say(connection, source, fields, parquet.stem)
        copied = connection.execute(
            f"COPY (SELECT {columns} FROM {source}) TO {quoted(path)} (FORMAT csv, HEADER false, NULLSTR '')"
        ).fetchone()
    except duckdb.Error as error:
        raise SnapshotError(
            f"A table cannot be written for the import: {error}", to=str(parquet), do="Run `kin360 ingest` again."
        ) from error
    return int(copied[0]) if copied else 0


def _csv_column(name: str, kind: pa.DataType) -> str:
    return f"array_to_string({name}, chr({ord(SEPARATOR)})) AS {name}" if pa.types.is_list(kind) else name


def _refuse_what_csv_cannot_say(
    connection: duckdb.DuckDBPyConnection, source: str, fields: Mapping[str, pa.DataType], name: str
) -> None:
    lists = {field: kind for field, kind in fields.items() if pa.types.is_list(kind)}
    if not lists:
        return
    wrong = []
    for field, kind in lists.items():
        wrong.append(f"len({field}) = 0")
        if kind == pa.list_(pa.string()):
            wrong.append(f"({field}[1] = '' AND len({field}) = 1)")
            wrong.append(f"contains(array_to_string({field}, ''), chr({ord(SEPARATOR)}))")
    found = connection.execute(f"SELECT count(*) FROM {source} WHERE {' OR '.join(wrong)}").fetchone()
    if found and found[0]:
        raise SnapshotError(
            f"{found[0]} rows hold a list that Neo4j's import files cannot write",
            to=name,
            do="This is a fault of the program; the earlier snapshot stays in service.",
        )


def _line_breaks(path: Path) -> int:
    """Line ends of a file; -1 where a carriage return stands, which the import tool takes for one more."""
    if not path.stat().st_size:
        return 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        if text.find(b"\r") >= 0:
            return -1
        return sum(chunk.count(b"\n") for chunk in iter(lambda: text.read(1 << 24), b""))


def quoted(path: Path) -> str:
    """A path as a string of DuckDB's SQL."""
    return "'" + str(path).replace("'", "''") + "'"
