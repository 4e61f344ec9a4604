"""Every number and switch of linkage that a steward or an engineer may want to turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ConflictWord = Literal["same_roster", "once_per_source", "suffix", "twin", "first_name", "birth_date", "ssn"]
HoldReason = Literal[
    "same_roster",
    "once_per_source",
    "suffix",
    "twin",
    "first_name",
    "birth_date",
    "ssn",
    "unsure",
    "judged_different",
    "ambiguous",
]
ALL_CONFLICTS: frozenset[ConflictWord] = frozenset(
    ("same_roster", "once_per_source", "suffix", "twin", "first_name", "birth_date", "ssn")
)


@dataclass(frozen=True)
class LinkageSettings:
    """How records are scored, when a score makes a link, and what holds it back."""

    link_weight: float = 2.0
    """Match weight (log2 odds) from which a pair is a link; 2 is a probability of 0.8."""
    held_weight: float = 4.0
    """Match weight from which a refused link is worth a steward's time."""
    conflicts: frozenset[ConflictWord] = ALL_CONFLICTS
    """Which conflicts hold a link. Each was measured on the twelve test extracts (README of ingest/linkage tests)."""
    duplicate_rate_limit: float = 0.005
    """A source that claims to hold each person once, but shows more than this share of plain duplicates, is not
    believed: ``once_per_source`` is then off for it."""
    attach_margin: float = 4.0
    """An attach-only record needs this much more weight (log2) for its best cluster than for the next one."""
    minimum_training_records: int = 500
    """Below this many records the model is not trained: the stated m and u probabilities are used."""
    minimum_fill: float = 0.005
    """Share of records that must hold a column for it to be compared at all."""
    training_pairs: float = 4e5
    """Upper bound on the pairs of one expectation-maximisation session."""
    sampling_pairs: float = 1e6
    """Random pairs from which the u probabilities are counted."""
    seed: int = 360
    """Seed of the sample of random pairs. Which rows fall into it depends on record ids alone."""
