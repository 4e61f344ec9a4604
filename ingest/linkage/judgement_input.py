"""What linkage reads of a person's decision about two records.

The ledger owns judgements; linkage takes them as data, through this protocol, and never writes any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from graphmodel.errors import LinkageError

Verdict = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")


class JudgementLike(Protocol):
    """A decision on a pair of source records: anything with these three attributes."""

    @property
    def record_a(self) -> str:
        """Record id of one side, as in ``person_record.record_id``."""

    @property
    def record_b(self) -> str:
        """Record id of the other side."""

    @property
    def verdict(self) -> str:
        """``same``, ``different`` or ``unsure``."""


@dataclass(frozen=True)
class Judgement:
    """A plain judgement, for callers that hold no ledger row."""

    record_a: str
    record_b: str
    verdict: str


@dataclass
class JudgedPairs:
    """Judgements in force, each pair once, as pairs of record numbers (smaller first)."""

    same: set[tuple[int, int]] = field(default_factory=set)
    different: set[tuple[int, int]] = field(default_factory=set)
    unsure: set[tuple[int, int]] = field(default_factory=set)
    contradictory: set[tuple[int, int]] = field(default_factory=set)
    """Pairs judged both same and different: ``different`` is followed (a wrong link harms more than a missing one)."""
    unknown: int = 0
    """Judgements that name a record which is not in this load."""


def read_judgements(judgements: Iterable[JudgementLike], number_of: dict[str, int]) -> JudgedPairs:
    """Turn judgements on record ids into pairs of record numbers.

    A pair judged more than once follows the strongest word: different over same over unsure. The ledger hands in the
    judgements in force; several for one pair mean that two people disagree.

    Args:
        judgements: The judgements in force.
        number_of: Record id to record number.

    Raises:
        LinkageError: A verdict is none of the three words, or a pair names one record twice.
    """
    pairs = JudgedPairs()
    for judgement in judgements:
        if judgement.verdict not in VERDICTS:
            raise LinkageError(
                f"A judgement says '{judgement.verdict}'",
                to=f"{judgement.record_a}, {judgement.record_b}",
                do=f"Use one of: {', '.join(VERDICTS)}.",
            )
        a, b = number_of.get(judgement.record_a), number_of.get(judgement.record_b)
        if a is None or b is None:
            pairs.unknown += 1
            continue
        if a == b:
            raise LinkageError("A judgement names one record twice", to=judgement.record_a, do="Name two records.")
        getattr(pairs, judgement.verdict).add((min(a, b), max(a, b)))
    pairs.contradictory = pairs.same & pairs.different
    pairs.same -= pairs.different
    pairs.unsure -= pairs.same | pairs.different
    return pairs
