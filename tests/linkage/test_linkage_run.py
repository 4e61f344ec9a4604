"""Linkage end to end on small made-up loads."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from linkage_cases import clusters_of, staging, town

from benchmarks.score_clusters import score_clusters
from graphmodel.errors import LinkageError
from ingest.linkage.judgement_input import Judgement
from ingest.linkage.model import MODEL_FILE
from ingest.linkage.run import link_records

TOWN = town(360)


def test_a_small_town_is_linked_well_and_accounted_for() -> None:
    """Every record gets one cluster, contributions add up, and few errors are made."""
    records, truth = TOWN
    connection = staging(records)
    summary = link_records(connection, [], model_folder=None)
    clusters = clusters_of(connection)
    assert set(clusters) == set(truth)
    assert all(cluster == min(r for r, c in clusters.items() if c == cluster) for cluster in set(clusters.values()))
    score = score_clusters(clusters, truth)
    assert score.precision >= 0.99
    assert score.recall >= 0.95
    rows = connection.execute("SELECT match_weight, contributions FROM link").fetchall()
    assert summary.trained
    assert len(rows) == summary.links > 300
    assert all(weight == pytest.approx(sum(parts.values())) and "prior" in parts for weight, parts in rows)


def test_the_order_of_input_changes_nothing() -> None:
    """Shuffled rows give the same clusters, links, weights and held links."""
    outcomes = []
    for seed in (1, 2):
        records = list(TOWN[0])
        random.Random(seed).shuffle(records)
        connection = staging(records)
        link_records(connection, [], model_folder=None)
        outcomes.append([connection.execute(f"SELECT * FROM {t} ORDER BY ALL").fetchall() for t in
                         ("cluster", "link", "held_link")])  # fmt: skip
    assert outcomes[0] == outcomes[1]


def test_a_saved_model_links_the_same_again(tmp_path: Path) -> None:
    """Linking with the saved model gives what training gave, and running twice changes nothing."""
    connection = staging(TOWN[0])
    link_records(connection, [], model_folder=tmp_path)
    first = connection.execute("SELECT * FROM link ORDER BY ALL").fetchall()
    summary = link_records(connection, [], model_folder=tmp_path, reuse_model=True)
    assert not summary.trained
    assert connection.execute("SELECT * FROM link ORDER BY ALL").fetchall() == first


def test_a_damaged_model_is_a_clear_error_and_a_missing_one_is_made(tmp_path: Path) -> None:
    """Reusing a model that cannot be read, or lacks its term frequencies, says so; where none is, one is made."""
    connection = staging(TOWN[0][:60])
    link_records(connection, [], model_folder=tmp_path, reuse_model=True)
    assert (tmp_path / MODEL_FILE).exists()
    (tmp_path / "tf_given.parquet").unlink()
    with pytest.raises(LinkageError, match="lacks a term-frequency table"):
        link_records(connection, [], model_folder=tmp_path, reuse_model=True)
    (tmp_path / MODEL_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(LinkageError, match="No saved linkage model can be read"):
        link_records(connection, [], model_folder=tmp_path, reuse_model=True)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 50])
@pytest.mark.parametrize("dropped", [(), ("ssn",), ("ssn", "birth_date"), ("surname", "street_name", "street_number")])
def test_tiny_loads_are_linked_without_complaint(count: int, dropped: tuple[str, ...]) -> None:
    """Few records, or whole columns missing, still give every record a cluster."""
    records = [{k: v for k, v in record.items() if k not in dropped} for record in TOWN[0][:count]]
    connection = staging(records)
    link_records(connection, [], model_folder=None)
    assert len(clusters_of(connection)) == count


def test_records_with_nothing_to_compare_stay_alone() -> None:
    """Bare record ids are each a person of their own."""
    connection = staging([{"record_id": f"x:{n}", "system": "x"} for n in range(3)])
    link_records(connection, [], model_folder=None)
    assert len(set(clusters_of(connection).values())) == 3


def _person(record_id: str, system: str, **changes: Any) -> dict[str, Any]:
    return {
        "record_id": record_id, "system": system, "given_name": "Thaddeus", "middle_name": "Q", "surname": "Oyelowo",
        "birth_date": "1988-04-19", "ssn": "412559871", "street_number": "4417", "street_name": "Quarry Rd",
        "city": "Peoria", "zip": "61604", **changes,
    }  # fmt: skip


def test_judgements_outrank_scores() -> None:
    """Same joins records that share nothing, different parts records that agree in all, unsure holds."""
    stranger = {"given_name": "Zed", "middle_name": "B", "surname": "Quill", "birth_date": "1950-01-01", "ssn": None}
    elsewhere = {"street_number": "9", "street_name": "Far Ln"}
    records = [_person("a:1", "a"), _person("b:1", "b"), _person("c:1", "c", **stranger, **elsewhere)]
    connection = staging([*TOWN[0][:60], *records])
    link_records(connection, [], model_folder=None)
    before = clusters_of(connection)
    assert before["a:1"] == before["b:1"] != before["c:1"]
    judgements = [Judgement("b:1", "a:1", "different"), Judgement("a:1", "c:1", "same")]
    summary = link_records(connection, judgements, model_folder=None)
    after = clusters_of(connection)
    assert after["a:1"] == after["c:1"] != after["b:1"]
    judged = connection.execute("SELECT record_l, record_r, contributions FROM link WHERE basis = 'judged'").fetchall()
    assert [row[:2] for row in judged] == [("a:1", "c:1")]
    assert summary.judged == {"same": 1, "different": 1, "unsure": 0}
    link_records(connection, [Judgement("a:1", "b:1", "unsure")], model_folder=None)
    assert clusters_of(connection)["a:1"] != clusters_of(connection)["b:1"]
    held = connection.execute("SELECT record_l, record_r, reason FROM held_link WHERE reason = 'unsure'").fetchall()
    assert held == [("a:1", "b:1", "unsure")]


def test_sealed_records_stay_alone_and_shelter_records_only_attach() -> None:
    """`never` is a cluster of its own whatever is judged; `attach` joins one cluster and feeds no model."""
    records = [_person("a:1", "a"), _person("s:1", "sealed"), _person("h:1", "shelter")]
    connection = staging([*TOWN[0][:200], *records], links={"sealed": "never", "shelter": "attach"})
    summary = link_records(connection, [Judgement("a:1", "s:1", "same")], model_folder=None)
    clusters = clusters_of(connection)
    assert clusters["h:1"] == clusters["a:1"] == "a:1"
    assert clusters["s:1"] == "s:1"
    assert summary.ignored_judgements == 1


def test_a_stated_parent_is_kept_from_the_child_of_the_same_name() -> None:
    """A school's contact with the child's very name and address is the parent, not the child."""
    contact = {"middle_name": None, "birth_date": None, "ssn": None}
    records = [_person("k:1", "k12", birth_date="2014-05-07"), _person("k:1-C", "k12", **contact)]
    connection = staging([*TOWN[0][:90], *records], repeats=["k12"])
    link_records(connection, [], model_folder=None)
    assert clusters_of(connection)["k:1"] == clusters_of(connection)["k:1-C"]
    connection.execute(
        "INSERT INTO stated_tie (system, kind, from_record, to_record, file, line) "
        "VALUES ('k12', 'PARENT_OF', 'k:1-C', 'k:1', 'f', 1)"
    )
    link_records(connection, [], model_folder=None)
    assert clusters_of(connection)["k:1"] != clusters_of(connection)["k:1-C"]
    assert connection.execute("SELECT reason FROM held_link").fetchall() == [("stated_tie",)]


def test_a_source_that_repeats_people_against_its_claim_is_not_believed() -> None:
    """Plain duplicates in a source that claims none are measured, told, and linked."""
    records = [_person("a:1", "a"), _person("a:2", "a"), *TOWN[0][:90]]
    connection = staging(records)
    summary = link_records(connection, [], model_folder=None)
    assert summary.disbelieved_sources == {"a": 1.0}
    assert clusters_of(connection)["a:1"] == clusters_of(connection)["a:2"]
