"""Every engine's writer: what is loaded is read back unchanged, and what may not be loaded is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import load
from engines import Engine

from graphmodel.errors import BadQuery, StoreCorrupt
from graphmodel.model import NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.model.nodes import Person, SourceRecord
from graphmodel.model.relationships import ParentOf
from ingest.build.workbench import parquet_file

WORDS = [
    'Ñandú O\'Brien-"Łukasz" \\ back',
    "李小龍 محمد अनिता",
    "👶🏽 \u202e reversed",
    "e\u0301 is not é",
    "two\nlines\tand $id {x: 1} // no comment",
    "",
    "x" * 20_000,
]


def key_of(word: str) -> str:
    """The word as an id: none is empty, and Neo4j indexes no more than 8,167 bytes."""
    return word[:1000] or "empty"


def rows_file(folder: Path, declared: type[Node] | type[Relationship], rows: list[dict[str, Any]]) -> Path:
    """A file of rows of a class; what a row does not say is null."""
    schema = declared.arrow_schema()
    path = folder / f"{declared.__name__}.parquet"
    pq.write_table(pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema), path)
    return path


def people(folder: Path, *ids: str | None) -> Path:
    """A file of persons."""
    return rows_file(folder, Person, [{"id": id_} for id_ in ids])


def parent(start: str, end: str, **said: Any) -> dict[str, Any]:
    """A row of PARENT_OF."""
    evidence = {name: [] for name in ParentOf.arrow_schema().names if name.startswith("ev_")}
    return {"start_id": start, "end_id": end, "tie": "PARENT_OF", "starts_at": start, **evidence, **said}


def test_as_many_as_were_built(engine: Engine, family_files: Path) -> None:
    """The counts the writer returns are those of the files, class by class."""
    files = {declared: parquet_file(family_files, declared) for declared in (*NODES, *RELATIONSHIPS)}
    built = {path.stem: pq.read_metadata(path).num_rows for path in files.values()}
    assert load(engine, family_files) == built


def test_text_comes_back_as_it_went_in(engine: Engine, tmp_path: Path) -> None:
    """Every script, quote and line break, as a value, as a key and as a parameter; nothing is not the empty text."""
    records = [{"id": key_of(word), "given_name": word, "line": 2**62 + n} for n, word in enumerate(WORDS)]
    engine.empty()
    with engine.writer() as writer:
        writer.create_schema()
        assert writer.load_nodes(SourceRecord, rows_file(tmp_path, SourceRecord, records)) == len(WORDS)
    by_id = "MATCH (r:SourceRecord {id: $id}) RETURN r.given_name AS name, r.surname AS surname, r.line AS line"
    with engine.reader() as reader:
        for n, word in enumerate(WORDS):
            found = reader.rows(by_id, {"id": key_of(word)})
            assert found == [{"name": word, "surname": None, "line": 2**62 + n}]
        echoed = reader.rows("MATCH (r:SourceRecord {id: 'empty'}) RETURN $words AS words", {"words": WORDS})
        assert echoed == [{"words": WORDS}]


def test_dates_and_lists_come_back_as_they_went_in(engine: Engine, tmp_path: Path) -> None:
    """Dates are dates at both ends of the calendar, lists are lists, empty or not, None is None."""
    said = {"ev_source": ["snap", "vital"], "ev_detail": ["", "Ñ"], "ev_confidence": [0.9, 1.0]}
    first = parent("A", "B", nature="biological", valid_from=date(1, 1, 1), valid_to=date(9999, 12, 31), **said)
    second = parent("A", "C", nature="unknown", valid_from=date(2024, 2, 29))
    engine.empty()
    with engine.writer() as writer:
        writer.create_schema()
        writer.load_nodes(Person, people(tmp_path, "A", "B", "C"))
        assert writer.load_relationships(ParentOf, rows_file(tmp_path, ParentOf, [first, second])) == 2
    ties = """MATCH (a:Person {id: $id})-[t:PARENT_OF]->(b:Person)
        RETURN b.id AS child, t.nature AS nature, t.valid_from AS since, t.valid_to AS until,
               t.ev_source AS source, t.ev_detail AS detail, t.ev_confidence AS confidence ORDER BY child"""
    with engine.reader() as reader:
        assert reader.rows(ties, {"id": "A"}) == [
            {
                "child": "B", "nature": "biological", "since": date(1, 1, 1), "until": date(9999, 12, 31),
                "source": ["snap", "vital"], "detail": ["", "Ñ"], "confidence": [0.9, 1.0],
            },
            {
                "child": "C", "nature": "unknown", "since": date(2024, 2, 29), "until": None,
                "source": [], "detail": [], "confidence": [],
            },
        ]  # fmt: skip


def test_several_ties_of_one_pair(engine: Engine, tmp_path: Path) -> None:
    """Contradicting natures of one pair stay two ties."""
    ties = [parent("A", "B", nature=nature) for nature in ("biological", "step")]
    engine.empty()
    with engine.writer() as writer:
        writer.create_schema()
        writer.load_nodes(Person, people(tmp_path, "A", "B"))
        assert writer.load_relationships(ParentOf, rows_file(tmp_path, ParentOf, ties)) == 2


def test_an_id_is_there_once(engine: Engine, tmp_path: Path) -> None:
    """Two nodes of one class and id, and a node without one, are refused."""
    for ids in (("A", "B", "A"), ("A", None)):
        engine.empty()
        with engine.writer() as writer:
            writer.create_schema()
            with pytest.raises(BadQuery):
                writer.load_nodes(Person, people(tmp_path, *ids))


def test_a_tie_to_nobody_is_refused(engine: Engine, tmp_path: Path) -> None:
    """A relationship whose end was not loaded is an error, not a row less."""
    ties = [parent("A", "B", nature="biological"), parent("A", "nobody", nature="biological")]
    engine.empty()
    with engine.writer() as writer:
        writer.create_schema()
        writer.load_nodes(Person, people(tmp_path, "A", "B"))
        with pytest.raises(BadQuery):
            writer.load_relationships(ParentOf, rows_file(tmp_path, ParentOf, ties))


def test_a_graph_is_written_once(engine: Engine, tmp_path: Path) -> None:
    """A second load does not fall upon the first."""
    engine.empty()
    with engine.writer() as writer:
        writer.create_schema()
        writer.load_nodes(Person, people(tmp_path, "A"))
    with pytest.raises(StoreCorrupt, match="stands there already"), engine.writer() as again:
        again.create_schema()
    with engine.reader() as reader:
        assert reader.rows("MATCH (p:Person) RETURN p.id AS person", {}) == [{"person": "A"}]
