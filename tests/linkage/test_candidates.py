"""Pairs left out before scoring are only those that scoring would have left out."""

from __future__ import annotations

import duckdb
import pytest
from linkage_cases import staging, town

from ingest.linkage.candidates import find_candidates, upper_bound
from ingest.linkage.columns import build_linkage_records
from ingest.linkage.model import LinkageModel, build_model
from ingest.linkage.scoring import score_pairs
from ingest.linkage.settings import LinkageSettings

Workshop = tuple[duckdb.DuckDBPyConnection, LinkageModel]


@pytest.fixture(scope="module", params=["trained", "stated"])
def workshop(request: pytest.FixtureRequest) -> Workshop:
    """A town's records, and a model trained on them or with the stated probabilities."""
    work = duckdb.connect()
    build_linkage_records(staging(town(360)[0]), work)
    least = 500 if request.param == "trained" else 1_000_000
    model = build_model(work, LinkageSettings(minimum_training_records=least))
    assert model is not None
    assert model.trained == (request.param == "trained")
    return work, model


def test_no_weight_exceeds_its_bound(workshop: Workshop) -> None:
    """Of every pair that the rules bring together, whatever it scores, the bound is at least the weight."""
    work, model = workshop
    predicted = model.linker.inference.predict(threshold_match_weight=-1000.0, warning_mode="never").physical_name
    find_candidates(work, model.settings, model.frequencies, -1000.0)
    sides = ", ".join(f"-log2(greatest(coalesce({c}_tf.tf_{c}, 1e-5), 1e-5)) AS {c}_rarity" for c in model.frequencies)
    joins = " ".join(f"LEFT JOIN {t} AS {c}_tf ON {c}_tf.{c} = n.{c}" for c, t in model.frequencies.items())
    work.execute(f"CREATE OR REPLACE TABLE side AS SELECT n.*, {sides} FROM full_record AS n {joins}")
    rows = work.execute(
        f"SELECT match_weight, {upper_bound(model.settings)} FROM {predicted}"
        " JOIN side AS l ON l.link_id = link_id_l JOIN side AS r ON r.link_id = link_id_r"
    ).fetchall()
    listed = work.execute("SELECT count(*) FROM candidate_pair").fetchone()
    assert listed == (len(rows),)
    assert len(rows) > 1000
    assert all(weight <= bound + 1e-6 for weight, bound in rows)
    assert any(bound < 2 for _, bound in rows)


def test_the_same_pairs_are_scored_as_without_leaving_any_out(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pairs and weights from the threshold up are those of Splink's own blocking, in however many portions."""
    work, model = workshop
    model.linker.table_management.invalidate_cache()
    plain = model.linker.inference.predict(threshold_match_weight=2.0, warning_mode="never").physical_name
    columns = "link_id_l, link_id_r, match_weight, match_probability"
    expected = work.execute(f"SELECT {columns} FROM {plain} ORDER BY ALL").fetchall()
    monkeypatch.setattr("ingest.linkage.scoring._PAIRS_AT_ONCE", 100)
    score_pairs(work, model, 2.0)
    assert work.execute(f"SELECT {columns} FROM scored ORDER BY ALL").fetchall() == expected
    assert len(expected) > 300
