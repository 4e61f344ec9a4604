"""Says what is wrong with a source before any load: a contract, an extract, or a folder of extracts."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from graphmodel.errors import SettingError, SourceError
from ingest.contracts.catalog import Matched, MatchResult, load_contracts, match_files
from ingest.contracts.contract import Contract
from ingest.contracts.problems import ContractProblem, find_problems, validation_problems
from ingest.contracts.vocabulary import used_columns
from ingest.load_report import FileReport
from ingest.readers.choose import open_reader
from ingest.stage import stage_files
from ingest.staging import TABLES, open_staging

SHOWN_REJECTS = 20


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class ShownReject(_Model):
    """One entry of the reject table."""

    line: int
    field: str | None
    value: str | None
    reason: str


class FileCheck(_Model):
    """A dry run of one file.

    Attributes:
        report: Its rows, as a load would count them.
        rejects: The first entries of the reject table, rejected rows before notes.
        unused_columns: Columns of the file the contract does not read.
        missing_columns: Columns the contract reads and the file does not show.
        missing_share: Canonical column -> share of its person records that lack it (0 to 1); only columns that the
            contract fills.
    """

    report: FileReport
    rejects: tuple[ShownReject, ...]
    unused_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    missing_share: dict[str, float]


class SourceCheck(_Model):
    """What ``check_source`` found.

    Attributes:
        target: What was checked.
        kind: A contract, or extracts.
        problems: Of a contract: what is wrong, each with what would be valid.
        summary: Of a contract without problems: what it would load.
        files: Of extracts: one dry run each.
        unmatched: Of extracts: file -> why no contract claims it.
    """

    target: str
    kind: str
    problems: tuple[str, ...] = ()
    summary: str = ""
    files: tuple[FileCheck, ...] = ()
    unmatched: dict[str, str] = {}

    @property
    def ok(self) -> bool:
        """True when a load would take all of it: no problem, no file error, no rejected row, no unmatched file."""
        return (
            not self.problems
            and not self.unmatched
            and all(f.report.error is None and f.report.rows_rejected == 0 for f in self.files)
        )

    def text(self) -> str:
        """The findings as plain text for a terminal."""
        lines = [f"{self.kind} {self.target}: {'fine' if self.ok else 'see below'}"]
        if self.summary:
            lines.append(f"  {self.summary}")
        lines.extend(f"  wrong: {problem}" for problem in self.problems)
        for file in self.files:
            lines.extend(_file_text(file))
        lines.extend(f"{name}: no contract: {reason}" for name, reason in self.unmatched.items())
        return "\n".join(lines)


def check_source(target: Path, *, contracts: Sequence[Contract] | None = None) -> SourceCheck:
    """Check a contract (a ``.toml`` file), an extract, or a folder of extracts.

    Extracts are staged into memory, by the same code as a load; nothing is kept.

    Args:
        target: The file or folder.
        contracts: Contracts to match extracts with; all packaged ones if None.

    Raises:
        SettingError: There is no such file or folder.
        ContractError: A packaged contract is wrong.
    """
    if not target.exists():
        raise SettingError("There is no such file or folder", to=str(target), do="Name a contract or an extract.")
    if target.suffix == ".toml":
        return _check_contract(target)
    known = load_contracts() if contracts is None else contracts
    matches = match_files(target, known)
    return SourceCheck(
        target=str(target),
        kind="extracts",
        files=tuple(_dry_runs(matches)),
        unmatched={one.name: one.reason for one in matches.unmatched},
    )


def _check_contract(path: Path) -> SourceCheck:
    problems: list[ContractProblem] = []
    summary = ""
    try:
        contract = Contract.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        problems = [ContractProblem("file", f"cannot be read: {error}", "a text file in UTF-8")]
    except tomllib.TOMLDecodeError as error:
        problems = [ContractProblem("file", f"is not TOML: {error}")]
    except ValidationError as error:
        problems = validation_problems(error)
    else:
        problems = find_problems(contract)
        if not problems:
            persons = ", ".join(f"{p.name} ({len(p.fields)} fields)" for p in contract.person) or "no persons"
            facts = ", ".join(dict.fromkeys(f.table for f in contract.fact)) or "no further facts"
            summary = f"{contract.system} reads {', '.join(contract.files)}: {persons}; {facts}."
    return SourceCheck(target=str(path), kind="contract", problems=tuple(map(str, problems)), summary=summary)


def _dry_runs(matches: MatchResult) -> list[FileCheck]:
    connection = open_staging(Path(":memory:"), fresh=True)
    try:
        reports = {report.file: report for report in stage_files(connection, matches).files}
        return [_file_check(connection, match, reports[match.name]) for match in matches.matched]
    finally:
        connection.close()


def _file_check(connection: duckdb.DuckDBPyConnection, match: Matched, report: FileReport) -> FileCheck:
    rejects = connection.execute(
        "SELECT line, field, value, reason FROM reject WHERE file = ?"
        " ORDER BY starts_with(reason, 'note: '), line, field, reason LIMIT ?",
        [match.name, SHOWN_REJECTS],
    ).fetchall()
    unused, missing = _columns(match)
    return FileCheck(
        report=report,
        rejects=tuple(ShownReject(line=line, field=f, value=v, reason=r) for line, f, v, r in rejects),
        unused_columns=unused,
        missing_columns=missing,
        missing_share=_missing_share(connection, match),
    )


def _columns(match: Matched) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns the contract does not read, and columns it reads that are not there."""
    used = used_columns(match.contract)
    try:
        found = open_reader(match.path, match.contract.format, used).found_columns()
    except SourceError:
        return (), ()
    return tuple(sorted(found - set(used))), tuple(column for column in used if column not in found)


def _missing_share(connection: duckdb.DuckDBPyConnection, match: Matched) -> dict[str, float]:
    filled = {name for person in match.contract.person for name in person.fields}
    if "full_name" in filled:
        filled |= {"given_name", "surname"}
    if filled & {"address_line", "address_full"}:
        filled |= {"street_number", "street_name"}
    columns = [name for name in TABLES["person_record"] if name in filled]
    if not columns:
        return {}
    shares = ", ".join(f"1 - count({column}) / count(*)" for column in columns)
    row = connection.execute(
        f"SELECT {shares} FROM person_record WHERE system = ? AND file = ? HAVING count(*) > 0",
        [match.contract.system, match.name],
    ).fetchone()
    return {column: round(float(share), 4) for column, share in zip(columns, row or (), strict=False)}


def _file_text(file: FileCheck) -> list[str]:
    report = file.report
    counts = f"{report.rows_in:,} rows in = {report.rows_loaded:,} loaded + {report.rows_rejected:,} rejected"
    lines = [f"{report.file}: {report.system}; {counts}; {report.person_records:,} person records"]
    if report.error:
        lines.append(f"  error: {report.error}")
    if file.missing_columns:
        lines.append(f"  columns the contract reads and the file lacks: {', '.join(file.missing_columns)}")
    if file.unused_columns:
        lines.append(f"  columns the contract does not read: {', '.join(file.unused_columns)}")
    for reject in file.rejects:
        what = f" {reject.field}={reject.value!r}" if reject.field else ""
        lines.append(f"  line {reject.line}:{what} {reject.reason}")
    if file.missing_share:
        shares = ", ".join(f"{column} {share:.0%}" for column, share in file.missing_share.items())
        lines.append(f"  missing: {shares}")
    return lines
