"""What an engine answered, and whether two engines answered the same."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine_gate.statement import Statement

FLOAT_DIGITS = 9
"""Significant digits in which two floats must agree: sums over rows in another order differ in the last ones."""


@dataclass(frozen=True)
class Answer:
    """What came of asking a question once.

    Args:
        columns: Names of the columns.
        rows: Their values, dates as ``{"$date": ISO}``.
        error: What the engine said where it refused or fell; "" where it answered.
        unknown: Why there is nothing to compare: it ran out of time or memory, or gave too many rows; "" otherwise.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    error: str = ""
    unknown: str = ""


@dataclass(frozen=True)
class Difference:
    """How the tested engine's answer differs from the referee's.

    Args:
        kind: ``rows``, ``order``, ``columns``, ``error`` or ``crash``.
        missing: Rows it should have given, and did not.
        extra: Rows it gave, and should not have.
        expected: Rows of the referee.
        got: Rows of the tested engine.
        error: What it said in place of an answer.
    """

    kind: str
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    expected: int = 0
    got: int = 0
    error: str = ""


def canonical(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """A value in the one form in which equal values are equal: dates marked, floats rounded, 2.0 as 2."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        rounded = float(f"{value:.{FLOAT_DIGITS}g}")
        return int(rounded) if rounded.is_integer() else rounded
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, Mapping):
        return {name: canonical(part) for name, part in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [canonical(part) for part in value]
    return value


def told(row: Iterable[Any], columns: Iterable[str], bags: frozenset[str] = frozenset()) -> str:
    """A row as one line of text; equal rows give equal lines.

    Lists whose order means nothing are sorted; NULL stands for an empty one (see ``forbidden.py``: collect of nothing).
    """
    parts = {}
    for name, value in zip(columns, row, strict=True):
        plain = canonical(value)
        parts[name] = sorted(plain or [], key=json.dumps) if name in bags else plain
    return json.dumps(parts, ensure_ascii=False, sort_keys=True)


def compare(statement: Statement, expected: Answer, got: Answer) -> Difference | None:
    """How the tested engine's answer differs from the referee's; None where they say the same.

    Rows are compared as a multiset, and in their order as far as the statement orders them. Two refusals are the same
    answer. Neither may be unknown.
    """
    if got.error or expected.error:
        if got.error and expected.error:
            return None
        said = got.error or f"the referee refuses it: {expected.error}"
        return Difference("error", expected=len(expected.rows), got=len(got.rows), error=said)
    if expected.rows and got.rows and set(got.columns) != set(expected.columns):
        return Difference("columns", tuple(expected.columns), tuple(got.columns), len(expected.rows), len(got.rows))
    wanted = [told(row, expected.columns, statement.bags) for row in expected.rows]
    given = [told(row, got.columns, statement.bags) for row in got.rows]
    missing, extra = Counter(wanted) - Counter(given), Counter(given) - Counter(wanted)
    if missing or extra:
        return Difference("rows", tuple(missing.elements()), tuple(extra.elements()), len(wanted), len(given))
    if (place := _disorder(statement, expected, got)) is not None:
        return Difference("order", (wanted[place],), (given[place],), len(wanted), len(given))
    return None


def _disorder(statement: Statement, expected: Answer, got: Answer) -> int | None:
    """The first row that stands where the order does not allow it; rows alike in all it orders by may change places."""
    if not statement.keys or not expected.rows:
        return None
    sequences = [
        [tuple(row[answer.columns.index(key)] for key in statement.keys) for row in answer.rows]
        for answer in (expected, got)
    ]
    pairs = zip(*sequences, strict=True)
    return next((n for n, pair in enumerate(pairs) if canonical(pair[0]) != canonical(pair[1])), None)
