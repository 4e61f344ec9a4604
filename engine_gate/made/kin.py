"""Who is whose parent, partner, sibling and guardian in a made-up population of five generations.

Positions stand for people: person *i* is row *i* of the table of persons. Nothing is realistic but the shapes: couples
with several children, second unions, parents of several natures, people without any tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Pairs = npt.NDArray[np.int64]
"""Rows of two positions: where a tie starts and where it ends."""

_COHORTS = (0.12, 0.17, 0.22, 0.25, 0.24)
_COUPLED = 0.75
_SECOND_UNION = 0.15


@dataclass(frozen=True)
class Kin:
    """The kin ties of a population.

    Args:
        couples: Both partners of each union, first unions and later ones.
        parents_home: Union in whose home each person grew up, -1 where none is known.
        own_home: Union each person lives in, -1 where none.
        ties: Relationship type -> pairs.
    """

    couples: Pairs
    parents_home: Ints
    own_home: Ints
    ties: dict[str, Pairs]


def make_kin(people: int, rng: np.random.Generator) -> Kin:
    """Make the ties of so many people, generation by generation."""
    bounds = np.round(np.cumsum([0.0, *_COHORTS]) * people).astype(np.int64)
    couples: list[Pairs] = []
    parents_home = np.full(people, -1, dtype=np.int64)
    own_home = np.full(people, -1, dtype=np.int64)
    begin = end = 0
    for first, last in pairwise(bounds):
        cohort = rng.permutation(np.arange(first, last))
        if end > begin:
            # A fifth of the unions stay childless, so that the others have several children each.
            parents_home[cohort] = rng.integers(begin, begin + max(1, (end - begin) * 4 // 5), len(cohort))
            parents_home[cohort[rng.random(len(cohort)) < 0.08]] = -1
        unions = _unions(cohort, rng)
        begin, end = end, end + len(unions)
        for side in (1, 0):
            own_home[unions[:, side]] = np.arange(begin, end)
        couples.append(unions)
    unions = np.concatenate(couples)
    return Kin(unions, parents_home, own_home, _ties(unions, parents_home, rng))


def _unions(cohort: Ints, rng: np.random.Generator) -> Pairs:
    """First unions of most of a cohort, and second ones of some of them."""
    half = int(len(cohort) * _COUPLED) // 2
    first = np.column_stack([cohort[:half], cohort[half : 2 * half]])
    again = rng.permutation(first[:, 0])[: int(half * _SECOND_UNION)]
    others = rng.permutation(cohort)[: len(again)]
    second = np.column_stack([again, others])
    return np.concatenate([first, second[second[:, 0] != second[:, 1]]])


def _ties(couples: Pairs, parents_home: Ints, rng: np.random.Generator) -> dict[str, Pairs]:
    people = len(parents_home)
    children = np.flatnonzero(parents_home >= 0)
    homes = couples[parents_home[children]]
    mothers = np.column_stack([homes[:, 0], children])[rng.random(len(children)) < 0.97]
    fathers = np.column_stack([homes[:, 1], children])[rng.random(len(children)) < 0.85]
    return {
        "PARENT_OF": np.concatenate([mothers, fathers, _older_to_younger(people, people // 40, rng)]),
        "PARTNER_OF": np.sort(couples, axis=1),
        "SIBLING_OF": np.sort(_near_pairs(people, people // 50, rng), axis=1),
        "GUARDIAN_OF": _older_to_younger(people, people // 30, rng),
        "CAREGIVER_OF": _older_to_younger(people, people // 30, rng),
        "FICTIVE_TIE": _near_pairs(people, people // 25, rng),
    }


def _near_pairs(people: int, wanted: int, rng: np.random.Generator) -> Pairs:
    """People of about the same age."""
    one = rng.integers(0, people, max(wanted, 1))
    other = np.clip(one + rng.integers(1, 60, len(one)), 0, people - 1)
    pairs: Pairs = np.column_stack([one, other])
    apart: Pairs = pairs[one != other]
    return apart


def _older_to_younger(people: int, wanted: int, rng: np.random.Generator) -> Pairs:
    """Pairs in which the first is born before the second, as parentage must be: it never closes a circle."""
    pairs: Pairs = np.sort(rng.integers(0, people, (max(wanted, 1), 2)), axis=1)
    apart: Pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return apart
