"""Scored pairs: predicted once into a table of the working database, and written out with what made up each weight."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ingest.linkage.candidates import find_candidates
from ingest.linkage.model import LinkageModel

_PAIRS_AT_ONCE = 2_000_000
"""Pairs scored at once: their records stand in memory on both sides, some 500 bytes each."""


def score_pairs(work: duckdb.DuckDBPyConnection, model: LinkageModel | None, threshold: float) -> None:
    """Score what the blocking rules bring together into the tables ``scored`` and ``scored_attach``.

    Attach-only records are scored against the others by the same model and term frequencies, of which they are no part;
    they stand on the left.

    Args:
        work: The working database, holding ``linkage_record``.
        model: The model over its records; None when there is nothing to compare, which leaves both tables empty.
        threshold: Match weight (log2 odds) below which a pair is dropped.
    """
    if model is None:
        empty = ", ".join(
            f"NULL::{kind} AS {name}"
            for name, kind in (
                ("link_id_l", "INTEGER"),
                ("link_id_r", "INTEGER"),
                ("match_weight", "DOUBLE"),
                ("match_probability", "DOUBLE"),
            )
        )
        work.execute(f"CREATE TABLE scored AS SELECT {empty} LIMIT 0")
        work.execute("CREATE TABLE scored_attach AS SELECT * FROM scored")
        return
    _score_candidates(work, model, threshold)
    row = work.execute("SELECT count(*) FROM linkage_record WHERE links = 'attach'").fetchone()
    if not row or not row[0]:
        work.execute("CREATE TABLE scored_attach AS SELECT * FROM scored LIMIT 0")
        return
    work.execute("CREATE VIEW attach_record AS SELECT * FROM linkage_record WHERE links = 'attach'")
    between = model.linker.inference.predict_between(
        model.database.register("attach_record"),
        model.database.register("full_record", table_name="standing_record"),
        threshold_match_weight=threshold,
        warning_mode="never",
    )
    work.execute(f"ALTER TABLE {between.physical_name} RENAME TO scored_attach")


def _score_candidates(work: duckdb.DuckDBPyConnection, model: LinkageModel, threshold: float) -> None:
    """Score ``candidate_pair`` into ``scored``, a portion at a time, so that memory does not grow with the load."""
    portions = max(1, math.ceil(find_candidates(work, model.settings, model.frequencies, threshold) / _PAIRS_AT_ONCE))
    tables = model.linker.table_management
    for portion in range(portions):
        work.execute(
            "CREATE OR REPLACE TABLE candidate_portion AS SELECT '0' AS match_key, join_key_l, join_key_r"
            f" FROM candidate_pair WHERE join_key_l % {portions} = {portion}"
        )
        tables.register_blocked_pairs_for_predict(model.database.register("candidate_portion"))
        found = model.linker.inference.predict(threshold_match_weight=threshold, warning_mode="never")
        if portion == 0:
            work.execute(f"ALTER TABLE {found.physical_name} RENAME TO scored")
        else:
            work.execute(f"INSERT INTO scored BY NAME SELECT * FROM {found.physical_name}")
            work.execute(f"DROP TABLE {found.physical_name}")
    work.execute("DROP TABLE candidate_portion")
    work.execute("DROP TABLE candidate_pair")


def score_judged(work: duckdb.DuckDBPyConnection, model: LinkageModel | None, pairs: Iterable[tuple[int, int]]) -> None:
    """Score pairs a person judged the same into ``scored_judged``, whatever their weight and blocking.

    Args:
        work: The working database, holding ``linkage_record``.
        model: The model over its records; None scores nothing.
        pairs: Pairs of record numbers, smaller first.
    """
    register_pairs(work, "judged_pair", sorted(pairs), a="INTEGER", b="INTEGER")
    row = work.execute("SELECT count(*) FROM judged_pair").fetchone()
    if model is None or not row or not row[0]:
        work.execute("CREATE TABLE scored_judged AS SELECT * FROM scored LIMIT 0")
        return
    for side, column in (("judged_left", "a"), ("judged_right", "b")):
        work.execute(
            f"CREATE TABLE {side} AS SELECT r.*, a || '-' || b AS pair "
            f"FROM judged_pair JOIN linkage_record AS r ON r.link_id = {column}"
        )
    scored = model.linker.inference.predict_between(
        model.database.register("judged_left"),
        model.database.register("judged_right"),
        blocking_rules_to_generate_predictions=["l.pair = r.pair"],
        warning_mode="never",
    )
    # A record judged against several others stands on several rows, so a pair may come back more than once.
    work.execute(
        f"CREATE TABLE scored_judged AS SELECT DISTINCT ON (a, b) s.* FROM {scored.physical_name} AS s "
        "JOIN judged_pair ON a = least(link_id_l, link_id_r) AND b = greatest(link_id_l, link_id_r)"
    )


class PairColumns(NamedTuple):
    """Scored pairs, a column each."""

    weight: npt.NDArray[np.float64]
    """Match weight, log2 odds."""
    left: npt.NDArray[np.int64]
    """Record number of one side."""
    right: npt.NDArray[np.int64]


def read_pairs(work: duckdb.DuckDBPyConnection, table: str) -> PairColumns:
    """The scored pairs of a table."""
    columns = work.execute(f"SELECT match_weight, link_id_l, link_id_r FROM {table}").fetchnumpy()
    return PairColumns(
        np.asarray(columns["match_weight"], dtype=np.float64),
        np.asarray(columns["link_id_l"], dtype=np.int64),
        np.asarray(columns["link_id_r"], dtype=np.int64),
    )


def register_columns(work: duckdb.DuckDBPyConnection, name: str, **columns: npt.NDArray[np.int64]) -> None:
    """Make a temporary table of number columns."""
    work.register("columns_arrow", pa.table(columns))
    work.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM columns_arrow")
    work.unregister("columns_arrow")


def register_pairs(
    work: duckdb.DuckDBPyConnection, name: str, rows: Iterable[tuple[object, ...]], **types: str
) -> None:
    """Make a temporary table of rows; column types are DuckDB's."""
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    arrow = {"INTEGER": pa.int32(), "VARCHAR": pa.string(), "DOUBLE": pa.float64()}
    work.register(
        "rows_arrow",
        pa.table({n: pa.array(c, type=arrow[t]) for (n, t), c in zip(types.items(), columns, strict=True)}),
    )
    work.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM rows_arrow")
    work.unregister("rows_arrow")
