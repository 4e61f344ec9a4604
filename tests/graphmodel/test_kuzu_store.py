"""The embedded store: reads, times out, refuses to write, says what is wrong."""

from __future__ import annotations

import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphmodel.errors import BadQuery, StoreCorrupt, StoreReadOnly, StoreTimeout, StoreUnavailable
from graphmodel.model.nodes import Person
from graphmodel.stores.kuzu_store import KuzuReader, KuzuWriter

SMALL = 1 << 26
BY_ID = "MATCH (p:Person {id: $id}) RETURN p.id AS person"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two thousand people."""
    folder = tmp_path_factory.mktemp("graph")
    people = pa.table({"id": [f"P{i}" for i in range(2000)]}, schema=Person.arrow_schema())
    pq.write_table(people, folder / "people's.parquet")
    with KuzuWriter(folder / "graph.kuzu", buffer_bytes=SMALL) as writer:
        writer.create_schema()
        assert writer.load_nodes(Person, folder / "people's.parquet") == 2000
    return folder / "graph.kuzu"


def test_a_prepared_query_follows_its_parameter(graph: Path) -> None:
    """The same text asked again with another value answers for that value (the ladybug family got this wrong)."""
    with KuzuReader(graph, buffer_bytes=SMALL) as reader:
        for i in range(200):
            assert reader.rows(BY_ID, {"id": f"P{i}"}) == [{"person": f"P{i}"}]


def test_a_missing_parameter_is_an_error(graph: Path) -> None:
    """Kuzu reads a missing parameter as NULL; the store refuses it, a None and a spare one."""
    with KuzuReader(graph, buffer_bytes=SMALL) as reader:
        for parameters in ({}, {"id": None}, {"id": "P1", "other": 1}):
            with pytest.raises(BadQuery):
                reader.rows(BY_ID, parameters)


def test_a_write_is_refused(graph: Path) -> None:
    """A reader writes nothing."""
    with KuzuReader(graph, buffer_bytes=SMALL) as reader, pytest.raises(StoreReadOnly):
        reader.rows("CREATE (p:Person {id: $id})", {"id": "P-new"})


def test_a_query_stops_at_its_time(graph: Path) -> None:
    """A cartesian product is stopped, and the reader still answers."""
    blow_up = "MATCH (a:Person), (b:Person), (c:Person) WHERE a.id < b.id AND b.id < c.id RETURN count(*) AS n"
    with KuzuReader(graph, buffer_bytes=SMALL) as reader:
        with pytest.raises(StoreTimeout):
            reader.rows(blow_up, {}, seconds=0.2)
        assert reader.rows(BY_ID, {"id": "P7"}) == [{"person": "P7"}]


def test_bad_cypher_says_what_is_bad(graph: Path) -> None:
    """The engine's reason and the statement are in the message."""
    with KuzuReader(graph, buffer_bytes=SMALL) as reader, pytest.raises(BadQuery, match="Nobody"):
        reader.rows("MATCH (n:Nobody) RETURN n.id AS id", {})


def test_threads_read_side_by_side(graph: Path) -> None:
    """Four threads, one reader: every answer is right."""
    wrong: list[str] = []
    with KuzuReader(graph, buffer_bytes=SMALL) as reader:

        def ask(start: int) -> None:
            wrong.extend(
                f"P{i}" for i in range(start, 400, 4) if reader.rows(BY_ID, {"id": f"P{i}"}) != [{"person": f"P{i}"}]
            )

        threads = [threading.Thread(target=ask, args=(start,)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_files_that_cannot_be_opened(tmp_path: Path, graph: Path) -> None:
    """A missing or broken file says to load again; a graph is never written twice; a closed one says so."""
    with pytest.raises(StoreCorrupt, match="kin360 ingest"):
        KuzuReader(tmp_path / "none.kuzu")
    broken = tmp_path / "broken.kuzu"
    broken.write_bytes(b"not a graph" * 1000)
    with pytest.raises(StoreCorrupt, match="kin360 ingest"):
        KuzuReader(broken, buffer_bytes=SMALL)
    with pytest.raises(StoreCorrupt, match="written once"):
        KuzuWriter(graph)
    reader = KuzuReader(graph, buffer_bytes=SMALL)
    reader.close()
    reader.close()
    with pytest.raises(StoreUnavailable):
        reader.rows(BY_ID, {"id": "P1"})
