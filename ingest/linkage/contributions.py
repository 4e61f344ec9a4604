"""What each comparison added to a link's weight, kept at the time of scoring: the answer to "why are these one person".

A later call per click would cost half a second and need the model at hand (design section 6).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ingest.linkage.model import LinkageModel


def contribution_columns(model: LinkageModel | None) -> dict[str, str]:
    """Comparison to the SQL of its share of the match weight, in log2; with ``prior`` they sum to it.

    A comparison's share is its ``mw_`` column with its term-frequency adjustment, as Splink adds them up.
    """
    if model is None:
        return {}
    shares = {"prior": f"{model.prior_weight!r}::DOUBLE"}
    for comparison in model.settings["comparisons"]:
        name = str(comparison["output_column_name"])
        adjusted = any(level.get("tf_adjustment_column") for level in comparison["comparison_levels"])
        shares[name] = f"mw_{name} + mw_tf_adj_{name}" if adjusted else f"mw_{name}"
    return shares


def select_contributions(model: LinkageModel | None) -> str:
    """The shares as columns of a SELECT list, each preceded by a comma."""
    return "".join(f", {sql} AS share_{name}" for name, sql in contribution_columns(model).items())


def fold_contributions(table: pa.Table, model: LinkageModel | None) -> pa.Table:
    """Fold the share columns of an Arrow table into one MAP column ``contributions``.

    Built from flat arrays: DuckDB's own ``map`` function takes longer over it than the scoring of the pairs.

    Args:
        table: A table with the columns of `select_contributions`.
        model: The model that scored it.

    Returns:
        The table without the share columns, and with ``contributions``.
    """
    names = list(contribution_columns(model))
    columns = [f"share_{name}" for name in names]
    count, width = table.num_rows, len(names)
    items = np.column_stack([np.empty((count, 0)), *(table[column].to_numpy() for column in columns)]).ravel()
    keys = pa.array(names, type=pa.string()).take(pa.array(np.tile(np.arange(width), count), type=pa.int64()))
    offsets = pa.array(np.arange(count + 1) * width, type=pa.int32())
    folded = pa.MapArray.from_arrays(offsets, keys, pa.array(items, type=pa.float64()))
    return table.drop_columns(columns).append_column("contributions", folded)
