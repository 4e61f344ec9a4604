"""Stages extracts into a new database, which takes the place of the earlier one only when it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from graphmodel.errors import SourceError, StoreCorrupt
from graphmodel.home import Home
from ingest.contracts.catalog import MatchResult, match_files
from ingest.contracts.contract import Contract
from ingest.load_report import LoadReport
from ingest.progress import ProgressSink
from ingest.stage import stage_files
from ingest.staging import open_staging

BUILDING = "staging.building.duckdb"
SPOOL = "staging.reading"
"""Where reading processes leave what they read; there only while they run, or after a run was killed."""

_NAMED = 12


@contextmanager
def standing_staging(path: Path, *, fresh: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A staging database, open for the time of the block.

    Raises:
        StoreCorrupt: It cannot be opened: damaged, or open in another process.
    """
    try:
        connection = open_staging(path, fresh=fresh)
    except duckdb.Error as error:
        raise StoreCorrupt(
            f"The staging database cannot be opened: {error}",
            to=str(path),
            do="Close whatever else has it open; if it is damaged, run `kin360 ingest` again.",
        ) from error
    try:
        yield connection
    finally:
        connection.close()


def restage(home: Home, folder: Path, contracts: Sequence[Contract], progress: ProgressSink) -> LoadReport:
    """Stage a folder of extracts; the staging that stood before is replaced at the end, in one step.

    Raises:
        SourceError: No file matches a contract, or not one person record could be read; the earlier staging stands.
        SettingError: The folder does not exist.
    """
    files = match_files(folder, contracts)
    if not files.matched:
        raise _nothing_matched(folder, files, contracts)
    building = home.root / BUILDING
    _remove(building)
    shutil.rmtree(home.root / SPOOL, ignore_errors=True)
    with standing_staging(building, fresh=True) as connection:
        report = stage_files(connection, files, progress=_FileProgress(progress), spool=home.root / SPOOL)
    progress.done()
    if not report.person_records:
        _remove(building)
        raise _nothing_loaded(folder, report)
    # A log left by a killed process belongs to the file that goes, never to the one that comes.
    _log(home.staging).unlink(missing_ok=True)
    building.replace(home.staging)
    return report


class _FileProgress:
    """Turns a reader's news (file, bytes done, bytes in all) into stages, one a file."""

    def __init__(self, sink: ProgressSink) -> None:
        self._sink, self._file, self._done = sink, "", 0

    def __call__(self, file: str, done: int, total: int) -> None:
        if file != self._file:
            self._file, self._done = file, 0
            self._sink.stage(f"read {file} (bytes)", total)
        self._sink.advance(done - self._done)
        self._done = done


def _log(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")


def _remove(database: Path) -> None:
    for path in (database, _log(database)):
        path.unlink(missing_ok=True)


def _nothing_matched(folder: Path, files: MatchResult, contracts: Sequence[Contract]) -> SourceError:
    patterns = sorted({f"{contract.system}: {', '.join(contract.files)}" for contract in contracts})
    found = "; ".join(f"{file.name} ({file.reason})" for file in files.unmatched[:_NAMED]) or "the folder holds no file"
    more = f" and {len(patterns) - _NAMED} more" if len(patterns) > _NAMED else ""
    return SourceError(
        f"No file matches a source contract. Found: {found}. Looked for: {'; '.join(patterns[:_NAMED])}{more}",
        to=str(folder),
        do="Check the folder, or bring a contract (`kin360 source check FILE`) and name its folder with --contracts.",
    )


def _nothing_loaded(folder: Path, report: LoadReport) -> SourceError:
    errors = [f"{file.file}: {file.error}" for file in report.errors[:_NAMED]]
    reasons = [f"{reason.system}: {reason.reason} ({reason.count})" for reason in report.reasons[:_NAMED]]
    said = "; ".join(errors + reasons) or "the files hold no rows"
    return SourceError(
        f"Not one person record could be read from {len(report.files)} files: {said}",
        to=str(folder),
        do="Mend the extracts or their contracts; what was loaded before stays in service.",
    )
