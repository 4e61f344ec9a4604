"""Every number and switch of linkage that a steward or an engineer may want to turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ConflictWord = Literal[
    "same_roster", "stated_tie", "once_per_source", "suffix", "twin", "first_name", "birth_date", "ssn"
]
HoldReason = Literal[
    "same_roster",
    "stated_tie",
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
    ("same_roster", "stated_tie", "once_per_source", "suffix", "twin", "first_name", "birth_date", "ssn")
)
FAMILY_CONFLICTS: frozenset[ConflictWord] = frozenset(("twin", "first_name", "birth_date", "ssn"))
"""Conflicts that tell relatives apart. Where no relatives are, they only meet slips."""


@dataclass(frozen=True)
class LinkageSettings:
    """How records are scored, when a score makes a link, and what holds it back."""

    link_weight: float = 2.0
    """Match weight (log2 odds) from which a pair is a link; 2 is a probability of 0.8."""
    held_weight: float = 4.0
    """Match weight from which a refused link is worth a steward's time."""
    conflicts: frozenset[ConflictWord] = ALL_CONFLICTS
    """Which conflicts hold a link."""
    relatives_limit: float = 0.1
    """Least share of plainly different people among those of one surname and address for the load to hold families.
    Below it, the family conflicts are off: a lone differing name or date is then a slip, not a brother."""
    relatives_evidence: int = 200
    """Fewest comparable pairs of one surname and address before a load is held to have no families."""
    duplicate_rate_limit: float = 0.01
    """A source that claims to hold each person once, but shows more than this share of plain duplicates, is not
    believed: ``once_per_source`` is then off for it."""
    attach_margin: float = 4.0
    """An attach-only record needs this much more weight (log2) for its best cluster than for the next one."""
    minimum_training_records: int = 500
    """Below this many records the model is not trained: the stated m and u probabilities are used."""
    minimum_fill: float = 0.005
    """Share of records that must hold a column for it to be compared at all."""
    training_pairs: float = 2e5
    """Upper bound on the pairs of one expectation-maximisation session."""
    sampling_pairs: float = 5e5
    """Random pairs from which the u probabilities are counted."""
    seed: int = 360
    """Seed of the sample of random pairs. Which rows fall into it depends on record ids alone."""
