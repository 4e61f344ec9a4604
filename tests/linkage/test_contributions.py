"""Contributions folded from flat columns."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pyarrow as pa

from ingest.linkage.contributions import contribution_columns, fold_contributions, select_contributions
from ingest.linkage.model import LinkageModel

LEVELS: dict[str, Any] = {
    "comparisons": [
        {"output_column_name": "given_name", "comparison_levels": [{"tf_adjustment_column": "given"}, {}]},
        {"output_column_name": "sex", "comparison_levels": [{}]},
    ]
}
MODEL = cast("LinkageModel", SimpleNamespace(settings=LEVELS, prior_weight=-13.5))


def test_a_share_holds_its_term_frequency_adjustment() -> None:
    """The prior and each comparison have a share; where Splink adjusts for rarity, the share does too."""
    assert contribution_columns(MODEL) == {
        "prior": "-13.5::DOUBLE",
        "given_name": "mw_given_name + mw_tf_adj_given_name",
        "sex": "mw_sex",
    }
    assert select_contributions(None) == ""


def test_shares_are_folded_row_by_row() -> None:
    """Each row gets its own map, in the order of the comparisons."""
    table = pa.table(
        {"a": [1, 2], "share_prior": [-13.5, -13.5], "share_given_name": [8.0, 9.0], "share_sex": [1.0, -4.0]}
    )
    folded = fold_contributions(table, MODEL).to_pylist()
    assert folded == [
        {"a": 1, "contributions": [("prior", -13.5), ("given_name", 8.0), ("sex", 1.0)]},
        {"a": 2, "contributions": [("prior", -13.5), ("given_name", 9.0), ("sex", -4.0)]},
    ]


def test_without_a_model_there_is_nothing_to_fold() -> None:
    """No rows and no shares still give the column."""
    assert fold_contributions(pa.table({"a": pa.array([], type=pa.int64())}), None).column_names == [
        "a",
        "contributions",
    ]
