"""The ledger's database: append-only by force, durable under kill -9, shared by writers, plain-spoken when it fails."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlalchemy import delete, text, update

from casework.ledger import IdentityChange, Ledger
from casework.ledger import engine as ledger_engine
from casework.ledger.engine import in_transaction, open_engine
from casework.ledger.tables import judgement, metadata
from graphmodel.errors import LedgerError

TABLES = sorted(metadata.tables)


@pytest.fixture
def path(tmp_path):
    """A ledger file with a row in each table."""
    file = tmp_path / "ledger.sqlite"
    with Ledger.open(f"sqlite:///{file}") as ledger:
        ledger.prepare_load("r1", [IdentityChange("minted", "P1", ("a:1", "b:1"))], {})
        ledger.judge("a:1", "b:1", "same", who="Ada", why="seen")
    return file


def dump(path):
    """Every row of every table."""
    raw = sqlite3.connect(path)
    rows = {table: raw.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    raw.close()
    return rows


@pytest.mark.parametrize("statement", [update(judgement).values(why="rewritten"), delete(judgement)])
def test_change_through_our_own_engine_is_a_ledger_error(path, statement):
    """An update or delete that slipped into our code ends as a LedgerError that says what to do instead."""
    before = dump(path)
    engine = open_engine(f"sqlite:///{path}")
    with pytest.raises(LedgerError, match=r"append-only.*withdrawn"):
        in_transaction(engine, lambda c: c.execute(statement), writing=True)
    engine.dispose()
    assert dump(path) == before


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {t} SET id = id + 1",
        "DELETE FROM {t}",
        "INSERT OR REPLACE INTO {t} SELECT * FROM {t}",
        "REPLACE INTO {t} SELECT * FROM {t} LIMIT 1",
        "UPDATE OR REPLACE {t} SET id = 1",
    ],
)
def test_database_itself_refuses_any_program(path, table, statement):
    """A foreign connection without our settings cannot change, delete or replace a row either."""
    before = dump(path)
    raw = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match=f"append-only: {table}"):
        raw.execute(statement.format(t=table))
    raw.close()
    assert dump(path) == before


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1)]
)
def test_connections_are_durable_and_strict(path, pragma, value):
    """Every connection syncs each commit (FULL is 2), checks references and hears of replaced rows."""
    engine = open_engine(f"sqlite:///{path}")
    assert in_transaction(engine, lambda c: c.execute(text(f"PRAGMA {pragma}")).scalar(), writing=False) == value
    engine.dispose()


@pytest.mark.parametrize("writing", [True, False])
def test_writer_holds_the_ledger_from_its_first_read(path, writing):
    """What a writing transaction read cannot be overtaken by another writer; a reader holds nobody up."""

    def another_can_write(connection):
        connection.execute(text("SELECT max(id) FROM judgement")).scalar()
        other = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return False
        finally:
            other.close()
        return True

    engine = open_engine(f"sqlite:///{path}")
    assert in_transaction(engine, another_can_write, writing=writing) is not writing
    engine.dispose()


WRITER = """
import sys
from casework.ledger import Ledger, NewJudgement
url, name, batches, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with Ledger.open(url) as ledger:
    print("ready", flush=True)
    for batch in range(batches):
        why = f"{name} {batch}"
        said = ledger.judge_many(
            NewJudgement(f"{name}:{batch}-{n}", f"z:{n}", "same", who=name, why=why) for n in range(size)
        )
        print(why, said[0].id, said[-1].id, flush=True)
"""


def start_writer(path, name, batches, size):
    """A process that writes batches of judgements and prints each once it was acknowledged."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, f"sqlite:///{path}", name, str(batches), str(size)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_four_writers_lose_nothing(path):
    """Four processes writing at once each get every row in, whole batches side by side, ids without a gap."""
    writers = [start_writer(path, f"w{n}", 20, 5) for n in range(4)]
    said = [writer.communicate(timeout=120)[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4
    with Ledger.open(f"sqlite:///{path}") as ledger:
        history = ledger.judgement_history()
    assert [j.id for j in history] == list(range(1, 402))
    assert Counter(j.who for j in history) == {"Ada": 1, "w0": 100, "w1": 100, "w2": 100, "w3": 100}
    where = {j.id: j.why for j in history}
    for line in (line for lines in said for line in lines[1:]):
        *why, first, last = line.split()
        assert {where[i] for i in range(int(first), int(last) + 1)} == {" ".join(why)}


@pytest.mark.parametrize("seed", range(3))
def test_kill_loses_nothing_acknowledged(path, seed):
    """Writers killed with SIGKILL at a random moment leave every acknowledged batch, and no batch in part."""
    waits = random.Random(seed)
    writers = [start_writer(path, f"w{n}", 100_000, 200) for n in range(2)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    time.sleep(waits.uniform(0.1, 0.5))
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    lines = [line for writer in writers for line in writer.communicate(timeout=30)[0].splitlines()]
    acknowledged = {" ".join(line.split()[:2]) for line in lines if len(line.split()) == 4}
    with Ledger.open(f"sqlite:///{path}") as ledger:
        written = Counter(j.why for j in ledger.judgement_history() if j.who != "Ada")
        ledger.judge("a:1", "b:1", "different", who="Ada", why="the ledger goes on")
    assert acknowledged
    assert acknowledged <= written.keys()
    assert set(written.values()) == {200}


LOADER = """
import sys
from casework.ledger import IdentityChange, Ledger
with Ledger.open(sys.argv[1]) as ledger:
    for load in range(1000):
        changes = [IdentityChange("minted", f"P{load}-{n}", (f"s:{load}-{n}",)) for n in range(3000)]
        print(f"preparing run{load}", flush=True)
        ledger.prepare_load(f"run{load}", changes, {})
        print(f"prepared run{load}", flush=True)
        ledger.mark_in_service(f"run{load}")
        print(f"in_service run{load}", flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_load_is_whole_or_absent(path, seed):
    """A process killed among loads leaves each load's events whole or absent, and what it acknowledged in service."""
    with Ledger.open(f"sqlite:///{path}") as ledger:
        ledger.recover("r1")
    loader = subprocess.Popen([sys.executable, "-c", LOADER, f"sqlite:///{path}"], stdout=subprocess.PIPE, text=True)
    assert loader.stdout.readline() == "preparing run0\n"
    time.sleep(random.Random(seed).uniform(0.1, 0.4))
    loader.send_signal(signal.SIGKILL)
    said = [line.split() for line in loader.communicate(timeout=30)[0].splitlines() if line.count(" ") == 1]
    with Ledger.open(f"sqlite:///{path}") as ledger:
        states = {step.run_id: step.state for step in ledger.loads()}
        assert all(states[run] in {state, "in_service"} for state, run in said if state != "preparing")
        ledger.recover("r1")
        settled = {step.run_id: step.state for step in ledger.loads()}
        assert set(settled.values()) <= {"in_service", "abandoned"}
        persons = Counter(person.split("-")[0] for person in ledger.identities().records if "-" in person)
    served = {f"P{run.removeprefix('run')}": 3000 for run, state in settled.items() if state == "in_service"}
    assert persons == {person: number for person, number in served.items() if person != "Pr1"}


def test_busy_ledger_is_tried_again(path, monkeypatch):
    """A write that meets another writer for longer than SQLite waits is repeated until that one is done."""
    monkeypatch.setattr(ledger_engine, "BUSY_SECONDS", 0.01)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger.open(f"sqlite:///{path}") as ledger:
        naps = []

        def release(seconds):
            naps.append(seconds)
            if len(naps) == 3:
                other.execute("COMMIT")

        monkeypatch.setattr(ledger_engine.time, "sleep", release)
        ledger.judge("c:1", "d:1", "same", who="Ada", why="seen")
    other.close()
    assert len(naps) == 3


def test_ledger_that_stays_busy_says_so(path, monkeypatch):
    """A writer that never lets go ends in a LedgerError, and reading still works meanwhile."""
    monkeypatch.setattr(ledger_engine, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(ledger_engine, "PATIENCE_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger.open(f"sqlite:///{path}") as ledger:
        with pytest.raises(LedgerError, match="busy for too long"):
            ledger.judge("c:1", "d:1", "same", who="Ada", why="seen")
        assert len(ledger.judgements()) == 1
    other.close()


def test_damaged_file_is_refused_with_advice(path):
    """A file that is no database, and one whose pages are overwritten, are refused and left as they are."""
    rubbish = b"not a database at all, " * 400
    path.write_bytes(rubbish)
    with pytest.raises(LedgerError, match=r"damaged.*restore the last backup"):
        Ledger.open(f"sqlite:///{path}")
    assert path.read_bytes() == rubbish


def test_damaged_pages_are_named_as_damage(path):
    """Pages overwritten in the middle of the file make a LedgerError, not a wrong answer."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(LedgerError, match="damaged"), Ledger.open(f"sqlite:///{path}") as ledger:
        ledger.judgement_history()


def test_read_only_ledger_says_what_to_permit(path):
    """A ledger that cannot be written says which permission is missing, and is still readable."""
    with Ledger.open(f"sqlite:///file:{path}?mode=ro&uri=true") as ledger:
        assert len(ledger.judgements()) == 1
        with pytest.raises(LedgerError, match=r"cannot be written.*write permission"):
            ledger.judge("c:1", "d:1", "same", who="Ada", why="seen")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("sqlite:///{tmp}/no/such/folder/ledger.sqlite", "cannot be opened.*folder exists"),
        ("sqlite:///{tmp}", "cannot be opened"),
        ("sqlite://", "would be lost"),
        ("sqlite:///:memory:", "would be lost"),
        ("ledger.sqlite", "malformed"),
        ("postgresql//ada:secret@db/ledger", "malformed"),
        ("nonsense://x", "not nonsense"),
        ("postgresql://ada:secret@db/ledger", r"not postgresql.*ada:\*\*\*@db"),
    ],
)
def test_unusable_address_is_refused_with_advice(tmp_path, address, message):
    """An address that names no file a ledger can live in is refused, never showing a password."""
    with pytest.raises(LedgerError, match=message) as refused:
        Ledger.open(address.format(tmp=tmp_path))
    assert "secret" not in str(refused.value)
