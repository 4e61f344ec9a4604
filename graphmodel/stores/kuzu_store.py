"""The embedded engine: kuzu, one file a snapshot, opened read-only once written.

Rules that the engine's known faults impose (see ARCHITECTURE.md): one Database object a process and file, a
connection a thread, a timeout on every query, never CHECKPOINT what was opened read-only, and a check that no
parameter is missing, since kuzu reads a missing one as NULL.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import kuzu

from graphmodel.errors import BadQuery, GraphStoreError, StoreCorrupt, StoreReadOnly, StoreTimeout, StoreUnavailable
from graphmodel.model.declaration import Node, Relationship
from graphmodel.schema import kuzu_schema
from graphmodel.stores.base import QUERY_SECONDS, GraphReader, GraphWriter, Row, check_parameters

READER_BUFFER_BYTES = 1 << 30
WRITER_BUFFER_BYTES = 2 << 30
"""A million people (15 million rows) load as quickly with 2 GiB as with 4: 108 and 103 s, at 2.8 GB in all."""


def _explain(error: RuntimeError, statement: str) -> GraphStoreError:
    """The engine's message as an error of our tree, with the statement that met it."""
    text, to = str(error), " ".join(statement.split())[:300]
    if "Interrupted" in text:
        return StoreTimeout("The query ran out of its time", to=to, do="Ask for less, or try again.")
    if "read-only" in text.lower() or "read only" in text.lower():
        return StoreReadOnly("A write was tried on a graph open for reading", to=to)
    if "lock on file" in text or "Buffer manager exception" in text:
        return StoreUnavailable(f"The graph is busy: {text}", to=to, do="Try again in a moment.")
    return BadQuery(f"The engine refused the statement: {text}", to=to)


def _open(path: Path, *, read_only: bool, buffer_bytes: int) -> kuzu.Database:
    try:
        return kuzu.Database(str(path), read_only=read_only, buffer_pool_size=buffer_bytes)
    except RuntimeError as error:
        raise StoreCorrupt(
            f"The graph cannot be opened: {error}", to=str(path), do="Run `kin360 ingest` again."
        ) from error


class KuzuReader(GraphReader):
    """Reads one snapshot file."""

    def __init__(self, path: Path, *, buffer_bytes: int = READER_BUFFER_BYTES) -> None:
        if not path.exists():
            raise StoreCorrupt("The graph file is gone", to=str(path), do="Run `kin360 ingest` again.")
        self._database: kuzu.Database | None = _open(path, read_only=True, buffer_bytes=buffer_bytes)
        self._local = threading.local()

    def _connection(self) -> kuzu.Connection:
        if self._database is None:
            raise StoreUnavailable("The snapshot was closed", do="Open the page again.")
        connection = getattr(self._local, "connection", None)
        if connection is None:
            # One thread a query: statements are small and many, and handing them between threads costs more than it
            # gains, the more so on a busy machine (family/ties: 1.6 against 2.7 ms; docs/benchmarks.md).
            connection = self._local.connection = kuzu.Connection(self._database, num_threads=1)
            self._local.prepared = {}
        return cast(kuzu.Connection, connection)

    def rows(
        self,
        statement: str,
        parameters: Mapping[str, Any],
        *,
        seconds: float = QUERY_SECONDS,
        twin: str | None = None,
    ) -> list[Row]:
        """Run one reading statement; see :meth:`GraphReader.rows`."""
        check_parameters(statement, parameters)
        connection = self._connection()
        connection.set_query_timeout(max(1, int(seconds * 1000)))
        try:
            prepared = self._local.prepared.get(statement)
            if prepared is None:
                prepared = self._local.prepared[statement] = connection.prepare(statement)
            result = cast(kuzu.QueryResult, connection.execute(prepared, dict(parameters)))
            names = result.get_column_names()
            found = [dict(zip(names, values, strict=True)) for values in result.get_all()]
            result.close()
        except RuntimeError as error:
            raise _explain(error, statement) from error
        return found

    def close(self) -> None:
        """Close the file once no thread of this process reads it."""
        database, self._database = self._database, None
        if database is not None:
            database.close()


class KuzuWriter(GraphWriter):
    """Writes a new snapshot file; it must not exist yet."""

    def __init__(self, path: Path, *, buffer_bytes: int = WRITER_BUFFER_BYTES) -> None:
        if path.exists():
            raise StoreCorrupt(
                "A graph stands there already", to=str(path), do="A snapshot is written once; use a new run."
            )
        self._database: kuzu.Database | None = _open(path, read_only=False, buffer_bytes=buffer_bytes)
        self._connection = kuzu.Connection(self._database)

    def _run(self, statement: str) -> None:
        try:
            self._connection.execute(statement)
        except RuntimeError as error:
            raise _explain(error, statement) from error

    def _count(self, pattern: str) -> int:
        result = cast(kuzu.QueryResult, self._connection.execute(f"MATCH {pattern} RETURN count(*) AS n"))
        return int(cast(list[int], result.get_next())[0])

    def create_schema(self) -> None:
        """Make the tables of the model."""
        for statement in kuzu_schema():
            self._run(statement)

    def load_nodes(self, node: type[Node], parquet: Path) -> int:
        """COPY nodes; see :meth:`GraphWriter.load_nodes`."""
        self._run(f"COPY {node.label} FROM '{_quoted(parquet)}'")
        return self._count(f"(n:{node.label})")

    def load_relationships(self, tie: type[Relationship], parquet: Path) -> int:
        """COPY relationships; see :meth:`GraphWriter.load_relationships`."""
        self._run(f"COPY {tie.type_} FROM '{_quoted(parquet)}'")
        return self._count(f"(:{tie.start.label})-[r:{tie.type_}]->(:{tie.end.label})")

    def close(self) -> None:
        """Write everything out and let go of the file."""
        database, self._database = self._database, None
        if database is not None:
            self._connection.close()
            database.close()


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace("'", "\\'")
