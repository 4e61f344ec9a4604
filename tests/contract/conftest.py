"""One contract, several engines: each test here runs on all of them unless it says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import LOCAL, SERVERS, Engine, start
from known_differences import DIFFERENCES, Difference
from rosas_family import stage_facts, stage_people
from staged import Staged

from graphmodel.model import NODES, RELATIONSHIPS
from graphmodel.stores.base import GraphReader
from ingest.build.graph import build_graph
from ingest.build.workbench import parquet_file

ENGINES = [*LOCAL, *(pytest.param(name, marks=pytest.mark.server) for name in SERVERS)]


def _claim(item: pytest.Item) -> str:
    """A test's name without the engine among its parameters."""
    engine = item.callspec.params["engine"]  # type: ignore[attr-defined]
    parts = [part for part in item.name.partition("[")[2].rstrip("]").split("-") if part]
    rest = "-".join(parts).replace(engine, "").strip("-")
    return item.name.partition("[")[0] + (f"[{rest}]" if rest else "")


def _concerns(difference: Difference, item: pytest.Item) -> bool:
    engine = item.callspec.params["engine"]  # type: ignore[attr-defined]
    return engine.startswith(difference.engine) and _claim(item) == difference.test


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect every known difference to fail; refuse one that names no test of a module that is here."""
    ours = [item for item in items if "engine" in getattr(getattr(item, "callspec", None), "params", {})]
    names = {item.name.partition("[")[0] for item in ours}
    claims = {_claim(item) for item in ours}
    for difference in DIFFERENCES:
        if difference.test.partition("[")[0] in names and difference.test not in claims:
            raise pytest.UsageError(f"known_differences.py names no test: {difference.test}")
        for item in ours:
            if _concerns(difference, item):
                item.add_marker(pytest.mark.xfail(reason=difference.reason, raises=difference.error, strict=True))


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    """Engines by name, each started when first wanted."""

    class Started(dict[str, Engine]):
        def __missing__(self, name: str) -> Engine:
            self[name] = start(name, tmp_path_factory.mktemp(name))
            return self[name]

    engines = Started()
    yield engines
    for engine in engines.values():
        engine.close()


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, started: dict[str, Engine]) -> Engine:
    """Each engine in turn."""
    return started[request.param]


@pytest.fixture(scope="session")
def family_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rosa's family as a build leaves it: one Parquet file a node and relationship class."""
    folder = tmp_path_factory.mktemp("family")
    staged = Staged(folder / "staging.duckdb")
    stage_people(staged)
    stage_facts(staged)
    build_graph(staged.connection, folder / "load", search_index=folder / "search.sqlite", secret=b"contract" * 4)
    staged.connection.close()
    return folder / "load"


def load(engine: Engine, files: Path) -> dict[str, int]:
    """Load a build into an emptied engine; label or type -> rows."""
    engine.empty()
    with engine.writer() as writer:
        writer.create_schema()
        nodes = {node.label: writer.load_nodes(node, parquet_file(files, node)) for node in NODES}
        ties = {tie.type_: writer.load_relationships(tie, parquet_file(files, tie)) for tie in RELATIONSHIPS}
    return nodes | ties


@pytest.fixture(scope="module")
def family(engine: Engine, family_files: Path) -> Iterator[GraphReader]:
    """A reader of Rosa's family on each engine."""
    load(engine, family_files)
    with engine.reader() as reader:
        yield reader
