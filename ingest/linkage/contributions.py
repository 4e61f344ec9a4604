"""What each comparison added to a link's weight, kept at the time of scoring: the answer to "why are these one person".

A later call per click would cost half a second and need the model at hand (design section 6). They are kept as one
STRUCT with a field for each comparison: DuckDB writes a MAP, whose keys it repeats on every row, five times as slowly.
"""

from __future__ import annotations

from ingest.linkage.model import LinkageModel

NO_COMPARISONS = "MAP(VARCHAR, DOUBLE)"
"""Type of contributions where no model scored anything; a STRUCT needs at least one field."""


def contribution_columns(model: LinkageModel | None) -> dict[str, str]:
    """Comparison to the SQL of its share of the match weight, in log2; with ``prior`` they sum to it.

    A comparison's share is its ``mw_`` column with its term-frequency adjustment, as Splink adds them up. Sorted by
    name, so that the same contributions always give the same text.
    """
    if model is None:
        return {}
    shares = {"prior": f"{model.prior_weight!r}::DOUBLE"}
    for comparison in model.settings["comparisons"]:
        name = str(comparison["output_column_name"])
        adjusted = any(level.get("tf_adjustment_column") for level in comparison["comparison_levels"])
        shares[name] = f"mw_{name} + mw_tf_adj_{name}" if adjusted else f"mw_{name}"
    return dict(sorted(shares.items()))


def select_contributions(model: LinkageModel | None) -> str:
    """SQL of the shares of one scored pair, in the type that `contributions_type` names."""
    shares = contribution_columns(model)
    if not shares:
        return f"NULL::{NO_COMPARISONS}"
    return "{" + ", ".join(f"'{name}': {sql}" for name, sql in shares.items()) + "}"


def contributions_type(model: LinkageModel | None) -> str:
    """The type of the column ``contributions`` of ``link`` and ``held_link``."""
    shares = contribution_columns(model)
    return f"STRUCT({', '.join(f'{name} DOUBLE' for name in shares)})" if shares else NO_COMPARISONS
