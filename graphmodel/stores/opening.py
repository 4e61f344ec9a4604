"""Which engine a snapshot is written and read with: the one place that knows."""

from __future__ import annotations

import os

from graphmodel.errors import SettingError
from graphmodel.snapshot import Run
from graphmodel.stores.base import GraphReader, GraphWriter

GRAPH_VARIABLE = "KIN360_GRAPH"
EMBEDDED = "embedded"


def engine_name() -> str:
    """The engine chosen by the environment variable KIN360_GRAPH, ``embedded`` by default.

    Raises:
        SettingError: The variable names no engine of this version.
    """
    chosen = os.environ.get(GRAPH_VARIABLE) or EMBEDDED
    if chosen != EMBEDDED:
        raise SettingError(
            f"{GRAPH_VARIABLE} names a graph engine that does not exist: {chosen}",
            do=f"Allowed is '{EMBEDDED}' (also when the variable is not set).",
        )
    return chosen


def open_writer(run: Run) -> GraphWriter:
    """Open the empty graph of a new run for its bulk load.

    Raises:
        SettingError: KIN360_GRAPH names no engine of this version.
        StoreCorrupt: A graph stands there already.
    """
    engine_name()
    from graphmodel.stores.kuzu_store import KuzuWriter

    return KuzuWriter(run.graph)


def open_reader(run: Run) -> GraphReader:
    """Open the graph of a finished run for reading.

    Raises:
        SettingError: KIN360_GRAPH names no engine of this version.
        StoreCorrupt: The graph is missing or cannot be opened.
    """
    engine_name()
    from graphmodel.stores.kuzu_store import KuzuReader

    return KuzuReader(run.graph)
