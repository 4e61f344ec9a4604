"""JSON lines: one object a line, with dotted paths and repeated parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ingest.readers.lines import LineFile
from ingest.readers.reader import ROWS_PER_BATCH, Batch, Problem, Reader

_PEEKED_ROWS = 200
_WHOLE = "^."

# Numbers keep the digits they were written with: 007 and 1.10 are codes as often as quantities.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


class JsonLinesReader(Reader):
    """Reads one JSON object a line; with ``each``, one row for every member of that list."""

    def batches(self) -> Iterator[Batch]:
        """See Reader. A line that is no JSON object is one rejected row."""
        lines = LineFile(self.path, self.format)
        paths = [self._path(name) for name in self.wanted]
        values: list[list[str]] = [[] for _ in paths]
        batch = Batch()
        count = 0
        for number, rows, problem in self._rows(lines):
            count += 1
            if problem:
                batch.rejects.append(problem)
            for part, whole in rows:
                batch.lines.append(number)
                for column, (above, keys) in zip(values, paths, strict=True):
                    column.append(_text(_at(whole if above else part, keys)))
            if len(batch.lines) + len(batch.rejects) >= ROWS_PER_BATCH:
                yield self._filled(batch, values, lines)
                batch, values = Batch(), [[] for _ in paths]
        if batch.lines or batch.rejects:
            yield self._filled(batch, values, lines)
        self.skipped = lines.skipped
        self.error = lines.trailer_fault(count)

    def found_columns(self) -> set[str]:
        """The wanted columns that at least one of the first rows has."""
        lines = LineFile(self.path, self.format)
        rows = [row for _, found, _ in islice(self._rows(lines), _PEEKED_ROWS) for row in found]
        return {
            name
            for name in self.wanted
            for above, keys in [self._path(name)]
            if any(_at(whole if above else part, keys) is not None for part, whole in rows)
        }

    def _path(self, name: str) -> tuple[bool, list[str]]:
        path = self.format.paths.get(name, name)
        above = path.startswith(_WHOLE)
        return above, path.removeprefix(_WHOLE).split(".")

    def _filled(self, batch: Batch, values: list[list[str]], lines: LineFile) -> Batch:
        batch.columns = dict(zip(self.wanted, values, strict=True))
        batch.position = lines.position
        return batch

    def _rows(self, lines: LineFile) -> Iterator[tuple[int, list[tuple[Any, Any]], Problem | None]]:
        """Per line its number, its rows as (part, whole), and what is wrong with it."""
        for line in lines.data():
            if not line.text.strip() and line.fault is None:
                continue
            reason = line.fault
            parts: list[Any] | None = None
            whole: Any = None
            if reason is None:
                try:
                    whole = _DECODER.decode(line.text)
                except (ValueError, RecursionError) as error:
                    reason = _complaint(error, line.ended)
                else:
                    reason, parts = self._parts(whole)
            if reason is not None:
                yield line.number, [], Problem(line.number, None, line.text[:200], reason)
            else:
                yield line.number, [(part, whole) for part in parts or []], None

    def _parts(self, whole: Any) -> tuple[str | None, list[Any] | None]:
        if not isinstance(whole, dict):
            return "the line holds no JSON object", None
        if self.format.each is None:
            return None, [whole]
        found = _at(whole, self.format.each.split("."))
        parts = found if isinstance(found, list) else [] if found is None else [found]
        if not all(isinstance(part, dict) for part in parts):
            return f"{self.format.each} is no list of objects", None
        return None, parts


def _at(value: Any, keys: list[str]) -> Any:
    for key in keys:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            return None
    return value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _complaint(error: Exception, ended: bool) -> str:
    if isinstance(error, RecursionError):
        return "the JSON is nested too deeply"
    cut = "; the file ends inside this line" if not ended else ""
    where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
    return f"not JSON{where}: {getattr(error, 'msg', error)}{cut}"
