"""What a graph on a server says of itself: which run it holds, and whether it is whole.

One node ``(:Kin360Snapshot {id: 'snapshot'})``, written with the graph. Neo4j shows a commit to readers record by
record, so a page could read half of a large one; whoever commits therefore announces it by a second node,
``{id: 'change'}``, in a transaction of its own, and readers wait for the end of the commit.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from graphmodel.errors import StoreUnavailable
from graphmodel.stores.base import Row
from graphmodel.stores.neo4j_connection import Neo4jConnection, Neo4jTransaction

MARKER_LABEL = "Kin360Snapshot"
MARKER_SCHEMA = f"CREATE CONSTRAINT kin360snapshot_id IF NOT EXISTS FOR (n:{MARKER_LABEL}) REQUIRE n.id IS UNIQUE"
LOADING = "loading"
WHOLE = "whole"
ANNOUNCED_SECONDS = 60.0
"""An announcement older than this was left behind by a death: a commit takes less."""
SETTLE_SECONDS = 20.0
_PAUSE_SECONDS = 0.05
_READ_SECONDS = 10.0
_READ = f"""MATCH (s:{MARKER_LABEL}) WHERE s.id IN ['snapshot', 'change']
RETURN s.id AS id, s.run AS run, s.state AS state, s.owner AS owner, timestamp() - s.at AS age"""
_WRITE = f"""MERGE (s:{MARKER_LABEL} {{id: 'snapshot'}})
SET s.run = $run, s.state = $state, s.owner = $owner, s.at = timestamp()"""
_ANNOUNCE = f"MERGE (s:{MARKER_LABEL} {{id: 'change'}}) SET s.run = $run, s.at = timestamp()"
_RETRACT = f"MATCH (s:{MARKER_LABEL} {{id: 'change'}}) DELETE s"
_TOUCH = f"MATCH (s:{MARKER_LABEL} {{id: 'snapshot'}}) SET s.run = s.run"


class Writes(Protocol):
    """An open transaction that takes writing statements."""

    def write(self, statement: str, parameters: Mapping[str, Any]) -> object:
        """Run one."""


@dataclass(frozen=True)
class Marker:
    """Which run a graph holds.

    Args:
        run: Name of the run.
        state: ``loading`` until it is complete and counted, then ``whole``.
        owner: Mark of the Kin360 home that loaded it.
    """

    run: str
    state: str
    owner: str


def read_marker(connection: Neo4jConnection) -> Marker | None:
    """The marker of a graph, or None if it has none. Waits while a commit is under way.

    Raises:
        StoreUnavailable: The server is away, or a commit takes longer than SETTLE_SECONDS.
    """
    until = time.monotonic() + SETTLE_SECONDS
    while True:
        said = {row["id"]: row for row in connection.read(_READ, {}, seconds=_READ_SECONDS)}
        if not _announced(said.get("change")):
            break
        if time.monotonic() > until:
            raise StoreUnavailable(
                "The graph is being brought up to date", to=connection.login.place, do="Try again in a moment."
            )
        time.sleep(_PAUSE_SECONDS)
    marker = said.get("snapshot")
    return Marker(marker["run"], marker["state"], marker["owner"]) if marker else None


def _announced(change: Row | None) -> bool:
    return change is not None and change["age"] < ANNOUNCED_SECONDS * 1000


def write_marker(statements: Writes, marker: Marker) -> None:
    """Write the marker within a transaction."""
    statements.write(_WRITE, {"run": marker.run, "state": marker.state, "owner": marker.owner})


def mark(connection: Neo4jConnection, marker: Marker) -> None:
    """Write the marker in a transaction of its own; it waits for one that is changing it."""
    connection.transact(lambda transaction: write_marker(transaction, marker), seconds=_READ_SECONDS, writing=True)


def announce_commit(connection: Neo4jConnection, run: str) -> None:
    """Let readers wait: the commit of a change is about to begin."""
    connection.transact(lambda t: t.write(_ANNOUNCE, {"run": run}), seconds=_READ_SECONDS, writing=True)


def settle(connection: Neo4jConnection) -> Marker | None:
    """The marker once no change is under way: waits for its lock, and takes an announcement left behind away.

    Raises:
        GraphStoreError: The server is away, or a change does not end.
    """

    def touch(transaction: Neo4jTransaction) -> None:
        transaction.write(_TOUCH, {})
        transaction.write(_RETRACT, {})

    connection.transact(touch, seconds=ANNOUNCED_SECONDS, writing=True)
    return read_marker(connection)
