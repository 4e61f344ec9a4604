"""What changed between the tables of two runs, class by class, found by DuckDB."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from pathlib import Path

import duckdb

from graphmodel.closing import Closing
from graphmodel.errors import SnapshotError
from graphmodel.stores.neo4j_changes import Rows, key_of
from ingest.build.workbench import parquet_file
from ingest.server_load.import_files import quoted
from ingest.server_load.tables import CLASSES, Declared, name_of

BATCH_ROWS = 5_000
_KINDS = ("gone", "changed", "new")


class Difference(Closing):
    """Rows gone, changed and new. Use with ``with``.

    Args:
        before: Tables of the earlier run.
        after: Tables of the new run.

    Raises:
        SnapshotError: A file is missing or not of the model of today.
    """

    def __init__(self, before: Path, after: Path) -> None:
        # What does not fit into memory goes beside the tables, never into a public folder.
        self._connection = duckdb.connect(config={"temp_directory": str(after.parent / "difference.tmp")})
        self._rows: dict[tuple[str, str], int] = {}
        try:
            for declared in CLASSES:
                self._compare(declared, parquet_file(before, declared), parquet_file(after, declared))
        except (duckdb.Error, OSError) as error:
            self._connection.close()
            raise SnapshotError(
                f"The tables of two runs cannot be compared: {error}", to=str(before), do="Load the new run whole."
            ) from error

    def close(self) -> None:
        """Forget it."""
        self._connection.close()

    @property
    def rows(self) -> int:
        """How many rows are gone, changed or new, over all classes."""
        return sum(self._rows.values())

    def gone(self, declared: Declared) -> Iterator[Rows]:
        """Keys of rows that are no more."""
        return self._batches("gone", declared)

    def changed(self, declared: Declared) -> Iterator[Rows]:
        """Rows whose key was there before, with other values."""
        return self._batches("changed", declared)

    def new(self, declared: Declared) -> Iterator[Rows]:
        """Rows whose key was not there before."""
        return self._batches("new", declared)

    def _compare(self, declared: Declared, before: Path, after: Path) -> None:
        # A build writes equal rows as equal bytes.
        if filecmp.cmp(before, after, shallow=False):
            return
        name = name_of(declared)
        columns = ", ".join(field.name for field in declared.arrow_schema())
        keys = ", ".join(key_of(declared))
        old, new = (f"(SELECT {columns} FROM read_parquet({quoted(path)}))" for path in (before, after))
        said = {
            "gone": f"SELECT DISTINCT {keys} FROM {old} ANTI JOIN {new} USING ({keys})",
            "differing": f"SELECT * FROM {new} EXCEPT SELECT * FROM {old}",
            "changed": f'SELECT {columns} FROM "differing_{name}" SEMI JOIN {old} USING ({keys})',
            "new": f'SELECT {columns} FROM "differing_{name}" ANTI JOIN {old} USING ({keys})',
        }
        for kind, select in said.items():
            self._connection.execute(f'CREATE TABLE "{kind}_{name}" AS {select} ORDER BY ALL')
        for kind in _KINDS:
            found = self._connection.execute(f'SELECT count(*) FROM "{kind}_{name}"').fetchone()
            self._rows[kind, name] = int(found[0]) if found else 0
        self._connection.execute(f'DROP TABLE "differing_{name}"')

    def _batches(self, kind: str, declared: Declared) -> Iterator[Rows]:
        name = name_of(declared)
        if not self._rows.get((kind, name)):
            return
        # A cursor of its own: the caller may begin the next class before it has finished this one.
        cursor = self._connection.cursor()
        try:
            cursor.execute(f'SELECT * FROM "{kind}_{name}" ORDER BY ALL')
            while rows := cursor.fetchmany(BATCH_ROWS):
                yield rows
        finally:
            cursor.close()
