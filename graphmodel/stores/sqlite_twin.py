"""The twin: the embedded engine's graph once more as plain tables, for the catalogue's one-hop questions.

The embedded engine takes 1 to 2 ms to begin any statement, and a family is over a hundred of them; SQLite answers the
same question in some hundredths of that (DECISIONS.md). Tables and indexes are generated from the model, a list is
kept as JSON text and a date as ISO text, and declared types turn both back into what the graph engine gives.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from graphmodel.errors import StoreUnavailable
from graphmodel.model.declaration import Node, Relationship
from graphmodel.schema import sqlite_indexes, sqlite_schema
from graphmodel.stores.base import QUERY_SECONDS, Row, check_parameters
from graphmodel.stores.sqlite_file import SqliteLoad, SqliteSnapshot

WHAT = "the twin of its graph"
BATCH_ROWS = 50_000

sqlite3.register_converter("JSON_TEXT", json.loads)
sqlite3.register_converter("DATE_TEXT", lambda said: date.fromisoformat(said.decode()))
sqlite3.register_converter("BOOL_INT", lambda said: said != b"0")


class TwinWriter:
    """Fills a new twin from the Parquet files of a build."""

    def __init__(self, path: Path) -> None:
        """Make the tables.

        Raises:
            StoreCorrupt: A file stands there already.
            StoreUnavailable: It cannot be written.
        """
        self._load = SqliteLoad(path)
        self._duckdb = duckdb.connect(config={"threads": 1})
        for statement in sqlite_schema():
            self._load.execute(statement)

    def load(self, declared: type[Node] | type[Relationship], parquet: Path) -> int:
        """Add the rows of one class; returns how many.

        Raises:
            StoreUnavailable: The file of rows cannot be read, or the twin not be written.
        """
        table = declared.label if issubclass(declared, Node) else declared.type_
        columns = ", ".join(map(_as_text, declared.arrow_schema()))
        try:
            rows = self._duckdb.execute(f"SELECT {columns} FROM read_parquet(?)", [str(parquet)])
            return self._load.append(table, rows.to_arrow_reader(BATCH_ROWS))
        except duckdb.Error as error:
            raise StoreUnavailable(f"A file of rows cannot be read: {error}", to=str(parquet)) from error

    def finish(self) -> None:
        """Make the indexes, once all rows are there.

        Raises:
            StoreUnavailable: The twin cannot be written, or a node is there twice.
        """
        for statement in sqlite_indexes():
            self._load.execute(statement)

    def close(self) -> None:
        """Bring the file to the disk. Closing twice is harmless."""
        self._duckdb.close()
        self._load.close()


def _as_text(field: pa.Field) -> str:
    """SQL of a column as the twin keeps it."""
    if pa.types.is_list(field.type):
        return f"to_json({field.name})::VARCHAR AS {field.name}"
    if pa.types.is_date(field.type):
        return f"{field.name}::VARCHAR AS {field.name}"
    if pa.types.is_boolean(field.type):
        return f"{field.name}::INTEGER AS {field.name}"
    return str(field.name)


class TwinReader:
    """Answers a twin's SQL. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            StoreCorrupt: It is missing or damaged.
        """
        self._file = SqliteSnapshot(path, WHAT, convert=True)

    def rows(self, statement: str, parameters: Mapping[str, Any], *, seconds: float = QUERY_SECONDS) -> list[Row]:
        """Run one reading statement.

        Args:
            statement: SQL over the tables of :func:`graphmodel.schema.sqlite_schema`, every column aliased.
            parameters: A value for every ``$name``; never None.
            seconds: Time after which the query is stopped.

        Raises:
            BadQuery: The statement or a parameter is wrong.
            StoreTimeout: It ran out of its time.
            StoreCorrupt: The file is damaged.
        """
        check_parameters(statement, parameters)
        with self._file.connection(seconds) as connection:
            found = connection.execute(statement, dict(parameters))
            names = [column[0] for column in found.description]
            return [dict(zip(names, values, strict=True)) for values in found]

    def close(self) -> None:
        """Close the file. Closing twice is harmless."""
        self._file.close()
