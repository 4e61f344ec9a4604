"""Berths: several servers of one deployment, their homes, and where a run says its graph stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.errors import SettingError, SnapshotError
from graphmodel.home import Home
from graphmodel.snapshot import begin_run
from graphmodel.stores.berths import (
    GRAPH_VARIABLE,
    HOMES_VARIABLE,
    Berth,
    berth_of,
    berths,
    engine_name,
    place_of,
    say_place,
)

TWO = "neo4j://a:7687, bolt+s://b:7687"


@pytest.fixture(autouse=True)
def two_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two servers are set, without homes."""
    monkeypatch.setenv(GRAPH_VARIABLE, TWO)
    monkeypatch.delenv(HOMES_VARIABLE, raising=False)


def test_several_servers_are_one_engine() -> None:
    """Addresses stand in their order, spaces or not."""
    assert engine_name() == "neo4j"
    assert [berth.uri for berth in berths()] == ["neo4j://a:7687", "bolt+s://b:7687"]
    assert all(berth.home is None for berth in berths())


def test_homes_follow_the_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """One folder for each, an empty place for a server elsewhere; another number of them is refused."""
    monkeypatch.setenv(HOMES_VARIABLE, "/srv/a,/srv/b")
    assert [berth.home for berth in berths()] == [Path("/srv/a"), Path("/srv/b")]
    monkeypatch.setenv(HOMES_VARIABLE, ",/srv/b")
    assert [berth.home for berth in berths()] == [None, Path("/srv/b")]
    monkeypatch.setenv(HOMES_VARIABLE, "/srv/a")
    with pytest.raises(SettingError, match="1 folders for 2 servers"):
        berths()


@pytest.mark.parametrize("said", ["neo4j://a,neo4j://a", "neo4j://a,embedded", "neo4j://a,http://b"])
def test_addresses_that_make_no_deployment(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """One server twice, two engines at once, and an address of another kind are wrong settings."""
    monkeypatch.setenv(GRAPH_VARIABLE, said)
    with pytest.raises(SettingError, match=GRAPH_VARIABLE):
        berths()


def test_the_embedded_engine_has_no_berths(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server is named, none is asked."""
    monkeypatch.setenv(GRAPH_VARIABLE, "embedded")
    assert berths() == ()


def test_a_run_says_where_it_stands(tmp_path: Path) -> None:
    """What is written is found again among the servers set, whatever their homes; damaged, it is one clear error."""
    run = begin_run(Home(tmp_path))
    assert place_of(run) is None
    assert berth_of(run) is None
    say_place(run, Berth("bolt+s://b:7687", "neo4j", Path("/srv/b")))
    assert berth_of(run) == berths()[1]
    say_place(run, Berth("neo4j://elsewhere", "neo4j"))
    assert berth_of(run) is None
    say_place(run, None)
    assert place_of(run) == {"engine": "embedded"}
    run.server_graph.write_text("{")
    with pytest.raises(SnapshotError, match="kin360 ingest"):
        place_of(run)
