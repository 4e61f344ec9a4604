"""Loading the server that is in service: what changed since its run, in one transaction."""

from __future__ import annotations

import os

from graphmodel.errors import SettingError, StoreUnavailable
from graphmodel.snapshot import Run
from graphmodel.stores.berths import Berth
from graphmodel.stores.neo4j_changes import Increment
from graphmodel.stores.neo4j_marker import WHOLE
from ingest.progress import ProgressSink
from ingest.server_load.difference import Difference
from ingest.server_load.loaded import LoadedIncrement
from ingest.server_load.tables import Cargo, check_counts, rows_built

ROWS_VARIABLE = "KIN360_INCREMENT_ROWS"
INCREMENT_ROWS = 30_000
"""Rows gone, changed or new that one transaction takes on a server with 512 MB of heap; see DECISIONS.md."""


def increment_rows() -> int:
    """The most rows of an increment: KIN360_INCREMENT_ROWS, or INCREMENT_ROWS.

    Raises:
        SettingError: It is no number of rows.
    """
    said = os.environ.get(ROWS_VARIABLE)
    if not said:
        return INCREMENT_ROWS
    if not said.isdecimal():
        raise SettingError(f"{ROWS_VARIABLE} is no number of rows: {said}", do=f"The default is {INCREMENT_ROWS}.")
    return int(said)


def load_by_increment(
    earlier: Run, cargo: Cargo, berth: Berth, difference: Difference, sink: ProgressSink
) -> LoadedIncrement:
    """Change the graph of the run in service into that of a new run, and leave the transaction open.

    Args:
        earlier: The run that the server holds.
        cargo: The new run.
        berth: The server.
        difference: What changed.
        sink: Hears how far it is.

    Raises:
        SnapshotError: The graph would hold more or fewer rows of a class than its file; nothing counts.
        GraphStoreError: The server refused, or is away; nothing counts.
    """
    built = rows_built(cargo.tables)
    sink.stage(f"change {berth.uri}", difference.rows)
    increment = Increment(berth.login(), before=earlier.name, after=cargo.marker(WHOLE))
    try:
        increment.make(difference, sink.advance)
        counts = increment.counts()
        check_counts(counts, built)
    except StoreUnavailable as error:
        increment.give_up()
        if "memory" not in error.what.lower():
            raise
        raise SettingError(
            f"The server has not the memory for {difference.rows:,} changed rows at once: {error.what}",
            to=berth.uri,
            do=f"Give it more (server.memory.heap.max_size), or set {ROWS_VARIABLE} lower and name a second server.",
        ) from error
    except BaseException:
        increment.give_up()
        raise
    sink.done()
    route = f"changed {difference.rows} rows at {berth.uri} in one transaction"
    return LoadedIncrement(counts, route, berth, increment)
