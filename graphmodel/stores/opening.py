"""Which engine a snapshot is written and read with: the one place that knows."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from graphmodel.errors import SettingError
from graphmodel.snapshot import Run
from graphmodel.stores.base import GraphReader, GraphWriter

if TYPE_CHECKING:
    from graphmodel.stores.neo4j_store import Neo4jLogin

GRAPH_VARIABLE = "KIN360_GRAPH"
USER_VARIABLE = "KIN360_NEO4J_USER"
PASSWORD_VARIABLE = "KIN360_NEO4J_PASSWORD"  # noqa: S105 - the name of a setting, not a password
DATABASE_VARIABLE = "KIN360_NEO4J_DATABASE"
EMBEDDED = "embedded"
NEO4J = "neo4j"
_ADDRESSES = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")


def engine_name() -> str:
    """The engine chosen by the environment variable KIN360_GRAPH: ``embedded`` (the default) or ``neo4j``.

    Raises:
        SettingError: The variable names no engine of this version.
    """
    chosen = os.environ.get(GRAPH_VARIABLE) or EMBEDDED
    if chosen.startswith(_ADDRESSES):
        return NEO4J
    if chosen != EMBEDDED:
        raise SettingError(
            f"{GRAPH_VARIABLE} names a graph engine that does not exist: {chosen}",
            do=f"Allowed is '{EMBEDDED}' (also when the variable is not set), or a server's address: "
            f"{', '.join(_ADDRESSES)}.",
        )
    return chosen


def open_writer(run: Run) -> GraphWriter:
    """Open the empty graph of a new run for its bulk load.

    On a server the run's folder keeps, beside its manifest, where its graph stands.

    Raises:
        SettingError: KIN360_GRAPH names no engine of this version, or a server's password is not set.
        StoreCorrupt: A graph stands there already.
    """
    if engine_name() == NEO4J:
        from graphmodel.stores.neo4j_store import Neo4jWriter

        login = _login()
        run.server_graph.write_text(json.dumps(_place(login)), "utf-8")
        return Neo4jWriter(login)
    from graphmodel.stores.embedded import EmbeddedWriter

    return EmbeddedWriter(run.graph, run.twin)


def open_reader(run: Run) -> GraphReader:
    """Open the graph of a finished run for reading.

    Raises:
        SettingError: KIN360_GRAPH names no engine of this version, or another graph than this run was loaded into.
        StoreCorrupt: The graph is missing or cannot be opened.
    """
    if engine_name() == NEO4J:
        from graphmodel.stores.neo4j_store import Neo4jReader

        login = _login()
        _check_place(run, login)
        return Neo4jReader(login)
    from graphmodel.stores.embedded import EmbeddedReader

    if run.server_graph.exists() and not run.graph.exists():
        raise _elsewhere(run, run.server_graph.read_text("utf-8"))
    return EmbeddedReader(run.graph, run.twin)


def _login() -> Neo4jLogin:
    from graphmodel.stores.neo4j_store import Neo4jLogin

    password = os.environ.get(PASSWORD_VARIABLE)
    if not password:
        raise SettingError("The password of the Neo4j server is not set", do=f"Set {PASSWORD_VARIABLE}.")
    return Neo4jLogin(
        os.environ[GRAPH_VARIABLE],
        os.environ.get(USER_VARIABLE) or "neo4j",
        password,
        os.environ.get(DATABASE_VARIABLE) or "neo4j",
    )


def _place(login: Neo4jLogin) -> dict[str, str]:
    return {"uri": login.uri, "database": login.database}


def _check_place(run: Run, login: Neo4jLogin) -> None:
    """A server holds one graph: answers of another snapshot would look right and be wrong."""
    try:
        loaded = run.server_graph.read_text("utf-8")
    except FileNotFoundError:
        loaded = f"the file {run.graph.name}"
    else:
        if json.loads(loaded) == _place(login):
            return
    raise _elsewhere(run, loaded)


def _elsewhere(run: Run, place: str) -> SettingError:
    return SettingError(
        f"{GRAPH_VARIABLE} names another graph than this snapshot was loaded into: {place}",
        to=run.name,
        do="Set it as it was for that load, or run `kin360 ingest` again.",
    )
