"""Opening and migrating a ledger: from nothing, at once, and never against its will."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from casework.ledger import Ledger
from casework.ledger.engine import in_transaction, open_engine
from casework.ledger.migrate import HEAD, VERSION_TABLE, scripts
from casework.ledger.tables import metadata
from graphmodel.errors import LedgerError


def url(path):
    """The address of a ledger file."""
    return f"sqlite:///{path}"


@pytest.mark.parametrize("made_before", [False, True], ids=["missing file", "empty file"])
def test_new_ledger_is_made_from_nothing(tmp_path, made_before):
    """A missing or empty file becomes a ledger in WAL mode that keeps what is written to it."""
    path = tmp_path / "ledger.sqlite"
    if made_before:
        path.touch()
    with Ledger.open(url(path)) as ledger:
        said = ledger.judge("a:1", "b:1", "same", who="Ada", why="seen")
    with Ledger.open(url(path)) as ledger:
        assert ledger.judgements() == [said]
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone() == (HEAD,)


def test_new_file_is_private(tmp_path):
    """Only the owner can read a ledger that Kin360 made."""
    path = tmp_path / "ledger.sqlite"
    Ledger.open(url(path)).close()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_head_is_the_newest_migration():
    """The revision that opening checks for is the last of the packaged migrations."""
    assert scripts().get_heads() == [HEAD]


def test_migrations_make_the_declared_tables(tmp_path):
    """What the migrations make and what the tables declare do not differ."""
    engine = open_engine(url(tmp_path / "ledger.sqlite"))
    Ledger.open(url(tmp_path / "ledger.sqlite")).close()

    def differences(connection):
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "target_metadata": metadata}
        )
        return compare_metadata(context, metadata)

    assert in_transaction(engine, differences, writing=False) == []
    engine.dispose()


def test_every_table_is_append_only(tmp_path):
    """Each declared table carries the three triggers; a table added without them fails here."""
    path = tmp_path / "ledger.sqlite"
    Ledger.open(url(path)).close()
    with sqlite3.connect(path) as raw:
        triggers = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    expected = {f"{t}_no_{what}" for t in metadata.tables for what in ("update", "delete", "replace")}
    assert triggers == expected


def test_newer_ledger_is_refused_untouched(tmp_path):
    """A ledger of a form this version does not know is refused with advice, and its bytes stay."""
    path = tmp_path / "ledger.sqlite"
    Ledger.open(url(path)).close()
    with sqlite3.connect(path) as raw:
        raw.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"newer version.*9999.*Install the newer version"):
        Ledger.open(url(path))
    assert path.read_bytes() == before


def test_foreign_database_is_refused_untouched(tmp_path):
    """A SQLite file with other tables is not made into a ledger."""
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE recipe (name TEXT)")
    raw.close()
    with pytest.raises(LedgerError, match=r"not a Kin360 ledger.*recipe"):
        Ledger.open(url(path))
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("recipe",)]


OPEN = "import sys; from casework.ledger import Ledger; Ledger.open(sys.argv[1]).close(); print('open')"


def test_processes_open_a_new_ledger_at_once(tmp_path):
    """Four processes that all find no file end with one ledger, and none fails."""
    address = url(tmp_path / "ledger.sqlite")
    started = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    assert [process.communicate(timeout=60) for process in started] == [("open\n", "")] * 4
    with Ledger.open(address) as ledger:
        assert ledger.loads() == []
