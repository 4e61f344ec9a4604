"""Kills a load at a moment of its life, and checks what stands afterwards."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from casework.ledger import Ledger
from graphmodel.home import Home
from graphmodel.snapshot import SnapshotShelf
from graphmodel.stores.opening import open_reader
from ingest.pipeline import ingest_folder
from ingest.restage import standing_staging

CHILD = """
import sys
from pathlib import Path
from graphmodel.home import Home
from ingest.pipeline import ingest_folder

class Tell:
    def stage(self, name, total):
        print(name, flush=True)
    def advance(self, n):
        pass
    def done(self):
        pass

home, extracts, contracts = map(Path, sys.argv[1:])
ingest_folder(Home(home), extracts, contracts_folder=contracts, progress=Tell())
print("in service", flush=True)
"""

PERSONS = "MATCH (p:Person) RETURN p.id AS person ORDER BY person"
MOTHERS = "MATCH (m:Person)-[t:PARENT_OF {nature: 'biological'}]->(c:Person) RETURN count(*) AS mothers"


@dataclass
class StageTimes:
    """A progress sink that notes how long each stage takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    _name: str = ""
    _began: float = 0.0

    def stage(self, name: str, total: int | None) -> None:
        """See :class:`ingest.progress.ProgressSink`."""
        self.done()
        self._name, self._began = name, time.monotonic()

    def advance(self, n: int) -> None:
        """See :class:`ingest.progress.ProgressSink`."""

    def done(self) -> None:
        """See :class:`ingest.progress.ProgressSink`."""
        if self._name:
            self.seconds[self._name] = time.monotonic() - self._began
            self._name = ""


@dataclass(frozen=True)
class State:
    """What must outlive a killed load."""

    run: str
    persons: tuple[str, ...]
    mothers: int
    judgements: tuple[object, ...]
    loads: tuple[object, ...]
    staged: int


@dataclass(frozen=True)
class Moment:
    """When to kill: so long after a stage began."""

    stage: str
    seconds: float


def choose_moments(times: StageTimes, *, number: int, seed: int) -> list[Moment]:
    """Moments in every stage in turn, the switch and the load first, each somewhere in the first part of its stage.

    Not later than that: a load that runs quicker than the one measured would be over before the kill.
    """
    rng = random.Random(seed)
    others = [stage for stage in times.seconds if stage not in {"switch", "load"}]
    rng.shuffle(others)
    stages = islice(cycle(["switch", "load", *others]), number)
    return [Moment(stage, rng.uniform(0.0, 0.7 * times.seconds[stage])) for stage in stages]


def first_load(home: Home, extracts: Path, contracts: Path) -> StageTimes:
    """Load once, undisturbed, and write two judgements; returns how long the stages took."""
    times = StageTimes()
    ingest_folder(home, extracts, contracts_folder=contracts, progress=times)
    with Ledger.open(home.ledger_url) as ledger:
        ledger.judge("benefits:0a", "births:B0-M", "same", who="steward", why="one social security number")
        ledger.judge("benefits:0a", "benefits:1a", "different", who="steward", why="met both")
    return times


def kill_a_load(home: Home, extracts: Path, contracts: Path, moment: Moment) -> bool:
    """Start a load in a process of its own and kill it at the moment; False when it was quicker than that."""
    command = [sys.executable, "-c", CHILD, str(home.root), str(extracts), str(contracts)]
    # Compiled once, for the first child: where bytecode is not kept, imports would take longer than the load.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": str(home.root.parent / "bytecode")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == moment.stage:
                time.sleep(moment.seconds)
                break
        child.kill()
        rest = child.stdout.read()
    return "in service" not in rest


def standing_state(home: Home) -> State:
    """Open the snapshot in service, the ledger and the staging, and read what must be there.

    Raises:
        Kin360Error: One of them does not open or answer.
    """
    shelf = SnapshotShelf(home, open_reader)
    try:
        with shelf.borrow() as (run, reader):
            persons = tuple(row["person"] for row in reader.rows(PERSONS, {}))
            mothers = reader.rows(MOTHERS, {})[0]["mothers"]
            assert run.manifest().counts["Person"] == len(persons)
            assert run.rejects.exists()
            name = run.name
    finally:
        shelf.close()
    with Ledger.open(home.ledger_url) as ledger:
        judgements, loads = tuple(ledger.judgement_history()), tuple(ledger.loads())
    with standing_staging(home.staging) as connection:
        row = connection.execute("SELECT count(*) FROM person_record").fetchone()
        assert row is not None
    return State(name, persons, mothers, judgements, loads, row[0])


def check_nothing_lost(before: State, after: State) -> None:
    """The same people and families answer, and the ledger has all it had; only new steps of loads may follow."""
    assert after.persons == before.persons
    assert after.mothers == before.mothers
    assert after.judgements == before.judgements
    assert after.loads[: len(before.loads)] == before.loads
    assert after.staged == before.staged


def check_settled(home: Home) -> None:
    """After a load that succeeded nothing half-made is left, and every load of the ledger came to an end."""
    assert not list(home.runs.glob("*.building"))
    assert not list(home.root.glob("staging.building*"))
    with Ledger.open(home.ledger_url) as ledger:
        steps = ledger.loads()
    prepared = {step.run_id for step in steps if step.state == "prepared"}
    ended = {step.run_id for step in steps if step.state != "prepared"}
    assert prepared == ended
