"""Load: built Parquet files into the graph of a new run, counted."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from graphmodel.errors import SnapshotError
from graphmodel.model import NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.snapshot import Run
from graphmodel.stores.opening import open_writer
from ingest.build.workbench import parquet_file
from ingest.progress import ProgressSink, Silence


def load_graph(run: Run, parquet_folder: Path, progress: ProgressSink | None = None) -> dict[str, int]:
    """Fill the graph of a new run from the files of a build.

    Args:
        run: The run under construction; its graph must not exist yet.
        parquet_folder: One file a node and relationship class, see :func:`ingest.build.graph.build_graph`.
        progress: Hears how far it is, in rows.

    Returns:
        Node label or relationship type -> rows in the graph.

    Raises:
        SnapshotError: The graph holds more or fewer rows of a class than its file, or a file is missing.
        GraphStoreError: The engine refused the rows.
    """
    sink = progress or Silence()
    classes: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    built = {declared: _rows(parquet_file(parquet_folder, declared)) for declared in classes}
    sink.stage("load", sum(built.values()))
    counts: dict[str, int] = {}
    with open_writer(run) as writer:
        writer.create_schema()
        for node in NODES:
            path = parquet_file(parquet_folder, node)
            counts[path.stem] = _checked(writer.load_nodes(node, path), built[node], path)
            sink.advance(built[node])
        for tie in RELATIONSHIPS:
            path = parquet_file(parquet_folder, tie)
            counts[path.stem] = _checked(writer.load_relationships(tie, path), built[tie], path)
            sink.advance(built[tie])
    sink.done()
    return counts


def _rows(path: Path) -> int:
    try:
        return int(pq.read_metadata(path).num_rows)
    except OSError as error:
        raise SnapshotError(
            f"A built file cannot be read: {error}", to=str(path), do="Run `kin360 ingest` again."
        ) from error


def _checked(loaded: int, built: int, path: Path) -> int:
    if loaded != built:
        raise SnapshotError(
            f"The graph holds {loaded} rows where {built} were built",
            to=path.stem,
            do="The earlier snapshot stays in service; run `kin360 ingest` again.",
        )
    return loaded
