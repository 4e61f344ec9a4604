"""Transactions on the ledger's database: durable, one writer at a time, retried when busy, failing in plain words.

SQLite in WAL mode lets readers go on while one writes; ``synchronous=FULL`` makes a commit survive a power cut
(https://www.sqlite.org/pragma.html#pragma_synchronous). A writing transaction begins IMMEDIATE: one that upgraded from
reading could fail half-way without the busy timeout being honoured (https://www.sqlite.org/isolation.html).
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from graphmodel.errors import LedgerError

BUSY_SECONDS = 10.0
"""How long SQLite itself waits for another writer before it reports busy."""

PATIENCE_SECONDS = 60.0
"""How long a busy transaction is tried again before the caller is told."""

T = TypeVar("T")

ADVICE: dict[str, tuple[str, str]] = {
    "SQLITE_NOTADB": (
        "The ledger is damaged or is another kind of file",
        "Nothing was changed. Put the file aside, do not delete it, and restore the last backup in its place.",
    ),
    "SQLITE_CORRUPT": (
        "The ledger is damaged",
        "Put the file aside with its -wal and -shm beside it, do not delete it, and restore the last backup.",
    ),
    "SQLITE_READONLY": (
        "The ledger cannot be written",
        "Give the account that runs Kin360 write permission on the file and on its folder.",
    ),
    "SQLITE_CANTOPEN": (
        "The ledger cannot be opened",
        "Check that its folder exists, that the path names a file, and that this account may write there.",
    ),
    "SQLITE_FULL": ("There is no room left for the ledger", "Free space on its disk and repeat; nothing was written."),
    "SQLITE_IOERR": ("The disk of the ledger failed", "Check the disk, then repeat; nothing was written."),
    "SQLITE_BUSY": ("The ledger was busy for too long", "See which other process writes to it, then repeat."),
    "SQLITE_LOCKED": ("The ledger was busy for too long", "See which other process writes to it, then repeat."),
    "SQLITE_CONSTRAINT_TRIGGER": (
        "The ledger is append-only: it neither changes nor deletes a row",
        "Append a new row that says what is right now; a judgement is taken back with the verdict 'withdrawn'.",
    ),
}


def open_engine(url: str) -> Engine:
    """An engine for the ledger at ``url``; a missing SQLite file is made, readable by its owner only.

    Raises:
        LedgerError: The address is malformed, names no file, or is of a database this version cannot keep a ledger in.
    """
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        # The address is not repeated: one that cannot be parsed may show a password.
        raise LedgerError(
            "The ledger's address is malformed", to="KIN360_LEDGER", do="Write sqlite:///PATH."
        ) from error
    shown = address.render_as_string(hide_password=True)
    if backend != "sqlite":
        raise LedgerError(f"This version keeps its ledger in SQLite, not {backend}", to=shown, do="Use sqlite:///PATH.")
    if not address.database or address.database == ":memory:":
        raise LedgerError("A ledger in memory would be lost", to=shown, do="Name a file: sqlite:///PATH.")
    if not address.database.startswith("file:"):
        _make_private_file(Path(address.database))
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def in_transaction(engine: Engine, work: Callable[[Connection], T], *, writing: bool) -> T:
    """Run ``work`` in one transaction and return what it returns, after the commit is on disk.

    A busy database is tried again for PATIENCE_SECONDS, so ``work`` must be free of effects outside the database.

    Raises:
        LedgerError: The database refused; nothing of ``work`` was kept.
    """
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with engine.connect().execution_options(kin360_writing=writing) as connection, connection.begin():
                return work(connection)
        except (DBAPIError, sqlite3.Error) as error:
            if not _is_busy(error) or time.monotonic() > give_up:
                raise _in_plain_words(error, engine) from error
        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - spreads waiting writers, keeps no secret


def use_write_ahead_log(engine: Engine) -> None:
    """Put the SQLite file into WAL mode, which it then keeps.

    Raises:
        LedgerError: The file cannot be opened, or its file system cannot hold a write-ahead log.
    """
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            mode = _journal_mode(engine)
            break
        except (DBAPIError, sqlite3.Error) as error:
            # Two first openings at once: the switch wants the file alone and does not wait for the busy timeout.
            if not _is_busy(error) or time.monotonic() > give_up:
                raise _in_plain_words(error, engine) from error
        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311
    if mode != "wal":
        raise LedgerError(
            "The ledger's file system cannot keep a write-ahead log",
            to=_place(engine),
            do="Move the ledger to a local disk.",
        )


def _journal_mode(engine: Engine) -> str:
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        mode = str(cursor.execute("PRAGMA journal_mode").fetchone()[0])
        if mode != "wal":
            mode = str(cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0])
        return mode
    finally:
        raw.close()


def _make_private_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        what, do = ADVICE["SQLITE_CANTOPEN"]
        raise LedgerError(what, to=f"{path}: {error.strerror}", do=do) from error


def _set_up_connection(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by _begin alone; the driver's own implicit ones would start before it.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    # Without it INSERT OR REPLACE deletes a row and no trigger hears of it.
    connection.execute("PRAGMA recursive_triggers=ON")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("kin360_writing", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _error_name(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "sqlite_errorname", None) or ""


def _is_busy(error: Exception) -> bool:
    return _error_name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _in_plain_words(error: Exception, engine: Engine) -> LedgerError:
    name = _error_name(error)
    cause = error.orig if isinstance(error, DBAPIError) else error
    for known, (what, do) in ADVICE.items():
        if name.startswith(known):
            return LedgerError(what, to=f"{_place(engine)}: {cause}", do=do)
    return LedgerError(
        "The ledger refused", to=f"{_place(engine)}: {cause}", do="Nothing was written; report this with the message."
    )


def _place(engine: Engine) -> str:
    return engine.url.database or engine.url.render_as_string(hide_password=True)
