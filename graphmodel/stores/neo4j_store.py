"""The server engine: a reader and a writer of one Neo4j database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graphmodel.errors import BadQuery, SnapshotError, StoreCorrupt
from graphmodel.model.declaration import Node, Relationship
from graphmodel.schema import neo4j_node_load, neo4j_relationship_load, neo4j_schema
from graphmodel.stores.base import QUERY_SECONDS, Asked, GraphReader, GraphWriter, Row, check_parameters
from graphmodel.stores.neo4j_connection import Neo4jConnection, Neo4jLogin, Neo4jTransaction
from graphmodel.stores.neo4j_marker import MARKER_LABEL, MARKER_SCHEMA, WHOLE, read_marker

READ_RETRY_SECONDS = 3.0
WRITE_RETRY_SECONDS = 30.0
BATCH_SECONDS = 300.0
BATCH_ROWS = 5_000
AT_ONCE = 4
"""Questions of one page that are on their way together."""

__all__ = ["Neo4jLogin", "Neo4jReader", "Neo4jWriter"]


class Neo4jReader(GraphReader):
    """Reads one database. Connects at the first question, and again by itself after the server was away."""

    def __init__(self, login: Neo4jLogin, *, retry_seconds: float = READ_RETRY_SECONDS) -> None:
        self._neo4j = Neo4jConnection(login, retry_seconds=retry_seconds)
        self._at_once = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="neo4j-read")

    def rows(
        self,
        statement: str,
        parameters: Mapping[str, Any],
        *,
        seconds: float = QUERY_SECONDS,
        twin: str | None = None,
    ) -> list[Row]:
        """Run one reading statement; see :meth:`GraphReader.rows`.

        Raises:
            SettingError: The server refuses the user, the password or the database.
        """
        check_parameters(statement, parameters)
        return self._neo4j.read(statement, parameters, seconds=seconds)

    def rows_of_each(self, asked: Sequence[Asked], *, seconds: float = QUERY_SECONDS) -> list[list[Row]]:
        """Several at a time: while one answer is on its way others are made and read."""
        for one in asked:
            check_parameters(one.statement, one.parameters)
        if len(asked) < 2:
            return super().rows_of_each(asked, seconds=seconds)
        return list(
            self._at_once.map(lambda one: self._neo4j.read(one.statement, one.parameters, seconds=seconds), asked)
        )

    def held_run(self) -> str | None:
        """The run on the graph's marker; see :meth:`GraphReader.held_run`."""
        marker = read_marker(self._neo4j)
        if marker is None or marker.state != WHOLE:
            raise SnapshotError(
                "The server's graph was not loaded to its end" if marker else "The server holds no graph of Kin360",
                to=self._neo4j.login.place,
                do="Run `kin360 graph import --switch`, or `kin360 ingest` again.",
            )
        return marker.run

    def close(self) -> None:
        """Close the pool of connections."""
        self._at_once.shutdown(cancel_futures=True)
        self._neo4j.close()


class Neo4jWriter(GraphWriter):
    """Fills an empty database, a batch of rows a transaction.

    For increments and small graphs; a state is loaded by Neo4j's own import, several times faster.
    """

    def __init__(
        self, login: Neo4jLogin, *, batch_rows: int = BATCH_ROWS, retry_seconds: float = WRITE_RETRY_SECONDS
    ) -> None:
        self._neo4j = Neo4jConnection(login, retry_seconds=retry_seconds)
        self._batch_rows = batch_rows

    def create_schema(self) -> None:
        """Make the constraints of the model and wait until their indexes are up.

        Raises:
            StoreCorrupt: The database holds something already.
        """
        if self._count(f"(n) WHERE NOT n:{MARKER_LABEL}"):
            raise StoreCorrupt(
                "A graph stands there already",
                to=self._neo4j.login.place,
                do="A snapshot is written once; use an empty database.",
            )
        for statement in (*neo4j_schema(), MARKER_SCHEMA, f"CALL db.awaitIndexes({int(BATCH_SECONDS)})"):
            self._write(statement, [])

    def load_nodes(self, node: type[Node], parquet: Path) -> int:
        """Create nodes; see :meth:`GraphWriter.load_nodes`.

        Raises:
            BadQuery: An id is missing or there twice.
        """
        for batch in self._batches(parquet, node.arrow_schema()):
            # Community has no existence constraints: a node without an id would be taken, and never found.
            if batch.column("id").null_count:
                raise BadQuery("A node has no id", to=node.label)
            self._write(neo4j_node_load(node), _lists(batch))
        return self._count(f"(n:{node.label})")

    def load_relationships(self, tie: type[Relationship], parquet: Path) -> int:
        """Create relationships between nodes matched by id; see :meth:`GraphWriter.load_relationships`.

        Raises:
            BadQuery: A row names a node that does not exist; nothing of its batch is written.
        """
        for batch in self._batches(parquet, tie.arrow_schema()):
            self._write(neo4j_relationship_load(tie), _lists(batch), relationships=batch.num_rows)
        return self._count(f"()-[r:{tie.type_}]->()")

    def close(self) -> None:
        """Close the pool of connections; what was loaded is committed."""
        self._neo4j.close()

    def _batches(self, parquet: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            yield from pq.ParquetFile(parquet).iter_batches(self._batch_rows, columns=schema.names)
        except (OSError, pa.ArrowInvalid) as error:
            raise BadQuery(f"A file of rows cannot be read: {error}", to=str(parquet)) from error

    def _write(self, statement: str, rows: list[tuple[Any, ...]], *, relationships: int | None = None) -> None:
        def write(transaction: Neo4jTransaction) -> None:
            created = transaction.write(statement, {"rows": rows} if "$rows" in statement else {}).relationships_created
            # Raised inside the transaction, so that it is rolled back.
            if relationships is not None and created != relationships:
                raise BadQuery(f"{relationships - created} of {relationships} rows name no node", to=statement)

        self._neo4j.transact(write, seconds=BATCH_SECONDS, writing=True)

    def _count(self, pattern: str) -> int:
        statement = f"MATCH {pattern} RETURN count(*) AS n"
        counted = self._neo4j.transact(lambda t: t.rows(statement, {}), seconds=BATCH_SECONDS, writing=True)
        return int(counted[0]["n"])


def _lists(batch: pa.RecordBatch) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
