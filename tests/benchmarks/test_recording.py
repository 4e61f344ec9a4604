"""Recording what is sent to a graph, and sending it again."""

from __future__ import annotations

from pathlib import Path

from benchmarks.graph_load import copy_bare
from benchmarks.recording import BareReplay, BareTwinReplay, RecordingReader
from cypher import catalog
from graphmodel.model import NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.model.nodes import Person
from graphmodel.stores.base import Asked
from graphmodel.stores.kuzu_store import KuzuReader
from graphmodel.stores.sqlite_twin import TwinWriter
from ingest.build.workbench import parquet_file


def write_two_people(folder: Path) -> None:
    """The files of a build: two people, and nothing else."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    classes: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    for declared in classes:
        schema = declared.arrow_schema()
        rows = {"id": ["P1", "P2"]} if schema.names == ["id"] else {name: [] for name in schema.names}
        pq.write_table(pa.table(rows, schema=schema), parquet_file(folder, declared))


def test_what_a_call_sends_is_kept_and_can_be_sent_bare(tmp_path: Path) -> None:
    """Statement and parameters are those the product sent, and the bare graph answers them with as many rows."""
    write_two_people(tmp_path)
    copy_bare(tmp_path, tmp_path / "graph.kuzu")
    with RecordingReader(KuzuReader(tmp_path / "graph.kuzu")) as reader:
        assert catalog.RECORDS.read(reader, {"id": "P1"}) == []
        rows = reader.rows("MATCH (p:Person) WHERE p.id = $id RETURN p.id AS id", {"id": "P2"})
        sent = reader.taken()
        assert reader.taken() == []
    assert rows == [{"id": "P2"}]
    assert [said.parameters for said in sent] == [{"id": "P1"}, {"id": "P2"}]
    assert [said.twin for said in sent] == [catalog.RECORDS.twin, None]
    assert sent[0].statement == catalog.RECORDS.statement
    replay = BareReplay(tmp_path / "graph.kuzu")
    assert replay.send(sent) == 1
    replay.close()


def test_questions_with_sql_can_be_sent_to_a_bare_twin(tmp_path: Path) -> None:
    """Of what was sent, the twin answers what has SQL, and nothing else."""
    write_two_people(tmp_path)
    writer = TwinWriter(tmp_path / "twin.sqlite")
    assert writer.load(Person, parquet_file(tmp_path, Person)) == 2
    writer.finish()
    writer.close()
    replay = BareTwinReplay(tmp_path / "twin.sqlite")
    by_id = Asked("MATCH …", {"id": "P1"}, "SELECT id AS person FROM Person WHERE id = $id")
    assert replay.send([by_id, Asked("MATCH …", {}, None), Asked("…", {"id": "P3"}, by_id.twin)]) == 1
    replay.close()
