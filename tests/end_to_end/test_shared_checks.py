"""The published data sets, through the one command a user would type, scored by independent scripts."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from truth_of_state import rows

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(
        not SHARED.is_dir(), reason="the folder ../shared comes with the workplace, not with the project"
    ),
]


def kin360(home: Path, *arguments: str) -> None:
    """Run the command in a process of its own."""
    command = [str(Path(sys.executable).parent / "kin360"), *arguments]
    done = subprocess.run(
        command, env=os.environ | {"KIN360_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def scored(script: str, *arguments: str) -> Any:
    """What a scoring script prints."""
    done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_twelve_extracts(tmp_path: Path) -> None:
    """Twelve agency extracts with known truth: few wrong links, few missed, families not mixed."""
    data, clusters = SHARED / "data" / "linkage", tmp_path / "clusters.csv"
    kin360(tmp_path / "home", "ingest", str(data / "extracts"))
    kin360(tmp_path / "home", "link", "clusters", "--out", str(clusters))
    score = scored(str(SHARED / "checks" / "score_linkage.py"), str(clusters), str(data / "truth" / "records.csv"))
    assert score["n_missing"] == 0
    assert score["pairwise"]["precision"] >= 0.995
    assert score["bcubed"]["f1"] >= 0.98
    assert score["clusters_mixing_same_household"] <= 30
    traps = scored(
        str(ROOT / "benchmarks" / "score_traps.py"),
        str(clusters),
        str(data / "truth" / "records.csv"),
        str(data / "truth" / "traps.csv"),
    )
    assert traps["junior"]["sprung"] <= 3
    assert traps["twin"]["sprung"] <= 3
    judge_by_truth(tmp_path, data / "truth" / "records.csv")
    kin360(tmp_path / "home", "link", "clusters", "--out", str(clusters))
    score = scored(str(SHARED / "checks" / "score_linkage.py"), str(clusters), str(data / "truth" / "records.csv"))
    assert score["pairwise"]["precision"] >= 0.995
    assert score["pairwise"]["recall"] >= 0.98


def judge_by_truth(folder: Path, truth: Path) -> None:
    """Answer every held link as the truth does, as a steward who is never wrong would, until none is new."""
    person = {row["record_id"]: row["entity_id"] for row in rows(truth)}
    asked: set[tuple[str, str]] = set()
    for _ in range(4):
        kin360(folder / "home", "link", "held", "--out", str(folder / "held.csv"))
        pairs = {(row["record_a"], row["record_b"]) for row in rows(folder / "held.csv")} - asked
        if not pairs:
            return
        asked |= pairs
        with (folder / "judged.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("record_a", "record_b", "verdict"))
            for a, b in sorted(pairs):
                same = person[a.partition(":")[2]] == person[b.partition(":")[2]]
                writer.writerow((a, b, "same" if same else "different"))
        kin360(folder / "home", "link", "judge", "--from", str(folder / "judged.csv"), "--why", "as the truth says")
        kin360(folder / "home", "link", "again")


def test_febrl3(tmp_path: Path) -> None:
    """FEBRL data set 3: a floor."""
    data, clusters = SHARED / "data" / "febrl3", tmp_path / "clusters.csv"
    kin360(tmp_path / "home", "ingest", str(data))
    kin360(tmp_path / "home", "link", "clusters", "--out", str(clusters))
    score = scored(str(SHARED / "checks" / "score_linkage.py"), str(clusters), str(data / "truth.csv"))
    assert score["n_missing"] == 0
    assert score["pairwise"]["f1"] >= 0.995
