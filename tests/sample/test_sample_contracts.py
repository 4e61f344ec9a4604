"""The sample state against its fourteen contracts: every row is loaded or rejected for the reason it was planted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest
from state_on_disk import State

from ingest.contracts.catalog import load_contracts
from ingest.load_report import LoadReport
from ingest.sample.extracts.catalogue import EXTRACTS
from ingest.stage import stage_folder
from ingest.staging import open_staging

NATURES = {"biological", "adoptive", "step", "foster", "guardianship", "putative", "surrogate", "unknown"}
ROLES = {
    "head", "spouse", "partner", "child", "biological child", "stepchild", "adopted child", "foster child",
    "grandchild", "sibling", "parent", "other relative", "nonrelative",
}  # fmt: skip


@pytest.fixture(scope="session")
def staged(state: State, tmp_path_factory: pytest.TempPathFactory) -> tuple[duckdb.DuckDBPyConnection, LoadReport]:
    """The state staged with the packaged contracts."""
    connection = open_staging(Path(tmp_path_factory.mktemp("staging")) / "staging.duckdb", fresh=True)
    return connection, stage_folder(connection, state.folder, contracts=load_contracts())


def _values(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query).fetchall()}


def test_fourteen_systems_of_twelve_agencies_each_have_a_fictional_contract() -> None:
    """Every extract has one contract of its system, marked fictional, under an agreement."""
    contracts = {c.system: c for c in load_contracts() if c.fictional and c.agreement}
    assert len(EXTRACTS) == 14
    assert {e.system for e in EXTRACTS} <= set(contracts)
    ours = [contracts[e.system] for e in EXTRACTS]
    assert len({c.agency for c in ours}) == 12
    assert len({e.agency for e in EXTRACTS}) == 12
    assert {c.format.kind for c in ours} == {"delimited", "fixed_width", "json_lines", "xml", "parquet"}
    assert contracts["homeless_services"].links == "attach"


def test_every_file_is_read_by_its_own_contract(
    state: State, staged: tuple[duckdb.DuckDBPyConnection, LoadReport]
) -> None:
    """No file is left over, none is broken, and each goes to the system that wrote it."""
    _, report = staged
    assert report.unmatched == ()
    assert {f.file: f.system for f in report.files} == {e.path: e.system for e in EXTRACTS}
    assert [f.error for f in report.files] == [None] * 14
    assert {f.file: f.rows_in for f in report.files} == state.summary.rows


def test_rows_in_are_loaded_or_rejected_and_rejects_are_the_planted_ones(
    state: State, staged: tuple[duckdb.DuckDBPyConnection, LoadReport]
) -> None:
    """In = loaded + rejected for every file, and exactly the planted rows are rejected."""
    _, report = staged
    planted = Counter(row["file"] for row in state.truth("planted"))
    for file in report.files:
        assert file.rows_in == file.rows_loaded + file.rows_rejected
        assert file.rows_rejected == planted[file.file] > 0


def test_truth_names_every_record_that_was_staged(
    state: State, staged: tuple[duckdb.DuckDBPyConnection, LoadReport]
) -> None:
    """records.csv holds each staged person record once, under its key, and no other."""
    connection, _ = staged
    records = [r["record_id"] for r in state.truth("records")]
    assert len(records) == len(set(records))
    assert set(records) == _values(connection, "SELECT record_key FROM person_record")
    assert len(records) == sum(state.summary.records.values())
    pairs = {(r["agency"], r["record_id"]) for r in state.truth("records")}
    assert pairs == set(connection.execute("SELECT system, record_key FROM person_record").fetchall())


def test_stated_parentage_is_what_the_contracts_stage(
    state: State, staged: tuple[duckdb.DuckDBPyConnection, LoadReport]
) -> None:
    """The truth's list of stated ties equals the PARENT_OF ties staged, record by record and nature by nature."""
    connection, _ = staged
    found = set(
        connection.execute(
            "SELECT system, split_part(from_record, ':', 2), split_part(to_record, ':', 2), nature"
            " FROM stated_tie WHERE kind = 'PARENT_OF'"
        ).fetchall()
    )
    told = {
        (r["system"], r["parent_record"], r["child_record"], r["nature"])
        for r in state.truth("stated_parentage")
        if r["basis"] == "tie"
    }
    assert found == told


def test_staged_words_are_the_models_words(staged: tuple[duckdb.DuckDBPyConnection, LoadReport]) -> None:
    """Natures, roles, statuses and kinds of cases are those the graph model knows."""
    connection, _ = staged
    assert _values(connection, "SELECT DISTINCT nature FROM stated_tie WHERE kind = 'PARENT_OF'") <= NATURES
    roles = _values(connection, "SELECT DISTINCT household_role FROM person_record WHERE household_role IS NOT NULL")
    assert roles <= ROLES
    assert {"head", "child", "biological child"} <= roles
    assert _values(connection, "SELECT DISTINCT status FROM enrolment") <= {"active", "closed", "pending"}
    assert _values(connection, "SELECT DISTINCT case_kind FROM case_involvement") >= {
        "removal", "investigation", "support order", "incarceration",
    }  # fmt: skip
    assert _values(connection, "SELECT DISTINCT service FROM address_service") == {
        "Housing assistance", "LIHEAP", "Weatherization",
    }  # fmt: skip


def test_placements_orders_schools_and_contact_points_are_staged(
    staged: tuple[duckdb.DuckDBPyConnection, LoadReport],
) -> None:
    """Every child in an open removal case has a placement that has not ended and a custody order in force."""
    connection, _ = staged
    in_care = (
        "SELECT record_id FROM case_involvement WHERE case_kind = 'removal' AND role = 'child' AND status = 'open'"
        " AND CAST(opened AS DATE) > DATE '2026-04-10'"
    )
    children = _values(connection, in_care)
    assert children
    assert children == _values(
        connection, f"SELECT child_record FROM placement WHERE valid_to IS NULL AND child_record IN ({in_care})"
    )
    assert children == _values(
        connection, f"SELECT child_record FROM court_order WHERE valid_to IS NULL AND child_record IN ({in_care})"
    )
    assert len(connection.execute("SELECT 1 FROM attendance").fetchall()) > 300
    assert _values(connection, "SELECT DISTINCT safe FROM contact_point") == {"yes", "no", "unknown"}


def test_people_appear_once_where_the_contract_says_so(
    state: State, staged: tuple[duckdb.DuckDBPyConnection, LoadReport]
) -> None:
    """In systems that promise one record a person, the truth has no person twice."""
    once = {c.system for c in load_contracts() if c.fictional and c.people_repeat == "never"}
    seen = Counter((r["agency"], r["entity_id"]) for r in state.truth("records") if r["agency"] in once)
    assert {agency for agency, _ in seen} >= {"medicaid", "tanf", "wic", "corrections", "housing"}
    assert max(seen.values()) == 1
