"""JSON lines: one object a line, with dotted paths and repeated parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from ingest.readers.lines import LineFile
from ingest.readers.reader import Batch, Problem, Reader

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
                    value = _at(whole if above else part, keys)
                    column.append(value if isinstance(value, str) else _text(value))
            if batch.full(lines.position):
                yield self._filled(batch, values, lines)
                batch, values = Batch(began=lines.position), [[] for _ in paths]
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

    def _rows(self, lines: LineFile) -> Iterator[tuple[int, list[tuple[object, object]], Problem | None]]:
        """Per line its number, its rows as (part, whole), and what is wrong with it."""
        for block in lines.blocks():
            for place, text in enumerate(block.texts):
                number, reason = block.numbers[place], block.faults.get(place)
                if reason is None and not text.strip():
                    continue
                rows: list[tuple[object, object]] = []
                if reason is None:
                    try:
                        whole = _DECODER.decode(text)
                    except (ValueError, RecursionError) as error:
                        reason = _complaint(error, cut=block.cut and place == len(block.texts) - 1)
                    else:
                        reason, parts = self._parts(whole)
                        rows = [(part, whole) for part in parts]
                yield number, rows, Problem(number, None, text[:200], reason) if reason is not None else None

    def _parts(self, whole: object) -> tuple[str | None, list[object]]:
        """What is wrong with the object of a line, and the parts of it that are rows."""
        if not isinstance(whole, dict):
            return "the line holds no JSON object", []
        if self.format.each is None:
            return None, [whole]
        found = _at(whole, self.format.each.split("."))
        parts = found if isinstance(found, list) else [] if found is None else [found]
        if not all(isinstance(part, dict) for part in parts):
            return f"{self.format.each} is no list of objects", []
        return None, parts


def _at(value: object, keys: list[str]) -> object:
    if len(keys) == 1 and isinstance(value, dict):
        return value.get(keys[0])
    for key in keys:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            return None
    return value


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _complaint(error: Exception, *, cut: bool) -> str:
    if isinstance(error, RecursionError):
        return "the JSON is nested too deeply"
    ending = "; the file ends inside this line" if cut else ""
    where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
    return f"not JSON{where}: {getattr(error, 'msg', error)}{ending}"
