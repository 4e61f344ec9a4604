"""The embedded engine as casework meets it: kuzu's graph, and beside it the SQLite twin of the same rows.

A question that has SQL beside its Cypher is answered by the twin, every other by kuzu; both are held to the same rows
by the contract suite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from graphmodel.errors import StoreCorrupt
from graphmodel.model.declaration import Node, Relationship
from graphmodel.stores.base import QUERY_SECONDS, GraphReader, GraphWriter, Row
from graphmodel.stores.kuzu_store import READER_BUFFER_BYTES, WRITER_BUFFER_BYTES, KuzuReader, KuzuWriter
from graphmodel.stores.sqlite_file import INGEST_AGAIN
from graphmodel.stores.sqlite_twin import TwinReader, TwinWriter


class EmbeddedReader(GraphReader):
    """Reads one snapshot: its graph and its twin."""

    def __init__(self, graph: Path, twin: Path, *, buffer_bytes: int = READER_BUFFER_BYTES) -> None:
        """Open both.

        Raises:
            StoreCorrupt: Either is missing or cannot be opened.
        """
        self._twin = TwinReader(twin)
        try:
            self._graph = KuzuReader(graph, buffer_bytes=buffer_bytes)
        except BaseException:
            self._twin.close()
            raise

    def rows(
        self,
        statement: str,
        parameters: Mapping[str, Any],
        *,
        seconds: float = QUERY_SECONDS,
        twin: str | None = None,
    ) -> list[Row]:
        """Run one reading statement, or its twin where it has one; see :meth:`GraphReader.rows`."""
        if twin is None:
            return self._graph.rows(statement, parameters, seconds=seconds)
        return self._twin.rows(twin, parameters, seconds=seconds)

    def close(self) -> None:
        """Close both."""
        self._twin.close()
        self._graph.close()


@dataclass
class _Load:
    """A class being loaded: into the twin beside, and how many rows kuzu took."""

    name: str
    beside: Future[int]
    loaded: int = -1


class EmbeddedWriter(GraphWriter):
    """Writes a new snapshot: the twin in a thread of its own, class by class, while kuzu copies the same files."""

    def __init__(self, graph: Path, twin: Path, *, buffer_bytes: int = WRITER_BUFFER_BYTES) -> None:
        """Begin both.

        Raises:
            StoreCorrupt: Either stands there already.
        """
        self._graph = KuzuWriter(graph, buffer_bytes=buffer_bytes)
        try:
            self._twin = TwinWriter(twin)
        except BaseException:
            self._graph.close()
            raise
        self._path = twin
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="twin")
        self._loads: list[_Load] = []
        self._closed = False

    def create_schema(self) -> None:
        """Make kuzu's tables; the twin made its own when it was begun."""
        self._graph.create_schema()

    def load_nodes(self, node: type[Node], parquet: Path) -> int:
        """Load nodes into both; see :meth:`GraphWriter.load_nodes`."""
        with self._both(node.label, node, parquet) as beside:
            beside.loaded = self._graph.load_nodes(node, parquet)
        return beside.loaded

    def load_relationships(self, tie: type[Relationship], parquet: Path) -> int:
        """Load relationships into both; see :meth:`GraphWriter.load_relationships`."""
        with self._both(tie.type_, tie, parquet) as beside:
            beside.loaded = self._graph.load_relationships(tie, parquet)
        return beside.loaded

    @contextmanager
    def _both(self, name: str, declared: type[Node] | type[Relationship], parquet: Path) -> Iterator[_Load]:
        """The twin's load of a class, under way for the time of the block; an error ends the writing of both."""
        load = _Load(name, self._beside.submit(self._twin.load, declared, parquet))
        try:
            yield load
        except BaseException:
            self._let_go()
            raise
        self._loads.append(load)

    def close(self) -> None:
        """Wait for the twin, compare what both hold, and let go of the files. Closing twice is harmless.

        Raises:
            StoreCorrupt: The twin holds more or fewer rows of a class than the graph.
            StoreUnavailable: The twin could not be written.
        """
        if self._closed:
            return
        try:
            indexed = self._beside.submit(self._twin.finish)
            for load in self._loads:
                twinned = load.beside.result()
                if twinned != load.loaded:
                    raise StoreCorrupt(
                        f"The twin holds {twinned} rows of {load.name} where the graph holds {load.loaded}",
                        to=str(self._path),
                        do=INGEST_AGAIN,
                    )
            self._graph.close()
            indexed.result()
        finally:
            self._let_go()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; after an error nothing is waited for that has not begun."""
        if kind is None:
            self.close()
        else:
            self._let_go()

    def _let_go(self) -> None:
        self._closed = True
        self._beside.shutdown(cancel_futures=True)
        self._twin.close()
        self._graph.close()
