"""Native forms of the extracts: delimited, fixed width, JSON lines, XML, Parquet.

A layout turns rows (column to text) into bytes for one town; a file is its head, the towns' bytes in order and its
tail, so that a file of any size is written as a stream.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ingest.sample.names import fold

Row = dict[str, str]


class Layout(ABC):
    """A form of text file."""

    encoding: str = "utf-8"

    def head(self) -> str:
        """What stands before the first row."""
        return ""

    def tail(self, rows: int) -> str:
        """What stands after the last row."""
        return ""

    @abstractmethod
    def text(self, rows: Iterable[Row]) -> str:
        """The rows of one town."""

    def broken_line(self) -> str:
        """A line as a failing export leaves it, with its line end; empty where the form has no lines."""
        return ""

    def encode(self, text: str) -> bytes:
        """Text as the file's bytes; letters its encoding lacks lose their accents."""
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError:
            strangers = {ord(c): fold(c) for c in sorted(set(text)) if not _fits(c, self.encoding)}
            return text.translate(strangers).encode(self.encoding, "replace")


def _fits(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class Delimited(Layout):
    """Columns parted by one character; quoted only where a value needs it."""

    def __init__(
        self, columns: tuple[str, ...], delimiter: str, *, encoding: str = "utf-8", upper: bool = False, quote: str = ""
    ) -> None:
        self.columns, self.delimiter, self.encoding, self.upper, self.quote = columns, delimiter, encoding, upper, quote

    def head(self) -> str:
        """The line of column names."""
        return self.delimiter.join(self.columns) + "\n"

    def broken_line(self) -> str:
        """The first three columns of a line."""
        return self.delimiter.join(("X000000000", "SMITH", "J")) + "\n"

    def _cell(self, value: str) -> str:
        if self.quote and (self.delimiter in value or self.quote in value):
            return self.quote + value.replace(self.quote, self.quote * 2) + self.quote
        return value

    def text(self, rows: Iterable[Row]) -> str:
        """One line a row."""
        columns, delimiter = self.columns, self.delimiter
        if self.quote:
            lines = [delimiter.join([self._cell(row.get(c, "")) for c in columns]) for row in rows]
        else:
            lines = [delimiter.join([row.get(c, "") for c in columns]) for row in rows]
        text = "".join(line + "\n" for line in lines)
        return fold(text).upper() if self.upper else text


class FixedWidth(Layout):
    """Columns at fixed places, with a header line and a trailer that counts the rows."""

    encoding = "ascii"

    def __init__(self, widths: tuple[tuple[str, int], ...], header: str, trailer: str) -> None:
        self.widths, self.header, self.trailer = widths, header, trailer

    def head(self) -> str:
        """The header line."""
        return self.header + "\n"

    def tail(self, rows: int) -> str:
        """The trailer line: its prefix and nine digits."""
        return f"{self.trailer}{rows:09d}\n"

    def broken_line(self) -> str:
        """A line of half the width."""
        return "X000000000SMITH".ljust(sum(w for _, w in self.widths) // 2) + "\n"

    def text(self, rows: Iterable[Row]) -> str:
        """One padded line a row, upper case without accents; what is too long is cut."""
        lines = ["".join([row.get(c, "")[:w].ljust(w) for c, w in self.widths]) + "\n" for row in rows]
        return fold("".join(lines)).upper()


def nest(row: Row) -> dict[str, Any]:
    """Columns with dots as nested objects, empty values left out.

    >>> nest({"name.first": "A", "name.last": ""})
    {'name': {'first': 'A'}}
    """
    whole: dict[str, Any] = {}
    for path, value in row.items():
        if not value:
            continue
        *outer, last = path.split(".")
        part = whole
        for name in outer:
            part = part.setdefault(name, {})
        part[last] = value
    return whole


class JsonLines(Layout):
    """One nested JSON object a line; rows that share ``group`` become parts of one object."""

    def __init__(self, group: str = "", each: str = "") -> None:
        self.group, self.each = group, each

    def broken_line(self) -> str:
        """An object without its end."""
        return '{"name": {"first": "J", "last": \n'

    def text(self, rows: Iterable[Row]) -> str:
        """One line an object."""
        if not self.group:
            return "".join(json.dumps(nest(row), ensure_ascii=False) + "\n" for row in rows)
        objects: dict[str, dict[str, Any]] = {}
        for row in rows:
            outer = {k[2:]: v for k, v in row.items() if k.startswith("^.")}
            inner = {k: v for k, v in row.items() if not k.startswith("^.")}
            whole = objects.setdefault(outer[self.group], nest(outer) | {self.each: []})
            whole[self.each].append(nest(inner))
        return "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects.values())


class Xml(Layout):
    """Nested elements: an outer one for rows that share it, an inner one a row."""

    def __init__(self, root: str, outer: str, inner: str, *, group: str, root_attributes: str = "") -> None:
        self.root, self.outer, self.inner, self.group, self.root_attributes = root, outer, inner, group, root_attributes

    def head(self) -> str:
        """Declaration and root."""
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{self.root}{self.root_attributes}>\n'

    def tail(self, rows: int) -> str:
        """The end of the root."""
        return f"</{self.root}>\n"

    def text(self, rows: Iterable[Row]) -> str:
        """Elements of one town."""
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(row["^/" + self.group], []).append(row)
        parts: list[str] = []
        for members in groups.values():
            outer = {k[2:]: v for k, v in members[0].items() if k.startswith("^/")}
            parts.append(f"  {_open(self.outer, outer)}\n")
            for row in members:
                parts.append("    " + _element(self.inner, {k: v for k, v in row.items() if k[0] != "^"}) + "\n")
            parts.append(f"  </{self.outer}>\n")
        return "".join(parts)


def _open(name: str, columns: Row) -> str:
    attributes = "".join(f" {k[1:]}={quoteattr(v)}" for k, v in columns.items() if k[0] == "@" and v)
    return f"<{name}{attributes}>"


def _element(name: str, columns: Row) -> str:
    inner: dict[str, Row] = {}
    simple: list[str] = []
    for path, value in columns.items():
        if path[0] == "@" or not value:
            continue
        first, _, rest = path.partition("/")
        if rest:
            inner.setdefault(first, {})[rest] = value
        else:
            simple.append(f"<{first}>{escape(value)}</{first}>")
    nested = "".join(_nested(first, rest) for first, rest in inner.items())
    return f"{_open(name, columns)}{nested}{''.join(simple)}</{name}>"


def _nested(name: str, columns: Row) -> str:
    own = columns.get("#", "")
    parts = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in columns.items() if k[0] not in "@#")
    return f"{_open(name, columns)}{escape(own)}{parts}</{name}>"


class Parquet(Layout):
    """Typed columns, a row group a town. Its bytes are written by the writer that owns the open file."""

    def __init__(self, columns: tuple[str, ...], dates: tuple[str, ...]) -> None:
        self.columns, self.dates = columns, dates

    def text(self, rows: Iterable[Row]) -> str:
        """The rows as JSON lines of lists, for the way from a worker to the writer."""
        return "".join(json.dumps([row.get(c, "") or None for c in self.columns]) + "\n" for row in rows)
