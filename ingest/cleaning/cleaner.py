"""What a cleaner is.

A cleaner meets a trimmed, non-empty text free of control characters and answers in one of three ways: a canonical
value; missing (None, NULL) for what stands for nothing, such as ``UNKNOWN``; or ``UNREADABLE`` for what should be a
value and is none, such as the date ``03/25/200G``. What follows from the last is the contract's ``bad_value``.

Cheap rules over values that are nearly all distinct (numbers, phones) are SQL expressions. Rules too clumsy for SQL are
Python functions; staging calls them once for each distinct value and joins the answers back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

UNREADABLE = "\x01"
"""Answer for a value that should be of the cleaner's kind and is not. No cleaned value can hold this character."""

SqlRule = Callable[[str], str]
"""From an SQL expression of the raw text to one of the cleaned value."""

PythonRule = Callable[[str, str | None], tuple[str | None, ...]]
"""From the raw text and the contract's ``format`` to one answer for each of the cleaner's outputs."""


@dataclass(frozen=True)
class Cleaner:
    """A named rule.

    Attributes:
        name: As contracts write it.
        outputs: Canonical columns it fills. ``("value",)`` fills the field it stands on; a first output ``value``
            with others beside it fills the field and offers the others (a suffix found at the end of a surname).
        sql: The rule as SQL, or None.
        python: The rule as Python, or None. Exactly one of the two is given.
        prepare: SQL from the raw text to what ``sql`` is to look at, worked out once: DuckDB would otherwise do it anew
            wherever the rule names it.
    """

    name: str
    outputs: tuple[str, ...] = ("value",)
    sql: SqlRule | None = None
    python: PythonRule | None = None
    prepare: SqlRule | None = None
