"""What an assertion looks like while a graph is built, and how its confidence is read off its basis.

Every subject module hands over assertions as rows of one shape, :data:`ASSERTION_COLUMNS` after both ends and the
properties that tell ties apart. '' is written for what an assertion does not say.
"""

from __future__ import annotations

from graphmodel.model.vocabulary import Basis

ASSERTION_COLUMNS = ("source", "record", "said_from", "said_to", "basis", "detail")
"""Columns of an assertion: system, source record of the tie's first person, dates as stated, basis, what else."""

COURT = "court"
"""Basis of an assertion read from a court's order; it is written to the graph as ``stated``."""

CONFIDENCE: dict[str, float] = {
    COURT: 0.99,
    Basis.STATED: 0.9,
    Basis.HOUSEHOLD_ROLE: 0.7,
    Basis.INFERRED: 0.5,
    Basis.JUDGED: 0.95,
    Basis.TOLD: 0.6,
}
"""Confidence by basis: our own choice, an aid to the eye. It orders the sources of one fact on a page; it is no
probability, and nothing ranks people by it. What a vital record states counts as a court's order does."""

VITAL_DOMAINS = ("vital records", "vital_records", "vital")


def confidence_sql(basis: str, domain: str) -> str:
    """SQL of the confidence of an assertion, from the SQL of its basis and of its data domain."""
    cases = " ".join(f"WHEN '{word}' THEN {value}" for word, value in CONFIDENCE.items())
    vital = ", ".join(f"'{word}'" for word in VITAL_DOMAINS)
    return (
        f"(CASE WHEN {basis} = '{Basis.STATED}' AND lower({domain}) IN ({vital}) THEN {CONFIDENCE[COURT]}"
        f" ELSE CASE {basis} {cases} END END)::DOUBLE"
    )


def stated_basis_sql(basis: str) -> str:
    """SQL of the basis as the graph holds it: a court's order is a statement."""
    return f"CASE WHEN {basis} = '{COURT}' THEN '{Basis.STATED}' ELSE {basis} END"


def detail_sql(*parts: str) -> str:
    """SQL that joins what else an assertion says by '; ', leaving out what is missing."""
    return f"concat_ws('; ', {', '.join(parts)})"
