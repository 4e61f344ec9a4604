"""Ties rewritten to carry so many assertions each."""

from __future__ import annotations

import pyarrow as pa

from benchmarks.sources_a_tie import with_assertions
from graphmodel.model.relationships import ParentOf

SYSTEMS = [("snap", "nutrition"), ("vital_records", "vital_records"), ("k12", "education")]


def parent_ties() -> pa.Table:
    """Two parent ties, one of them said by two sources."""
    schema = ParentOf.arrow_schema()
    rows = [
        {
            "start_id": f"P{number}",
            "end_id": "P9",
            "ev_source": ["snap", "k12"][: number + 1],
            "ev_domain": ["nutrition", "education"][: number + 1],
            "ev_record": ["snap:1", "k12:1"][: number + 1],
            **{f"ev_{name}": ["", ""][: number + 1] for name in ("from", "to", "basis", "detail")},
            "ev_confidence": [0.9, 0.9][: number + 1],
            "tie": "PARENT_OF",
            "starts_at": f"P{number}",
            "nature": "biological",
        }
        for number in (0, 1)
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def test_every_tie_carries_as_many_assertions() -> None:
    """All lists grow or shrink together, and the columns stay those of the model."""
    for number in (1, 3, 5):
        ties = with_assertions(parent_ties(), number, SYSTEMS)
        assert ties.schema.equals(ParentOf.arrow_schema())
        lists = [name for name in ties.column_names if name.startswith("ev_")]
        assert {len(values) for name in lists for values in ties[name].to_pylist()} == {number}


def test_the_first_assertion_stays_and_others_come_from_elsewhere() -> None:
    """Source and domain go together, and each assertion has a record of its own."""
    row = with_assertions(parent_ties(), 3, SYSTEMS).to_pylist()[0]
    assert list(zip(row["ev_source"], row["ev_domain"], strict=True)) == [SYSTEMS[0], SYSTEMS[1], SYSTEMS[2]]
    assert row["ev_record"] == ["snap:1", "snap:1/1", "snap:1/2"]
