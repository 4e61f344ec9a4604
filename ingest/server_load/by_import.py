"""Loading an idle server of this machine: stopped, filled by Neo4j's own import, started, indexed, counted, marked."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

from graphmodel.home import Home
from graphmodel.stores.berths import Berth
from graphmodel.stores.neo4j_keeper import GraphKeeper
from graphmodel.stores.neo4j_marker import LOADING, WHOLE
from ingest.progress import ProgressSink
from ingest.server_load.import_files import write_import_files
from ingest.server_load.loaded import LoadedAside
from ingest.server_load.server_home import ServerHome
from ingest.server_load.tables import Cargo, check_counts, rows_built

_FOLDER = "server-import"


def load_by_import(home: Home, cargo: Cargo, berth: Berth, sink: ProgressSink) -> LoadedAside:
    """Bring a run's tables into the server at an idle berth, whatever Kin360 put there before.

    Args:
        home: Where the import files stand meanwhile, readable by this account only.
        cargo: What to load.
        berth: The berth, with its home.
        sink: Hears how far it is.

    Raises:
        SnapshotError: The import failed, or the graph holds more or fewer rows of a class than its file.
        StoreUnavailable: The server does not stop or start.
    """
    server, built = ServerHome(berth), rows_built(cargo.tables)
    folder = home.root / _FOLDER
    # A load that died left its files.
    shutil.rmtree(folder, ignore_errors=True)
    try:
        # Neo4j takes ten seconds to stop, and nobody reads there any more.
        with ThreadPoolExecutor(1, thread_name_prefix="stop") as beside:
            stopped = beside.submit(server.stop)
            files = write_import_files(cargo.tables, folder, sink)
        stopped.result()
        sink.stage(f"import into {berth.uri}", None)
        server.fill(files.arguments(berth.database))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sink.stage(f"start and index {berth.uri}", None)
    server.start()
    with GraphKeeper(berth.login()) as keeper:
        keeper.mark(cargo.marker(LOADING))
        keeper.index()
        counts = keeper.counts()
        check_counts(counts, built)
        keeper.mark(cargo.marker(WHOLE))
    server.end_import()
    sink.done()
    return LoadedAside(counts, f"imported into {berth.uri}", berth)
