"""The packaged contracts stage the fictional extracts for trying out linkage, losing no row."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.contracts.catalog import load_contracts
from ingest.stage import stage_folder
from ingest.staging import open_staging

SHARED = Path(__file__).parents[3] / "shared" / "data"
TIE_WORDS = {
    "biological child",
    "reference person",
    "opposite-sex spouse",
    "noninstitutionalized group quarters population",
}


@pytest.mark.shared
def test_the_twelve_extracts_load_whole() -> None:
    """All 34,958 records load; bad dates are notes; roles are words about households and never ties."""
    connection = open_staging(Path(":memory:"), fresh=True)
    report = stage_folder(connection, SHARED / "linkage", contracts=load_contracts())
    assert (len(report.files), report.rows_in, report.rows_loaded) == (12, 34_958, 34_958)
    assert report.unmatched == ()
    assert {file.error for file in report.files} == {None}
    assert all(reason.note for reason in report.reasons)
    roles = {r for (r,) in connection.execute("SELECT DISTINCT household_role FROM person_record").fetchall()}
    assert roles >= TIE_WORDS
    assert connection.execute("SELECT count(*) FROM stated_tie").fetchone() == (0,)
    repeat = connection.execute("SELECT system FROM source_file WHERE people_repeat = 'possible' ORDER BY 1").fetchall()
    assert repeat == [("sim_wage_records",), ("sim_wic",)]
    dated = connection.execute(
        "SELECT count(birth_date) / count(*) FROM person_record"
        " WHERE system NOT IN ('sim_energy_assistance', 'sim_wage_records')"
    ).fetchone()
    assert dated is not None
    assert dated[0] > 0.97


@pytest.mark.shared
def test_febrl3_loads_whole() -> None:
    """All 5,000 records load, and the truth beside them is left alone."""
    connection = open_staging(Path(":memory:"), fresh=True)
    report = stage_folder(connection, SHARED / "febrl3", contracts=load_contracts())
    assert report.rows_loaded == 5_000
    assert [u.file for u in report.unmatched] == ["truth.csv"]
