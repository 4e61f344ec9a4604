"""The server engine: Neo4j over its official driver, read in READ mode, written in managed transactions.

Every transaction carries a time limit, since the server's own (``db.transaction.timeout``) is none by default. The
driver retries what the server calls transient, for a few seconds and not longer: somebody waits for the page.
READ mode stops writes and is no sandbox: a statement could still LOAD CSV from the server's files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import neo4j
import pyarrow as pa
import pyarrow.parquet as pq
from neo4j import exceptions as said
from neo4j.time import Date

from graphmodel.errors import (
    BadQuery,
    GraphStoreError,
    Kin360Error,
    SettingError,
    StoreConflict,
    StoreCorrupt,
    StoreReadOnly,
    StoreTimeout,
    StoreUnavailable,
)
from graphmodel.model.declaration import Node, Relationship
from graphmodel.schema import neo4j_node_load, neo4j_relationship_load, neo4j_schema
from graphmodel.stores.base import QUERY_SECONDS, GraphReader, GraphWriter, Row, check_parameters

R = TypeVar("R")
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
CONNECT_SECONDS = 5.0
POOL_SECONDS = 10.0
POOL_SIZE = 50
READ_RETRY_SECONDS = 3.0
WRITE_RETRY_SECONDS = 30.0
BATCH_SECONDS = 300.0
BATCH_ROWS = 5_000

_AGAIN = "Try again in a moment."
_LOGIN = "Check KIN360_NEO4J_USER and KIN360_NEO4J_PASSWORD."
_REACH = "Is the server running, and is KIN360_GRAPH its address, with the encryption it wants (neo4j+s://)?"
# The server's codes (neo4j.com/docs/status-codes) to our tree; the first row that begins a code counts.
_BY_CODE: tuple[tuple[str, type[Kin360Error], str, str], ...] = (
    ("Neo.ClientError.Security.AuthenticationRateLimit", StoreUnavailable, "Neo4j saw too many wrong passwords",
     _AGAIN),
    ("Neo.ClientError.Security", SettingError, "Neo4j refuses the user or the password", _LOGIN),
    ("Neo.ClientError.Database.DatabaseNotFound", SettingError, "Neo4j has no such database",
     "Check KIN360_NEO4J_DATABASE."),
    ("Neo.ClientError.Transaction.TransactionTimedOut", StoreTimeout, "The query ran out of its time",
     "Ask for less, or try again."),
    ("Neo.ClientError.Statement.AccessMode", StoreReadOnly, "A write was tried on a graph open for reading", ""),
    ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", StoreReadOnly, "The database takes no writes", ""),
    ("Neo.TransientError.Transaction.DeadlockDetected", StoreConflict, "Two writers met", _AGAIN),
    ("Neo.TransientError.Transaction.LockClientStopped", StoreConflict, "Two writers met", _AGAIN),
    ("Neo.TransientError", StoreUnavailable, "Neo4j is busy", _AGAIN),
    ("Neo.ClientError", BadQuery, "Neo4j refused the statement", ""),
    ("", GraphStoreError, "Neo4j failed", "Look into the server's log."),
)  # fmt: skip


@dataclass(frozen=True)
class Neo4jLogin:
    """Where a Neo4j database is and who asks.

    Args:
        uri: ``neo4j://host:port`` for routing, ``neo4j+s://`` with TLS, ``bolt://`` for one server.
        user: User name.
        password: Password; not shown when printed.
        database: Name of the database; naming it saves a round trip a query.
    """

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"


def _explain(error: Exception, login: Neo4jLogin, statement: str) -> Kin360Error:
    """What the driver raised as an error of our tree, with the statement or the server that met it."""
    server = f"{login.database} at {login.uri}"
    if isinstance(error, said.Neo4jError):
        code, text = error.code or "", error.message or str(error)
        kind, what, do = next(row[1:] for row in _BY_CODE if code.startswith(row[0]))
        about_query = issubclass(kind, GraphStoreError) and not issubclass(kind, StoreUnavailable)
        to = " ".join(statement.split())[:300] if about_query else server
        return kind(f"{what}: {text}", to=to, do=do)
    if isinstance(error, said.ConfigurationError):
        return SettingError(f"Neo4j's address or encryption is wrong: {error}", to=server, do=_REACH)
    if isinstance(error, said.DriverError):
        return StoreUnavailable(f"Neo4j cannot be reached: {str(error).splitlines()[0]}", to=server, do=_REACH)
    return BadQuery(f"A parameter cannot be sent: {error}", to=" ".join(statement.split())[:300])


class _Neo4j:
    """One driver, which pools connections and may be used from several threads, and managed transactions over it."""

    def __init__(self, login: Neo4jLogin, *, retry_seconds: float) -> None:
        self._login = login
        # The driver would also take http://, as a preview.
        if login.uri.partition("://")[0] not in SCHEMES:
            raise SettingError(
                "That is no address of a Neo4j server", to=login.uri, do=f"It begins with one of {', '.join(SCHEMES)}."
            )
        try:
            self._driver: neo4j.Driver | None = neo4j.GraphDatabase.driver(
                login.uri,
                auth=(login.user, login.password),
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=POOL_SECONDS,
                max_connection_pool_size=POOL_SIZE,
                max_transaction_retry_time=retry_seconds,
                # All rows of an answer are wanted at once, and nobody reads the planner's remarks.
                fetch_size=-1,
                notifications_min_severity="OFF",
                user_agent="kin360",
            )
        except (said.DriverError, ValueError) as error:
            raise _explain(error, login, "") from error
        # In a cluster, what one transaction of this process wrote the next one sees.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()

    def transact(
        self,
        statement: str,
        parameters: Mapping[str, Any],
        take: Callable[[neo4j.Result], R],
        *,
        seconds: float,
        writing: bool = False,
    ) -> R:
        """Run one statement in a managed transaction of its own and take what is wanted from its result."""
        if self._driver is None:
            raise StoreUnavailable("The snapshot was closed", do="Open the page again.")

        @neo4j.unit_of_work(timeout=seconds)
        def work(transaction: neo4j.ManagedTransaction) -> R:
            return take(transaction.run(statement, dict(parameters)))

        try:
            with self._driver.session(
                database=self._login.database,
                default_access_mode=neo4j.WRITE_ACCESS if writing else neo4j.READ_ACCESS,
                bookmark_manager=self._bookmarks,
            ) as session:
                return session.execute_write(work) if writing else session.execute_read(work)
        except (said.Neo4jError, said.DriverError, TypeError, ValueError, OverflowError) as error:
            raise _explain(error, self._login, statement) from error

    def close(self) -> None:
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()


class Neo4jReader(GraphReader):
    """Reads one database. Connects at the first question, and again by itself after the server was away."""

    def __init__(self, login: Neo4jLogin, *, retry_seconds: float = READ_RETRY_SECONDS) -> None:
        self._neo4j = _Neo4j(login, retry_seconds=retry_seconds)

    def rows(self, statement: str, parameters: Mapping[str, Any], *, seconds: float = QUERY_SECONDS) -> list[Row]:
        """Run one reading statement; see :meth:`GraphReader.rows`.

        Raises:
            SettingError: The server refuses the user, the password or the database.
        """
        check_parameters(statement, parameters)
        return self._neo4j.transact(statement, parameters, _rows, seconds=seconds)

    def close(self) -> None:
        """Close the pool of connections."""
        self._neo4j.close()


class Neo4jWriter(GraphWriter):
    """Fills an empty database, a batch of rows a transaction.

    For increments and small graphs; a state is loaded by Neo4j's own import, several times faster.
    """

    def __init__(
        self, login: Neo4jLogin, *, batch_rows: int = BATCH_ROWS, retry_seconds: float = WRITE_RETRY_SECONDS
    ) -> None:
        self._neo4j = _Neo4j(login, retry_seconds=retry_seconds)
        self._login, self._batch_rows = login, batch_rows

    def create_schema(self) -> None:
        """Make the constraints of the model and wait until their indexes are up.

        Raises:
            StoreCorrupt: The database holds something already.
        """
        if self._count("(n)"):
            raise StoreCorrupt(
                "A graph stands there already",
                to=f"{self._login.database} at {self._login.uri}",
                do="A snapshot is written once; use an empty database.",
            )
        for statement in (*neo4j_schema(), f"CALL db.awaitIndexes({int(BATCH_SECONDS)})"):
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
        def take(result: neo4j.Result) -> None:
            created = result.consume().counters.relationships_created
            # Raised inside the transaction, so that it is rolled back.
            if relationships is not None and created != relationships:
                raise BadQuery(f"{relationships - created} of {relationships} rows name no node", to=statement)

        parameters = {"rows": rows} if "$rows" in statement else {}
        self._neo4j.transact(statement, parameters, take, seconds=BATCH_SECONDS, writing=True)

    def _count(self, pattern: str) -> int:
        statement = f"MATCH {pattern} RETURN count(*) AS n"
        return int(self._neo4j.transact(statement, {}, _rows, seconds=BATCH_SECONDS, writing=True)[0]["n"])


def _rows(result: neo4j.Result) -> list[Row]:
    names = result.keys()
    return [dict(zip(names, map(_plain, values), strict=True)) for values in result.values()]


def _plain(value: object) -> object:
    """A value as every engine returns it: dates as Python's, in lists and maps too."""
    if isinstance(value, Date):
        return dt.date(value.year, value.month, value.day)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value


def _lists(batch: pa.RecordBatch) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
