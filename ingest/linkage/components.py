"""Which records need constrained clustering at all.

Records joined by links form components. Where no two records of a component contradict each other in anything, every
link of it would be made: the component is the cluster. Most are so, and they are found here in a few passes over arrays
and one over the table; only contested components go through `clustering`, one link at a time.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import numpy as np
import numpy.typing as npt

from ingest.linkage.scoring import register_columns

Numbers = npt.NDArray[np.int64]


def connected_components(count: int, left: Numbers, right: Numbers) -> Numbers:
    """The smallest record number that each record is joined to, directly or through others.

    Args:
        count: How many records there are, numbered from 0.
        left: One record of each link.
        right: The other record of each link.

    Returns:
        For each record, the smallest number in its component. Labels sink along links and are then followed to their
        end, until nothing changes (Y. Shiloach and U. Vishkin, "An O(log n) parallel connectivity algorithm", 1982).
    """
    labels = np.arange(count, dtype=np.int64)
    while True:
        lowest = np.minimum(labels[left], labels[right])
        sunk = labels.copy()
        np.minimum.at(sunk, labels[left], lowest)
        np.minimum.at(sunk, labels[right], lowest)
        while not np.array_equal(sunk, sunk[sunk]):
            sunk = sunk[sunk]
        if np.array_equal(sunk, labels):
            return labels
        labels = sunk


# What must differ, or repeat, inside a component before any conflict of `conflicts` or `clustering` can arise: equal or
# missing values never conflict. Wider than the conflicts themselves, and far cheaper.
_CONTESTED = """
CREATE TABLE contested_record AS
WITH placed AS (SELECT * FROM component JOIN linkage_record USING (link_id)),
contested AS (
    SELECT root FROM placed GROUP BY root
    HAVING min(given) <> max(given) OR min(middle_initial) <> max(middle_initial) OR min(suffix) <> max(suffix)
        OR min(born) <> max(born) OR min(ssn) <> max(ssn) OR min(born_by) < max(born[1:4]::INTEGER)
    UNION
    SELECT root FROM placed WHERE NOT repeats GROUP BY root, system HAVING count(*) > 1
    UNION
    SELECT root FROM placed WHERE household_key IS NOT NULL GROUP BY root, system, household_key HAVING count(*) > 1
    UNION
    SELECT x.root FROM tied_record JOIN component AS x ON x.link_id = a JOIN component AS y ON y.link_id = b
    WHERE x.root = y.root
    UNION
    SELECT root FROM singled_out JOIN component USING (link_id)
)
SELECT placed.*, row_number() OVER (ORDER BY link_id) - 1 AS number FROM placed SEMI JOIN contested USING (root)
ORDER BY link_id
"""


def mark_contested(work: duckdb.DuckDBPyConnection, labels: Numbers, singled_out: Iterable[int]) -> Numbers:
    """Gather the records of contested components into ``contested_record``, numbered from 0 in order of record number.

    Args:
        work: The working database, holding ``linkage_record`` and ``tied_record``.
        labels: Component of each record.
        singled_out: Records whose components are contested for another reason: judgements, attachments.

    Returns:
        The record numbers of contested records, ascending.
    """
    register_columns(work, "component", link_id=np.arange(len(labels)), root=labels)
    register_columns(work, "singled_out", link_id=np.array(sorted(set(singled_out)), dtype=np.int64))
    work.execute(_CONTESTED)
    columns = work.execute("SELECT link_id FROM contested_record ORDER BY number").fetchnumpy()
    return np.asarray(columns["link_id"], dtype=np.int64)
