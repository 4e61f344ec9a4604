"""The whole of linkage: staging records and judgements in, clusters, links and held links out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from ingest.cycle_collection import no_cycle_collection
from ingest.linkage.clustering import Clustering
from ingest.linkage.columns import build_linkage_records
from ingest.linkage.judgement_input import JudgedPairs, JudgementLike, read_judgements
from ingest.linkage.measures import conflicts_in_force, measure_duplicate_rates
from ingest.linkage.model import MODEL_FILE, LinkageModel, build_model, open_model, save_model
from ingest.linkage.resolve import resolve_clusters
from ingest.linkage.results import write_results
from ingest.linkage.scoring import register_pairs, score_judged, score_pairs
from ingest.linkage.settings import LinkageSettings
from ingest.staging import current_database

Progress = Callable[[str, float], None]
_WORKSHOP = "linkage_workshop"
_STEPS = ("prepare", "train", "score", "cluster", "write")


@dataclass
class LinkageSummary:
    """What one run of linkage did."""

    records: int = 0
    clusters: int = 0
    links: int = 0
    held_links: int = 0
    held_by_reason: dict[str, int] = field(default_factory=dict)
    judged: dict[str, int] = field(default_factory=dict)
    """Judgements followed, by verdict."""
    ignored_judgements: int = 0
    """Judgements that name a record which is not in this load, or one that never links."""
    contradictory: list[tuple[str, str]] = field(default_factory=list)
    """Pairs judged the same that other judgements keep apart: ``different`` was followed."""
    disbelieved_sources: dict[str, float] = field(default_factory=dict)
    """Systems that claim to hold each person once, with the share of plain duplicates found in them."""
    conflicts: list[str] = field(default_factory=list)
    """The conflicts in force; fewer than the settings ask for where the load holds no families."""
    trained: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall time per step."""


def link_records(
    connection: duckdb.DuckDBPyConnection,
    judgements: Sequence[JudgementLike],
    *,
    model_folder: Path | None,
    progress: Progress | None = None,
    settings: LinkageSettings | None = None,
    reuse_model: bool = False,
) -> LinkageSummary:
    """Decide which records of the staging database describe one person.

    Fills the tables ``cluster``, ``link`` and ``held_link``, replacing what an earlier run left. The same records and
    judgements give the same result in whatever order they came.

    Args:
        connection: The staging database.
        judgements: People's decisions in force; they outrank every score.
        model_folder: Where the model is saved, or read from; None keeps none.
        progress: Told the step and the share done (0 to 1) as work goes on.
        settings: Thresholds and conflicts; the defaults suit the sample state.
        reuse_model: Score with the model saved in ``model_folder``, where there is one, in place of training one.

    Raises:
        LinkageError: A judgement is malformed, or the model to reuse cannot be read.
    """
    settings = settings or LinkageSettings()
    summary = LinkageSummary()
    with _workshop(connection) as work:
        with _step("prepare", summary, progress):
            summary.records = build_linkage_records(connection, work)
            judged = _read_judged(work, judgements, summary)
            rates = measure_duplicate_rates(work)
            summary.disbelieved_sources = {s: r for s, r in rates.items() if r > settings.duplicate_rate_limit}
            settings = replace(settings, conflicts=conflicts_in_force(work, settings))
            summary.conflicts = sorted(settings.conflicts)
        with _step("train", summary, progress):
            model = _obtain_model(work, settings, model_folder, reuse_model)
            summary.trained = model is not None and model.trained
        with _step("score", summary, progress):
            score_pairs(work, model, settings.link_weight)
            score_judged(work, model, judged.same)
        with _step("cluster", summary, progress), no_cycle_collection():
            clustering = resolve_clusters(work, judged, settings, frozenset(summary.disbelieved_sources))
        with _step("write", summary, progress):
            summary.links = write_results(work, current_database(connection), model, clustering, judged)
        _count(summary, work, clustering, judged)
    return summary


@contextmanager
def _workshop(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory, attached beside the staging database for the time of the block.

    One engine holds both, so that one memory limit governs them, results are written without leaving it, and what
    overflows goes beside the staging file, which only the service's account may read.
    """
    work = connection.cursor()
    home = current_database(connection)
    work.execute(f"ATTACH ':memory:' AS {_WORKSHOP}")
    try:
        work.execute(f"USE {_WORKSHOP}")
        yield work
    finally:
        work.execute(f"USE {home}")
        work.execute(f"DETACH {_WORKSHOP}")
        work.close()


def _read_judged(
    work: duckdb.DuckDBPyConnection, judgements: Sequence[JudgementLike], summary: LinkageSummary
) -> JudgedPairs:
    """Judgements on records that may link; a sealed record stays alone whatever was said of it elsewhere."""
    named = {record for judgement in judgements for record in (judgement.record_a, judgement.record_b)}
    register_pairs(work, "judged_record", [(record,) for record in sorted(named)], record_id="VARCHAR")
    rows = work.execute(
        "SELECT record_id, link_id FROM linkage_record SEMI JOIN judged_record USING (record_id) WHERE links <> 'never'"
    ).fetchall()
    judged = read_judgements(judgements, dict(rows))
    summary.ignored_judgements = judged.unknown
    summary.judged = {"same": len(judged.same), "different": len(judged.different), "unsure": len(judged.unsure)}
    return judged


def _obtain_model(
    work: duckdb.DuckDBPyConnection, settings: LinkageSettings, folder: Path | None, reuse: bool
) -> LinkageModel | None:
    if reuse and folder is not None and (folder / MODEL_FILE).exists():
        return open_model(work, folder)
    model = build_model(work, settings)
    if folder is not None:
        if model is not None:
            save_model(model, folder)
        else:
            # Else a later reuse would score these records by the model of others.
            (folder / MODEL_FILE).unlink(missing_ok=True)
    return model


def _count(
    summary: LinkageSummary, work: duckdb.DuckDBPyConnection, clustering: Clustering, judged: JudgedPairs
) -> None:
    summary.clusters = len(set(clustering.root))
    summary.held_links = len(clustering.held)
    summary.held_by_reason = dict(sorted(Counter(pair.reason for pair in clustering.held).items()))
    pairs = sorted(judged.contradictory | clustering.overruled)
    register_pairs(work, "named_record", [(record,) for pair in pairs for record in pair], link_id="INTEGER")
    names = dict(
        work.execute("SELECT link_id, record_id FROM linkage_record SEMI JOIN named_record USING (link_id)").fetchall()
    )
    summary.contradictory = [(names[a], names[b]) for a, b in pairs]


@contextmanager
def _step(name: str, summary: LinkageSummary, progress: Progress | None) -> Iterator[None]:
    if progress:
        progress(name, _STEPS.index(name) / len(_STEPS))
    began = time.perf_counter()
    yield
    summary.seconds[name] = round(time.perf_counter() - began, 3)
    if progress:
        progress(name, (_STEPS.index(name) + 1) / len(_STEPS))
