"""Assertions: what stands behind a tie, one for each source that states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Assertion:
    """One source's statement of a tie. '' stands for what it does not say.

    ``confidence`` is 0 to 1 by basis alone; it orders sources on a page and never people.
    """

    source: str
    domain: str
    record: str
    stated_from: str
    stated_to: str
    basis: str
    detail: str
    confidence: float


Evidence = tuple[Assertion, ...]

COLUMNS = ("source", "domain", "record", "from", "to", "basis", "detail", "confidence")


def evidence_of(row: Mapping[str, Any]) -> Evidence:
    """The assertions of a result row, from its parallel ``ev_*`` lists; a list that is NULL says '' for each."""
    silent = ("",) * len(row["ev_source"])
    return tuple(Assertion(*values) for values in zip(*(row[f"ev_{name}"] or silent for name in COLUMNS), strict=True))
