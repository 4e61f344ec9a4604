"""Every engine's reader: prepared reuse, parameters, time limits, refusals, threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from engines import Engine

from graphmodel.errors import BadQuery, StoreReadOnly, StoreTimeout, StoreUnavailable
from graphmodel.model.nodes import Person
from graphmodel.stores.base import Asked, GraphReader

BY_ID = "MATCH (p:Person {id: $id}) RETURN p.id AS person"
PEOPLE = 2_000
# 1.3 thousand million rows, which no engine counts in a second.
BLOW_UP = "MATCH (a:Person), (b:Person), (c:Person) WHERE a.id < b.id AND b.id < c.id RETURN count(*) AS n"


@pytest.fixture(scope="module")
def people(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphReader]:
    """A reader of two thousand people without ties."""
    path = tmp_path_factory.mktemp("people") / "people's.parquet"
    pq.write_table(pa.table({"id": [f"P{i}" for i in range(PEOPLE)]}, schema=Person.arrow_schema()), path)
    engine.empty()
    with engine.writer() as writer:
        writer.create_schema()
        assert writer.load_nodes(Person, path) == PEOPLE
    with engine.reader() as reader:
        yield reader


def test_the_same_text_follows_its_parameter(people: GraphReader) -> None:
    """A statement asked again with another value answers for that value, in turn with another statement."""
    counting = "MATCH (p:Person) WHERE p.id STARTS WITH $start RETURN count(*) AS n"
    for i in range(200):
        assert people.rows(BY_ID, {"id": f"P{i}"}) == [{"person": f"P{i}"}]
        if i % 50 == 0:
            assert people.rows(counting, {"start": f"P{i}"}) == [
                {"n": sum(f"P{n}".startswith(f"P{i}") for n in range(PEOPLE))}
            ]
    assert people.rows(BY_ID, {"id": "P-1"}) == []


def test_several_are_answered_in_the_order_asked(people: GraphReader) -> None:
    """However an engine sets about it, each statement has its own rows; one that is refused refuses them all."""
    asked = [Asked(BY_ID, {"id": f"P{n}"}) for n in range(300)]
    assert people.rows_of_each(asked) == [[{"person": f"P{n}"}] for n in range(300)]
    assert people.rows_of_each([]) == []
    assert people.rows_of_each([Asked(BY_ID, {"id": "P7"})]) == [[{"person": "P7"}]]
    with pytest.raises(BadQuery):
        people.rows_of_each([*asked, Asked(BY_ID, {})])
    with pytest.raises(BadQuery):
        people.rows_of_each([Asked("MATCH (p:Person) RETRUN p.id AS person", {}), *asked])
    assert people.rows_of_each(asked[:2]) == [[{"person": "P0"}], [{"person": "P1"}]]


@pytest.mark.parametrize("parameters", [{}, {"id": None}, {"id": "P1", "other": 1}], ids=["missing", "none", "spare"])
def test_parameters_are_those_of_the_statement(people: GraphReader, parameters: dict[str, object]) -> None:
    """A missing, an empty and a spare parameter are refused alike."""
    with pytest.raises(BadQuery, match="asks for"):
        people.rows(BY_ID, parameters)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (p:Person {id: $id})",
        "MATCH (p:Person {id: $id}) SET p.id = 'other'",
        "MATCH (p:Person {id: $id}) DETACH DELETE p",
        "MERGE (p:Person {id: $id})",
    ],
    ids=["create", "set", "delete", "merge"],
)
def test_a_write_is_refused(people: GraphReader, statement: str) -> None:
    """A reader writes nothing, whatever the clause."""
    with pytest.raises(StoreReadOnly):
        people.rows(statement, {"id": "P1"})
    assert people.rows("MATCH (p:Person) RETURN count(*) AS n", {}) == [{"n": PEOPLE}]


def test_a_query_stops_at_its_time(people: GraphReader) -> None:
    """A cartesian product is stopped soon after its time, and the reader still answers."""
    began = time.monotonic()
    with pytest.raises(StoreTimeout):
        people.rows(BLOW_UP, {}, seconds=0.3)
    assert time.monotonic() - began < 5
    assert people.rows(BY_ID, {"id": "P7"}) == [{"person": "P7"}]


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("MATCH (n:Person) RETRUN n.id AS id", "RETRUN"),
        ("MATCH (n:Person) RETURN m.id AS id", "m"),
        ("MATCH (n:Person) RETURN no_such_function(n.id) AS id", "(?i)no_such_function"),
        ("MATCH (n:Nobody) RETURN n.id AS id", "Nobody"),
        ("MATCH (n:Person) RETURN n.shoe_size AS id", "shoe_size"),
    ],
    ids=["syntax", "variable", "function", "label", "property"],
)
def test_bad_cypher_says_what_is_bad(people: GraphReader, statement: str, named: str) -> None:
    """The engine's reason is in the message, and the statement."""
    with pytest.raises(BadQuery, match=named):
        people.rows(statement, {})


def test_four_threads_read_side_by_side(people: GraphReader) -> None:
    """Four threads, one reader, two statements: every answer is right."""
    wrong: list[str] = []
    other = "MATCH (p:Person) WHERE p.id = $id RETURN p.id AS person, $mark AS mark"

    def ask(start: int) -> None:
        for i in range(start, 400, 4):
            one = people.rows(BY_ID, {"id": f"P{i}"})
            two = people.rows(other, {"id": f"P{i}", "mark": start})
            if one != [{"person": f"P{i}"}] or two != [{"person": f"P{i}", "mark": start}]:
                wrong.append(f"P{i}")

    threads = [threading.Thread(target=ask, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_closed_reader_says_so(engine: Engine, people: GraphReader) -> None:
    """Closing twice is harmless; asking afterwards is one clear error, and other readers go on."""
    reader = engine.reader()
    assert reader.rows(BY_ID, {"id": "P1"}) == [{"person": "P1"}]
    reader.close()
    reader.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        reader.rows(BY_ID, {"id": "P1"})
    assert people.rows(BY_ID, {"id": "P1"}) == [{"person": "P1"}]
