"""Reads extracts by their contracts into the staging tables, accounting for every row."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from graphmodel.errors import Kin360Error
from ingest.cleaned_rows import CleanedBatch, CleanerCache, read_cleaned
from ingest.contracts.catalog import Matched, MatchResult, match_files
from ingest.contracts.compile import compile_contract
from ingest.contracts.contract import Contract
from ingest.contracts.vocabulary import FACT_TABLES, fact_persons, needed, used_columns
from ingest.cycle_collection import no_cycle_collection
from ingest.load_report import FileReport, LoadReport, ReasonCount, UnmatchedFile
from ingest.readers.reader import NOTE
from ingest.reading_processes import ReadingDied, ReadingProcesses, worth_processes
from ingest.staging_chunk import ChunkStager, Counts

CHUNK_ROWS = 200_000
"""Rows cleaned at once: large enough for DuckDB to be quick, small enough for a few hundred MB."""

Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes of it done, and its size in bytes."""

Reading = Callable[[Matched], Iterator[CleanedBatch]]

CHUNK_BYTES = 256_000_000
"""Bytes of raw values cleaned at once, at most about."""

_TOP_REASONS = 200


def stage_folder(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    contracts: Sequence[Contract],
    progress: Progress | None = None,
) -> LoadReport:
    """Stage every file of a folder that a contract claims.

    Args:
        connection: The staging database, empty (``open_staging(path, fresh=True)``).
        folder: Searched also below; never below a folder called ``truth``.
        contracts: See ``load_contracts``.
        progress: Told after every chunk.

    Returns:
        Every file with its rows in = loaded + rejected. What is wrong with a file is told there and stops no other.

    Raises:
        SettingError: The folder does not exist.
    """
    return stage_files(connection, match_files(folder, contracts), progress=progress)


def stage_files(
    connection: duckdb.DuckDBPyConnection,
    files: MatchResult,
    *,
    progress: Progress | None = None,
    spool: Path | None = None,
) -> LoadReport:
    """Stage the files matched; see ``stage_folder``. Their order does not matter: they are taken by name.

    Args:
        connection: The staging database, empty.
        files: What to stage.
        progress: Told after every batch.
        spool: A folder for what reading processes hand over, made and removed again. With it, files are read in
            processes beside this one where there is enough to read; the outcome is the same.

    Raises:
        SourceError: A reading process died.
    """
    started = time.monotonic()
    ordered = sorted(files.matched, key=lambda file: file.name)
    # Else the whole database is written out anew after nearly every file; it is when it is closed.
    connection.execute("SET wal_autocheckpoint = '1TB'")
    with no_cycle_collection(), _reading(ordered, spool) as reading:
        reports = [_stage_file(connection, file, reading, progress) for file in ordered]
    _drop_dangling(connection)
    return LoadReport(
        files=tuple(reports),
        unmatched=tuple(UnmatchedFile(file=u.name, reason=u.reason) for u in files.unmatched),
        reasons=_reasons(connection),
        seconds=time.monotonic() - started,
    )


@contextmanager
def _reading(files: Sequence[Matched], spool: Path | None) -> Iterator[Reading]:
    """How the files are read: by processes of their own where that pays, else here."""
    if spool is not None and worth_processes(files):
        with ReadingProcesses(files, spool) as processes:
            yield processes.batches
    else:
        cache = CleanerCache()
        yield lambda file: read_cleaned(file, cache)


def _stage_file(
    connection: duckdb.DuckDBPyConnection, file: Matched, reading: Reading, progress: Progress | None
) -> FileReport:
    started = time.monotonic()
    as_of = as_of_date(file.contract, file.name)
    error: str | None = None
    counts = Counts()
    # A transaction a file: when something unforeseen breaks off, no half of it stands uncounted.
    connection.begin()
    try:
        counts, error = _load(connection, file, as_of, reading(file), progress)
    except ReadingDied:
        connection.rollback()
        raise
    except (Kin360Error, duckdb.Error, OSError, ValueError) as broken:
        connection.rollback()
        connection.begin()
        counts, error = Counts(), f"Nothing of the file was loaded: {broken}"
    report = FileReport(
        system=file.contract.system,
        file=file.name,
        rows_in=counts.rows_in,
        rows_loaded=counts.loaded,
        rows_rejected=counts.rejected,
        person_records=counts.records,
        seconds=time.monotonic() - started,
        error=error,
        as_of=as_of,
    )
    _record(connection, file, report)
    connection.commit()
    return report


def _load(
    connection: duckdb.DuckDBPyConnection,
    file: Matched,
    as_of: str | None,
    batches: Iterator[CleanedBatch],
    progress: Progress | None,
) -> tuple[Counts, str | None]:
    compiled = compile_contract(file.contract, used_columns(file.contract), as_of=as_of)
    stager = ChunkStager(connection, file.contract, compiled, file=file.name, as_of=as_of)
    size = file.path.stat().st_size
    error: str | None = None
    for batch in batches:
        stager.add(batch)
        error = error or batch.error
        if stager.full(CHUNK_ROWS, CHUNK_BYTES):
            stager.stage()
        if progress is not None:
            progress(file.name, min(batch.position, size), size)
    stager.stage()
    stager.close()
    stager.counts.records = _records(connection, file.contract.system, file.name)
    return stager.counts, error


def as_of_date(contract: Contract, name: str) -> str | None:
    """The ISO date a file's data stood so: from its name where the contract says how, else as the contract states."""
    if contract.as_of_in_name is not None:
        match = re.search(contract.as_of_in_name, name)
        digits = re.sub(r"\D", "", match[1]) if match else ""
        if len(digits) == 8:
            return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return contract.as_of


def _records(connection: duckdb.DuckDBPyConnection, system: str, file: str) -> int:
    row = connection.execute(
        "SELECT count(*) FROM person_record WHERE system = ? AND file = ?", [system, file]
    ).fetchone()
    return int(row[0]) if row else 0


def _record(connection: duckdb.DuckDBPyConnection, file: Matched, report: FileReport) -> None:
    contract = file.contract
    digest, size = _fingerprint(file.path)
    row = {
        "system": contract.system,
        "agency": contract.agency,
        "domain": contract.domain,
        "title": contract.title,
        "agreement": contract.agreement,
        "fictional": contract.fictional,
        "file": file.name,
        "sha256": digest,
        "bytes": size,
        "as_of": report.as_of,
        "rows_in": report.rows_in,
        "rows_loaded": report.rows_loaded,
        "rows_rejected": report.rows_rejected,
        "person_records": report.person_records,
        "seconds": report.seconds,
        "error": report.error,
        "people_repeat": contract.people_repeat,
        "links": contract.links,
    }
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO source_file ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def _fingerprint(path: Path) -> tuple[str, int]:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size
    except OSError:
        return "", 0


def _drop_dangling(connection: duckdb.DuckDBPyConnection) -> None:
    """Take out facts that name a record which never came, leaving a note for each.

    Only when all files are read is it known which records there are: a child's row may name its mother's record
    lines or files later.
    """
    for table in FACT_TABLES:
        for column in fact_persons(table):
            dangling = f"{column} IS NOT NULL AND {column} NOT IN (SELECT record_id FROM person_record)"
            connection.execute(
                f"INSERT INTO reject SELECT system, file, line, ?, {column}, ? FROM {table} WHERE {dangling}"
                " ORDER BY system, file, line",
                [f"{table}.{column}", f"{NOTE}names a record that was not loaded"],
            )
            if column in needed(table, (column,)):
                connection.execute(f"DELETE FROM {table} WHERE {dangling}")
            else:
                connection.execute(f"UPDATE {table} SET {column} = NULL WHERE {dangling}")


def _reasons(connection: duckdb.DuckDBPyConnection) -> tuple[ReasonCount, ...]:
    rows = connection.execute(
        "SELECT system, field, reason, count(*) AS n FROM reject GROUP BY ALL"
        " ORDER BY n DESC, system, field, reason LIMIT ?",
        [_TOP_REASONS],
    ).fetchall()
    return tuple(
        ReasonCount(system=s, field=f, reason=r.removeprefix(NOTE), count=n, note=r.startswith(NOTE))
        for s, f, r, n in rows
    )
