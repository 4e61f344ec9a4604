"""The embedded engine with its twin: both written, both wanted, each question to the one that has it."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphmodel.errors import BadQuery, StoreCorrupt, StoreTimeout, StoreUnavailable
from graphmodel.model.nodes import Address, Person
from graphmodel.model.relationships import LivedAt, ParentOf
from graphmodel.stores.embedded import EmbeddedReader, EmbeddedWriter
from graphmodel.stores.sqlite_twin import TwinWriter

SMALL = 1 << 27
COUNT = "MATCH (p:Person) RETURN count(*) AS n"


def rows_file(folder: Path, declared: Any, rows: list[dict[str, Any]]) -> Path:
    """A file as a build leaves it."""
    path = folder / f"{declared.__name__}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=declared.arrow_schema()), path)
    return path


def written(folder: Path) -> EmbeddedReader:
    """Two people, one of whom lives somewhere confidential."""
    said = {
        "ev_source": ["snap", "vital"], "ev_domain": ["b", "c"], "ev_record": ["r1", "r2"], "ev_basis": ["x", 'Ñ"'],
        "ev_confidence": [0.1, 1.0],
    }  # fmt: skip
    with EmbeddedWriter(folder / "graph.kuzu", folder / "twin.sqlite", buffer_bytes=SMALL) as writer:
        writer.create_schema()
        assert writer.load_nodes(Person, rows_file(folder, Person, [{"id": "A"}, {"id": "B"}])) == 2
        writer.load_nodes(Address, rows_file(folder, Address, [{"id": "H", "line": "1 Oak St", "protected": True}]))
        ties = [{"start_id": "A", "end_id": "H", **said, "valid_from": date(2020, 2, 29)}]
        writer.load_relationships(LivedAt, rows_file(folder, LivedAt, ties))
    return EmbeddedReader(folder / "graph.kuzu", folder / "twin.sqlite", buffer_bytes=SMALL)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A reader of both."""
    with written(tmp_path_factory.mktemp("embedded")) as reader:
        yield reader


def test_the_twin_answers_where_it_can(reader: EmbeddedReader) -> None:
    """With SQL beside it the twin is asked, types and all; without it kuzu is."""
    assert reader.rows(COUNT, {}) == [{"n": 2}]
    assert reader.rows(COUNT, {}, twin="SELECT count(*) + 40 AS n FROM Person") == [{"n": 42}]
    sql = "SELECT a.protected AS protected, t.ev_basis AS basis, t.ev_from AS said, t.ev_confidence AS confidence"
    sql += ", t.valid_from AS since, t.valid_to AS until"
    (row,) = reader.rows(
        COUNT, {"id": "A"}, twin=f"{sql} FROM LIVED_AT t JOIN Address a ON a.id = t.end_id WHERE t.start_id = $id"
    )
    assert row == {
        "protected": True,
        "basis": ["x", 'Ñ"'],
        "said": None,
        "confidence": [0.1, 1.0],
        "since": date(2020, 2, 29),
        "until": None,
    }
    assert row["protected"] is True


def test_a_twin_stops_at_its_time(reader: EmbeddedReader) -> None:
    """A question that would run for hours ends when its seconds are over, and the next is answered."""
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS n FROM n"
    with pytest.raises(StoreTimeout):
        reader.rows(COUNT, {}, seconds=0.2, twin=endless)
    assert reader.rows(COUNT, {}, twin="SELECT count(*) AS n FROM Person") == [{"n": 2}]


@pytest.mark.parametrize("parameters", [{}, {"id": None}, {"id": "A", "more": 1}])
def test_parameters_must_be_those_of_the_twin(reader: EmbeddedReader, parameters: dict[str, Any]) -> None:
    """Missing, empty or spare parameters are refused before SQLite reads them as NULL."""
    with pytest.raises(BadQuery, match="asks for"):
        reader.rows(COUNT, parameters, twin="SELECT id AS person FROM Person WHERE id = $id")


@pytest.mark.parametrize("sql", ["SELECT nonsense FROM Person", "DELETE FROM Person", "no SQL"])
def test_bad_sql_is_refused(reader: EmbeddedReader, sql: str) -> None:
    """What SQLite does not understand, and every write, is one error of ours."""
    with pytest.raises(BadQuery):
        reader.rows(COUNT, {}, twin=sql)
    assert reader.rows(COUNT, {}, twin="SELECT count(*) AS n FROM Person") == [{"n": 2}]


def test_many_threads_ask_the_twin(reader: EmbeddedReader) -> None:
    """Eight threads at once get their own answers."""
    wrong: list[Any] = []

    def ask(person: str) -> None:
        for _ in range(100):
            found = reader.rows(COUNT, {"id": person}, twin="SELECT id AS person FROM Person WHERE id = $id")
            wrong.extend(row for row in found if row != {"person": person})

    threads = [threading.Thread(target=ask, args=("AB"[n % 2],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_missing_or_damaged_part_says_what_to_do(tmp_path: Path) -> None:
    """Without its twin, with one that is no database, or without its graph, a snapshot does not open."""
    written(tmp_path).close()
    graph, twin = tmp_path / "graph.kuzu", tmp_path / "twin.sqlite"
    whole = twin.read_bytes()
    twin.unlink()
    with pytest.raises(StoreCorrupt, match=r"lacks the twin.*kin360 ingest"):
        EmbeddedReader(graph, twin)
    twin.write_bytes(b"x" * 5000)
    with pytest.raises(StoreCorrupt, match="kin360 ingest"):
        EmbeddedReader(graph, twin)
    twin.write_bytes(whole)
    with pytest.raises(StoreCorrupt, match="kin360 ingest"):
        EmbeddedReader(tmp_path / "gone.kuzu", twin)
    with pytest.raises(StoreCorrupt, match="stands there already"):
        EmbeddedWriter(tmp_path / "new.kuzu", twin, buffer_bytes=SMALL)


def person_writer(folder: Path, people: str) -> EmbeddedWriter:
    """A writer that has loaded some people and is still open."""
    writer = EmbeddedWriter(folder / "graph.kuzu", folder / "twin.sqlite", buffer_bytes=SMALL)
    writer.create_schema()
    writer.load_nodes(Person, rows_file(folder, Person, [{"id": id_} for id_ in people]))
    return writer


def test_a_twin_of_another_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows lost on the way into the twin are found when the writing ends, and named."""
    load = TwinWriter.load
    monkeypatch.setattr(TwinWriter, "load", lambda self, declared, parquet: load(self, declared, parquet) - 1)
    writer = person_writer(tmp_path, "AB")
    with pytest.raises(StoreCorrupt, match="holds 1 rows of Person where the graph holds 2"):
        writer.close()


def test_a_twin_that_cannot_be_written_ends_the_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the twin's own thread reaches whoever loads, as it is."""

    def full(self: TwinWriter, declared: object, parquet: Path) -> int:
        raise StoreUnavailable("The file could not be written: disk full")

    monkeypatch.setattr(TwinWriter, "load", full)
    writer = person_writer(tmp_path, "A")
    with pytest.raises(StoreUnavailable, match="disk full"):
        writer.close()


def test_after_an_error_nothing_is_finished(tmp_path: Path) -> None:
    """A load that fails lets go of both files at once, and closing again is harmless."""
    writer = EmbeddedWriter(tmp_path / "graph.kuzu", tmp_path / "twin.sqlite", buffer_bytes=SMALL)
    writer.create_schema()
    with pytest.raises(BadQuery), writer:
        writer.load_relationships(ParentOf, tmp_path / "gone.parquet")
    writer.close()
