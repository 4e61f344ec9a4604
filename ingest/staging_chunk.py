"""Takes raw rows of one file into the staging tables, a chunk at a time, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from ingest.cleaned_rows import CleanedBatch
from ingest.contracts.compile import Compiled, Statement
from ingest.contracts.contract import Contract
from ingest.readers.reader import NOTE, Problem
from ingest.staging import TABLES

_SHOWN_VALUE = 200
_WORKING = (
    ("VIEW", "good"),
    ("VIEW", "raw"),
    ("TABLE", "bad"),
    ("TABLE", "stated"),
    ("TABLE", "cooked"),
    ("TABLE", "problem"),
)


@dataclass
class Counts:
    """Rows of one file so far."""

    rows_in: int = 0
    loaded: int = 0
    rejected: int = 0
    records: int = 0


class ChunkStager:
    """Stages the rows of one file.

    Args:
        connection: The staging database, inside the file's transaction.
        contract: The source's contract.
        compiled: The same, compiled.
        file: Name of the file as staging shows it.
        as_of: The file's as-of date.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        contract: Contract,
        compiled: Compiled,
        *,
        file: str,
        as_of: str | None,
    ) -> None:
        self._db, self._contract, self._compiled = connection, contract, compiled
        self._file, self._as_of = file, as_of
        self._rows = 0
        self.counts = Counts()
        self._waiting: list[pa.Table] = []
        self._db.execute(
            'CREATE OR REPLACE TEMP TABLE problem ("row" BIGINT, line BIGINT, field VARCHAR, value VARCHAR,'
            " reason VARCHAR, rejects BOOLEAN)"
        )

    def add(self, batch: CleanedBatch) -> None:
        """Take a batch in; its rows wait to be staged."""
        if batch.rows is not None:
            numbers = pa.array(np.arange(self._rows, self._rows + batch.rows.num_rows))
            self._waiting.append(batch.rows.add_column(0, "row", numbers))
            self._rows += batch.rows.num_rows
            self.counts.rows_in += batch.rows.num_rows
        self._reject(batch.rejects)
        self._reject(batch.notes)
        self.counts.rows_in += len(batch.rejects)
        self.counts.rejected += len(batch.rejects)

    def full(self, rows: int, size: int) -> bool:
        """True when at least so many rows, or rows of so many bytes, wait to be staged."""
        return self._rows >= rows or sum(table.nbytes for table in self._waiting) >= size

    def close(self) -> None:
        """Drop the working tables."""
        for kind, name in _WORKING:
            self._db.execute(f"DROP {kind} IF EXISTS temp.{name}")

    def stage(self) -> None:
        """Clean, check and insert the rows taken in since the last call."""
        if not self._rows:
            return
        self._db.register("waiting_rows", pa.concat_tables(self._waiting))
        trimmed = ", ".join(f"nullif(trim(c{i}), '') AS c{i}" for i in range(len(self._compiled.columns)))
        self._db.execute(
            f"CREATE OR REPLACE TEMP VIEW raw AS SELECT * REPLACE ({trimmed}) FROM waiting_rows"
            if trimmed
            else "CREATE OR REPLACE TEMP VIEW raw AS FROM waiting_rows"
        )
        self._db.execute(f"CREATE OR REPLACE TEMP TABLE cooked AS {self._compiled.cooked}")
        self._check()
        self._reject_repeated_keys()
        self._db.execute('CREATE OR REPLACE TEMP TABLE bad AS SELECT DISTINCT "row" FROM problem WHERE rejects')
        self._db.execute('CREATE OR REPLACE TEMP VIEW good AS SELECT * FROM cooked ANTI JOIN bad USING ("row")')
        self._persons()
        for fact in self._compiled.facts:
            self._facts(fact)
        self._db.execute(
            "INSERT INTO reject SELECT ?, ?, line, field, left(value, ?),"
            " CASE WHEN rejects THEN '' ELSE ? END || reason"
            ' FROM problem ORDER BY "row", field, reason',
            [self._contract.system, self._file, _SHOWN_VALUE, NOTE],
        )
        self.counts.loaded += self._number("SELECT count(*) FROM good")
        self.counts.rejected += self._number("SELECT count(*) FROM bad")
        self._db.execute("DELETE FROM problem")
        self._db.unregister("waiting_rows")
        self._waiting.clear()
        self._rows = 0

    def _check(self) -> None:
        nothing = f"NOT ({self._compiled.sections_on})"
        checks = self._compiled.checks
        conditions = ", ".join(f"count(*) FILTER ({check.condition})" for check in checks)
        if conditions:
            # One pass finds which checks fail at all: most of a hundred never do.
            failed = self._db.execute(f"SELECT {conditions} FROM cooked").fetchone() or ()
            for check, count in zip(checks, failed, strict=True):
                if count:
                    self._db.execute(
                        f'INSERT INTO problem SELECT "row", cooked.line, ?, {check.raw}, {check.reason}, ?'
                        f' FROM cooked JOIN raw USING ("row") WHERE {check.condition}',
                        [check.label, check.rejects],
                    )
        self._db.execute(
            'INSERT INTO problem SELECT "row", line, NULL, NULL, ?, true FROM cooked'
            f' WHERE {nothing} AND "row" NOT IN (SELECT "row" FROM problem WHERE rejects)',
            ["the row states nothing that the contract loads"],
        )

    def _reject_repeated_keys(self) -> None:
        """Reject rows that bring a record key which stands already; the earliest line keeps it."""
        sections = [s for s in self._compiled.persons if s.section is not None and not s.section.repeats]
        if not sections:
            return
        stated = " UNION ALL ".join(
            f'SELECT "row", line, {s.values["record_id"]} AS record_id,'
            f" {_text(', '.join(s.section.key if s.section else ()))} AS field FROM cooked WHERE {s.on}"
            ' AND "row" NOT IN (SELECT "row" FROM problem WHERE rejects)'
            for s in sections
        )
        self._db.execute(f"CREATE OR REPLACE TEMP TABLE stated AS {stated}")
        repeated = (
            "SELECT record_id FROM stated GROUP BY record_id HAVING count(*) > 1"
            " UNION SELECT record_id FROM stated SEMI JOIN person_record USING (record_id)"
        )
        rows = self._db.execute(
            f'SELECT s."row", s.line, s.record_id, s.field, p.file, p.line FROM stated s'
            " LEFT JOIN person_record p USING (record_id)"
            f' WHERE s."row" IN (SELECT "row" FROM stated WHERE record_id IN ({repeated}))'
            ' ORDER BY s."row", s.record_id'
        ).fetchall()
        self._insert_problems(_first_come(rows, self._file))

    def _persons(self) -> None:
        columns = list(TABLES["person_record"])
        selects = [
            f'SELECT {", ".join(self._value(s, c) for c in columns)}, "row", {place} AS section FROM good WHERE {s.on}'
            for place, s in enumerate(self._compiled.persons)
        ]
        if not selects:
            return
        named = ", ".join(columns)
        repeats = any(s.section is not None and s.section.repeats for s in self._compiled.persons)
        last = (
            'QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY "row" DESC, section DESC) = 1'
            if repeats
            else ""
        )
        wrapped = f'SELECT {named} FROM ({" UNION ALL ".join(selects)}) AS p({named}, "row", section) {last}'
        how = "INSERT OR REPLACE INTO" if repeats else "INSERT INTO"
        self._db.execute(f"{how} person_record ({named}) {wrapped}")

    def _facts(self, fact: Statement) -> None:
        columns = list(TABLES[fact.table])
        values = ", ".join(self._value(fact, column) for column in columns)
        self._db.execute(f"INSERT INTO {fact.table} ({', '.join(columns)}) SELECT {values} FROM good WHERE {fact.on}")

    def _value(self, statement: Statement, column: str) -> str:
        fixed = {
            "system": self._contract.system,
            "agency": self._contract.agency,
            "domain": self._contract.domain,
            "file": self._file,
            "as_of": self._as_of,
        }
        if column in fixed:
            return _text(fixed[column])
        if column == "line":
            return "line"
        return statement.values.get(column, f"CAST(NULL AS {TABLES[statement.table][column].split()[0]})")

    def _reject(self, problems: Sequence[Problem]) -> None:
        if problems:
            rows = _problem_table(problems).append_column("reason", pa.array([p.reason for p in problems], pa.string()))
            system, file = _text(self._contract.system), _text(self._file)
            self._insert(
                f"INSERT INTO reject SELECT {system}, {file}, line, field, left(value, {_SHOWN_VALUE}), reason", rows
            )

    def _insert_problems(self, problems: Sequence[tuple[int, Problem]]) -> None:
        if problems:
            rows = _problem_table([p for _, p in problems])
            rows = rows.append_column("reason", pa.array([p.reason for _, p in problems], pa.string()))
            rows = rows.append_column("row", pa.array([row for row, _ in problems], pa.int64()))
            self._insert('INSERT INTO problem SELECT "row", line, field, value, reason, true', rows)

    def _insert(self, statement: str, rows: pa.Table) -> None:
        self._db.register("incoming_rows", rows)
        self._db.execute(f"{statement} FROM incoming_rows")
        self._db.unregister("incoming_rows")

    def _number(self, query: str) -> int:
        row = self._db.execute(query).fetchone()
        return int(row[0]) if row else 0


def _first_come(
    rows: Sequence[tuple[int, int, str, str, str | None, int | None]], file: str
) -> list[tuple[int, Problem]]:
    """Who keeps a key that several rows bring: the first row none of whose keys was taken before it."""
    taken: dict[str, tuple[str, int]] = {}
    problems: list[tuple[int, Problem]] = []
    by_row: dict[int, list[tuple[int, str, str, str | None, int | None]]] = {}
    for row, line, record, field_name, earlier_file, earlier_line in rows:
        by_row.setdefault(row, []).append((line, record, field_name, earlier_file, earlier_line))
    for row, brought in by_row.items():
        clash: Problem | None = None
        own: set[str] = set()
        for line, record, field_name, earlier_file, earlier_line in brought:
            stands = (earlier_file, earlier_line) if earlier_file is not None else taken.get(record)
            key = record.partition(":")[2]
            if stands is not None:
                where = f"line {stands[1]}" + ("" if stands[0] == file else f" of {stands[0]}")
                clash = clash or Problem(line, field_name, key, f"record key stands already at {where}")
            elif record in own:
                clash = clash or Problem(line, field_name, key, "record key stands twice in this row")
            own.add(record)
        if clash is not None:
            problems.append((row, clash))
        else:
            taken.update({record: (file, line) for line, record, *_ in brought})
    return problems


def _problem_table(problems: Sequence[Problem]) -> pa.Table:
    return pa.table(
        {
            "line": pa.array([p.line for p in problems], pa.int64()),
            "field": pa.array([p.field for p in problems], pa.string()),
            "value": pa.array([p.value for p in problems], pa.string()),
        }
    )


def _text(value: str | None) -> str:
    return "CAST(NULL AS VARCHAR)" if value is None else "'" + value.replace("'", "''") + "'"
