"""Judgements from the command line into the ledger: one at a time, or many from a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb

from casework.ledger import Judgement, Ledger, NewJudgement
from graphmodel.errors import SettingError
from graphmodel.home import Home
from ingest.link_export import open_read_only

_COLUMNS = ("record_a", "record_b", "verdict")


def judge_pair(home: Home, record_a: str, record_b: str, verdict: str, *, who: str, why: str) -> Judgement:
    """Write one judgement.

    Args:
        home: Whose ledger.
        record_a: Record id, or a record key that only one system uses.
        record_b: The other record.
        verdict: same, different, unsure or withdrawn.
        who: Who judges.
        why: Their reason.

    Raises:
        SettingError: A record is unknown or its key is used by several systems.
        LedgerError: The ledger refuses it.
    """
    with open_read_only(home) as staging, Ledger.open(home.ledger_url) as ledger:
        a, b = _record_id(staging, record_a), _record_id(staging, record_b)
        return ledger.judge(a, b, verdict, who=who, why=why, source="cli")


def judge_file(home: Home, path: Path, *, who: str, why: str | None) -> int:
    """Write every judgement of a CSV file, all or none; returns how many.

    The file has the columns record_a, record_b, verdict and optionally why; ``why`` stands in where a row gives none.

    Raises:
        SettingError: The file, a record or a verdict is wrong; the message names the line.
        LedgerError: The ledger refuses it.
    """
    with open_read_only(home) as staging, Ledger.open(home.ledger_url) as ledger:
        rows = list(_read(staging, path, who, why))
        ledger.judge_many(rows)
    return len(rows)


def _read(staging: duckdb.DuckDBPyConnection, path: Path, who: str, why: str | None) -> Iterator[NewJudgement]:
    try:
        file = path.open(newline="", encoding="utf-8-sig")
    except OSError as error:
        raise SettingError("The file of judgements cannot be read", to=str(path)) from error
    with file:
        reader = csv.DictReader(file)
        if not set(_COLUMNS) <= set(reader.fieldnames or ()):
            raise SettingError("The file lacks a column", to=str(path), do=f"It needs {', '.join(_COLUMNS)}.")
        for row in reader:
            reason = (row.get("why") or why or "").strip()
            if not reason:
                raise SettingError(
                    "A judgement has no reason", to=f"{path} line {reader.line_num}", do="Fill why, or give --why."
                )
            yield NewJudgement(
                record_a=_record_id(staging, row["record_a"]),
                record_b=_record_id(staging, row["record_b"]),
                verdict=row["verdict"],
                who=who,
                why=reason,
                source=f"file {path.name} line {reader.line_num}",
            )


def _record_id(staging: duckdb.DuckDBPyConnection, name: str) -> str:
    found = staging.execute(
        "SELECT record_id FROM person_record WHERE record_id = $1 OR record_key = $1 ORDER BY record_id", [name]
    ).fetchall()
    exact = [row[0] for row in found if row[0] == name]
    if len(exact or found) != 1:
        what = "No record has this id" if not found else "Several systems use this record key"
        raise SettingError(what, to=name, do="Name it as <system>:<key>, as the Person 360 shows it.")
    return str((exact or [found[0][0]])[0])
