"""What a load does to a whole graph on a server besides writing its rows: look at it, empty, index, count, mark it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphmodel.closing import Closing
from graphmodel.errors import StoreUnavailable
from graphmodel.model import NODES, RELATIONSHIPS
from graphmodel.schema import neo4j_schema
from graphmodel.stores.base import Row
from graphmodel.stores.neo4j_connection import Neo4jConnection, Neo4jLogin
from graphmodel.stores.neo4j_marker import MARKER_LABEL, MARKER_SCHEMA, WHOLE, Marker, mark, read_marker, settle

EMPTY_ROWS = 20_000
"""Nodes or relationships deleted a transaction: what a server with half a gigabyte of heap takes easily."""
_LOOK_SECONDS = 20.0
_WORK_SECONDS = 3600.0
_RETRY_SECONDS = 5.0


class Standing(StrEnum):
    """What stands in a database."""

    EMPTY = "empty"
    FOREIGN = "something that Kin360 did not load"
    LOADING = "a load that did not end"
    WHOLE = "a snapshot"


@dataclass(frozen=True)
class Found:
    """What a look at a database found.

    Args:
        standing: What stands there.
        version: The server's version.
        marker: What the graph says of itself, if Kin360 loaded it.
    """

    standing: Standing
    version: str
    marker: Marker | None = None


class GraphKeeper(Closing):
    """Work on one database as a whole; closes its connections at the end of a ``with`` block."""

    def __init__(self, login: Neo4jLogin, *, retry_seconds: float = _RETRY_SECONDS) -> None:
        self.connection = Neo4jConnection(login, retry_seconds=retry_seconds)

    def close(self) -> None:
        """Close the connections."""
        self.connection.close()

    def look(self) -> Found:
        """What stands in the database.

        Raises:
            StoreUnavailable: The server is away.
            SettingError: The server refuses the user, the password or the database.
        """
        version = str(self._read("CALL dbms.components() YIELD versions RETURN versions[0] AS version")[0]["version"])
        marker = read_marker(self.connection)
        if marker is not None:
            return Found(Standing.WHOLE if marker.state == WHOLE else Standing.LOADING, version, marker)
        held = self._read("RETURN EXISTS { MATCH (n) } AS anything")[0]["anything"]
        return Found(Standing.FOREIGN if held else Standing.EMPTY, version)

    def settled_marker(self) -> Marker | None:
        """The marker once no change is under way; see :func:`graphmodel.stores.neo4j_marker.settle`."""
        return settle(self.connection)

    def mark(self, marker: Marker) -> None:
        """Write which run the graph holds, and whether whole."""
        mark(self.connection, marker)

    def empty(self, marker: Marker) -> None:
        """Delete everything, a part a transaction, and leave the marker of the load that follows."""
        self.mark(marker)
        for statement in (
            f"MATCH ()-[r]->() WITH r LIMIT {EMPTY_ROWS} DELETE r",
            f"MATCH (n) WHERE NOT n:{MARKER_LABEL} WITH n LIMIT {EMPTY_ROWS} DELETE n",
        ):
            while self._deleted(statement):
                pass

    def index(self) -> None:
        """Make the model's constraints and wait until their indexes are up.

        Raises:
            BadQuery: Two nodes of a class have one id.
            StoreUnavailable: An index failed.
        """
        for statement in (*neo4j_schema(), MARKER_SCHEMA, f"CALL db.awaitIndexes({int(_WORK_SECONDS)})"):
            self.connection.transact(lambda t, s=statement: t.write(s, {}), seconds=_WORK_SECONDS, writing=True)  # type: ignore[misc]
        states = self._read("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name, state")
        if states:
            raise StoreUnavailable(
                f"An index of the graph is not up: {states[0]}",
                to=self.connection.login.place,
                do="See the server's log.",
            )

    def counts(self) -> dict[str, int]:
        """Node label or relationship type -> how many the graph holds. The server keeps them: one look-up each."""
        patterns = {node.label: f"(n:{node.label})" for node in NODES}
        patterns |= {tie.type_: f"()-[r:{tie.type_}]->()" for tie in RELATIONSHIPS}
        return {name: int(self._read(f"MATCH {p} RETURN count(*) AS n")[0]["n"]) for name, p in patterns.items()}

    def _read(self, statement: str) -> list[Row]:
        return self.connection.read(statement, {}, seconds=_LOOK_SECONDS)

    def _deleted(self, statement: str) -> int:
        written = self.connection.transact(lambda t: t.write(statement, {}), seconds=_WORK_SECONDS, writing=True)
        return written.nodes_deleted + written.relationships_deleted
