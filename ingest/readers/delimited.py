"""Delimited text: CSV and its cousins, with quoted line breaks, damaged quoting and rows of the wrong width."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from ingest.readers.lines import Line, LineFile
from ingest.readers.reader import MAX_LINE_BYTES, ROWS_PER_BATCH, Batch, Problem, Reader

MAX_RECORD_LINES = 200
"""A quoted value that runs over more lines than this is a quote nobody closed."""

csv.field_size_limit(MAX_LINE_BYTES)


class _UnclosedQuote(Exception):  # noqa: N818 - a signal between two functions of this module, not an error class
    """A quoted value runs on and on."""


class _Feed:
    """Feeds lines to csv.reader and can take back those of a record that went wrong."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: list[Line] = []
        self.record: list[Line] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        if len(self.record) >= MAX_RECORD_LINES:
            self._again.append(line)
            raise _UnclosedQuote
        self.record.append(line)
        return line.text if "\x00" not in line.text else line.text.replace("\x00", "")

    def back_to_second_line(self) -> None:
        self._again.extend(reversed(self.record[1:]))
        del self.record[1:]


class DelimitedReader(Reader):
    """Reads delimited text; line numbers are physical, also when quoted values hold line breaks."""

    def batches(self) -> Iterator[Batch]:
        """See Reader. Blank lines are no rows."""
        lines = LineFile(self.path, self.format)
        records = self._records(lines)
        header = list(self.format.columns) if not self.format.header else self._header(records)
        places = {name: header.index(name) for name in self.wanted if name in header}
        rows: list[list[str]] = []
        batch = Batch()
        count = 0
        for line, row, fault in records:
            if row is None or len(row) != len(header):
                count += 1
                batch.rejects.append(
                    Problem(line.number, None, line.text[:200], fault or _width(row or [], header, line))
                )
            else:
                rows.append(row)
                batch.lines.append(line.number)
            if len(rows) + len(batch.rejects) >= ROWS_PER_BATCH:
                yield self._filled(batch, rows, places, lines)
                count += len(rows)
                batch, rows = Batch(), []
        count += len(rows)
        if rows or batch.rejects:
            yield self._filled(batch, rows, places, lines)
        self.skipped = lines.skipped
        self.error = lines.trailer_fault(count)

    def found_columns(self) -> set[str]:
        """The header, or the columns the contract names."""
        records = self._records(LineFile(self.path, self.format))
        if self.format.header:
            return set(self._header(records))
        next(records, None)
        return set(self.format.columns)

    def _header(self, records: Iterator[tuple[Line, list[str] | None, str | None]]) -> list[str]:
        line, row, fault = next(records, (None, None, None))
        if line is None:
            raise self.fail("The file has no header line")
        if row is None:
            raise self.fail(f"The header line cannot be read: {fault}")
        names = [name.strip() for name in row]
        doubled = sorted({name for name in names if names.count(name) > 1 and name in self.wanted})
        if doubled:
            raise self.fail(f"The header names these columns twice: {', '.join(doubled)}")
        return names

    def _filled(self, batch: Batch, rows: list[list[str]], places: dict[str, int], lines: LineFile) -> Batch:
        turned = list(zip(*rows, strict=True))
        batch.columns = {name: turned[place] for name, place in places.items()} if rows else {}
        batch.position = lines.position
        return batch

    def _records(self, lines: LineFile) -> Iterator[tuple[Line, list[str] | None, str | None]]:
        """Records as (first line, values, None), or (first line, None, why it cannot be read)."""
        feed = _Feed(lines.data())
        quoting = csv.QUOTE_MINIMAL if self.format.quote else csv.QUOTE_NONE
        reader = csv.reader(
            feed, delimiter=self.format.delimiter, quotechar=self.format.quote or None, quoting=quoting, strict=True
        )
        while True:
            feed.record = []
            try:
                row = next(reader)
            except StopIteration:
                return
            except (csv.Error, _UnclosedQuote) as error:
                first = feed.record[0]
                feed.back_to_second_line()
                yield first, None, first.fault or _quoting(error)
                reader = csv.reader(
                    feed,
                    delimiter=self.format.delimiter,
                    quotechar=self.format.quote or None,
                    quoting=quoting,
                    strict=True,
                )
                continue
            first = feed.record[0]
            fault = first.fault if len(feed.record) == 1 else next((x.fault for x in feed.record if x.fault), None)
            if fault:
                yield first, None, fault
            elif row and (len(row) > 1 or row[0].strip()):
                yield first, row, None


def _width(row: list[str], header: list[str], line: Line) -> str:
    cut = "; the file ends inside this line" if not line.ended else ""
    return f"{len(row)} values where the file has {len(header)} columns{cut}"


def _quoting(error: Exception) -> str:
    if isinstance(error, _UnclosedQuote) or "unexpected end of data" in str(error):
        return "a quoted value is never closed"
    return f"the quoting is damaged: {error}"
