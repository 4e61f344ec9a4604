"""Score a clustering of person records against a truth: pairwise, B-cubed, and clusters that mix a household.

usage: python benchmarks/score_clusters.py PRED.csv TRUTH.csv

PRED.csv has the columns record_id,cluster_id; TRUTH.csv record_id,entity_id and perhaps household_id. Prints JSON.
A truth record that PRED lacks counts as a cluster of its own.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import comb
from pathlib import Path


@dataclass(frozen=True)
class ClusterScore:
    """How a clustering compares with the truth; shares run from 0 to 1."""

    records: int
    precision: float
    """Pairwise: share of pairs put together that belong together."""
    recall: float
    """Pairwise: share of pairs belonging together that were put together."""
    f1: float
    bcubed_precision: float
    """A. Bagga and B. Baldwin, "Entity-Based Cross-Document Coreferencing Using the Vector Space Model", 1998."""
    bcubed_recall: float
    bcubed_f1: float
    mixed_clusters: int
    """Clusters that hold records of more than one person."""
    household_mixes: int
    """Those among them in which two of the persons share a household."""


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def score_clusters(
    clusters: Mapping[str, str],
    entities: Mapping[str, str],
    households: Mapping[str, set[str]] | None = None,
) -> ClusterScore:
    """Compare clusters with the truth.

    Args:
        clusters: Record id to cluster id.
        entities: Record id to true person.
        households: True person to the households they are in.
    """
    cluster_of = {record: ("", clusters[record]) if record in clusters else ("alone", record) for record in entities}
    cells = Counter((cluster_of[record], entity) for record, entity in entities.items())
    cluster_sizes, entity_sizes = Counter(cluster_of.values()), Counter(entities.values())
    together = sum(comb(size, 2) for size in cells.values())
    predicted = sum(comb(size, 2) for size in cluster_sizes.values())
    true = sum(comb(size, 2) for size in entity_sizes.values())
    precision = together / predicted if predicted else 1.0
    recall = together / true if true else 1.0
    count = max(len(entities), 1)
    b_precision = sum(size * size / cluster_sizes[cluster] for (cluster, _), size in cells.items()) / count
    b_recall = sum(size * size / entity_sizes[entity] for (_, entity), size in cells.items()) / count
    persons: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cluster, entity in cells:
        persons[cluster].add(entity)
    mixed = [members for members in persons.values() if len(members) > 1]
    return ClusterScore(
        records=len(entities),
        precision=precision,
        recall=recall,
        f1=_harmonic(precision, recall),
        bcubed_precision=b_precision,
        bcubed_recall=b_recall,
        bcubed_f1=_harmonic(b_precision, b_recall),
        mixed_clusters=len(mixed),
        household_mixes=sum(_share_household(members, households or {}) for members in mixed),
    )


def _share_household(members: set[str], households: Mapping[str, set[str]]) -> bool:
    counts = Counter(household for member in members for household in households.get(member, ()))
    return any(count > 1 for count in counts.values())


def read_clusters(path: Path) -> dict[str, str]:
    """Record id to cluster id, from a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row["record_id"]: row["cluster_id"] for row in csv.DictReader(file)}


def read_truth(path: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Record id to person, and person to households, from a CSV file."""
    entities: dict[str, str] = {}
    households: dict[str, set[str]] = defaultdict(set)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            entities[row["record_id"]] = row["entity_id"]
            if row.get("household_id"):
                households[row["entity_id"]].add(row["household_id"])
    return entities, households


def main(arguments: list[str]) -> int:
    """Run as a script; 2 when the arguments are wrong."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    entities, households = read_truth(Path(arguments[1]))
    print(json.dumps(asdict(score_clusters(read_clusters(Path(arguments[0])), entities, households)), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
