"""Components of links, against networkx; and which of them are contested."""

from __future__ import annotations

import duckdb
import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from linkage_cases import staging

from ingest.linkage.columns import build_linkage_records
from ingest.linkage.components import connected_components, mark_contested

_LINKS = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40)


@given(_LINKS)
def test_components_are_those_of_networkx(links: list[tuple[int, int]]) -> None:
    """Every record is labelled by the smallest record it is joined to."""
    graph = nx.Graph(links)
    graph.add_nodes_from(range(30))
    expected = {node: min(part) for part in nx.connected_components(graph) for node in part}
    pairs = np.array(links, dtype=np.int64).reshape(-1, 2)
    assert dict(enumerate(connected_components(30, pairs[:, 0], pairs[:, 1]).tolist())) == expected


def test_a_long_chain_is_one_component() -> None:
    """A thousand links in a row, the worst case for sinking labels."""
    left = np.arange(1000, dtype=np.int64)
    assert set(connected_components(1001, left[::-1], left[::-1] + 1).tolist()) == {0}


def contested(*records: dict[str, object], singled_out: tuple[int, ...] = ()) -> list[int]:
    """The contested records when all of these form one component."""
    work = duckdb.connect()
    rows = [{"record_id": f"{n}", "system": f"s{n}", **record} for n, record in enumerate(records)]
    build_linkage_records(staging(rows), work)
    return mark_contested(work, np.zeros(len(records), dtype=np.int64), singled_out).tolist()


def test_agreement_and_silence_are_uncontested() -> None:
    """Equal and missing values leave nothing to contest, until somebody singles the record out."""
    assert contested({"given_name": "Rosa", "ssn": "123456789"}, {"given_name": "rosa"}) == []
    assert contested({"given_name": "Rosa"}, {"given_name": "rosa"}, singled_out=(1,)) == [0, 1]


def test_any_difference_or_repetition_is_contested() -> None:
    """Names, dates, numbers, suffixes that differ; one source or one roster twice."""
    assert contested({"given_name": "Rosa"}, {"given_name": "Rose"}) == [0, 1]
    assert contested({"birth_date": "1988-04-19"}, {"birth_date": "1988-04-18"}) == [0, 1]
    assert contested({"suffix": "Jr"}, {"suffix": "Sr"}) == [0, 1]
    assert contested({"middle_name": "Ann"}, {"middle_name": "B"}) == [0, 1]
    assert contested({"system": "a"}, {"system": "a"}) == [0, 1]
