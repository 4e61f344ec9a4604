"""The scorers of clusterings, against answers worked out by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks.score_clusters import main, score_clusters
from benchmarks.score_traps import Trap, TrapCount, score_traps
from benchmarks.score_traps import main as traps_main

ENTITIES = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}
CLUSTERS = {"a": "x", "b": "x", "c": "y", "d": "y"}


def test_pairs_and_bcubed_by_hand() -> None:
    """Two of the five records' pairs are together, one wrongly; a record without cluster is alone."""
    score = score_clusters(CLUSTERS, ENTITIES, {"1": {"h"}, "2": {"h"}})
    assert (score.precision, score.recall) == (0.5, 0.25)
    assert score.bcubed_precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1) / 5)
    assert score.bcubed_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2) / 5)
    assert (score.mixed_clusters, score.household_mixes) == (1, 1)


def test_a_perfect_clustering_scores_one() -> None:
    """The truth itself scores 1 throughout."""
    score = score_clusters(ENTITIES, ENTITIES)
    assert score.f1 == score.bcubed_f1 == 1.0
    assert score.mixed_clusters == 0


def test_traps_count_when_two_persons_share_a_cluster() -> None:
    """A trap is sprung by one shared cluster."""
    traps = [Trap("1", "2", "twin"), Trap("1", "3", "junior")]
    assert score_traps(CLUSTERS, ENTITIES, traps) == {"junior": TrapCount(1, 0), "twin": TrapCount(1, 1)}


def test_the_scripts_print_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both scripts read CSV files and print their scores."""
    predicted, truth, traps = (tmp_path / name for name in ("p.csv", "t.csv", "x.csv"))
    predicted.write_text("record_id,cluster_id\na,x\nb,x\n", encoding="utf-8")
    truth.write_text("record_id,entity_id,household_id\na,1,h\nb,2,h\n", encoding="utf-8")
    traps.write_text("entity_a,entity_b,kind\n1,2,twin\n", encoding="utf-8")
    assert main([str(predicted), str(truth)]) == 0
    assert '"household_mixes": 1' in capsys.readouterr().out
    assert traps_main([str(predicted), str(truth), str(traps)]) == 0
    assert '"sprung": 1' in capsys.readouterr().out
    assert main([]) == traps_main([]) == 2
