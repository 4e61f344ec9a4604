"""Load: built Parquet files into the graph of a new run, counted, by the way that fits the engine."""

from __future__ import annotations

from pathlib import Path

from graphmodel.home import Home
from graphmodel.model import NODES, RELATIONSHIPS
from graphmodel.snapshot import Run
from graphmodel.stores.opening import EMBEDDED, engine_name, open_writer
from ingest.build.workbench import parquet_file
from ingest.progress import ProgressSink, Silence
from ingest.server_load.choice import load_on_server
from ingest.server_load.loaded import Loaded, LoadedAside
from ingest.server_load.tables import check_counts, name_of, rows_built


def load_run(home: Home, run: Run, tables: Path, progress: ProgressSink | None = None) -> Loaded:
    """Fill the graph of a new run from the files of a build; nobody reads it before its commit.

    Args:
        home: The home, with what is in service.
        run: The run under construction; its graph must not exist yet.
        tables: One file a node and relationship class, see :func:`ingest.build.graph.build_graph`.
        progress: Hears how far it is, in rows.

    Raises:
        SnapshotError: The graph holds more or fewer rows of a class than its file, or a file is missing.
        SettingError: No server can take the run; the message says what to set.
        GraphStoreError: The engine refused the rows.
    """
    sink = progress or Silence()
    if engine_name() == EMBEDDED:
        return load_embedded(run, tables, sink)
    return load_on_server(home, run, tables, sink)


def load_graph(run: Run, tables: Path, progress: ProgressSink | None = None) -> dict[str, int]:
    """Load and commit at once, for a run that no pipeline builds; see :func:`load_run`.

    Returns:
        Node label or relationship type -> rows in the graph.
    """
    loaded = load_run(Home(run.folder.parents[1]), run, tables, progress)
    loaded.commit()
    return loaded.counts


def load_embedded(run: Run, tables: Path, sink: ProgressSink) -> LoadedAside:
    """Fill the embedded engine's file of a run.

    Raises:
        SnapshotError: The graph holds more or fewer rows of a class than its file, or a file is missing.
        StoreCorrupt: A graph stands there already.
    """
    built, counts = rows_built(tables), {}
    sink.stage("load", sum(built.values()))
    with open_writer(run) as writer:
        writer.create_schema()
        for node in NODES:
            counts[name_of(node)] = writer.load_nodes(node, parquet_file(tables, node))
            sink.advance(built[name_of(node)])
        for tie in RELATIONSHIPS:
            counts[name_of(tie)] = writer.load_relationships(tie, parquet_file(tables, tie))
            sink.advance(built[name_of(tie)])
        check_counts(counts, built)
    sink.done()
    return LoadedAside(counts, "copied into the snapshot's own file")
