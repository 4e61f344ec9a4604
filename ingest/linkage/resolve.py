"""From scored pairs to clusters: whole components where nothing is contested, constrained clustering where it is."""

from __future__ import annotations

import duckdb
import numpy as np

from ingest.linkage.clustering import Clustering, HeldPair, ScoredPair, cluster_records
from ingest.linkage.components import Numbers, connected_components, mark_contested
from ingest.linkage.facts import read_facts
from ingest.linkage.judgement_input import JudgedPairs
from ingest.linkage.scoring import PairColumns, read_pairs
from ingest.linkage.settings import LinkageSettings


def resolve_clusters(
    work: duckdb.DuckDBPyConnection, judged: JudgedPairs, settings: LinkageSettings, disbelieved: frozenset[str]
) -> Clustering:
    """Cluster every record of the working database.

    The outcome is that of `cluster_records` on all records; only those that could meet a conflict are put through it.

    Args:
        work: The working database, with its scored pairs.
        judged: Judgements in force.
        settings: Thresholds and the conflicts in force.
        disbelieved: Systems that claim to hold each person once but do not.
    """
    row = work.execute("SELECT count(*) FROM linkage_record").fetchone()
    pairs, attach = read_pairs(work, "scored"), read_pairs(work, "scored_attach")
    judged_pairs = sorted(judged.same | judged.different | judged.unsure)
    same = np.array(sorted(judged.same), dtype=np.int64).reshape(-1, 2)
    labels = connected_components(
        int(row[0]) if row else 0,
        np.concatenate([pairs.left, same[:, 0]]),
        np.concatenate([pairs.right, same[:, 1]]),
    )
    singled_out = {record for pair in judged_pairs for record in pair}
    singled_out.update(attach.left.tolist(), attach.right.tolist())
    contested = mark_contested(work, labels, singled_out)
    facts = read_facts(work, disbelieved)
    local = cluster_records(
        facts, _local(pairs, contested), _local_judged(judged, contested), settings, _local(attach, contested)
    )
    return _global(local, labels, contested)


def _global(local: Clustering, labels: Numbers, contested: Numbers) -> Clustering:
    """The outcome in the numbering of all records: whole components, except where clustering took them apart."""
    number = contested.tolist()
    root = labels.copy()
    root[contested] = contested[np.array(local.root, dtype=np.int64)]
    held = [
        HeldPair(
            weight=pair.weight,
            left=number[pair.left],
            right=number[pair.right],
            reason=pair.reason,
            conflict_left=number[pair.conflict_left],
            conflict_right=number[pair.conflict_right],
        )
        for pair in local.held
    ]
    return Clustering(root.tolist(), held, {(number[a], number[b]) for a, b in local.overruled})


def _local(pairs: PairColumns, contested: Numbers) -> list[ScoredPair]:
    """The pairs among contested records, in their numbering; a component is contested as a whole."""
    inside = np.isin(pairs.left, contested)
    left, right = (np.searchsorted(contested, side[inside]).tolist() for side in (pairs.left, pairs.right))
    return list(map(ScoredPair, pairs.weight[inside].tolist(), left, right))


def _local_judged(judged: JudgedPairs, contested: Numbers) -> JudgedPairs:
    def local(pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
        return {(int(np.searchsorted(contested, a)), int(np.searchsorted(contested, b))) for a, b in pairs}

    return JudgedPairs(same=local(judged.same), different=local(judged.different), unsure=local(judged.unsure))
