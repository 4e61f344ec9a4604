"""What linkage decided, written to the staging tables in one transaction."""

from __future__ import annotations

import duckdb
import numpy as np

from ingest.linkage.clustering import Clustering
from ingest.linkage.contributions import contributions_type, select_contributions
from ingest.linkage.judgement_input import JudgedPairs
from ingest.linkage.model import LinkageModel
from ingest.linkage.scoring import register_columns, register_pairs
from ingest.staging import TABLES


def write_results(
    work: duckdb.DuckDBPyConnection,
    staging: str,
    model: LinkageModel | None,
    clustering: Clustering,
    judged: JudgedPairs,
) -> int:
    """Replace ``cluster``, ``link`` and ``held_link``.

    ``link`` gains every scored pair from the link weight up whose two records ended in one cluster, and every pair
    judged the same; ``held_link`` one row for each pair of clusters that a refusal keeps apart.

    Args:
        work: The working database, with the scored pairs, attached beside the staging database.
        staging: Name and schema of the staging database on that connection, quoted; written.
        model: The model that scored them.
        clustering: The outcome.
        judged: Judgements in force.

    Returns:
        The number of links written.
    """
    root = np.array(clustering.root, dtype=np.int64)
    register_columns(work, "outcome", link_id=np.arange(len(root)), root=root)
    register_pairs(
        work,
        "held",
        [(p.left, p.right, p.reason, p.conflict_left, p.conflict_right) for p in clustering.held],
        a="INTEGER", b="INTEGER", reason="VARCHAR", conflict_a="INTEGER", conflict_b="INTEGER",
    )  # fmt: skip
    register_pairs(work, "apart", judged.different | judged.unsure, a="INTEGER", b="INTEGER")
    shares = select_contributions(model)
    selects = {"cluster": _CLUSTERS, "link": _LINKS.format(shares=shares), "held_link": _HELD.format(shares=shares)}
    work.execute("BEGIN")
    try:
        for table, select in selects.items():
            # A new table: deleting and inserting again the same keys takes DuckDB ten times as long.
            columns = dict(TABLES[table])
            if "contributions" in columns:
                columns["contributions"] = contributions_type(model)
            named = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            work.execute(f"CREATE OR REPLACE TABLE {staging}.{table} ({named})")
            work.execute(f"INSERT INTO {staging}.{table} BY NAME {select}")
        row = work.execute(f"SELECT count(*) FROM {staging}.link").fetchone()
        work.execute("COMMIT")
    except BaseException:
        work.execute("ROLLBACK")
        raise
    return int(row[0]) if row else 0


_CLUSTERS = """
SELECT n.record_id, c.record_id AS cluster_id FROM outcome JOIN linkage_record AS n USING (link_id)
JOIN linkage_record AS c ON c.link_id = root ORDER BY n.link_id
"""

# A pair judged "different" or "unsure" is no link even where its records meet in one cluster by other links.
_LINKS = """
WITH joined AS (
    SELECT least(link_id_l, link_id_r) AS a, greatest(link_id_l, link_id_r) AS b, match_weight, match_probability,
           'judged' AS basis, {shares} AS contributions
    FROM scored_judged
    UNION ALL
    SELECT least(link_id_l, link_id_r), greatest(link_id_l, link_id_r), match_weight, match_probability,
           'scored', {shares}
    FROM (SELECT * FROM scored UNION ALL BY NAME SELECT * FROM scored_attach) AS s
    ANTI JOIN judged_pair ON judged_pair.a = least(link_id_l, link_id_r)
        AND judged_pair.b = greatest(link_id_l, link_id_r)
    ANTI JOIN apart ON apart.a = least(link_id_l, link_id_r) AND apart.b = greatest(link_id_l, link_id_r)
)
SELECT l.record_id AS record_l, r.record_id AS record_r, match_weight, match_probability, basis, contributions
FROM joined
JOIN outcome AS x ON x.link_id = a
JOIN outcome AS y ON y.link_id = b
JOIN linkage_record AS l ON l.link_id = a
JOIN linkage_record AS r ON r.link_id = b
WHERE x.root = y.root
ORDER BY a, b
"""

_HELD = """
SELECT l.record_id AS record_l, r.record_id AS record_r, match_weight, match_probability, reason,
       cl.record_id AS conflict_l, cr.record_id AS conflict_r, {shares} AS contributions
FROM held
JOIN (SELECT * FROM scored UNION ALL BY NAME SELECT * FROM scored_attach) AS s ON link_id_l = a AND link_id_r = b
JOIN linkage_record AS l ON l.link_id = a
JOIN linkage_record AS r ON r.link_id = b
JOIN linkage_record AS cl ON cl.link_id = conflict_a
JOIN linkage_record AS cr ON cr.link_id = conflict_b
ORDER BY match_weight DESC, a, b
"""
