"""The Splink model: trained on the records at hand, or read back; saved with its term frequencies.

The model folder holds ``model.json`` (Splink settings with m and u probabilities) and one ``tf_<column>.parquet`` for
each term-frequency column. With them a later extract is linked without this load's records being scored again: after
`create_macros`, make a ``Linker`` on the new records with ``model.json``, register each Parquet file by
``register_term_frequency_lookup``, then ``predict_within(new)`` and ``predict_between(new, standing)``. `open_model`
does all but the last.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

import duckdb

from graphmodel.errors import LinkageError
from ingest.linkage.blocking import (
    CERTAIN_RECALL,
    CERTAIN_RULES,
    EXCHANGED_NAMES,
    PREDICTION_RULES,
    TRAINING_RULES,
    rule_sql,
    usable_rules,
)
from ingest.linkage.comparisons import COMPARISONS, FieldComparison, choose_comparisons
from ingest.linkage.macros import create_macros
from ingest.linkage.settings import LinkageSettings

MODEL_FILE = "model.json"
_SMALLEST_PROBABILITY = 1e-7
_DEFAULTS = {
    (comparison.name, level.label): (level.m, level.u) for comparison in COMPARISONS for level in comparison.levels
}


@dataclass
class LinkageModel:
    """A model over the records of one working database."""

    linker: Any
    """``splink.Linker`` over ``full_record``."""
    database: Any
    """``splink.DuckDBAPI`` of the working database."""
    trained: bool
    """Whether expectation maximisation ran; otherwise stated defaults or a saved model are in use."""

    @property
    def settings(self) -> dict[str, Any]:
        """Splink's settings with every probability."""
        return dict(self.linker.misc.save_model_to_json())

    @property
    def frequencies(self) -> dict[str, str]:
        """Each column whose rare values count for more, and the table of its term frequencies."""
        tables = self.linker.table_management
        columns = _term_frequency_columns(self.settings)
        return {column: str(tables.compute_tf_table(column).physical_name) for column in columns}

    @property
    def prior_weight(self) -> float:
        """Match weight (log2 odds) of two records about which nothing is known."""
        prior = float(self.settings["probability_two_random_records_match"])
        return math.log2(prior / (1 - prior))


def build_model(work: duckdb.DuckDBPyConnection, settings: LinkageSettings) -> LinkageModel | None:
    """Choose comparisons and blocking by what is filled, and train where there are records enough.

    None when the records hold nothing by which any two could be compared.

    Args:
        work: The working database, holding ``linkage_record``.
        settings: Thresholds and sizes of samples.
    """
    work.execute("CREATE OR REPLACE VIEW full_record AS SELECT * FROM linkage_record WHERE links = 'full'")
    count = _count(work, "full_record")
    comparisons = choose_comparisons(work, settings.minimum_fill)
    rules = usable_rules(work, PREDICTION_RULES)
    if count < 2 or not comparisons or not rules:
        return None
    splink_settings = _splink_settings(comparisons, rules, count)
    trained = count >= settings.minimum_training_records
    if trained:
        splink_settings = _trained(work, splink_settings, settings)
    linker, database = _open_linker(work, splink_settings)
    for column in _term_frequency_columns(splink_settings):
        linker.table_management.compute_tf_table(column)
    return LinkageModel(linker, database, trained)


def open_model(work: duckdb.DuckDBPyConnection, folder: Path) -> LinkageModel:
    """Read back a saved model over the records at hand, with the term frequencies it was saved with.

    Args:
        work: The working database, holding ``linkage_record``.
        folder: Where `save_model` wrote.

    Raises:
        LinkageError: The folder holds no complete model.
    """
    work.execute("CREATE OR REPLACE VIEW full_record AS SELECT * FROM linkage_record WHERE links = 'full'")
    try:
        splink_settings = json.loads((folder / MODEL_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LinkageError(
            f"No saved linkage model can be read: {error}", to=str(folder), do="Link once without reuse_model."
        ) from error
    linker, database = _open_linker(work, splink_settings)
    for column in _term_frequency_columns(splink_settings):
        file = folder / f"tf_{column}.parquet"
        if not file.is_file():
            raise LinkageError("A saved linkage model lacks a term-frequency table", to=str(file), do="Train it anew.")
        table = f"saved_tf_{column}"
        work.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet(?)", [str(file)])
        linker.table_management.register_term_frequency_lookup(database.register(table), column)
    return LinkageModel(linker, database, False)


def save_model(model: LinkageModel, folder: Path) -> None:
    """Write the model and its term-frequency tables; see the module docstring for their later use."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_FILE).write_text(json.dumps(model.settings, indent=1, sort_keys=True), encoding="utf-8")
    for column in _term_frequency_columns(model.settings):
        table = model.linker.table_management.compute_tf_table(column).physical_name
        target = str(folder / f"tf_{column}.parquet").replace("'", "''")
        model.database.duckdb_con.execute(
            f"COPY (SELECT * FROM {table} ORDER BY {column}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )


def _splink_settings(
    comparisons: Sequence[FieldComparison], rules: Sequence[tuple[str, ...]], count: int
) -> dict[str, Any]:
    """Splink settings with the stated default probabilities.

    The default prior supposes that a record has one partner: 1 / n of all pairs.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "link_id",
        "comparisons": [comparison.as_splink() for comparison in comparisons],
        "blocking_rules_to_generate_predictions": [*(rule_sql(rule) for rule in rules), EXCHANGED_NAMES],
        "probability_two_random_records_match": min(0.1, 1.0 / max(count, 1)),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "em_convergence": 0.001,
        "max_iterations": 20,
    }


def _open_linker(work: duckdb.DuckDBPyConnection, splink_settings: dict[str, Any]) -> tuple[Any, Any]:
    from splink import DuckDBAPI, Linker

    create_macros(work)
    database = DuckDBAPI(connection=work)
    linker = Linker(database.register("full_record"), splink_settings, validate_settings=False)
    # Splink writes a running commentary on training; what is worth telling is in the linkage summary.
    logging.getLogger("splink").setLevel(logging.ERROR)
    return linker, database


def _trained(
    work: duckdb.DuckDBPyConnection, splink_settings: dict[str, Any], settings: LinkageSettings
) -> dict[str, Any]:
    """Settings with trained probabilities; whatever the data cannot teach keeps its stated default."""
    linker, database = _open_linker(work, splink_settings)
    certain = [rule_sql(rule) for rule in usable_rules(work, CERTAIN_RULES)]
    if certain:
        _attempt(lambda: linker.training.estimate_probability_two_random_records_match(certain, recall=CERTAIN_RECALL))
    _attempt(
        lambda: linker.training.estimate_u_using_random_sampling(
            max_pairs=settings.sampling_pairs, seed=settings.seed, min_count_per_level=None, num_chunks=1
        )
    )
    maximise = linker.training.estimate_parameters_using_expectation_maximisation
    for rule in usable_rules(work, TRAINING_RULES):
        options = {"estimate_without_term_frequencies": True, "max_pairs": settings.training_pairs}
        _attempt(partial(maximise, rule_sql(rule), **options))
    trained = _completed(linker.misc.save_model_to_json(), splink_settings)
    database.delete_tables_created_by_splink_from_db()
    return trained


def _attempt(step: Callable[[], object]) -> None:
    """Run one training step; a step for which the data hold too few pairs leaves the stated defaults in place."""
    from splink.internals.exceptions import SplinkException

    try:
        step()
    except (SplinkException, ValueError, ZeroDivisionError, duckdb.Error) as error:
        logging.getLogger(__name__).info("A training step was left out: %s", error)


def _completed(trained: dict[str, Any], stated: dict[str, Any]) -> dict[str, Any]:
    """Trained settings, every probability present, in range, and rounded so that no thread order shows in it.

    Random pairs hold a share of true pairs, the prior; in a small load that share would pass for chance agreement. From
    ``u_seen = prior * m + (1 - prior) * u`` follows u.
    """
    prior = float(trained["probability_two_random_records_match"])
    if not 0 < prior < 0.5:
        prior = float(stated["probability_two_random_records_match"])
    result = dict(trained) | {"probability_two_random_records_match": _rounded(prior)}
    for comparison in result["comparisons"]:
        strongest: float | None = None
        for level in comparison["comparison_levels"]:
            if level.get("is_null_level"):
                continue
            m, u = _level_probabilities(comparison["output_column_name"], level, prior)
            # The strongest level comes first; a rare level seen a handful of times must not outweigh it.
            strongest = strongest or m / u
            u = max(u, m / strongest)
            level["m_probability"], level["u_probability"] = _rounded(m), _rounded(u)
    return result


def _level_probabilities(comparison: str, level: dict[str, Any], prior: float) -> tuple[float, float]:
    """M and u of a level: both trained, or both as stated, since their ratio is what counts."""
    m, u = level.get("m_probability"), level.get("u_probability")
    if not _is_probability(m) or not _is_probability(u):
        return _DEFAULTS[comparison, level["label_for_charts"]]
    if level.get("fix_u_probability"):
        return float(m), float(u)
    return float(m), max((u - prior * m) / (1 - prior), u / 20)


def _is_probability(value: object) -> TypeGuard[float]:
    return isinstance(value, float | int) and not math.isnan(value) and 0 < value <= 1


def _rounded(probability: float) -> float:
    """Six significant digits: far above the noise of summing in another order, far below what matters."""
    return float(f"{min(max(probability, _SMALLEST_PROBABILITY), 1.0):.6g}")


def _term_frequency_columns(splink_settings: dict[str, Any]) -> list[str]:
    levels = (level for c in splink_settings["comparisons"] for level in c["comparison_levels"])
    return sorted({str(level["tf_adjustment_column"]) for level in levels if level.get("tf_adjustment_column")})


def _count(work: duckdb.DuckDBPyConnection, table: str) -> int:
    row = work.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
