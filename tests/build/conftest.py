"""What the tests of build and load share: an empty staging, and a way to build, load and ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from staged import Staged

from graphmodel.home import Home
from graphmodel.snapshot import begin_run
from graphmodel.stores.base import Row
from graphmodel.stores.opening import open_reader
from ingest.build.graph import build_graph
from ingest.build.report import BuildReport
from ingest.load import load_graph

SECRET = b"s" * 32


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    return Staged(tmp_path / "staging.duckdb")


class Loaded:
    """A graph that was built and loaded, and the report of its build."""

    def __init__(self, staged: Staged, folder: Path) -> None:
        run = begin_run(Home(folder))
        self.parquet = run.folder / "load"
        self.report: BuildReport = build_graph(staged.connection, self.parquet, run_name=run.name, secret=SECRET)
        self.counts = load_graph(run, self.parquet)
        self._reader = open_reader(run)

    def rows(self, statement: str) -> list[Row]:
        return self._reader.rows(statement, {})

    def dropped(self) -> dict[tuple[str, str], int]:
        return {(left.what, left.reason): left.number for left in self.report.dropped}


@pytest.fixture
def load(staged: Staged, tmp_path: Path) -> Callable[[], Loaded]:
    return lambda: Loaded(staged, tmp_path / "home")
