"""SQLite files of a snapshot: written once from Arrow rows, then read by many threads and never changed.

Writing goes through ADBC, which takes 2.0 million rows in 2.0 s where ``executemany`` takes 4.3 s. A snapshot's files
never change once it is in service, so readers open them immutable: no locks, no log beside them.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from adbc_driver_manager import Error as AdbcError
from adbc_driver_sqlite import dbapi

from graphmodel.errors import BadQuery, GraphStoreError, StoreCorrupt, StoreTimeout, StoreUnavailable

INGEST_AGAIN = "Run `kin360 ingest` again."
_CACHE_KIB = 16 * 1024
_STEPS_BETWEEN_LOOKS = 20_000
"""SQLite's virtual machine steps (some 2 ms) between two looks at the clock."""


class SqliteLoad:
    """Fills a new SQLite file; nobody reads it before it is closed, so a crash may leave it half written."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise StoreCorrupt("A file stands there already", to=str(path), do="A snapshot is written once.")
        self._path = path
        with self._explained():
            self._connection: dbapi.Connection | None = dbapi.connect(str(path), autocommit=True)
        self._cursor = self._connection.cursor()
        self.execute("PRAGMA journal_mode = OFF")
        self.execute("PRAGMA synchronous = OFF")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except AdbcError as error:
            raise StoreUnavailable(
                f"The file could not be written: {error}",
                to=str(self._path),
                do="Check that there is room on the disk, and run `kin360 ingest` again.",
            ) from error

    def execute(self, statement: str) -> None:
        """Run one statement that gives no rows.

        Raises:
            StoreUnavailable: SQLite refuses it, as on a full disk.
        """
        with self._explained():
            self._cursor.execute(statement)

    def append(self, table: str, rows: pa.Table | pa.RecordBatchReader) -> int:
        """Add rows to a table that exists, columns by position; returns how many.

        Raises:
            StoreUnavailable: SQLite refuses them.
        """
        with self._explained():
            return int(self._cursor.adbc_ingest(table, rows, mode="append"))

    def close(self) -> None:
        """Bring the file to the disk. Closing twice is harmless."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        self._cursor.close()
        connection.close()
        handle = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class SqliteSnapshot:
    """A finished file, read by several threads at once: a connection is lent to one of them at a time."""

    def __init__(self, path: Path, what: str, *, convert: bool = False) -> None:
        """Open the file.

        Args:
            path: The file.
            what: What it is, as errors name it: "the search index".
            convert: Turn values back by the declared types of their columns, see sqlite3.register_converter.

        Raises:
            StoreCorrupt: It is missing, or no SQLite file.
        """
        self._path, self._what = path, what
        self._detect = sqlite3.PARSE_DECLTYPES if convert else 0
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        if not path.is_file():
            raise StoreCorrupt(f"The snapshot lacks {what}", to=str(path), do=INGEST_AGAIN)
        with self.connection() as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    @contextmanager
    def connection(self, seconds: float = 10.0) -> Iterator[sqlite3.Connection]:
        """A connection for the time of the block; what runs on it is stopped after so many seconds.

        Raises:
            StoreTimeout: The time ran out.
            StoreCorrupt: The file is damaged.
            StoreUnavailable: The snapshot was closed, or the file cannot be read just now.
            BadQuery: SQLite refuses a statement or its parameters.
        """
        try:
            lent = self._take()
            until = time.monotonic() + seconds
            lent.set_progress_handler(lambda: time.monotonic() > until, _STEPS_BETWEEN_LOOKS)
            try:
                yield lent
            finally:
                self._give_back(lent)
        except sqlite3.Error as error:
            raise self._explain(error) from error

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise StoreUnavailable("The snapshot was closed", do="Open the page again.")
            if self._idle:
                return self._idle.pop()
        opened = sqlite3.connect(
            f"{self._path.resolve().as_uri()}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
            detect_types=self._detect,
            isolation_level=None,
        )
        opened.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return opened

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _explain(self, error: sqlite3.Error) -> GraphStoreError:
        code = getattr(error, "sqlite_errorcode", None)
        where = str(self._path)
        if code == sqlite3.SQLITE_INTERRUPT:
            return StoreTimeout(f"A question to {self._what} ran out of its time", do="Ask for less, or try again.")
        if code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM}:
            return StoreUnavailable(f"Kin360 cannot read {self._what}: {error}", to=where, do="Try again in a moment.")
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return StoreCorrupt(f"{self._what[0].upper()}{self._what[1:]} is damaged", to=where, do=INGEST_AGAIN)
        return BadQuery(f"SQLite refused the statement: {error}", to=where)

    def close(self) -> None:
        """Close every connection; one still lent is closed when it comes back. Closing twice is harmless."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
