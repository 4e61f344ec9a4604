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


def build_graph(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    search_index: Path,
    secret: bytes,
    progress: ProgressSink | None = None,
) -> BuildReport:
    """Write one Parquet file for every node and relationship class of the graph model, and the search index.

    The same staging gives the same files, whatever the order of its rows. The connection keeps the temporary tables
    ``build_reject`` and ``build_dropped``, from which the side files are written.

    Args:
        connection: The staging database, with ``identity`` filled.
        folder: Where the files go; made if missing.
        search_index: The file the search index goes to, :attr:`graphmodel.snapshot.Run.search_index`.
        secret: The home's search secret, for the keys of social security numbers.
        progress: Hears how far it is.
    """
    sink = progress or Silence()
    sink.stage("build", len(_SUBJECTS) + 1)
    bench = Workbench(connection, folder, secret)
    for build in _SUBJECTS:
        build(bench)
        sink.advance(1)
    indexed = build_search_index(bench, search_index)
    sink.advance(1)
    sink.done()
    return report_of(connection, bench.counts, indexed)
