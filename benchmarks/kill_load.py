"""Kills fifty loads at seeded moments: ``python -m benchmarks.kill_load [NUMBER] [SEED]``.

After each kill the snapshot in service answers with the same people and families, the ledger has all it had, and the
staging opens; at the end a load succeeds and leaves nothing half-made.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

# The harness is the one that `make test` runs five times.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "build"))

from killing import (
    check_nothing_lost,
    check_settled,
    choose_moments,
    first_load,
    kill_a_load,
    standing_state,
)
from small_state import write_small_state

from graphmodel.home import Home
from ingest.pipeline import ingest_folder

NUMBER = 50
SEED = 7
FAMILIES = 100


@dataclass(frozen=True)
class Kills:
    """What came of the kills; an AssertionError or Kin360Error is raised at the first loss instead."""

    people: int
    killed: dict[str, int]
    """Stage -> loads killed in it."""
    finished: int
    """Loads that were through before the kill came."""
    switched: int
    """Kills after which the new snapshot was already the one in service."""
    seconds: float


def kill_loads(folder: Path, *, number: int = NUMBER, seed: int = SEED, families: int = FAMILIES) -> Kills:
    """Load a small state, then kill ``number`` further loads of it, checking after each what stands."""
    began = time.monotonic()
    extracts, contracts = write_small_state(folder, families=families, seed=seed)
    home = Home(folder / "home")
    times = first_load(home, extracts, contracts)
    before = latest = standing_state(home)
    killed: Counter[str] = Counter()
    finished = switched = 0
    for moment in choose_moments(times, number=number, seed=seed):
        if kill_a_load(home, extracts, contracts, moment):
            killed[moment.stage] += 1
        else:
            finished += 1
        after = standing_state(home)
        check_nothing_lost(before, after)
        switched += after.run != latest.run
        latest = after
    ingest_folder(home, extracts, contracts_folder=contracts)
    check_nothing_lost(before, standing_state(home))
    check_settled(home)
    return Kills(
        people=len(before.persons),
        killed=dict(sorted(killed.items())),
        finished=finished,
        switched=switched - finished,
        seconds=round(time.monotonic() - began, 1),
    )


def main() -> None:
    """Run and print."""
    numbers = [int(text) for text in sys.argv[1:]] + [NUMBER, SEED][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as folder:
        kills = kill_loads(Path(folder), number=numbers[0], seed=numbers[1])
    print(f"kill -9 of {numbers[0]} loads of {kills.people} people (seed {numbers[1]}): nothing lost")
    for stage, times in kills.killed.items():
        print(f"  killed in {stage}: {times}")
    print(f"  new snapshot already in service: {kills.switched}; through before the kill: {kills.finished}")
    print(f"  {kills.seconds} s")


if __name__ == "__main__":
    main()
