"""Linkage against plain Splink: the same records, comparisons, blocking and probabilities, on DuckDB.

Plain Splink is ``predict`` and ``cluster_pairwise_predictions_at_threshold``. Ours does the same predict, then
clusters under constraints and writes clusters, links with their contributions, and held links to staging. Both read one
saved model; training is counted by itself.
"""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from benchmarks.figures import Figure, Section
from benchmarks.states import State, States
from benchmarks.timing import Clock, Cost, in_turns, median_cost
from ingest.linkage.blocking import CERTAIN_RECALL, CERTAIN_RULES, TRAINING_RULES, rule_sql, usable_rules
from ingest.linkage.columns import build_linkage_records
from ingest.linkage.macros import create_macros
from ingest.linkage.model import MODEL_FILE
from ingest.linkage.run import LinkageSummary, link_records
from ingest.linkage.settings import LinkageSettings
from ingest.restage import standing_staging

NAME, TITLE = "linkage", "Linkage against plain Splink"
GOAL = 2.0
RUNS = 5
RUNS_WHEN_LARGE = 3
_LINKING = ("score", "cluster", "write")
_RESULTS = ("cluster", "link", "held_link")


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Link each state both ways, in turns."""
    figures: list[Figure] = []
    notes = [
        "Linking is scoring, clustering and writing the results; plain Splink's is predict and cluster.",
        "Settings and threshold are the same; preparing records, training and reading the model are left out on both.",
    ]
    for people in sizes:
        runs = RUNS if people <= 20_000 else RUNS_WHEN_LARGE
        figures += _figures(states.of(people), runs)
        notes.append(f"{people:,} people: median of {runs} runs each, in turns; training ran once on each side.")
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=tuple(notes))


@dataclass
class _Steps:
    """Hears of linkage's steps, and keeps what each took."""

    costs: dict[str, Cost] = field(default_factory=dict)
    _clock: Clock = field(default_factory=Clock)
    _begun: set[str] = field(default_factory=set)

    def __call__(self, step: str, _share: float) -> None:
        cost = self._clock.lap()
        if step in self._begun:
            self.costs[step] = cost
        self._begun.add(step)

    def of(self, *steps: str) -> Cost:
        """What some steps took together."""
        return sum((self.costs[step] for step in steps), Cost(0, 0))


def _figures(state: State, runs: int) -> list[Figure]:
    with state.staging_copy() as staging, tempfile.TemporaryDirectory() as folder:
        model = Path(folder)
        first = _Steps()
        summary = _ours(staging, model, first, reuse=False)
        plain = _Plain(staging, model)

        unwritten: list[Cost] = []

        def ours() -> Cost:
            steps = _Steps()
            _ours(staging, model, steps, reuse=True)
            unwritten.append(steps.of("score", "cluster"))
            return steps.of(*_LINKING)

        costs = in_turns({"ours": ours, "plain": plain.link}, runs)
        training = plain.train()
    return [
        _ratio("linking / plain predict and cluster, wall", costs, state.people, summary, plain.clusters),
        Figure(
            what="the same without writing links, held links and contributions to staging",
            value=median_cost(unwritten).wall / median_cost(costs["plain"]).wall,
            unit="×",
            people=state.people,
            beside=_beside(median_cost(unwritten), median_cost(costs["plain"])),
        ),
        Figure(
            what="training / plain training, wall",
            value=first.costs["train"].wall / training.wall,
            unit="×",
            people=state.people,
            beside=_beside(first.costs["train"], training) + "; ours also chooses comparisons and saves the model",
        ),
        *(
            Figure(what=f"step: {step}", value=cost.wall, unit="s", people=state.people, beside=f"CPU {cost.cpu:.1f} s")
            for step, cost in first.costs.items()
        ),
    ]


def _ratio(
    what: str, costs: dict[str, list[Cost]], people: int, summary: LinkageSummary, plain_clusters: int
) -> Figure:
    ours, plain = median_cost(costs["ours"]), median_cost(costs["plain"])
    return Figure(
        what=what,
        value=ours.wall / plain.wall,
        unit="×",
        people=people,
        goal=GOAL,
        beside=f"{_beside(ours, plain)}; {summary.records:,} records, {summary.clusters:,} clusters against "
        f"{plain_clusters:,}",
    )


def _beside(ours: Cost, plain: Cost) -> str:
    return (
        f"{ours.wall:.1f} s against {plain.wall:.1f} s; CPU {ours.cpu:.1f} s against {plain.cpu:.1f} s "
        f"({ours.cpu / plain.cpu:.2f} ×)"
    )


def _ours(staging: Path, model: Path, steps: Callable[[str, float], None], *, reuse: bool) -> LinkageSummary:
    with standing_staging(staging) as connection:
        # An ingest links into a new staging database; what an earlier run left would be deleted row by row.
        for table in _RESULTS:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("CHECKPOINT")
        return link_records(connection, (), model_folder=model, progress=steps, reuse_model=reuse)


class _Plain:
    """Plain Splink over the records that may link, with the model that linkage saved."""

    def __init__(self, staging: Path, model: Path) -> None:
        self._work = duckdb.connect()
        with standing_staging(staging) as connection:
            build_linkage_records(connection, self._work)
        create_macros(self._work)
        self._work.execute("CREATE TABLE linkable AS SELECT * FROM linkage_record WHERE links <> 'never'")
        self._settings: dict[str, Any] = json.loads((model / MODEL_FILE).read_text("utf-8"))
        self._threshold = LinkageSettings().link_weight
        self.clusters = 0

    def link(self) -> Cost:
        """Predict and cluster; term frequencies are counted before, as ours are read before."""
        linker = self._linker(self._settings)
        for column in _term_frequency_columns(self._settings):
            linker.table_management.compute_tf_table(column)
        clock = Clock()
        predicted = linker.inference.predict(threshold_match_weight=self._threshold, warning_mode="never")
        clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_weight=self._threshold
        )
        cost = clock.lap()
        row = self._work.execute(f"SELECT count(DISTINCT cluster_id) FROM {clustered.physical_name}").fetchone()
        self.clusters = int(row[0]) if row else 0
        self._clear()
        return cost

    def train(self) -> Cost:
        """Train the same comparisons anew, with the rules and sample sizes that linkage uses."""
        linker, settings = self._linker(_untrained(self._settings)), LinkageSettings()
        clock = Clock()
        certain: list[Any] = [rule_sql(rule) for rule in usable_rules(self._work, CERTAIN_RULES)]
        linker.training.estimate_probability_two_random_records_match(certain, recall=CERTAIN_RECALL)
        linker.training.estimate_u_using_random_sampling(max_pairs=settings.sampling_pairs, seed=settings.seed)
        for rule in usable_rules(self._work, TRAINING_RULES):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule_sql(rule), estimate_without_term_frequencies=True, max_pairs=settings.training_pairs
            )
        return clock.lap()

    def _linker(self, settings: dict[str, Any]) -> Linker:
        self._database = DuckDBAPI(connection=self._work)
        linker = Linker(self._database.register("linkable"), settings, validate_settings=False)
        logging.getLogger("splink").setLevel(logging.ERROR)
        return linker

    def _clear(self) -> None:
        self._database.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]


def _term_frequency_columns(settings: dict[str, Any]) -> list[str]:
    levels = [level for comparison in settings["comparisons"] for level in comparison["comparison_levels"]]
    return sorted({level["tf_adjustment_column"] for level in levels if level.get("tf_adjustment_column")})


def _untrained(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings without the probabilities that training is to find; those fixed by hand stay."""
    plain: dict[str, Any] = json.loads(json.dumps(settings))
    for comparison in plain["comparisons"]:
        for level in comparison["comparison_levels"]:
            for name in ("m_probability", "u_probability"):
                if not level.get(f"fix_{name}"):
                    level.pop(name, None)
    return plain
