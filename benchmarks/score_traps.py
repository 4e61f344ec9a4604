"""Count the traps a clustering fell into: two persons, known to be easily taken for one, with records in one cluster.

usage: python benchmarks/score_traps.py PRED.csv TRUTH_RECORDS.csv TRAPS.csv

PRED.csv has the columns record_id,cluster_id; TRUTH_RECORDS.csv record_id,entity_id; TRAPS.csv entity_a,entity_b,kind
(``junior``: father and son of one name; ``twin``). Prints JSON: for each kind, how many traps there are and how many
were fallen into.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple


class Trap(NamedTuple):
    """Two persons that must never be one."""

    entity_a: str
    entity_b: str
    kind: str


class TrapCount(NamedTuple):
    """Traps of one kind."""

    traps: int
    sprung: int
    """Traps whose two persons have records in one cluster."""


def score_traps(
    clusters: Mapping[str, str], entities: Mapping[str, str], traps: Iterable[Trap]
) -> dict[str, TrapCount]:
    """Count the traps of each kind, and those in which the two persons share a cluster.

    Args:
        clusters: Record id to cluster id.
        entities: Record id to true person.
        traps: Pairs of persons.
    """
    clusters_of: dict[str, set[str]] = defaultdict(set)
    for record, entity in entities.items():
        if record in clusters:
            clusters_of[entity].add(clusters[record])
    counts: dict[str, TrapCount] = {}
    for trap in traps:
        sprung = not clusters_of[trap.entity_a].isdisjoint(clusters_of[trap.entity_b])
        before = counts.get(trap.kind, TrapCount(0, 0))
        counts[trap.kind] = TrapCount(before.traps + 1, before.sprung + sprung)
    return dict(sorted(counts.items()))


def read_column_pair(path: Path, key: str, value: str) -> dict[str, str]:
    """One column of a CSV file by another."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


def read_traps(path: Path) -> list[Trap]:
    """The traps of a CSV file with the columns entity_a, entity_b, kind."""
    with path.open(newline="", encoding="utf-8") as file:
        return [Trap(row["entity_a"], row["entity_b"], row["kind"]) for row in csv.DictReader(file)]


def main(arguments: list[str]) -> int:
    """Run as a script; 2 when the arguments are wrong."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    predicted, truth, traps = map(Path, arguments)
    counts = score_traps(
        read_column_pair(predicted, "record_id", "cluster_id"),
        read_column_pair(truth, "record_id", "entity_id"),
        read_traps(traps),
    )
    print(json.dumps({kind: count._asdict() for kind, count in counts.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
