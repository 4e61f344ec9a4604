"""Delimited text: CSV and its cousins, with quoted line breaks, damaged quoting and rows of the wrong width."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from ingest.readers.lines import Block, LineFile
from ingest.readers.reader import MAX_LINE_BYTES, Batch, Problem, Reader

MAX_RECORD_LINES = 200
"""A quoted value that runs over more lines than this is a quote nobody closed."""

csv.field_size_limit(MAX_LINE_BYTES)


@dataclass(slots=True)
class _Run:
    """Records in a row: their first lines' numbers, their values, and what could not be read."""

    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cut_line: int | None = None
    """Line of the last record, when the file ends without a line end."""

    def reject_wrong_widths(self, width: int) -> None:
        """Turn rows of any other number of values into problems."""
        if all(len(row) == width for row in self.rows):
            return
        right: list[int] = []
        for place, row in enumerate(self.rows):
            if len(row) == width:
                right.append(place)
            elif len(row) > 1 or row[0].strip():
                cut = "; the file ends inside this line" if self.numbers[place] == self.cut_line else ""
                reason = f"{len(row)} values where the file has {width} columns{cut}"
                self.problems.append(Problem(self.numbers[place], None, " | ".join(row)[:200], reason))
        self.rows = [self.rows[place] for place in right]
        self.numbers = [self.numbers[place] for place in right]


class _UnclosedQuote(Exception):
    """A quoted value runs on and on."""


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    fault: str | None
    cut: bool


class _Feed:
    """Feeds lines to csv.reader one by one, over blocks where a record does, and takes back those of a bad record."""

    def __init__(self, block: Block, more: Iterator[Block]) -> None:
        self._more = more
        self._lines = _lines(block)
        self.record: list[_Line] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.record) >= MAX_RECORD_LINES:
            raise _UnclosedQuote
        if not self._lines:
            self._lines = _lines(next(self._more))
        line = self._lines.pop()
        self.record.append(line)
        return line.text + "\n"

    def at_end(self) -> bool:
        """True between records, with no line left of the blocks begun."""
        return not self._lines

    def back_to_second_line(self) -> None:
        """Keep the first line of the record as read and hand out the others anew."""
        self._lines.extend(reversed(self.record[1:]))
        del self.record[1:]


class DelimitedReader(Reader):
    """Reads delimited text; line numbers are physical, also when quoted values hold line breaks."""

    def batches(self) -> Iterator[Batch]:
        """See Reader. Blank lines are no rows."""
        lines = LineFile(self.path, self.format)
        runs = self._runs(lines.blocks())
        header, first = self._header(runs)
        places = {name: header.index(name) for name in self.wanted if name in header}
        batch = Batch()
        rows: list[list[str]] = []
        count = 0
        for run in chain([first], runs):
            run.reject_wrong_widths(len(header))
            batch.lines.extend(run.numbers)
            batch.rejects.extend(run.problems)
            rows.extend(run.rows)
            count += len(run.rows) + len(run.problems)
            if batch.full(lines.position):
                yield _filled(batch, rows, places, lines.position)
                batch, rows = Batch(began=lines.position), []
        if rows or batch.rejects:
            yield _filled(batch, rows, places, lines.position)
        self.skipped = lines.skipped
        self.error = lines.trailer_fault(count)

    def found_columns(self) -> set[str]:
        """The header, or the columns the contract names."""
        return set(self._header(self._runs(LineFile(self.path, self.format).blocks()))[0])

    def _header(self, runs: Iterator[_Run]) -> tuple[list[str], _Run]:
        """The column names, and the rest of the first run."""
        first = next((run for run in runs if run.rows or run.problems), _Run())
        if not self.format.header:
            return list(self.format.columns), first
        if first.problems and (not first.rows or first.problems[0].line < first.numbers[0]):
            raise self.fail(f"The header line cannot be read: {first.problems[0].reason}")
        if not first.rows:
            raise self.fail("The file has no header line")
        names = [name.strip() for name in first.rows.pop(0)]
        first.numbers.pop(0)
        doubled = sorted({name for name in names if names.count(name) > 1 and name in self.wanted})
        if doubled:
            raise self.fail(f"The header names these columns twice: {', '.join(doubled)}")
        return names, first

    def _runs(self, blocks: Iterator[Block]) -> Iterator[_Run]:
        """The records block by block: in one go where each line is a record, line by line where not."""
        for block in blocks:
            if block.faults or any("\x00" in text for text in block.texts):
                yield from self._careful(block, blocks)
                continue
            try:
                rows = list(self._parser(iter(block.texts)))
            except csv.Error:
                yield from self._careful(block, blocks)
                continue
            if len(rows) != len(block.texts):
                yield from self._careful(block, blocks)
            elif all(rows):
                yield _Run(list(block.numbers), rows, cut_line=block.numbers[-1] if block.cut and rows else None)
            else:
                kept = [place for place, row in enumerate(rows) if row]
                yield _Run(
                    [block.numbers[place] for place in kept],
                    [rows[place] for place in kept],
                    cut_line=block.numbers[-1] if block.cut else None,
                )

    def _careful(self, block: Block, more: Iterator[Block]) -> Iterator[_Run]:
        """As ``_runs`` for a block with something odd in it, and for what follows while a record stays open."""
        feed = _Feed(block, more)
        reader = self._parser(feed)
        run = _Run()
        while not feed.at_end():
            feed.record = []
            try:
                row = next(reader)
            except StopIteration:
                break
            except (csv.Error, _UnclosedQuote) as error:
                first = feed.record[0]
                feed.back_to_second_line()
                run.problems.append(Problem(first.number, None, first.text[:200], first.fault or _quoting(error)))
                reader = self._parser(feed)
                continue
            first = feed.record[0]
            fault = next((line.fault for line in feed.record if line.fault), None)
            if fault:
                run.problems.append(Problem(first.number, None, first.text[:200], fault))
            elif row:
                run.rows.append(row)
                run.numbers.append(first.number)
                run.cut_line = first.number if feed.record[-1].cut else None
        yield run

    def _parser(self, lines: Iterator[str]) -> Iterator[list[str]]:
        quote = self.format.quote or None
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
        return csv.reader(lines, delimiter=self.format.delimiter, quotechar=quote, quoting=quoting, strict=True)


def _lines(block: Block) -> list[_Line]:
    """The lines of a block, last first, so that each is popped off the end."""
    last = len(block.texts) - 1
    return [
        _Line(block.numbers[i], block.texts[i].replace("\x00", ""), block.faults.get(i), block.cut and i == last)
        for i in range(last, -1, -1)
    ]


def _filled(batch: Batch, rows: list[list[str]], places: dict[str, int], position: int) -> Batch:
    turned = list(zip(*rows, strict=True))
    batch.columns = {name: turned[place] for name, place in places.items()} if rows else {}
    batch.position = position
    return batch


def _quoting(error: Exception) -> str:
    if isinstance(error, _UnclosedQuote) or "unexpected end of data" in str(error):
        return "a quoted value is never closed"
    return f"the quoting is damaged: {error}"
