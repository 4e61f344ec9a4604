"""One connection to a Neo4j database over the official driver: managed transactions, and our own errors.

Every transaction carries a time limit, since the server's own (``db.transaction.timeout``) is none by default. The
driver retries what the server calls transient, for a few seconds and not longer: somebody waits for the page.
READ mode stops writes and is no sandbox: a statement could still LOAD CSV from the server's files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as said
from neo4j.time import Date

from graphmodel.errors import (
    BadQuery,
    GraphStoreError,
    Kin360Error,
    SettingError,
    StoreConflict,
    StoreReadOnly,
    StoreTimeout,
    StoreUnavailable,
)
from graphmodel.stores.base import Row

R = TypeVar("R")
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
CONNECT_SECONDS = 5.0
POOL_SECONDS = 10.0
POOL_SIZE = 50

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


def explain(error: Exception, login: Neo4jLogin, statement: str) -> Kin360Error:
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


@dataclass(frozen=True)
class Written:
    """What one statement changed."""

    nodes_created: int
    nodes_deleted: int
    relationships_created: int
    relationships_deleted: int


class Neo4jTransaction:
    """The statements of one open transaction: all of them count, or none."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction
        self.statement = ""

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
        """Run a statement and return its rows, every value as all engines return it."""
        result = self._run(statement, parameters)
        names = result.keys()
        return [dict(zip(names, map(plain, values), strict=True)) for values in result.values()]

    def write(self, statement: str, parameters: Mapping[str, Any]) -> Written:
        """Run a writing statement and say what it changed."""
        counted = self._run(statement, parameters).consume().counters
        return Written(
            nodes_created=counted.nodes_created,
            nodes_deleted=counted.nodes_deleted,
            relationships_created=counted.relationships_created,
            relationships_deleted=counted.relationships_deleted,
        )

    def _run(self, statement: str, parameters: Mapping[str, Any]) -> neo4j.Result:
        self.statement = statement
        return self._transaction.run(statement, dict(parameters))


class Neo4jConnection:
    """One driver, which pools connections and may be used from several threads, and managed transactions over it.

    Args:
        login: Where and who.
        retry_seconds: How long what the server calls transient is tried again.

    Raises:
        SettingError: The address is of no kind that the driver knows.
    """

    def __init__(self, login: Neo4jLogin, *, retry_seconds: float) -> None:
        self.login = login
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
            raise explain(error, login, "") from error
        # In a cluster, what one transaction of this process wrote the next one sees.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()

    def transact(self, work: Callable[[Neo4jTransaction], R], *, seconds: float, writing: bool = False) -> R:
        """Do some work in one managed transaction and return what it returns.

        The driver may begin it anew, so the work must have no effect outside the transaction.

        Args:
            work: Runs its statements on the transaction it is given; what it raises rolls all of them back.
            seconds: Time after which the server stops the transaction.
            writing: Whether anything is written.

        Raises:
            GraphStoreError: The server refused, or is away; see the classes below it.
            SettingError: The server refuses the user, the password or the database.
        """
        if self._driver is None:
            raise StoreUnavailable("The snapshot was closed", do="Open the page again.")
        opened: list[Neo4jTransaction] = []

        @neo4j.unit_of_work(timeout=seconds)
        def managed(transaction: neo4j.ManagedTransaction) -> R:
            opened[:] = [Neo4jTransaction(transaction)]
            return work(opened[0])

        try:
            with self._driver.session(
                database=self.login.database,
                default_access_mode=neo4j.WRITE_ACCESS if writing else neo4j.READ_ACCESS,
                bookmark_manager=self._bookmarks,
            ) as session:
                return session.execute_write(managed) if writing else session.execute_read(managed)
        except (said.Neo4jError, said.DriverError, TypeError, ValueError, OverflowError) as error:
            raise explain(error, self.login, opened[0].statement if opened else "") from error

    def close(self) -> None:
        """Close the pool. Closing twice is harmless."""
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()


def plain(value: object) -> object:
    """A value as every engine returns it: dates as Python's, in lists and maps too."""
    if isinstance(value, Date):
        return dt.date(value.year, value.month, value.day)
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return value
