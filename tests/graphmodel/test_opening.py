"""Which engine is used is a setting, read in one place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphmodel.errors import SettingError, StoreCorrupt
from graphmodel.home import Home
from graphmodel.snapshot import begin_run
from graphmodel.stores.opening import GRAPH_VARIABLE, PASSWORD_VARIABLE, engine_name, open_reader, open_writer


@pytest.mark.parametrize("value", [None, "", "embedded"])
def test_the_embedded_engine_is_the_default(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """Unset, empty and its name all choose the embedded engine."""
    monkeypatch.delenv(GRAPH_VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(GRAPH_VARIABLE, value)
    assert engine_name() == "embedded"


def test_an_unknown_engine_is_refused_with_the_choices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Any other word is an error that says what is allowed, before a file is made."""
    monkeypatch.setenv(GRAPH_VARIABLE, "oracle")
    run = begin_run(Home(tmp_path))
    for opening in (open_writer, open_reader):
        with pytest.raises(SettingError, match=r"oracle.*Allowed is 'embedded'"):
            opening(run)
    assert not run.graph.exists()


def test_what_is_written_can_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A graph written through one is answered through the other, and is not written twice."""
    monkeypatch.delenv(GRAPH_VARIABLE, raising=False)
    run = begin_run(Home(tmp_path))
    with open_writer(run) as writer:
        writer.create_schema()
    with open_reader(run) as reader:
        assert reader.rows("MATCH (p:Person) RETURN count(*) AS n", {}) == [{"n": 0}]
    with pytest.raises(StoreCorrupt, match="stands there already"):
        open_writer(run)


@pytest.mark.parametrize("address", ["neo4j://graph:7687", "neo4j+s://graph", "bolt://127.0.0.1:7687"])
def test_an_address_chooses_neo4j(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str) -> None:
    """A server's address is the engine neo4j; without a password nothing is opened and the setting is named."""
    monkeypatch.setenv(GRAPH_VARIABLE, address)
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    assert engine_name() == "neo4j"
    run = begin_run(Home(tmp_path))
    for opening in (open_writer, open_reader):
        with pytest.raises(SettingError, match=PASSWORD_VARIABLE):
            opening(run)
    assert not run.server_graph.exists()


def test_a_snapshot_is_read_where_it_was_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A run keeps its server's address, never the password, and no other graph is read in its name."""
    monkeypatch.setenv(PASSWORD_VARIABLE, "s3cret")
    monkeypatch.setenv(GRAPH_VARIABLE, "neo4j://first:7687")
    run = begin_run(Home(tmp_path))
    open_writer(run).close()
    assert json.loads(run.server_graph.read_text()) == {"uri": "neo4j://first:7687", "database": "neo4j"}
    open_reader(run).close()
    for other in ("neo4j://second:7687", "embedded"):
        monkeypatch.setenv(GRAPH_VARIABLE, other)
        with pytest.raises(SettingError, match="neo4j://first:7687"):
            open_reader(run)


def test_an_embedded_snapshot_is_not_read_from_a_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A run loaded into a file is refused where the setting names a server."""
    monkeypatch.delenv(GRAPH_VARIABLE, raising=False)
    run = begin_run(Home(tmp_path))
    open_writer(run).close()
    monkeypatch.setenv(GRAPH_VARIABLE, "neo4j://first:7687")
    monkeypatch.setenv(PASSWORD_VARIABLE, "s3cret")
    with pytest.raises(SettingError, match=r"graph\.kuzu"):
        open_reader(run)
