"""One connection to a Neo4j database over the official driver: one reading statement, or managed transactions.

Every transaction carries a time limit, since the server's own (``db.transaction.timeout``) is none by default, and is
cut off on this side when the server keeps silent beyond it. What may pass is tried again for a few seconds and not
longer: somebody waits for the page.
READ mode stops writes and is no sandbox: a statement could still LOAD CSV from the server's files.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as said
from neo4j.time import Date

from graphmodel.errors import Kin360Error, StoreUnavailable
from graphmodel.stores.base import Row
from graphmodel.stores.neo4j_cutoff import cut_off
from graphmodel.stores.neo4j_errors import asks_for_status, explain, not_running, silent
from graphmodel.stores.neo4j_login import Neo4jLogin

__all__ = ["Neo4jConnection", "Neo4jLogin", "Neo4jTransaction", "Written", "explain", "plain"]

R = TypeVar("R")
CONNECT_SECONDS = 3.0
POOL_SECONDS = 6.0
POOL_SIZE = 50
SILENT_SECONDS = 3.0
"""How much longer than a query may take the server may keep silent. It looks for queries to stop every two seconds
(``db.transaction.monitor.check.interval``), and has stopped them within half a second when measured."""
COMMIT_SECONDS = 30.0
"""The same for writing, where a commit follows that the server's limit does not cover."""
STATUS_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 1.0
# What the driver logs of a lost server would stand on the terminal beside our one line, where nobody set up a log.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
_SIMPLE = frozenset((str, int, float, bool, type(None)))
_STATUS = "SHOW DATABASES YIELD name, currentStatus, statusMessage"


@dataclass(frozen=True)
class Written:
    """What one statement changed."""

    nodes_created: int
    nodes_deleted: int
    relationships_created: int
    relationships_deleted: int


class Neo4jTransaction:
    """The statements of one open transaction: all of them count, or none."""

    def __init__(self, transaction: neo4j.ManagedTransaction | neo4j.Transaction) -> None:
        self._transaction = transaction
        self.statement = ""

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
        """Run a statement and return its rows, every value as all engines return it."""
        return _rows(self._run(statement, parameters))

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


class HeldTransaction:
    """A writing transaction that stays open until it is committed or given up; its connection is its own."""

    def __init__(self, connection: Neo4jConnection, seconds: float) -> None:
        self._connection, self._open = connection, ExitStack()
        self._last = ""
        with self._telling():
            session = self._open.enter_context(connection.session(seconds + COMMIT_SECONDS, writing=True))
            self._transaction = session.begin_transaction(timeout=seconds)
            self._statements = Neo4jTransaction(self._transaction)

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
        """See :meth:`Neo4jTransaction.rows`."""
        self._last = statement
        with self._telling():
            return self._statements.rows(statement, parameters)

    def write(self, statement: str, parameters: Mapping[str, Any]) -> Written:
        """See :meth:`Neo4jTransaction.write`."""
        self._last = statement
        with self._telling():
            return self._statements.write(statement, parameters)

    def commit(self) -> None:
        """Make it count.

        Raises:
            StoreUnavailable: The server was lost: whether it counts is not known until it answers again.
            GraphStoreError: The server refused; nothing counts.
        """
        self._last = "COMMIT"
        with self._telling():
            self._transaction.commit()
        self._open.close()

    def give_up(self) -> None:
        """Take back whatever was done. Harmless at any time, also after a commit."""
        with suppress(said.Neo4jError, said.DriverError, Kin360Error):
            self._transaction.close()
        with suppress(said.Neo4jError, said.DriverError, Kin360Error):
            self._open.close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn what the driver raises into our errors, and give up."""
        try:
            yield
        except (said.Neo4jError, said.DriverError, TypeError, ValueError, OverflowError) as error:
            self._open.close()
            raise self._connection.told(error, self._last) from error


class Neo4jConnection:
    """One driver, which pools connections and may be used from several threads.

    Args:
        login: Where and who.
        retry_seconds: How long what may pass is tried again: from the first try on for reading, from the first failure
            on for managed transactions (the driver's way).

    Raises:
        SettingError: The address is of no kind that the driver knows, or its authorities cannot be used.
    """

    def __init__(self, login: Neo4jLogin, *, retry_seconds: float) -> None:
        self.login = login
        self._retry_seconds = retry_seconds
        try:
            self._driver: neo4j.Driver | None = neo4j.GraphDatabase.driver(
                **login.driver_arguments(),
                connection_timeout=CONNECT_SECONDS,
                connection_write_timeout=POOL_SECONDS,
                connection_acquisition_timeout=POOL_SECONDS,
                max_connection_pool_size=POOL_SIZE,
                max_transaction_retry_time=retry_seconds,
                # All rows of an answer are wanted at once, and nobody reads the planner's remarks.
                fetch_size=-1,
                notifications_min_severity="OFF",
                # It would travel with every query.
                telemetry_disabled=True,
                user_agent="kin360",
            )
        except (said.DriverError, ValueError) as error:
            raise explain(error, login, "") from error
        # In a cluster, what one transaction of this process wrote the next one sees.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()

    def read(self, statement: str, parameters: Mapping[str, Any], *, seconds: float) -> list[Row]:
        """Run one reading statement and return its rows, every value as all engines return it.

        A transaction of its own accord: one round trip, where a managed one also commits. Tried again here, as the
        driver does for managed ones, since reading twice changes nothing.

        Args:
            statement: Cypher that only reads; the server refuses a write.
            parameters: Values for its names.
            seconds: Time after which the server stops it.

        Raises:
            GraphStoreError: The server refused, or is away; see the classes below it.
            SettingError: The server refuses the user, the password or the database.
        """
        pause, until = FIRST_PAUSE_SECONDS, time.monotonic() + self._retry_seconds
        while True:
            try:
                return self._read_once(self.login.database, statement, parameters, seconds)
            except (said.Neo4jError, said.DriverError) as error:
                if not error.is_retryable() or time.monotonic() >= until:
                    raise self.told(error, statement) from error
            except (TypeError, ValueError, OverflowError) as error:
                raise explain(error, self.login, statement) from error
            # Spread, so that the pages that met one failure do not all come back at one moment.
            time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

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
        opened: list[Neo4jTransaction] = []
        patience = seconds + (COMMIT_SECONDS if writing else SILENT_SECONDS)

        @neo4j.unit_of_work(timeout=seconds)
        def managed(transaction: neo4j.ManagedTransaction) -> R:
            opened[:] = [Neo4jTransaction(transaction)]
            return work(opened[0])

        try:
            with self.session(patience, writing=writing) as session:
                return session.execute_write(managed) if writing else session.execute_read(managed)
        except (said.Neo4jError, said.DriverError, TypeError, ValueError, OverflowError) as error:
            raise self.told(error, opened[0].statement if opened else "") from error

    def hold(self, *, seconds: float) -> HeldTransaction:
        """Begin a writing transaction that the caller commits or gives up.

        Unlike :meth:`transact` it is not tried again, and other work can be done while it is open.

        Args:
            seconds: Time after which the server stops it.

        Raises:
            GraphStoreError: The server is away or refuses.
            SettingError: The server refuses the user, the password or the database.
        """
        return HeldTransaction(self, seconds)

    def close(self) -> None:
        """Close the pool. Closing twice is harmless."""
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    @contextmanager
    def session(
        self, patience: float, *, database: str | None = None, writing: bool = False, connect: float = POOL_SECONDS
    ) -> Iterator[neo4j.Session]:
        """A session whose every wait ends: ``connect`` seconds for a connection, ``patience`` for all answers on it."""
        if self._driver is None:
            raise StoreUnavailable("The snapshot was closed", do="Open the page again.")
        with (
            self._driver.session(
                database=database or self.login.database,
                default_access_mode=neo4j.WRITE_ACCESS if writing else neo4j.READ_ACCESS,
                bookmark_manager=self._bookmarks,
                connection_acquisition_timeout=connect,
            ) as session,
            cut_off(session, patience) as limit,
        ):
            try:
                yield session
            except said.DriverError as error:
                if limit.passed():
                    raise silent(self.login, patience) from error
                raise

    def _read_once(
        self,
        database: str,
        statement: str,
        parameters: Mapping[str, Any],
        seconds: float,
        *,
        connect: float = POOL_SECONDS,
    ) -> list[Row]:
        """Read in a transaction that the server opens and ends by itself."""
        with self.session(seconds + SILENT_SECONDS, database=database, connect=connect) as session:
            return _rows(session.run(neo4j.Query(statement, timeout=seconds), dict(parameters)))

    def told(self, error: Exception, statement: str) -> Kin360Error:
        """Our error for the driver's; asks the server itself where the driver cannot know the reason."""
        if asks_for_status(error):
            told = self._told_by_server(isinstance(error, said.DriverError))
            if told is not None:
                return told
        return explain(error, self.login, statement)

    def _told_by_server(self, lost: bool) -> Kin360Error | None:
        """What a direct connection to the server says is wrong with the database, or None when it finds nothing.

        Args:
            lost: Whether the database was not reached at all; then failing here too is an answer: a routing driver
                keeps the reasons of its failures to itself.
        """
        try:
            with closing(Neo4jConnection(self.login.direct(), retry_seconds=0)) as direct:
                found = direct._read_once("system", _STATUS, {}, STATUS_SECONDS, connect=STATUS_SECONDS)
        except (said.Neo4jError, said.DriverError) as error:
            return explain(error, self.login, _STATUS) if lost else None
        except Kin360Error as error:
            return error if lost else None
        ours = next((row for row in found if row["name"] == self.login.database), None)
        if ours is None or (ours["currentStatus"] == "online" and not ours["statusMessage"]):
            return None
        return not_running(self.login, ": ".join(filter(None, (ours["currentStatus"], ours["statusMessage"]))))


def _rows(result: neo4j.Result) -> list[Row]:
    names = result.keys()
    return [dict(zip(names, map(plain, values), strict=True)) for values in result.values()]


def plain(value: object) -> object:
    """A value as every engine returns it: dates as Python's, in lists and maps too."""
    # Nearly every value is one of these; asking for them first saves a twelfth of the client's time on family/ties.
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, Date):
        return dt.date(value.year, value.month, value.day)
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return value
