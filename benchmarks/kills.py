"""Fifty loads killed with kill -9 at seeded moments: the earlier snapshot answers, the next load succeeds."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, Section
from benchmarks.kill_load import NUMBER, SEED, Kills, kill_loads
from benchmarks.states import States

NAME, TITLE = "kill", "Loads killed at seeded moments"


def measure(_states: States, _sizes: Sequence[int]) -> Section:
    """Kill the loads of a small state; the sizes of the other sections do not matter here."""
    with tempfile.TemporaryDirectory() as folder:
        return as_section(kill_loads(Path(folder)))


def as_section(kills: Kills) -> Section:
    """What came of the kills, as figures."""
    stages = ", ".join(f"{stage} {times}" for stage, times in kills.killed.items())
    done = sum(kills.killed.values()) + kills.finished
    return Section(
        name=NAME,
        title=TITLE,
        figures=(
            Figure(
                what="loads after which all that stood before still stood",
                value=done,
                unit="count",
                people=kills.people,
                sense=">=",
                goal=NUMBER,
                beside=f"killed in: {stages}; through before the kill: {kills.finished}; new snapshot already in "
                f"service: {kills.switched}",
            ),
        ),
        notes=(f"Seed {SEED}. The run stops with an error at the first loss, so a figure here means none was lost.",),
    )
