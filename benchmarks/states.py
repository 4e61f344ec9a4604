"""Sample states for the benchmarks: made and ingested once a size by the product's own commands, then shared.

They stand in the folder that KIN360_BENCH_HOME names, for the next run as well, or in a temporary folder that goes with
the run.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from benchmarks.processes import ProcessCost, kin360
from graphmodel.home import Home
from graphmodel.snapshot import Run, current_run_name
from ingest.ingest_report import IngestReport

BENCH_VARIABLE = "KIN360_BENCH_HOME"
SEED = 1
_MADE = "made.json"


class Making(BaseModel):
    """What it took to make a state: to generate the extracts, and to ingest them. Sizes in 10^6 bytes."""

    model_config = ConfigDict(frozen=True)
    generate_wall: float
    generate_cpu: float
    generate_peak_mb: float
    ingest_wall: float
    ingest_cpu: float
    ingest_peak_mb: float
    extracts_mb: float
    staging_mb: float
    graph_mb: float
    snapshot_mb: float
    report: IngestReport


@dataclass(frozen=True)
class State:
    """A sample state of so many people, ingested."""

    people: int
    folder: Path

    @property
    def sample(self) -> Path:
        """The extracts, with the truth beside them."""
        return self.folder / "sample"

    @property
    def truth(self) -> Path:
        """The truth; nothing measured may read it, only scorers."""
        return self.sample / "truth"

    @property
    def home(self) -> Home:
        """The home it was ingested into."""
        return Home(self.folder / "home")

    @property
    def run(self) -> Run:
        """The snapshot in service."""
        return Run(self.home.runs / str(current_run_name(self.home)))

    @property
    def making(self) -> Making:
        """What it took to make it."""
        return Making.model_validate_json((self.folder / _MADE).read_text("utf-8"))

    def parquet(self) -> Path:
        """The files its graph was loaded from, one a class."""
        return self.run.tables

    @contextmanager
    def staging_copy(self) -> Iterator[Path]:
        """A copy of the staging database, to be written to, for the time of the block."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield Path(shutil.copy(self.home.staging, folder))


@dataclass
class States:
    """The sample states of one run of the benchmarks."""

    root: Path

    def of(self, people: int) -> State:
        """The state of so many people, made at the first call."""
        state = State(people, self.root / f"people-{people}-seed-{SEED}")
        if not (state.folder / _MADE).exists():
            shutil.rmtree(state.folder, ignore_errors=True)
            state.folder.mkdir(parents=True)
            _make(state)
        return state


@contextmanager
def bench_states() -> Iterator[States]:
    """The states of KIN360_BENCH_HOME, or fresh ones in a temporary folder that goes at the end."""
    kept = os.environ.get(BENCH_VARIABLE)
    if kept:
        root = Path(kept).expanduser().resolve()
        root.mkdir(parents=True, exist_ok=True)
        yield States(root)
        return
    with tempfile.TemporaryDirectory(prefix="kin360-bench-") as folder:
        yield States(Path(folder))


def _make(state: State) -> None:
    home = state.home.root
    generated = kin360(["sample", "--people", str(state.people), "--seed", str(SEED), "--out", str(state.sample)], home)
    ingested = kin360(["ingest", str(state.sample), "--json"], home)
    making = _making(state, generated, ingested)
    (state.folder / _MADE).write_text(making.model_dump_json(indent=1), encoding="utf-8")


def _making(state: State, generated: ProcessCost, ingested: ProcessCost) -> Making:
    return Making(
        generate_wall=generated.wall,
        generate_cpu=generated.cpu,
        generate_peak_mb=generated.peak_mb,
        ingest_wall=ingested.wall,
        ingest_cpu=ingested.cpu,
        ingest_peak_mb=ingested.peak_mb,
        extracts_mb=megabytes(state.sample / "extracts"),
        staging_mb=megabytes(state.home.staging),
        graph_mb=megabytes(state.run.graph),
        snapshot_mb=megabytes(state.run.folder),
        report=IngestReport.model_validate_json(ingested.output),
    )


def megabytes(path: Path) -> float:
    """Size of a file, or of all files below a folder, in 10^6 bytes."""
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6
