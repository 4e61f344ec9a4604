"""The figures linkage has to reach on the shared test extracts."""

from __future__ import annotations

import duckdb
import pytest
from linkage_cases import SHARED, clusters_of, load_agency_extracts, load_febrl, staging

from benchmarks.score_clusters import read_truth, score_clusters
from benchmarks.score_traps import read_traps, score_traps
from ingest.linkage.judgement_input import Judgement
from ingest.linkage.run import link_records

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def agencies() -> duckdb.DuckDBPyConnection:
    """The twelve extracts, linked without judgements."""
    connection = staging([])
    load_agency_extracts(connection)
    link_records(connection, [], model_folder=None)
    return connection


def test_twelve_agencies_are_linked_within_the_limits(agencies: duckdb.DuckDBPyConnection) -> None:
    """Precision, B-cubed, household mixes and traps of the automatic tier."""
    clusters = clusters_of(agencies)
    entities, households = read_truth(SHARED / "linkage" / "truth" / "records.csv")
    score = score_clusters(clusters, entities, households)
    traps = score_traps(clusters, entities, read_traps(SHARED / "linkage" / "truth" / "traps.csv"))
    assert score.precision >= 0.995
    assert score.bcubed_f1 >= 0.98
    assert score.household_mixes <= 30
    assert traps["junior"].sprung <= 3
    assert traps["twin"].sprung <= 3


def test_held_links_are_few_and_mostly_strong(agencies: duckdb.DuckDBPyConnection) -> None:
    """A steward can work through what is held: under three for every hundred records, half of it true."""
    entities, _ = read_truth(SHARED / "linkage" / "truth" / "records.csv")
    held = agencies.execute("SELECT record_l, record_r FROM held_link").fetchall()
    true = sum(entities[a] == entities[b] for a, b in held)
    assert len(held) < 0.03 * len(entities)
    assert true > 0.5 * len(held)


def test_shuffled_extracts_judged_by_the_truth_reach_the_recall(agencies: duckdb.DuckDBPyConnection) -> None:
    """One round of right answers on the held links, with rows in another order, lifts recall and keeps precision."""
    entities, households = read_truth(SHARED / "linkage" / "truth" / "records.csv")
    held = agencies.execute("SELECT record_l, record_r FROM held_link").fetchall()
    answers = [Judgement(a, b, "same" if entities[a] == entities[b] else "different") for a, b in held]
    connection = staging([])
    load_agency_extracts(connection, order="md5(record_id)")
    link_records(connection, [], model_folder=None)
    assert clusters_of(connection) == clusters_of(agencies)
    assert connection.execute("SELECT record_l, record_r FROM held_link").fetchall() == held
    link_records(connection, answers, model_folder=None)
    score = score_clusters(clusters_of(connection), entities, households)
    assert score.recall >= 0.98
    assert score.precision >= 0.995


def test_febrl_is_linked_within_the_limit() -> None:
    """The same code and settings on another population: no households, heavy typing slips, people repeat."""
    connection = staging([])
    load_febrl(connection)
    link_records(connection, [], model_folder=None)
    entities, _ = read_truth(SHARED / "febrl3" / "truth.csv")
    assert score_clusters(clusters_of(connection), entities).f1 >= 0.995
