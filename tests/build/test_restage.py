"""Staging is replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_state import write_small_state

from graphmodel.errors import StoreCorrupt
from graphmodel.home import Home
from ingest.contracts.catalog import load_contracts
from ingest.progress import Silence
from ingest.restage import BUILDING, restage, standing_staging


def records(home: Home) -> int:
    """Person records in the staging that stands."""
    with standing_staging(home.staging) as connection:
        return len(connection.execute("SELECT record_id FROM person_record").fetchall())


def test_what_a_dead_run_left_does_not_come_back(tmp_path: Path) -> None:
    """A half-made staging and a log beside the old one belong to the dead; the new staging has neither."""
    extracts, contracts = write_small_state(tmp_path, families=3, seed=1)
    home = Home(tmp_path / "home").create()
    known = load_contracts(contracts)
    restage(home, extracts, known, Silence())
    assert records(home) == 15
    (home.root / BUILDING).write_bytes(b"half a database")
    log = home.staging.with_name(home.staging.name + ".wal")
    log.write_bytes(b"of the file that goes")
    more, _ = write_small_state(tmp_path / "more", families=4, seed=2)
    report = restage(home, more, known, Silence())
    assert report.person_records == records(home) == 20
    assert not log.exists()
    assert not (home.root / BUILDING).exists()


def test_a_damaged_staging_is_an_error_with_advice(tmp_path: Path) -> None:
    """A file that is no database is named, with what to do."""
    (tmp_path / "staging.duckdb").write_bytes(b"no database" * 1000)
    with (
        pytest.raises(StoreCorrupt, match=r"staging\.duckdb.*run `kin360 ingest` again"),
        standing_staging(tmp_path / "staging.duckdb"),
    ):
        pass
