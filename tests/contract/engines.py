"""The engines under contract: one class each, the only place that knows how to start, empty and open one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

import neo4j

from deploy.neo4j.artifacts import RELEASES, Release
from deploy.neo4j.server import Neo4jServer
from graphmodel.stores.base import GraphReader, GraphWriter
from graphmodel.stores.embedded import EmbeddedReader, EmbeddedWriter
from graphmodel.stores.kuzu_store import KuzuReader, KuzuWriter
from graphmodel.stores.neo4j_store import Neo4jLogin, Neo4jReader, Neo4jWriter

SMALL = 1 << 27
KUZU = "kuzu"
EMBEDDED = "embedded"
LOCAL = (KUZU, EMBEDDED)
SERVERS: dict[str, Release] = {f"neo4j-{release.version}": release for release in RELEASES}


class Engine(ABC):
    """A graph engine that holds one graph at a time."""

    name: str

    @abstractmethod
    def empty(self) -> None:
        """Forget the graph, schema included."""

    @abstractmethod
    def writer(self) -> GraphWriter:
        """Open the empty graph for its load."""

    @abstractmethod
    def reader(self) -> GraphReader:
        """Open the graph for reading."""

    @abstractmethod
    def close(self) -> None:
        """End what was started."""


class KuzuEngine(Engine):
    """Kuzu alone: a new file for every graph."""

    name = KUZU

    def __init__(self, folder: Path) -> None:
        self._folder, self._graphs = folder, 0

    @property
    def _path(self) -> Path:
        return self._folder / f"graph{self._graphs}.kuzu"

    def empty(self) -> None:
        """Turn to a new file."""
        self._graphs += 1

    def writer(self) -> GraphWriter:
        """Open the new file."""
        return KuzuWriter(self._path, buffer_bytes=SMALL)

    def reader(self) -> GraphReader:
        """Open the file for reading."""
        return KuzuReader(self._path, buffer_bytes=SMALL)

    def close(self) -> None:
        """Nothing was started."""


class EmbeddedEngine(KuzuEngine):
    """The embedded engine as it is in use: kuzu, and beside it the SQLite twin."""

    name = EMBEDDED

    @property
    def twin(self) -> Path:
        """The file of the twin."""
        return self._path.with_suffix(".sqlite")

    def writer(self) -> GraphWriter:
        """Open new files."""
        return EmbeddedWriter(self._path, self.twin, buffer_bytes=SMALL)

    def reader(self) -> GraphReader:
        """Open the files for reading."""
        return EmbeddedReader(self._path, self.twin, buffer_bytes=SMALL)


class Neo4jEngine(Engine):
    """A Neo4j server in a home of its own, with a password, reached by its routing address."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.server = Neo4jServer(SERVERS[name], folder).start()

    @property
    def login(self) -> Neo4jLogin:
        """Where it is and who asks."""
        return Neo4jLogin(self.server.uri, self.server.user, self.server.password)

    def empty(self) -> None:
        """Delete everything and drop the constraints, by the bare driver."""
        with neo4j.GraphDatabase.driver(self.server.uri, auth=(self.server.user, self.server.password)) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")
            for record in driver.execute_query("SHOW CONSTRAINTS YIELD name", database_="neo4j").records:
                driver.execute_query(f"DROP CONSTRAINT {record['name']}", database_="neo4j")

    def writer(self) -> GraphWriter:
        """A writer in batches so small that a family needs several."""
        return Neo4jWriter(self.login, batch_rows=50)

    def reader(self) -> GraphReader:
        """A reader of its one database."""
        return Neo4jReader(self.login)

    def close(self) -> None:
        """End the server at once: its home is thrown away."""
        self.server.kill()


def start(name: str, folder: Path) -> Engine:
    """Start an engine by name."""
    local = {KUZU: KuzuEngine, EMBEDDED: EmbeddedEngine}
    return local[name](folder) if name in local else Neo4jEngine(name, folder)
