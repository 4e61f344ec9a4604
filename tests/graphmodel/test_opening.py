"""Which engine is used is a setting, read in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.errors import SettingError, StoreCorrupt
from graphmodel.home import Home
from graphmodel.snapshot import begin_run
from graphmodel.stores.opening import GRAPH_VARIABLE, engine_name, open_reader, open_writer


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
