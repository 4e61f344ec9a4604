"""The whole build: from staging and identities to one Parquet file a class of the graph model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from ingest.build.addresses import build_addresses
from ingest.build.cases import build_cases, build_court_orders, build_placements
from ingest.build.contacts import build_contacts
from ingest.build.households import build_households
from ingest.build.kin_ties import build_kin_ties
from ingest.build.persons import build_persons
from ingest.build.report import BuildReport, report_of
from ingest.build.search import build_search_index
from ingest.build.services import build_schools, build_services
from ingest.build.workbench import Workbench
from ingest.progress import ProgressSink, Silence

# In the order they need each other: households read the addresses of records. The search index, which reads the
# parentage, comes after them all.
_SUBJECTS: tuple[Callable[[Workbench], None], ...] = (
    build_persons,
    build_kin_ties,
    build_addresses,
    build_households,
    build_contacts,
    build_services,
    build_schools,
    build_cases,
    build_placements,
    build_court_orders,
)


def build_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, *, secret: bytes, progress: ProgressSink | None = None
) -> Workbench:
    """Write one Parquet file for every node and relationship class of the graph model: what an engine is loaded from.

    The same staging gives the same files, whatever the order of its rows. The connection keeps the temporary tables
    ``build_reject`` and ``build_dropped``, from which the side files are written.

    Args:
        connection: The staging database, with ``identity`` filled.
        folder: Where the files go; made if missing.
        secret: The home's search secret, for the keys of social security numbers.
        progress: Hears how far it is.

    Returns:
        What the search index is built on.
    """
    sink = progress or Silence()
    sink.stage("build", len(_SUBJECTS))
    bench = Workbench(connection, folder, secret)
    for build in _SUBJECTS:
        build(bench)
        sink.advance(1)
    sink.done()
    return bench


def finish_build(bench: Workbench, search_index: Path) -> BuildReport:
    """Write the search index, which no engine is loaded from, and tell what the whole build did.

    Args:
        bench: The build, its tables written.
        search_index: The file it goes to, :attr:`graphmodel.snapshot.Run.search_index`.

    Raises:
        StoreUnavailable: The file could not be written.
    """
    indexed = build_search_index(bench, search_index)
    return report_of(bench.connection, bench.counts, indexed)


def build_graph(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    search_index: Path,
    secret: bytes,
    progress: ProgressSink | None = None,
) -> BuildReport:
    """Write the tables and the search index; see :func:`build_tables` and :func:`finish_build`."""
    return finish_build(build_tables(connection, folder, secret=secret, progress=progress), search_index)
