"""Which engine a snapshot is written and read with: the one place that knows."""

from __future__ import annotations

from graphmodel.errors import SettingError
from graphmodel.snapshot import Run
from graphmodel.stores.base import GraphReader, GraphWriter
from graphmodel.stores.berths import (
    DATABASE_VARIABLE,
    EMBEDDED,
    GRAPH_VARIABLE,
    NEO4J,
    PASSWORD_VARIABLE,
    USER_VARIABLE,
    berth_of,
    berths,
    engine_name,
    place_at,
    place_of,
    say_place,
)

__all__ = [
    "DATABASE_VARIABLE",
    "EMBEDDED",
    "GRAPH_VARIABLE",
    "NEO4J",
    "PASSWORD_VARIABLE",
    "USER_VARIABLE",
    "engine_name",
    "open_reader",
    "open_writer",
]


def open_writer(run: Run) -> GraphWriter:
    """Open the empty graph of a new run for its bulk load.

    On a server, the first that the settings name, the run's folder keeps where its graph stands.

    Raises:
        SettingError: KIN360_GRAPH names no engine of this version, or a server's password is not set.
        StoreCorrupt: A graph stands there already.
    """
    if engine_name() == NEO4J:
        from graphmodel.stores.neo4j_store import Neo4jWriter

        writer = Neo4jWriter(berths()[0].login())
        say_place(run, berths()[0])
        return writer
    from graphmodel.stores.embedded import EmbeddedWriter

    return EmbeddedWriter(run.graph, run.twin)


def open_reader(run: Run) -> GraphReader:
    """Open the graph of a finished run for reading.

    Raises:
        SettingError: KIN360_GRAPH names no engine of this version, or another graph than this run was loaded into.
        StoreCorrupt: The graph is missing or cannot be opened.
    """
    if engine_name() == NEO4J and place_of(run) != place_at(None):
        from graphmodel.stores.neo4j_store import Neo4jReader

        berth = berth_of(run)
        login = (berth or berths()[0]).login()
        if berth is None:
            raise _elsewhere(run)
        return Neo4jReader(login)
    from graphmodel.stores.embedded import EmbeddedReader

    if run.server_graph.exists() and not run.graph.exists():
        raise _elsewhere(run)
    return EmbeddedReader(run.graph, run.twin)


def _elsewhere(run: Run) -> SettingError:
    """A server holds one graph: answers of another snapshot would look right and be wrong."""
    place = place_of(run) or {}
    stands = f"{place.get('database')} at {place['uri']}" if "uri" in place else f"the file {run.graph.name}"
    return SettingError(
        f"{GRAPH_VARIABLE} names another graph than this snapshot was loaded into: {stands}",
        to=run.name,
        do="Set it as it was for that load, bring the snapshot over with `kin360 graph import --switch`, or run "
        "`kin360 ingest` again.",
    )
