"""Casework by the setting alone: KIN360_GRAPH chooses the engine, and what is seen of every person is the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import Engine, Neo4jEngine
from rosas_family import ANA, CARL, DAN, ELENA, GWEN, MIA, ROSA, THEO, TODAY, stage_facts, stage_people
from staged import Staged

from casework.family import family
from casework.find import find_people
from casework.opening import Casework
from casework.profile import person_360
from graphmodel.errors import SettingError, StoreCorrupt
from graphmodel.home import Home
from graphmodel.search_secret import search_secret
from graphmodel.snapshot import begin_run, finish_run, put_in_service
from graphmodel.stores.opening import GRAPH_VARIABLE, PASSWORD_VARIABLE
from ingest.build.graph import build_graph
from ingest.build.side_files import write_side_files
from ingest.load import load_graph
from ingest.manifest import manifest_of, sources_of

PEOPLE = (MIA, ROSA, ANA, ELENA, CARL, DAN, THEO, GWEN)


def choose(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    """Set what an operator would set for this engine."""
    monkeypatch.setenv(GRAPH_VARIABLE, "embedded")
    if isinstance(engine, Neo4jEngine):
        monkeypatch.setenv(GRAPH_VARIABLE, engine.login.uri)
        monkeypatch.setenv(PASSWORD_VARIABLE, engine.login.password)


def home_of_the_family(root: Path) -> Home:
    """A home with the family's snapshot in service, on the engine that is set."""
    home = Home(root).create()
    staged = Staged(home.root / "staging.duckdb")
    stage_people(staged)
    stage_facts(staged)
    run = begin_run(home)
    report = build_graph(staged.connection, run.tables, search_index=run.search_index, secret=search_secret(home))
    write_side_files(staged.connection, run)
    counts = load_graph(run, run.tables)
    run.write_manifest(
        manifest_of(run, fictional=True, sources=sources_of(staged.connection), counts=counts, report=report)
    )
    put_in_service(home, finish_run(run))
    staged.connection.close()
    return home


@pytest.fixture(scope="module")
def embedded_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The family on the embedded engine, which the others are held against."""
    return home_of_the_family(tmp_path_factory.mktemp("embedded"))


@pytest.fixture
def home(engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Home]:
    """The family on each engine, chosen by the setting alone."""
    engine.empty()
    choose(monkeypatch, engine)
    yield home_of_the_family(tmp_path / "home")
    shutil.rmtree(tmp_path / "home")


def seen(home: Home) -> dict[str, object]:
    """What casework shows of everybody, and of who is looked for by name."""
    casework = Casework(home)
    with casework.view(today=TODAY) as view:
        shown: dict[str, object] = {who: (person_360(view, who), family(view, who)) for who in PEOPLE}
        shown |= {text: find_people(view, text) for text in ("Mia Ruiz", "Ruiz", "2175550123", "Vega 1986", "Nobody")}
    casework.close()
    return shown


def test_every_person_looks_the_same(home: Home, embedded_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Person 360, family and search of the whole family: equal, field by field, to the embedded engine's."""
    there = seen(home)
    monkeypatch.setenv(GRAPH_VARIABLE, "embedded")
    here = seen(embedded_home)
    assert there.keys() == here.keys()
    for asked, shown in there.items():
        assert shown == here[asked], asked


def test_the_manifest_names_the_engine(home: Home, engine: Engine) -> None:
    """Which engine holds a snapshot is written down."""
    manifest = Casework(home).manifest()
    assert manifest is not None
    assert manifest.engine == ("neo4j" if isinstance(engine, Neo4jEngine) else "embedded")


def test_the_other_engine_is_not_read_in_its_name(home: Home, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot loaded into one engine is refused, not answered, by another."""
    monkeypatch.setenv(PASSWORD_VARIABLE, "any")
    monkeypatch.setenv(GRAPH_VARIABLE, "embedded" if isinstance(engine, Neo4jEngine) else "neo4j://127.0.0.1:9")
    with pytest.raises((SettingError, StoreCorrupt), match="kin360 ingest"), Casework(home).view(today=TODAY):
        pass
