"""Constrained clustering: strongest link first; two clusters join only when no cross pair conflicts.

Pure: a function of records, scored pairs and judgements, in integers. The outcome does not depend on the order in which
records or pairs are handed in: pairs are taken by weight, then by record numbers, which follow record ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.linkage.conflicts import Evidence, conflict_between
from ingest.linkage.judgement_input import JudgedPairs
from ingest.linkage.settings import ConflictWord, HoldReason, LinkageSettings


class ScoredPair(NamedTuple):
    """Two records and the weight (log2 odds) of their being one person."""

    weight: float
    left: int
    right: int


class Refusal(NamedTuple):
    """Why two clusters may not join: the reason, and the two records that conflict."""

    reason: HoldReason
    left: int
    right: int


class HeldPair(NamedTuple):
    """A link strong enough to make, and why it was not made."""

    weight: float
    left: int
    right: int
    reason: HoldReason
    conflict_left: int
    conflict_right: int


class Stay(NamedTuple):
    """A record's place on a roster: which household of which system, and between which dates (ISO; None is open)."""

    roster: int
    begins: str | None = None
    ends: str | None = None


@dataclass
class RecordFacts:
    """What clustering knows of the records, by record number."""

    evidence: Sequence[Evidence]
    """Each distinct evidence once, so that a pair of evidences is judged once."""
    evidence_number: Sequence[int]
    """Record number to the place of its evidence."""
    once_bit: Sequence[int]
    """One bit per system that holds each person once; 0 elsewhere."""
    stay: Sequence[Stay | None]
    tied: Mapping[int, AbstractSet[int]] = field(default_factory=dict)
    """Record number to the records its source ties it to as another person: its parent, child, partner, sibling."""


@dataclass
class Clustering:
    """The outcome."""

    root: list[int]
    """Record number to the smallest record number of its cluster."""
    held: list[HeldPair]
    """Refused links, strongest first, one for each pair of clusters."""
    overruled: set[tuple[int, int]] = field(default_factory=set)
    """Pairs judged ``same`` that could not be joined, as it would join two records judged ``different``."""


class ConstrainedClusters:
    """Clusters that grow under constraints."""

    def __init__(self, facts: RecordFacts, judged: JudgedPairs, settings: LinkageSettings) -> None:
        self._facts = facts
        self._rules = settings.conflicts
        count = len(facts.evidence_number)
        self._parent = list(range(count))
        # Only clusters of two and more are listed: most records start, and many stay, alone.
        self._listed: dict[int, list[int]] = {}
        self._systems = list(facts.once_bit) if "once_per_source" in self._rules else [0] * count
        self._forbidden: dict[int, set[int]] = {}
        for a, b in judged.different:
            self._forbidden.setdefault(a, set()).add(b)
            self._forbidden.setdefault(b, set()).add(a)
        self._judged_with: dict[int, list[int]] = {}
        self._known: dict[tuple[int, int], ConflictWord | None] = {}
        self._refused: dict[tuple[int, int], Refusal] = {}

    def root(self, record: int) -> int:
        """The cluster a record is in, named by one of its records."""
        parent = self._parent
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    def members(self, record: int) -> list[int]:
        """The records of the cluster a record is in."""
        return self._of(self.root(record))

    def _of(self, root: int) -> list[int]:
        return self._listed.get(root) or [root]

    def force(self, left: int, right: int) -> bool:
        """Join two clusters because a person said so; refused only across records judged different."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return True
        if self._forbidden_between(a, b):
            return False
        self._join(a, b)
        together = self.members(left)
        for x in together:
            self._judged_with[x] = together
        return True

    def offer(self, left: int, right: int) -> Refusal | None:
        """Join two clusters unless a cross pair conflicts; says what does."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return None
        refusal = self.refusal(a, b)
        if refusal is None:
            self._join(a, b)
        return refusal

    def refusal(self, left: int, right: int) -> Refusal | None:
        """What keeps two clusters apart, if anything; the records are ordered as the clusters are."""
        a, b = self.root(left), self.root(right)
        known = self._refused.get((a, b))
        if known is None:
            known = self._find_refusal(a, b)
            if known is not None:
                self._refused[a, b] = known
                self._refused[b, a] = Refusal(known.reason, known.right, known.left)
        return known

    def _find_refusal(self, a: int, b: int) -> Refusal | None:
        pair = self._forbidden_between(a, b)
        if pair:
            return Refusal("judged_different", *pair)
        rules, stays, bits = self._rules, self._facts.stay, self._facts.once_bit
        left, right = self._of(a), self._of(b)
        if "same_roster" in rules:
            for x in left:
                stay = stays[x]
                if stay is not None:
                    for y in right:
                        other = stays[y]
                        if other is not None and other.roster == stay.roster and _overlap(stay, other):
                            return Refusal("same_roster", x, y)
        if "stated_tie" in rules:
            pair = self._pair_between(self._facts.tied, a, b)
            if pair:
                return Refusal("stated_tie", *pair)
        found = self._find_evidence_conflict(left, right)
        if found is not None:
            return found
        if self._systems[a] & self._systems[b]:
            common = self._systems[a] & self._systems[b]
            x = min(n for n in left if bits[n] & common)
            y = min(n for n in right if bits[n] & bits[x])
            return Refusal("once_per_source", x, y)
        return None

    def _find_evidence_conflict(self, left: list[int], right: list[int]) -> Refusal | None:
        numbers, known = self._facts.evidence_number, self._known
        for x in left:
            m = numbers[x]
            for y in right:
                n = numbers[y]
                if m != n:
                    key = (m, n) if m < n else (n, m)
                    word = known[key] if key in known else self._learn(key)
                    if word is not None and not self._waived(x, y):
                        return Refusal(word, x, y)
        return None

    def _learn(self, key: tuple[int, int]) -> ConflictWord | None:
        evidence = self._facts.evidence
        word = self._known[key] = conflict_between(evidence[key[0]], evidence[key[1]], self._rules)
        return word

    def _waived(self, x: int, y: int) -> bool:
        """Whether a person's word removes a conflict of evidence.

        Who judged x the same as x' knew that they contradict each other; a third record then conflicts with that person
        only when it conflicts with every record so judged.
        """
        with_x, with_y = self._judged_with.get(x), self._judged_with.get(y)
        if with_x is None and with_y is None:
            return False
        numbers = self._facts.evidence_number
        for x_too in with_x or (x,):
            for y_too in with_y or (y,):
                m, n = sorted((numbers[x_too], numbers[y_too]))
                if m == n or (self._known[m, n] if (m, n) in self._known else self._learn((m, n))) is None:
                    return True
        return False

    def _forbidden_between(self, a: int, b: int) -> tuple[int, int] | None:
        return self._pair_between(self._forbidden, a, b) if self._forbidden else None

    def _pair_between(self, apart: Mapping[int, AbstractSet[int]], a: int, b: int) -> tuple[int, int] | None:
        for x in self._of(a):
            others = apart.get(x)
            if others:
                for y in self._of(b):
                    if y in others:
                        return x, y
        return None

    def _join(self, a: int, b: int) -> None:
        left, right = self._of(a), self._of(b)
        if len(left) < len(right):
            a, b = b, a
        self._parent[b] = a
        # Members stay sorted, so that the conflict named first does not depend on the history of joins.
        self._listed[a] = sorted(left + right)
        self._listed.pop(b, None)
        self._systems[a] |= self._systems[b]


def _overlap(a: Stay, b: Stay) -> bool:
    """Whether two stays share a day; an open end reaches on for ever."""
    return not ((a.ends and b.begins and a.ends < b.begins) or (b.ends and a.begins and b.ends < a.begins))


def cluster_records(
    facts: RecordFacts,
    pairs: Sequence[ScoredPair],
    judged: JudgedPairs,
    settings: LinkageSettings,
    attach_pairs: Sequence[ScoredPair] = (),
) -> Clustering:
    """Cluster records by their scored pairs under judgements and conflicts.

    Args:
        facts: What is known of each record.
        pairs: Scored pairs in any order; those below ``link_weight`` are ignored.
        judged: Judgements in force.
        settings: Thresholds and the conflicts in force.
        attach_pairs: Scored pairs of records that may only be laid on a finished cluster; those records stand on the
            left, and in none of ``pairs``.

    Returns:
        Clusters named by their smallest record number, and the refused links.
    """
    clusters = ConstrainedClusters(facts, judged, settings)
    overruled = {pair for pair in sorted(judged.same) if not clusters.force(*pair)}
    refused: list[HeldPair] = []
    for weight, left, right in _strongest_first(pairs, settings):
        pair = (left, right) if left < right else (right, left)
        if pair in judged.unsure:
            refused.append(HeldPair(weight, left, right, "unsure", left, right))
        elif pair not in judged.different:
            refusal = clusters.offer(left, right)
            if refusal is not None:
                refused.append(HeldPair(weight, left, right, *_by_side(clusters, left, refusal)))
    refused += _attach(clusters, _strongest_first(attach_pairs, settings), judged, settings)
    return Clustering(
        _smallest_roots(clusters, len(facts.evidence_number)), _held(clusters, refused, settings), overruled
    )


def _strongest_first(pairs: Sequence[ScoredPair], settings: LinkageSettings) -> list[ScoredPair]:
    strong = (pair for pair in pairs if pair.weight >= settings.link_weight)
    return sorted(strong, key=lambda pair: (-pair.weight, pair.left, pair.right))


def _attach(
    clusters: ConstrainedClusters, pairs: Sequence[ScoredPair], judged: JudgedPairs, settings: LinkageSettings
) -> list[HeldPair]:
    """Lay each attach-only record on its best cluster, if one is best by a margin and nothing conflicts.

    Every record looks at the finished clusters alone, never at one another's, so that none of them joins two persons.
    """
    choices: dict[int, dict[int, ScoredPair]] = {}
    for pair in pairs:
        key = (min(pair.left, pair.right), max(pair.left, pair.right))
        if len(clusters.members(pair.left)) == 1 and key not in judged.different:
            choices.setdefault(pair.left, {}).setdefault(clusters.root(pair.right), pair)
    held: list[HeldPair] = []
    for left, by_cluster in choices.items():
        best, *others = by_cluster.values()
        if (min(best.left, best.right), max(best.left, best.right)) in judged.unsure:
            held.append(HeldPair(*best, "unsure", best.left, best.right))
        elif others and best.weight - others[0].weight < settings.attach_margin:
            held.append(HeldPair(*best, "ambiguous", left, others[0].right))
        else:
            refusal = clusters.offer(left, best.right)
            if refusal is not None:
                held.append(HeldPair(*best, *_by_side(clusters, left, refusal)))
    return held


def _by_side(clusters: ConstrainedClusters, left: int, refusal: Refusal) -> Refusal:
    """The refusal with its left record in the cluster of the left record."""
    if clusters.root(refusal.left) == clusters.root(left):
        return refusal
    return Refusal(refusal.reason, refusal.right, refusal.left)


def _smallest_roots(clusters: ConstrainedClusters, count: int) -> list[int]:
    return [clusters.members(number)[0] for number in range(count)]


def _held(clusters: ConstrainedClusters, refused: Sequence[HeldPair], settings: LinkageSettings) -> list[HeldPair]:
    """One refused link, the strongest, for each pair of clusters that stayed apart."""
    seen: set[tuple[int, int]] = set()
    held: list[HeldPair] = []
    for pair in refused:
        a, b = clusters.root(pair.left), clusters.root(pair.right)
        key = (min(a, b), max(a, b))
        # Where a person has said that records of the two clusters differ, there is nothing left to ask.
        if a != b and pair.reason != "judged_different" and pair.weight >= settings.held_weight and key not in seen:
            seen.add(key)
            held.append(pair)
    return held
