"""What tests of loads onto servers share: settings, runs made from tables, and all that a server holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import neo4j
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from neo4j.time import Date

from deploy.neo4j.server import Neo4jServer
from graphmodel.home import Home
from graphmodel.model import NODES, Node
from graphmodel.snapshot import Run, begin_run, finish_run, put_in_service
from graphmodel.stores.berths import GRAPH_VARIABLE, HOMES_VARIABLE, PASSWORD_VARIABLE
from ingest.build.workbench import parquet_file
from ingest.load import load_run
from ingest.server_load.loaded import Loaded
from ingest.server_load.tables import CLASSES, name_of

Held = dict[str, list[dict[str, Any]]]


def settings(monkeypatch: pytest.MonkeyPatch, *servers: Neo4jServer, homes: bool = False) -> None:
    """Set what an operator would set for these servers."""
    monkeypatch.setenv(GRAPH_VARIABLE, ",".join(server.uri for server in servers))
    monkeypatch.setenv(PASSWORD_VARIABLE, servers[0].password)
    monkeypatch.delenv(HOMES_VARIABLE, raising=False)
    if homes:
        monkeypatch.setenv(HOMES_VARIABLE, ",".join(str(server.home) for server in servers))


def loaded(home: Home, tables: Path, *, beside: Path) -> tuple[Run, Loaded]:
    """A new run of these tables, loaded and finished but not committed.

    Args:
        home: The home.
        tables: One Parquet file a class.
        beside: Folder of a run whose search index, side files and manifest serve this one too.
    """
    run = begin_run(home)
    shutil.copytree(tables, run.tables)
    for name in ("search.sqlite", "link_contributions.parquet", "held_links.parquet", "rejects.parquet"):
        if (beside / name).exists():
            shutil.copy(beside / name, run.folder / name)
    try:
        done = load_run(home, run, run.tables)
    except BaseException:
        shutil.rmtree(run.folder)
        raise
    said = Run(beside).manifest()
    run.write_manifest(said.model_copy(update={"run": run.name, "engine": "neo4j", "counts": done.counts}))
    return finish_run(run), done


def load(home: Home, tables: Path, *, beside: Path) -> tuple[Run, Loaded]:
    """A new run of these tables, in service."""
    run, done = loaded(home, tables, beside=beside)
    done.commit()
    put_in_service(home, run)
    return run, done


def joined(folder: Path, *parts: Path) -> Path:
    """The tables of several graphs in one; their ids differ."""
    folder.mkdir(parents=True)
    for declared in CLASSES:
        rows = pa.concat_tables([pq.read_table(parquet_file(part, declared)) for part in parts])
        pq.write_table(rows, parquet_file(folder, declared))
    return folder


def thinned(tables: Path, folder: Path, gone: Iterable[str]) -> Path:
    """The tables without some nodes, by the ends of their ids, and without their ties."""
    folder.mkdir(parents=True)
    ends = tuple(gone)
    for declared in CLASSES:
        keys = ("id",) if issubclass(declared, Node) else ("start_id", "end_id")
        rows = pq.read_table(parquet_file(tables, declared)).to_pylist()
        kept = [row for row in rows if not any(row[key].endswith(ends) for key in keys)]
        pq.write_table(pa.Table.from_pylist(kept, declared.arrow_schema()), parquet_file(folder, declared))
    return folder


def told(tables: Path) -> Held:
    """Label or type -> the rows of a build, as :func:`held` gives those of a server."""
    return {
        name_of(declared): _sorted(
            [_without_none(row) for row in pq.read_table(parquet_file(tables, declared)).to_pylist()]
        )
        for declared in CLASSES
    }


def held(server: Neo4jServer) -> Held:
    """Label or type -> every node or tie that a server holds, with all its properties, by the bare driver."""
    found: Held = {}
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        for declared in CLASSES:
            name = name_of(declared)
            if declared in NODES:
                statement = f"MATCH (n:{name}) RETURN properties(n) AS p"
            else:
                statement = f"MATCH (a)-[r:{name}]->(b) RETURN r {{.*, start_id: a.id, end_id: b.id}} AS p"
            records = driver.execute_query(statement, database_="neo4j").records
            found[name] = _sorted([{key: _plain(value) for key, value in record["p"].items()} for record in records])
        labels = driver.execute_query("MATCH (n) RETURN DISTINCT labels(n) AS l", database_="neo4j").records
    assert {label for record in labels for label in record["l"]} <= {n.label for n in NODES} | {"Kin360Snapshot"}
    return found


def clear(server: Neo4jServer) -> None:
    """Delete everything, the marker too."""
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")


def _without_none(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def _plain(value: Any) -> Any:
    return value.to_native() if isinstance(value, Date) else value


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: sorted((key, str(value)) for key, value in row.items()))
