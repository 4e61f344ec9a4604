"""Extracts read by processes of their own come out as if one had read them all."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import duckdb
import pytest
from source_bench import CSV_HEAD, Bench, csv_contract

from ingest import reading_processes
from ingest.contracts.catalog import MatchResult, match_files
from ingest.reading_processes import ReadingDied, ReadingProcesses, worth_processes
from ingest.stage import stage_files
from ingest.staging import TABLES, open_staging

TOLD = ("file", "rows_in", "rows_loaded", "rows_rejected", "person_records", "error")


def _files(bench: Bench) -> MatchResult:
    """Good rows, a key that comes back in a later file, unreadable rows, a file cut off, and one that is no text."""
    bench.file("a.csv", f"{CSV_HEAD}\n" + "".join(f"{i},Ann{i},Lee,2011-03-09,H{i}\n" for i in range(300)))
    bench.file("b.csv", f'{CSV_HEAD}\n7,Bo,Lee,,\n8000,Bo,Lee,,\n8001,"Cy,Lee,,\n8002,too,few\n')
    bench.file("c.csv", bytes(5000))
    bench.file("d.csv", f"{CSV_HEAD}\n9000,Di,Lee,31/31/2011,\n9001,Ed,L")
    return match_files(bench.folder, [csv_contract()])


def _staged(files: MatchResult, path: Path, spool: Path | None) -> list[list[tuple[object, ...]]]:
    connection = open_staging(path)
    report = stage_files(connection, files, spool=spool)
    seconds = {"source_file": " EXCLUDE seconds"}
    tables = [connection.execute(f"SELECT *{seconds.get(t, '')} FROM {t}").fetchall() for t in TABLES]
    connection.close()
    return [*tables, [tuple(getattr(file, name) for name in TOLD) for file in report.files]]


def test_processes_change_nothing(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows in their order, rejects, errors and counts are those of a single process, and the spool is gone."""
    files = _files(bench)
    alone = _staged(files, tmp_path / "alone.duckdb", None)
    monkeypatch.setattr(reading_processes, "WORTH_BYTES", 0)
    monkeypatch.setattr(reading_processes, "_cores", lambda: 2)
    together = _staged(files, tmp_path / "together.duckdb", tmp_path / "spool")
    assert together == alone
    assert not (tmp_path / "spool").exists()
    assert not multiprocessing.active_children()


def test_few_bytes_are_read_by_one_process(bench: Bench) -> None:
    """Starting processes takes longer than reading a small load."""
    assert not worth_processes(_files(bench).matched)


def test_a_killed_reading_process_stops_the_load(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are not taken for read: staging ends with one clear error, and nothing is left behind."""
    files = _files(bench)
    monkeypatch.setattr(reading_processes, "WORTH_BYTES", 0)
    monkeypatch.setattr(reading_processes, "_cores", lambda: 2)
    begin = ReadingProcesses.__enter__

    def begin_and_kill(self: ReadingProcesses) -> ReadingProcesses:
        begun = begin(self)
        for process in multiprocessing.active_children():
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
        return begun

    monkeypatch.setattr(ReadingProcesses, "__enter__", begin_and_kill)
    connection = duckdb.connect()
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({', '.join(f'{c} {t}' for c, t in columns.items())})")
    with pytest.raises(ReadingDied, match="Reading the extracts stopped"):
        stage_files(connection, files, spool=tmp_path / "spool")
    assert not (tmp_path / "spool").exists()
    assert not multiprocessing.active_children()
