"""Increments on every Neo4j: whatever changed between two states, the server then holds the second, exactly."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from engines import SERVERS, Engine, Neo4jEngine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from random_graph import make_random_graph
from server_loads import held, thinned, told

from graphmodel.errors import SnapshotError, StoreConflict
from graphmodel.stores.neo4j_changes import Increment
from graphmodel.stores.neo4j_keeper import GraphKeeper
from graphmodel.stores.neo4j_marker import WHOLE, Marker
from ingest.server_load.difference import Difference
from ingest.server_load.tables import CLASSES, rows_built

pytestmark = pytest.mark.server


@pytest.fixture(scope="session", params=list(SERVERS))
def engine(request: pytest.FixtureRequest, started: dict[str, Engine]) -> Neo4jEngine:
    """Each server in turn."""
    found = started[request.param]
    assert isinstance(found, Neo4jEngine)
    return found


class Chain:
    """States of the graph, one after the other on one server."""

    def __init__(self, engine: Neo4jEngine, folder: Path) -> None:
        self.login, self.folder, self.steps = engine.login, folder, 0
        self.tables = thinned(make_random_graph(0, folder / "all"), folder / "none", tuple("0123456789"))
        engine.empty()
        with GraphKeeper(self.login) as keeper:
            keeper.mark(self.marker)
            keeper.index()

    @property
    def marker(self) -> Marker:
        """What the server says it holds."""
        return Marker(f"step {self.steps}", WHOLE, "the tests")

    def begin(self, tables: Path, difference: Difference) -> Increment:
        """An increment to other tables, made and not committed."""
        after = Marker(f"step {self.steps + 1}", WHOLE, "the tests")
        increment = Increment(self.login, before=self.marker.run, after=after)
        increment.make(difference, lambda _: None)
        assert increment.counts() == rows_built(tables)
        return increment

    def go(self, tables: Path) -> None:
        """Bring the server from its tables to these."""
        with Difference(self.tables, tables) as difference:
            self.begin(tables, difference).commit()
        self.tables, self.steps = tables, self.steps + 1


@pytest.fixture(scope="module")
def chain(engine: Neo4jEngine, tmp_path_factory: pytest.TempPathFactory) -> Chain:
    """An empty graph to begin with."""
    return Chain(engine, tmp_path_factory.mktemp("chain"))


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@example(seed=1, gone=set())
@given(seed=st.integers(0, 9), gone=st.sets(st.sampled_from("0123456789"), max_size=10))
def test_the_server_holds_what_the_tables_say(chain: Chain, engine: Neo4jEngine, seed: int, gone: set[str]) -> None:
    """From any state to any other: nodes and ties new, changed and gone, every value of every class as it was built."""
    folder = Path(tempfile.mkdtemp(dir=chain.folder))
    chain.go(thinned(make_random_graph(seed, folder / "all"), folder / "thinned", gone))
    assert held(engine.server) == told(chain.tables)


def test_nothing_is_seen_before_the_commit_and_all_after_it(chain: Chain, engine: Neo4jEngine, tmp_path: Path) -> None:
    """Until its commit a change is nobody's; given up, it never was; and the next one finds all in order."""
    tables = make_random_graph(77, tmp_path / "next")
    before = held(engine.server)
    with Difference(chain.tables, tables) as difference:
        increment = chain.begin(tables, difference)
        assert held(engine.server) == before == told(chain.tables)
        increment.give_up()
    assert held(engine.server) == before
    chain.go(tables)
    assert held(engine.server) == told(tables)


def test_a_graph_that_is_not_what_it_should_be_takes_no_change(
    chain: Chain, engine: Neo4jEngine, tmp_path: Path
) -> None:
    """Another run on the server, or a row that is not there, ends the increment, and nothing of it counts."""
    with pytest.raises(StoreConflict, match=chain.marker.run):
        Increment(chain.login, before="another run", after=chain.marker)
    other, third = (make_random_graph(seed, tmp_path / str(seed)) for seed in (78, 79))
    with Difference(other, third) as difference, pytest.raises(SnapshotError, match="changed rows"):
        chain.begin(third, difference)
    assert held(engine.server) == told(chain.tables)


def test_equal_tables_differ_in_nothing(tmp_path: Path) -> None:
    """The same graph in other files has no difference, whatever the order of its rows."""
    one = make_random_graph(5, tmp_path / "one")
    two = thinned(one, tmp_path / "two", ())
    with Difference(one, two) as difference:
        assert difference.rows == 0
        assert [list(difference.gone(declared)) for declared in CLASSES] == [[] for _ in CLASSES]
