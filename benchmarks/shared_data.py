"""The linkage and FEBRL3 test data of the folder `../shared`, where present, through `kin360 ingest` and its scorer."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Section
from benchmarks.processes import ROOT, kin360
from benchmarks.score_clusters import read_clusters, read_truth
from benchmarks.score_traps import read_traps, score_traps
from benchmarks.states import States

NAME, TITLE = "shared", "Linkage of the shared test data"
SHARED = ROOT.parent / "shared"
_SCORER = SHARED / "checks" / "score_linkage.py"
MOST_TRAPS = 3


def measure(_states: States, _sizes: Sequence[int]) -> Section:
    """Ingest each data set into a fresh home and score it; an empty section where the folder is missing."""
    if not _SCORER.exists():
        return Section(name=NAME, title=TITLE, figures=(), notes=("The folder ../shared is not here.",))
    with tempfile.TemporaryDirectory() as folder:
        figures = [*_linkage(Path(folder)), *_febrl(Path(folder))]
    notes = ("Through `kin360 ingest` into a fresh home, automatic tier; scored by ../shared/checks/score_linkage.py.",)
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=notes)


def _linkage(scratch: Path) -> list[Figure]:
    data = SHARED / "data" / "linkage"
    clusters = _clusters_of(data / "extracts", scratch / "linkage")
    score = _score(clusters, data / "truth" / "records.csv")
    entities, _ = read_truth(data / "truth" / "records.csv")
    traps = score_traps(read_clusters(clusters), entities, read_traps(data / "truth" / "traps.csv"))
    pairwise = score["pairwise"]
    return [
        _share("linkage: pairwise precision", pairwise["precision"], 0.995),
        _share("linkage: pairwise recall", pairwise["recall"], None),
        _share("linkage: B-cubed F1", score["bcubed"]["f1"], 0.98),
        _count("linkage: clusters that mix a household", score["clusters_mixing_same_household"], 30, ""),
        *(
            _count(f"linkage: {kind} traps sprung", count.sprung, MOST_TRAPS, f"of {count.traps}")
            for kind, count in traps.items()
        ),
    ]


def _febrl(scratch: Path) -> list[Figure]:
    data = SHARED / "data" / "febrl3"
    # Ingest must not see the truth, which lies beside the records.
    extracts = scratch / "febrl3-extracts"
    extracts.mkdir()
    (extracts / "records.csv").symlink_to(data / "records.csv")
    score = _score(_clusters_of(extracts, scratch / "febrl3"), data / "truth.csv")
    return [_share("FEBRL3: pairwise F1", score["pairwise"]["f1"], 0.995)]


def _clusters_of(extracts: Path, home: Path) -> Path:
    kin360(["ingest", str(extracts)], home)
    out = home / "clusters.csv"
    kin360(["link", "clusters", "--out", str(out)], home)
    return out


def _score(clusters: Path, truth: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(_SCORER), str(clusters), str(truth)], check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout))


def _share(what: str, value: float, goal: float | None) -> Figure:
    return Figure(what=what, value=value, unit="share", sense=">=", goal=goal)


def _count(what: str, value: int, goal: int, beside: str) -> Figure:
    return Figure(what=what, value=value, unit="count", goal=goal, beside=beside)
