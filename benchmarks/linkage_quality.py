"""Linkage of the sample state against its truth: pairs, B-cubed, household mixes, traps."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, Section
from benchmarks.score_clusters import ClusterScore, read_clusters, read_truth, score_clusters
from benchmarks.score_traps import TrapCount, read_traps, score_traps
from benchmarks.states import State, States
from graphmodel.home import Home
from ingest.link_export import write_clusters

NAME, TITLE = "clusters", "Linkage of the sample state against the truth"


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Score the clusters of each size."""
    figures = [figure for people in sizes for figure in _figures(states.of(people))]
    notes = ("Scored from `kin360 link clusters`, automatic tier: no held link was judged.",)
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=notes)


def _figures(state: State) -> list[Figure]:
    clusters = clusters_of(state.home)
    entities, households = read_truth(state.truth / "records.csv")
    found = cluster_figures(score_clusters(clusters, entities, households), state.people)
    traps = score_traps(clusters, entities, read_traps(state.truth / "traps.csv"))
    return found + trap_figures(traps, state.people)


def clusters_of(home: Home) -> dict[str, str]:
    """Record key -> cluster, as `kin360 link clusters` writes them."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "clusters.csv"
        write_clusters(home, out)
        return read_clusters(out)


def cluster_figures(score: ClusterScore, people: int | None) -> list[Figure]:
    """A score as figures."""
    shares = {
        "pairwise precision": score.precision,
        "pairwise recall": score.recall,
        "pairwise F1": score.f1,
        "B-cubed F1": score.bcubed_f1,
    }
    counts = {"clusters that mix a household": score.household_mixes, "clusters that mix persons": score.mixed_clusters}
    return [
        *(Figure(what=what, value=share, unit="share", people=people) for what, share in shares.items()),
        *(
            Figure(what=what, value=count, unit="count", people=people, beside=f"{score.records:,} records")
            for what, count in counts.items()
        ),
    ]


def trap_figures(traps: dict[str, TrapCount], people: int | None) -> list[Figure]:
    """Traps as figures."""
    return [
        Figure(what=f"{kind} traps sprung", value=count.sprung, unit="count", people=people, beside=f"of {count.traps}")
        for kind, count in traps.items()
    ]
