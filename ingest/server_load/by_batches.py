"""Loading an empty server, or one that holds an earlier load of ours, over its driver, a batch a transaction."""

from __future__ import annotations

from graphmodel.model import NODES, RELATIONSHIPS
from graphmodel.stores.berths import Berth
from graphmodel.stores.neo4j_keeper import GraphKeeper, Standing
from graphmodel.stores.neo4j_marker import LOADING, WHOLE
from graphmodel.stores.neo4j_store import Neo4jWriter
from ingest.build.workbench import parquet_file
from ingest.progress import ProgressSink
from ingest.server_load.loaded import LoadedAside
from ingest.server_load.tables import Cargo, check_counts, name_of, rows_built


def load_by_batches(cargo: Cargo, berth: Berth, sink: ProgressSink) -> LoadedAside:
    """Bring a run's tables into the server at an idle berth. What Kin360 put there before is deleted first.

    Args:
        cargo: What to load.
        berth: The berth.
        sink: Hears how far it is.

    Raises:
        SnapshotError: The graph holds more or fewer rows of a class than its file.
        GraphStoreError: The server refused, or is away. What stands there is marked as not whole.
    """
    built = rows_built(cargo.tables)
    with GraphKeeper(berth.login()) as keeper:
        if keeper.look().standing is not Standing.EMPTY:
            sink.stage(f"empty {berth.uri}", None)
            keeper.empty(cargo.marker(LOADING))
        sink.stage(f"load into {berth.uri}", sum(built.values()))
        with Neo4jWriter(berth.login()) as writer:
            writer.create_schema()
            keeper.mark(cargo.marker(LOADING))
            for node in NODES:
                writer.load_nodes(node, parquet_file(cargo.tables, node))
                sink.advance(built[name_of(node)])
            for tie in RELATIONSHIPS:
                writer.load_relationships(tie, parquet_file(cargo.tables, tie))
                sink.advance(built[name_of(tie)])
        counts = keeper.counts()
        check_counts(counts, built)
        keeper.mark(cargo.marker(WHOLE))
    sink.done()
    return LoadedAside(counts, f"loaded in batches into {berth.uri}", berth)
