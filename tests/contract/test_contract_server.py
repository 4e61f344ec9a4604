"""A Neo4j server that refuses, is away, dies and comes back: one clear error each, and recovery by itself."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from breakable_line import BreakableLine
from engines import SERVERS, Engine, Neo4jEngine

from graphmodel.errors import GraphStoreError, Kin360Error, SettingError, StoreUnavailable
from graphmodel.model.nodes import Person
from graphmodel.stores.neo4j_store import Neo4jLogin, Neo4jReader, Neo4jWriter

pytestmark = pytest.mark.server
BY_ID = "MATCH (p:Person {id: $id}) RETURN p.id AS person"
LONG = "MATCH (a:Person), (b:Person), (c:Person) WHERE a.id < b.id AND b.id < c.id RETURN count(*) AS n"


@pytest.fixture(scope="session", params=list(SERVERS))
def engine(request: pytest.FixtureRequest, started: dict[str, Engine]) -> Neo4jEngine:
    """Each server in turn."""
    found = started[request.param]
    assert isinstance(found, Neo4jEngine)
    return found


@pytest.fixture(scope="module")
def people(engine: Neo4jEngine, tmp_path_factory: pytest.TempPathFactory) -> Neo4jLogin:
    """Two thousand people on the server."""
    path = tmp_path_factory.mktemp("people") / "people.parquet"
    pq.write_table(pa.table({"id": [f"P{i}" for i in range(2000)]}, schema=Person.arrow_schema()), path)
    engine.empty()
    with Neo4jWriter(engine.login) as writer:
        writer.create_schema()
        assert writer.load_nodes(Person, path) == 2000
    return engine.login


def refusal(login: Neo4jLogin) -> Kin360Error:
    """What a reader of this login meets."""
    with Neo4jReader(login, retry_seconds=0.5) as reader, pytest.raises(Kin360Error) as met:
        reader.rows(BY_ID, {"id": "P1"})
    return met.value


def test_a_wrong_password_is_a_wrong_setting(people: Neo4jLogin) -> None:
    """The message names the settings to look at, and never the password."""
    error = refusal(replace(people, password="not the password"))
    assert isinstance(error, SettingError)
    assert "KIN360_NEO4J_PASSWORD" in str(error)
    assert "not the password" not in str(error)
    assert "not the password" not in repr(replace(people, password="not the password"))


def test_a_wrong_database_is_a_wrong_setting(people: Neo4jLogin) -> None:
    """A database that is not there is named."""
    error = refusal(replace(people, database="elsewhere"))
    assert isinstance(error, SettingError)
    assert "elsewhere" in str(error)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_nobody_listens(people: Neo4jLogin, scheme: str) -> None:
    """An address where nothing answers is unavailable, which may be tried again, within ten seconds."""
    began = time.monotonic()
    error = refusal(replace(people, uri=f"{scheme}://127.0.0.1:9"))
    assert isinstance(error, StoreUnavailable)
    assert error.retry
    assert "KIN360_GRAPH" in str(error)
    assert time.monotonic() - began < 10


def test_an_address_of_another_kind(people: Neo4jLogin) -> None:
    """A scheme that Neo4j's driver does not know is a wrong setting, at once."""
    with pytest.raises(SettingError, match=r"http://.*neo4j\+s"):
        Neo4jReader(replace(people, uri="http://127.0.0.1:7474"))


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_both_addresses_answer(people: Neo4jLogin, engine: Neo4jEngine, scheme: str) -> None:
    """Routing and direct addresses give the same rows."""
    with Neo4jReader(replace(people, uri=f"{scheme}://{engine.server.address}")) as reader:
        assert reader.rows(BY_ID, {"id": "P5"}) == [{"person": "P5"}]


def test_a_line_that_breaks_is_taken_up_again(people: Neo4jLogin, engine: Neo4jEngine) -> None:
    """A connection that breaks under a question costs a second try, not the answer; with one try it fails."""
    with BreakableLine(engine.server.port) as line:
        login = replace(people, uri=f"bolt://127.0.0.1:{line.port}")
        with Neo4jReader(login) as reader:
            assert reader.rows(BY_ID, {"id": "P1"}) == [{"person": "P1"}]
            for broken in range(2, 5):
                line.cut_at_next_question()
                assert reader.rows(BY_ID, {"id": "P1"}) == [{"person": "P1"}]
                assert line.taken == broken
        with Neo4jReader(login, retry_seconds=0) as reader:
            reader.rows(BY_ID, {"id": "P1"})
            line.cut_at_next_question()
            with pytest.raises(StoreUnavailable):
                reader.rows(BY_ID, {"id": "P1"})


def test_killed_in_a_query_and_started_again(people: Neo4jLogin, engine: Neo4jEngine) -> None:
    """The query that was running fails clearly, so does one meanwhile; then the same reader answers, nothing lost."""
    met: list[Kin360Error] = []
    with Neo4jReader(people, retry_seconds=0.5) as reader:

        def ask() -> None:
            try:
                reader.rows(LONG, {}, seconds=60)
            except Kin360Error as error:
                met.append(error)

        assert reader.rows(BY_ID, {"id": "P1"}) == [{"person": "P1"}]
        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(1)
        engine.server.kill()
        asking.join(20)
        with pytest.raises(StoreUnavailable):
            reader.rows(BY_ID, {"id": "P1"})
        engine.server.start()
        assert reader.rows(BY_ID, {"id": "P1"}) == [{"person": "P1"}]
        assert reader.rows("MATCH (p:Person) RETURN count(*) AS n", {}) == [{"n": 2000}]
    assert [type(error) for error in met] == [StoreUnavailable]


def test_killed_in_a_load(engine: Neo4jEngine, tmp_path: Path) -> None:
    """The load fails clearly; what the server then holds is whole batches, and it takes no second load upon them."""
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table({"id": [f"Q{i}" for i in range(100_000)]}, schema=Person.arrow_schema()), path)
    engine.empty()
    killer = threading.Timer(1.0, engine.server.kill)
    with Neo4jWriter(engine.login, batch_rows=100, retry_seconds=0.5) as writer:
        writer.create_schema()
        killer.start()
        with pytest.raises(GraphStoreError) as met:
            writer.load_nodes(Person, path)
    killer.join()
    engine.server.start()
    assert isinstance(met.value, StoreUnavailable)
    with Neo4jReader(engine.login) as reader:
        held = reader.rows("MATCH (p:Person) RETURN count(*) AS n", {})[0]["n"]
    assert 0 < held < 100_000
    assert held % 100 == 0
    engine.empty()
