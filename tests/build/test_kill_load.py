"""A load killed at any moment costs nothing: the earlier snapshot answers and the next load succeeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from killing import check_nothing_lost, check_settled, choose_moments, first_load, kill_a_load, standing_state
from small_state import write_small_state

from graphmodel.home import Home
from ingest.pipeline import ingest_folder

SEED = 20261122


@pytest.mark.slow
def test_a_killed_load_costs_nothing(tmp_path: Path) -> None:
    """After SIGKILL at five seeded moments the same people answer, and the load after them ends well."""
    extracts, contracts = write_small_state(tmp_path, families=20, seed=1)
    home = Home(tmp_path / "home")
    times = first_load(home, extracts, contracts)
    before = standing_state(home)
    assert len(before.persons) == 60
    assert before.mothers == 20
    killed = []
    for moment in choose_moments(times, number=5, seed=SEED):
        killed.append(kill_a_load(home, extracts, contracts, moment))
        check_nothing_lost(before, standing_state(home))
    assert sum(killed) >= 4
    last = ingest_folder(home, extracts, contracts_folder=contracts)
    after = standing_state(home)
    assert after.run == last.run
    check_nothing_lost(before, after)
    check_settled(home)
