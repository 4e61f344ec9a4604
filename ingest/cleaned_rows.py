"""Reads one extract and runs the Python cleaners over its values: all of staging that needs no database.

Files do not depend on one another here, so several may be read at once, each in a process of its own
(`ingest.reading_processes`); what comes out is the same either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from graphmodel.errors import SourceError
from ingest.cleaning.registry import CLEANERS
from ingest.contracts.catalog import Matched
from ingest.contracts.compile import Dictionary, compile_contract
from ingest.contracts.contract import Contract
from ingest.contracts.vocabulary import essential_columns, used_columns
from ingest.readers.choose import open_reader
from ingest.readers.reader import NOTE, Batch, Problem, Reader

_CACHED_VALUES = 250_000


@dataclass
class CleanedBatch:
    """A run of rows, read and cleaned as far as Python does.

    Attributes:
        rows: ``line``, the source columns as ``c0``, ``c1`` …, and the outputs of the Python cleaners by the names
            that `ingest.contracts.compile` gives them; None where the batch holds complaints alone.
        rejects: Rows that could not be read: exactly one problem for each.
        notes: Remarks about rows that could.
        position: Bytes of the file consumed so far.
        error: What is wrong with the file as a whole; it stands on the last batch, and the batches before count.
    """

    rows: pa.Table | None = None
    rejects: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    position: int = 0
    error: str | None = None


class CleanerCache:
    """Answers of Python cleaners, kept over batches and files: the same names stand in every source."""

    def __init__(self) -> None:
        # (cleaner, format) -> for each of its outputs: raw value -> answer.
        self._answers: dict[tuple[str, str | None], list[dict[str, str | None]]] = {}

    def clean(self, cleaner: str, format: str | None, values: pa.Array) -> list[pa.Array]:
        """The cleaner's outputs, each with one answer a value; NULL for empty values."""
        declared = CLEANERS[cleaner]
        assert declared.python is not None
        known = self._answers.setdefault((cleaner, format), [{} for _ in declared.outputs])
        if len(known[0]) > _CACHED_VALUES:
            for output in known:
                output.clear()
        # Arrow finds the distinct values and spreads the answers; Python sees each value once.
        encoded = values.dictionary_encode()
        distinct = encoded.dictionary.to_pylist()
        for value in distinct:
            if value not in known[0]:
                bare = value.strip()
                answers = declared.python(bare, format) if bare else (None,) * len(known)
                for output, answer in zip(known, answers, strict=True):
                    output[value] = answer
        return [pa.array([output[value] for value in distinct], pa.string()).take(encoded.indices) for output in known]


def read_cleaned(file: Matched, cache: CleanerCache) -> Iterator[CleanedBatch]:
    """The rows of a file in their order; the last batch says whether anything is wrong with the file as a whole.

    Args:
        file: The file and its contract.
        cache: Cleaner answers to share with other files.
    """
    contract = file.contract
    columns = used_columns(contract)
    dictionaries = compile_contract(contract, columns).dictionaries
    reader = open_reader(file.path, contract.format, columns)
    error: str | None = None
    try:
        yield CleanedBatch(notes=_missing_columns(reader, contract, columns))
        for batch in reader.batches():
            rows = _cleaned(batch, columns, dictionaries, cache) if batch.lines else None
            yield CleanedBatch(rows, batch.rejects, batch.notes, batch.position)
    except SourceError as broken:
        error = str(broken)
    yield CleanedBatch(position=file.path.stat().st_size, error=error or reader.error)


def _cleaned(batch: Batch, columns: Sequence[str], dictionaries: Sequence[Dictionary], cache: CleanerCache) -> pa.Table:
    batch.drop_controls()
    names, arrays = ["line"], [pa.array(batch.lines, pa.int64())]
    raw = {column: pa.array(batch.values(column), pa.string()) for column in columns}
    for place, column in enumerate(columns):
        names.append(f"c{place}")
        arrays.append(raw[column])
    for one in dictionaries:
        names.extend(one.outputs)
        arrays.extend(cache.clean(one.cleaner, one.format, raw[one.column]))
    return pa.Table.from_arrays(arrays, names=names)


def _missing_columns(reader: Reader, contract: Contract, columns: Sequence[str]) -> list[Problem]:
    """Notes on columns the contract uses and the file lacks; raises SourceError when no row could load without."""
    if contract.format.kind in ("json_lines", "xml"):
        return []  # A part that no record happens to fill is not there at all in these formats.
    found = reader.found_columns()
    missing = [column for column in columns if column not in found]
    essential = [column for column in missing if column in essential_columns(contract)]
    if essential:
        raise SourceError(
            f"The file has no column {', '.join(essential)}, without which no row can load",
            to=reader.path.name,
            do="Ask the agency what changed, and bring the contract up to date.",
        )
    return [Problem(1, column, None, f"{NOTE}the file has no such column; it counts as empty") for column in missing]
