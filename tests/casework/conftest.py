"""A hand-made family, built and loaded for real, and views of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rosas_family import TODAY, stage_facts, stage_people
from staged import Staged

from casework.opening import Casework
from casework.view import View
from graphmodel.home import Home
from graphmodel.search_secret import search_secret
from graphmodel.snapshot import Run, begin_run, finish_run, put_in_service
from ingest.build.graph import build_graph
from ingest.build.side_files import write_side_files
from ingest.load import load_graph
from ingest.manifest import is_fictional, manifest_of, sources_of


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the family's snapshot in service."""
    home = Home(tmp_path_factory.mktemp("home")).create()
    staged = Staged(home.root / "staging.duckdb")
    stage_people(staged)
    stage_facts(staged)
    run = begin_run(home)
    report = build_graph(staged.connection, run.tables, search_index=run.search_index, secret=search_secret(home))
    write_side_files(staged.connection, run)
    counts = load_graph(run, run.tables)
    sources, fictional = sources_of(staged.connection), is_fictional(staged.connection)
    run.write_manifest(manifest_of(run, fictional=fictional, sources=sources, counts=counts, report=report))
    put_in_service(home, finish_run(run))
    staged.connection.close()
    return home


@pytest.fixture(scope="session")
def run(home: Home) -> Run:
    """The snapshot in service."""
    return Run(home.runs / home.current.read_text().strip())


@pytest.fixture
def view(home: Home) -> Iterator[View]:
    """An investigator's view of the family on 22 November 2026."""
    casework = Casework(home)
    with casework.view(today=TODAY) as view:
        yield view
    casework.close()


@pytest.fixture
def empty_home(tmp_path: Path) -> Home:
    """A home in which nothing was loaded."""
    return Home(tmp_path / "empty").create()
