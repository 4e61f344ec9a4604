"""Taking whole components as clusters must change nothing."""

from __future__ import annotations

import random

import duckdb
import numpy as np
import pytest
from linkage_cases import staging, town

from ingest.linkage import resolve
from ingest.linkage.columns import build_linkage_records
from ingest.linkage.components import Numbers, mark_contested
from ingest.linkage.judgement_input import JudgedPairs
from ingest.linkage.scoring import register_columns
from ingest.linkage.settings import LinkageSettings


def scored(seed: int) -> duckdb.DuckDBPyConnection:
    """A town whose records were linked at random: in families mostly, so that conflicts abound."""
    rng = random.Random(seed)
    work = duckdb.connect()
    build_linkage_records(staging(town(160)[0]), work)
    families = work.execute("SELECT list(link_id) FROM linkage_record GROUP BY surname, street").fetchall()
    pairs = sorted({tuple(sorted(rng.sample(family, 2))) for (family,) in families for _ in family if len(family) > 1})
    left, right = np.array(pairs, dtype=np.int64).T
    register_columns(work, "numbers", link_id_l=left, link_id_r=right)
    work.execute("CREATE TABLE scored AS SELECT *, 2 + (link_id_l * 7 + link_id_r) % 20 AS match_weight FROM numbers")
    work.execute("CREATE TABLE scored_attach AS SELECT * FROM scored LIMIT 0")
    return work


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_short_way_gives_what_the_long_way_gives(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clusters and held links are the same when every component is put through constrained clustering."""
    judged = JudgedPairs(same={(0, 9)}, different={(1, 2)}, unsure={(3, 4)})
    few = resolve.resolve_clusters(scored(seed), judged, LinkageSettings(), frozenset())

    def everything(work: duckdb.DuckDBPyConnection, labels: Numbers, _singled_out: object) -> Numbers:
        return mark_contested(work, labels, range(len(labels)))

    monkeypatch.setattr(resolve, "mark_contested", everything)
    every = resolve.resolve_clusters(scored(seed), judged, LinkageSettings(), frozenset())
    assert (few.root, few.held, few.overruled) == (every.root, every.held, every.overruled)
    assert few.held
    assert len(set(few.root)) < len(few.root)
