"""Contributions as one STRUCT, a field for each comparison."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import duckdb

from ingest.linkage.contributions import NO_COMPARISONS, contribution_columns, contributions_type, select_contributions
from ingest.linkage.model import LinkageModel

LEVELS: dict[str, Any] = {
    "comparisons": [
        {"output_column_name": "sex", "comparison_levels": [{}]},
        {"output_column_name": "given_name", "comparison_levels": [{"tf_adjustment_column": "given"}, {}]},
    ]
}
MODEL = cast("LinkageModel", SimpleNamespace(settings=LEVELS, prior_weight=-13.5))


def test_a_share_holds_its_term_frequency_adjustment() -> None:
    """The prior and each comparison have a share, by name; where Splink adjusts for rarity, the share does too."""
    assert list(contribution_columns(MODEL).items()) == [
        ("given_name", "mw_given_name + mw_tf_adj_given_name"),
        ("prior", "-13.5::DOUBLE"),
        ("sex", "mw_sex"),
    ]


def test_shares_become_one_text_whatever_the_row() -> None:
    """Each row gets its own shares, in the declared type, and as JSON in the order of their names."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE link (contributions {contributions_type(MODEL)})")
    connection.execute(
        f"INSERT INTO link SELECT {select_contributions(MODEL)} FROM (VALUES (7.0, 1.0, 1.0), (9.0, 0.5, -4.0))"
        " AS scored(mw_given_name, mw_tf_adj_given_name, mw_sex)"
    )
    assert connection.execute("SELECT to_json(contributions)::VARCHAR FROM link").fetchall() == [
        ('{"given_name":8.0,"prior":-13.5,"sex":1.0}',),
        ('{"given_name":9.5,"prior":-13.5,"sex":-4.0}',),
    ]


def test_without_a_model_there_are_no_shares() -> None:
    """Where nothing could be scored the column is there all the same, and empty."""
    assert contributions_type(None) == NO_COMPARISONS
    assert duckdb.connect().execute(f"SELECT {select_contributions(None)}").fetchall() == [(None,)]
