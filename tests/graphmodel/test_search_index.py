"""The search index: what a key finds, what is hidden, and what a damaged file says."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

from graphmodel import search_index
from graphmodel.errors import StoreCorrupt, StoreUnavailable
from graphmodel.search_index import KeyHit, SearchIndex, write_search_index

PEOPLE = [f"P{number:03}" for number in range(200)]
GIVERS = [(["snap"], ["benefits"]), (["vital"], ["births"]), (["snap", "vital"], ["benefits", "births"])]


def written(path: Path) -> Path:
    """An index in which one key finds everybody, the sources going round, and another the last alone."""
    hits = [(1, n, n % 3) for n in range(len(PEOPLE))] + [(2, len(PEOPLE) - 1, 0)]
    tables = (
        {"number": range(len(PEOPLE)), "id": PEOPLE},
        {"key": ["born:2015-03-09", "phone:2175550100"], "number": [1, 2]},
        {name: [hit[at] for hit in hits] for at, name in enumerate(("key", "person", "giver"))},
        {
            "number": range(3),
            "sources": [json.dumps(sources) for sources, _ in GIVERS],
            "domains": [json.dumps(domains) for _, domains in GIVERS],
        },
    )
    counts = write_search_index(path, [partial(_reader, columns) for columns in tables])
    assert counts == (2, len(hits))
    return path


def _reader(columns: dict[str, object]) -> pa.RecordBatchReader:
    return pa.table({name: pa.array(list(values)) for name, values in columns.items()}).to_reader()  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of hits."""
    return written(tmp_path_factory.mktemp("index") / "search.sqlite")


def everything(source: str, domain: str) -> bool:
    """Nothing is hidden."""
    return True


def test_a_key_finds_its_people_in_the_order_of_their_ids(path: Path) -> None:
    """Each hit carries the sources that give it, side by side with their domains."""
    index = SearchIndex(path)
    assert index.people_by_key("born:2015-03-09", most=3, shows=everything) == [
        KeyHit("P000", ("snap",), ("benefits",)),
        KeyHit("P001", ("vital",), ("births",)),
        KeyHit("P002", ("snap", "vital"), ("benefits", "births")),
    ]
    assert index.people_by_key("phone:2175550100", most=3, shows=everything) == [
        KeyHit("P199", ("snap",), ("benefits",))
    ]
    assert index.people_by_key("phone:", most=3, shows=everything) == []
    index.close()


def test_hidden_hits_take_no_place_among_the_most(path: Path) -> None:
    """With a source hidden, the first hits are those of an index that never held it: none is crowded out."""

    def without_snap(source: str, domain: str) -> bool:
        return (source, domain) != ("snap", "benefits")

    index = SearchIndex(path)
    found = index.people_by_key("born:2015-03-09", most=100, shows=without_snap)
    assert [hit.person for hit in found] == [p for n, p in enumerate(PEOPLE) if n % 3][:100]
    assert {hit.sources for hit in found} == {("vital",)}
    assert index.people_by_key("phone:2175550100", most=100, shows=without_snap) == []
    index.close()


def test_many_threads_read_at_once(path: Path) -> None:
    """Eight threads get the same answers, and after closing everybody is told so."""
    index, answers = SearchIndex(path), []

    def ask() -> None:
        for _ in range(50):
            answers.append(len(index.people_by_key("born:2015-03-09", most=1000, shows=everything)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 400
    index.close()
    index.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        index.people_by_key("born:2015-03-09", most=1, shows=everything)


def test_a_missing_or_damaged_index_says_what_to_do(path: Path, tmp_path: Path) -> None:
    """No file, no SQLite file, a file without the tables, and one cut short: each is one error that names the way."""
    cut, empty, odd = tmp_path / "cut.sqlite", tmp_path / "empty.sqlite", tmp_path / "odd.sqlite"
    cut.write_bytes(path.read_bytes()[:4096])
    empty.write_bytes(b"")
    odd.write_bytes(b"not a database, but long enough to be read as one" * 100)
    for damaged in (tmp_path / "gone.sqlite", cut, empty, odd):
        with pytest.raises(StoreCorrupt, match="kin360 ingest"):
            SearchIndex(damaged)
    with pytest.raises(StoreCorrupt, match="stands there already"):
        written(path)


def test_reading_sorts_nothing(path: Path) -> None:
    """Hits lie in the order they are given in: the first few of a common surname cost no more than of a rare one."""
    with closing(sqlite3.connect(path)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {search_index._HITS}", ("phone:2175550100",))]
    assert [step.split(" ")[0] for step in plan] == ["SEARCH"] * 3
