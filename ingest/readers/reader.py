"""What every reader of extract files yields, and the limits all of them keep."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graphmodel.errors import SourceError
from ingest.contracts.contract import Format

MAX_LINE_BYTES = 1_000_000
"""A longer line is no record of an agency system; it is rejected unread, so that memory stays bounded."""

ROWS_PER_BATCH = 25_000
"""Rows handed on at once: a few MB of text."""

BYTES_PER_BATCH = 16_000_000
"""Bytes read after which a batch is handed on though it has fewer rows: lines may be a megabyte each."""

NOTE = "note: "
"""Prefix of a reason that tells of a value left out while its row was loaded."""

# Control characters, and the invisible ones that can make a name display as another (bidi overrides, zero width).
_CONTROLS = re.compile("[\x00-\x1f\x7f-\xa0\u2000-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


@dataclass(frozen=True)
class Problem:
    """One complaint about a row: its line, the field and value (None where the whole row is meant) and the reason."""

    line: int
    field: str | None
    value: str | None
    reason: str


@dataclass
class Batch:
    """A run of rows as read.

    Attributes:
        lines: Line (or element) number of each row, from 1.
        columns: Column name -> one raw string a row; "" where the row has none.
        rejects: Rows that could not be read: exactly one problem for each.
        notes: Remarks about rows that stand in ``columns``.
        position: Bytes of the file consumed so far.
        began: Bytes consumed before the batch.
    """

    lines: list[int] = field(default_factory=list)
    columns: dict[str, Sequence[str]] = field(default_factory=dict)
    rejects: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    position: int = 0
    began: int = 0

    def full(self, position: int) -> bool:
        """True when the batch, read up to ``position``, is to be handed on."""
        rows = len(self.lines) + len(self.rejects)
        return rows >= ROWS_PER_BATCH or (rows > 0 and position - self.began > BYTES_PER_BATCH)

    def values(self, name: str) -> Sequence[str]:
        """A column free of control characters; all "" for one the file does not have."""
        return self.columns[name] if name in self.columns else [""] * len(self.lines)

    def drop_controls(self) -> None:
        """Turn control and invisible formatting characters of all columns into blanks."""
        self.columns = {name: _printable(values) for name, values in self.columns.items()}


def without_controls(value: str) -> str:
    """The value with control and invisible formatting characters turned into blanks."""
    return _CONTROLS.sub(" ", value)


def _printable(values: Sequence[str]) -> Sequence[str]:
    # One look at the whole column is far quicker than one at each value, and nearly always finds nothing.
    if "".join(values).isprintable():
        return values
    return [without_controls(value) for value in values]


class Reader(ABC):
    """Reads one file of one format.

    Args:
        path: The file.
        format: The contract's format section.
        wanted: Columns the contract uses; others may be left unread.

    Attributes:
        error: After reading: what is wrong with the file as a whole (cut off, count differs), or None. Rows read
            before the error stand.
        skipped: Lines that the contract says are no data.
    """

    def __init__(self, path: Path, format: Format, wanted: Sequence[str]) -> None:
        self.path, self.format, self.wanted = path, format, tuple(wanted)
        self.error: str | None = None
        self.skipped = 0

    @abstractmethod
    def batches(self) -> Iterator[Batch]:
        """The rows, in file order.

        Raises:
            SourceError: Nothing (more) of the file can be read. Batches yielded before stand.
        """

    @abstractmethod
    def found_columns(self) -> set[str]:
        """The columns the file shows at its beginning: all of a header, or those of the first rows.

        Raises:
            SourceError: The file is empty, or is not of this format at all.
        """

    def fail(self, what: str, do: str = "Ask the agency to send the file again.") -> SourceError:
        """A SourceError about this file, ready to be raised."""
        return SourceError(what, to=self.path.name, do=do)
