"""Parquet files, by pyarrow; every value as the text it prints as."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphmodel.errors import SourceError
from ingest.readers.reader import ROWS_PER_BATCH, Batch, Reader


class ParquetReader(Reader):
    """Reads the wanted columns of a Parquet file; ``line`` is the row number, from 1."""

    def batches(self) -> Iterator[Batch]:
        """See Reader. A damaged row group ends the reading; the rows before stand."""
        file = self._open()
        with file:
            names = [name for name in self.wanted if name in file.schema_arrow.names]
            number, size, total = 0, self.path.stat().st_size, file.metadata.num_rows
            try:
                for rows in file.iter_batches(batch_size=ROWS_PER_BATCH, columns=names):
                    lines = list(range(number + 1, number + rows.num_rows + 1))
                    number += rows.num_rows
                    columns: dict[str, Sequence[str]] = {name: _texts(rows.column(name)) for name in names}
                    yield Batch(lines=lines, columns=columns, position=size * number // max(total, 1))
            except (pa.ArrowException, OSError, ValueError) as error:
                self.error = f"The Parquet file is damaged after row {number:,}: {error}. The rows before stand."

    def found_columns(self) -> set[str]:
        """The columns of the file's schema."""
        with self._open() as file:
            return set(file.schema_arrow.names)

    def _open(self) -> pq.ParquetFile:
        try:
            if self.path.stat().st_size == 0:
                raise self.fail("The file is empty (0 bytes)")
            return pq.ParquetFile(self.path)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise SourceError(f"The file is no whole Parquet file: {error}", to=self.path.name) from error


def _texts(column: pa.Array) -> list[str]:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_nested(column.type):
        return ["" if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return ["" if value is None else value.decode("utf-8", "replace") for value in column.to_pylist()]
    return [str(value) for value in pc.fill_null(pc.cast(column, pa.string()), "").to_pylist()]
