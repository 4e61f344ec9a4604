"""The whole left side: extracts in, a snapshot in service out.

Stages: read and stage, link, identities, build, load, switch, sweep. Whatever dies on the way, the earlier snapshot
stays in service: staging and snapshot are built aside and switched in whole, and the ledger settles at the next start
what a dead load had prepared.
"""

from __future__ import annotations

import resource
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import duckdb

from casework.ledger import IdentityChange, Ledger
from graphmodel.errors import SettingError
from graphmodel.home import Home
from graphmodel.search_secret import search_secret
from graphmodel.snapshot import (
    Run,
    SourceState,
    begin_run,
    current_run_name,
    finish_run,
    put_in_service,
    sweep_runs,
)
from ingest.build.graph import build_tables, finish_build
from ingest.build.report import BuildReport
from ingest.build.side_files import write_side_files
from ingest.build.workbench import Workbench
from ingest.contracts.catalog import load_contracts
from ingest.identity import mint
from ingest.ingest_report import IngestReport, staged_files
from ingest.linkage.run import LinkageSummary, link_records
from ingest.load import load_run
from ingest.load_report import FileReport, LoadReport
from ingest.manifest import is_fictional, manifest_of, sources_of
from ingest.one_ingest import only_ingest
from ingest.progress import ProgressSink, Silence
from ingest.restage import restage, standing_staging
from ingest.server_load.loaded import Loaded
from ingest.server_load.settle import settle_service

R = TypeVar("R")
REPORT_FILE = "load_report.json"


def ingest_folder(
    home: Home, folder: Path, *, contracts_folder: Path | None = None, progress: ProgressSink | None = None
) -> IngestReport:
    """Take a folder of agency extracts to a snapshot in service.

    Args:
        home: Where all state is kept; made if missing.
        folder: The extracts, searched also below.
        contracts_folder: Contracts of the agency's own, beside those that come with Kin360.
        progress: Hears how far it is.

    Raises:
        SourceError: No file matches a contract, or nothing in them could be read.
        SnapshotError: Another ingest is under way.
        ContractError, LinkageError, LedgerError, GraphStoreError: See the message; the earlier snapshot stays.
    """
    sink, watch = progress or Silence(), _Stopwatch()
    contracts = load_contracts(contracts_folder)
    with only_ingest(home.create()), _settled_ledger(home) as ledger:
        with watch.stage("stage"):
            staged = restage(home, folder, contracts, sink)
        return _rebuild(home, ledger, sink, watch, staged)


def relink(home: Home, progress: ProgressSink | None = None) -> IngestReport:
    """Link, build and load again from the staging that stands: how judgements of links take effect.

    Raises:
        SettingError: Nothing was ingested in this home yet.
        SnapshotError: Another ingest is under way.
        LinkageError, LedgerError, GraphStoreError: See the message; the earlier snapshot stays.
    """
    if not home.staging.exists():
        raise SettingError(
            "Nothing was ingested in this home yet", to=str(home.root), do="Run `kin360 ingest DIR` first."
        )
    with only_ingest(home), _settled_ledger(home) as ledger:
        return _rebuild(home, ledger, progress or Silence(), _Stopwatch(), None)


@contextmanager
def _settled_ledger(home: Home) -> Iterator[Ledger]:
    """The ledger, once what a dead load had prepared is settled; opened first, so that its faults cost no time."""
    settle_service(home)
    with Ledger.open(home.ledger_url) as ledger:
        ledger.recover(current_run_name(home))
        yield ledger


@dataclass
class _Stopwatch:
    """Wall time of each stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - started, 3)


class _LinkProgress:
    """Turns linkage's news (step, share of the whole done) into stages, one a step."""

    def __init__(self, sink: ProgressSink) -> None:
        self._sink, self._step = sink, ""

    def __call__(self, step: str, share: float) -> None:
        if step != self._step:
            self._step = step
            self._sink.stage(f"link: {step}", None)


@dataclass(frozen=True)
class _Built:
    """What the stages on the staging database leave for those after it is closed."""

    files: tuple[FileReport, ...]
    sources: tuple[SourceState, ...]
    fictional: bool
    linkage: LinkageSummary
    changes: tuple[IdentityChange, ...]
    report: BuildReport


def _rebuild(
    home: Home, ledger: Ledger, sink: ProgressSink, watch: _Stopwatch, staged: LoadReport | None
) -> IngestReport:
    """From staging to a snapshot in service; the caller holds the lock."""
    sweep_runs(home)
    run, loaded = begin_run(home), None
    try:
        with standing_staging(home.staging) as connection:
            linked, changes = _link(home, ledger, connection, sink, watch, reuse_model=staged is None)
            with watch.stage("build"):
                bench = build_tables(connection, run.tables, secret=search_secret(home), progress=sink)
            # The engine is loaded from the tables alone, and leaves a core to what else the build writes.
            with watch.stage("load"), _beside(connection, lambda: _finish_build(bench, run)) as finishing:
                loaded = load_run(home, run, run.tables, sink)
                build = finishing.result()
            built = _Built(
                files=staged_files(connection),
                sources=sources_of(connection),
                fictional=is_fictional(connection),
                linkage=linked,
                changes=changes,
                report=build,
            )
        report = _report(run, built, loaded, watch, staged)
        run.write_manifest(
            manifest_of(
                run,
                fictional=built.fictional,
                sources=built.sources,
                counts=loaded.counts,
                report=built.report,
            )
        )
        (run.folder / REPORT_FILE).write_text(report.model_dump_json(indent=1), encoding="utf-8")
    except BaseException:
        if loaded:
            loaded.abandon()
        shutil.rmtree(run.folder, ignore_errors=True)
        raise
    sink.stage("switch", None)
    with watch.stage("switch"):
        _switch(home, ledger, run, loaded, changes=built.changes, report=report)
    sink.done()
    with watch.stage("sweep"):
        swept = tuple(sweep_runs(home))
    return report.model_copy(
        update={"seconds": dict(watch.seconds), "swept": swept, "peak_memory_mb": _peak_memory_mb()}
    )


def _link(
    home: Home,
    ledger: Ledger,
    connection: duckdb.DuckDBPyConnection,
    sink: ProgressSink,
    watch: _Stopwatch,
    *,
    reuse_model: bool,
) -> tuple[LinkageSummary, tuple[IdentityChange, ...]]:
    """Link and mint. A re-link has the records of the last ingest, so the model trained on them serves again."""
    with watch.stage("link"):
        linkage = link_records(
            connection,
            ledger.judgements(),
            model_folder=home.model,
            reuse_model=reuse_model,
            progress=_LinkProgress(sink),
        )
        sink.done()
    with watch.stage("identities"):
        changes = mint(connection, ledger.identities())
    return linkage, changes


def _finish_build(bench: Workbench, run: Run) -> BuildReport:
    report = finish_build(bench, run.search_index)
    write_side_files(bench.connection, run)
    return report


@contextmanager
def _beside(connection: duckdb.DuckDBPyConnection, work: Callable[[], R]) -> Iterator[Future[R]]:
    """Some work on a connection in a thread of its own; where the block fails, it is stopped."""
    with ThreadPoolExecutor(1, thread_name_prefix="build") as thread:
        doing = thread.submit(work)
        try:
            yield doing
        except BaseException:
            connection.interrupt()
            raise


def _report(run: Run, built: _Built, loaded: Loaded, watch: _Stopwatch, staged: LoadReport | None) -> IngestReport:
    return IngestReport(
        run=run.name,
        fictional=built.fictional,
        seconds=dict(watch.seconds),
        files=built.files,
        unmatched=staged.unmatched if staged else (),
        rejects=staged.reasons if staged else (),
        linkage=built.linkage,
        persons=loaded.counts["Person"],
        identity_changes=dict(sorted(Counter(change.kind for change in built.changes).items())),
        build=built.report,
        counts=loaded.counts,
        loaded=loaded.route,
        peak_memory_mb=_peak_memory_mb(),
    )


def _switch(
    home: Home, ledger: Ledger, run: Run, loaded: Loaded, *, changes: tuple[IdentityChange, ...], report: IngestReport
) -> None:
    """Bring a whole run into service. Died before the commit: the load never was; after it: it counts."""
    summary = {"persons": report.persons, "counts": report.counts, "identity_changes": report.identity_changes}
    try:
        ledger.prepare_load(run.name, changes, summary)
        finished = finish_run(run)
        loaded.commit()
    finally:
        loaded.abandon()
    put_in_service(home, finished)
    ledger.mark_in_service(run.name)


def _peak_memory_mb() -> float:
    # Kilobytes on Linux, bytes on macOS (getrusage(2) of each).
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)
