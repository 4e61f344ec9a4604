"""Snapshots: whole or not at all, held while read, swept when left."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graphmodel.errors import NoSnapshot, SnapshotError
from graphmodel.home import Home
from graphmodel.snapshot import (
    Run,
    SnapshotShelf,
    begin_run,
    current_run_name,
    finish_run,
    put_in_service,
    sweep_runs,
)
from graphmodel.stores.base import GraphReader, Row


class Reader(GraphReader):
    """A reader that remembers whether it was closed."""

    def __init__(self, run: Run) -> None:
        self.name, self.closed = run.name, False

    def rows(
        self, statement: str, parameters: Mapping[str, Any], *, seconds: float = 1.0, twin: str | None = None
    ) -> list[Row]:
        """Nothing."""
        return []

    def close(self) -> None:
        """Remember."""
        self.closed = True


def serve(home: Home, second: int) -> Run:
    """A run put in service."""
    run = finish_run(begin_run(home, f"20260101T0000{second:02d}Z-abcdef"))
    put_in_service(home, run)
    return run


@pytest.fixture
def fresh(tmp_path: Path) -> Home:
    """A new home."""
    return Home(tmp_path / "home").create()


def test_before_the_first_load_there_is_nothing(fresh: Home) -> None:
    """The error says what to do."""
    assert current_run_name(fresh) is None
    with pytest.raises(NoSnapshot, match="kin360 ingest"), SnapshotShelf(fresh, Reader).borrow():
        pass


def test_a_reader_keeps_the_run_it_opened(fresh: Home) -> None:
    """A switch in the middle of a page does not change what the page reads; the old run closes when it is done."""
    first = serve(fresh, 1)
    shelf = SnapshotShelf(fresh, Reader)
    with shelf.borrow() as (run, reader):
        second = serve(fresh, 2)
        with shelf.borrow() as (newer, _):
            assert newer.name == second.name
        assert run.name == first.name
        assert not reader.closed  # type: ignore[attr-defined]
    assert reader.closed  # type: ignore[attr-defined]
    shelf.close()


def test_the_run_in_service_stays_open_between_pages(fresh: Home) -> None:
    """Opening the graph costs time; the next page finds it open."""
    serve(fresh, 1)
    shelf = SnapshotShelf(fresh, Reader)
    with shelf.borrow() as (_, one):
        pass
    with shelf.borrow() as (_, two):
        assert two is one
    shelf.close()
    assert one.closed  # type: ignore[attr-defined]


def test_an_unfinished_build_is_never_served(fresh: Home) -> None:
    """What a crash left is swept, and what is in service is not."""
    served = serve(fresh, 1)
    begin_run(fresh, "20260101T000002Z-abcdef")
    assert sweep_runs(fresh) == ["20260101T000002Z-abcdef.building"]
    assert current_run_name(fresh) == served.name
    assert served.folder.is_dir()


def test_the_sweep_keeps_the_one_before(fresh: Home) -> None:
    """One earlier run is kept, for a page that is still open; older ones go."""
    runs = [serve(fresh, second) for second in (1, 2, 3)]
    sweep_runs(fresh)
    assert [run.folder.exists() for run in runs] == [False, True, True]


def test_a_damaged_pointer_or_manifest_is_one_clear_error(fresh: Home) -> None:
    """Garbage in the pointer counts as nothing loaded; a missing manifest says to load again."""
    run = serve(fresh, 1)
    with pytest.raises(SnapshotError, match="kin360 ingest"):
        run.manifest()
    fresh.current.write_text("../../etc")
    assert current_run_name(fresh) is None


@pytest.mark.parametrize("said", ['{"format": 1, "run": "x"}', '{"run": "x"}', "[]", '{"format": 2}', "not JSON"])
def test_a_snapshot_of_another_version_is_refused(fresh: Home, said: str) -> None:
    """A manifest of another format, or of none, is one error that says to load again."""
    run = serve(fresh, 1)
    (run.folder / "manifest.json").write_text(said)
    with pytest.raises(SnapshotError, match="kin360 ingest") as refused:
        run.manifest()
    assert ("another version" in str(refused.value)) is ('"run"' in said)
