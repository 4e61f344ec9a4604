"""The sample state through the whole product, on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from product_engines import EMBEDDED, ENGINES, ProductEngine, started
from typer.testing import CliRunner

from cli.main import app


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProductEngine]:
    """Each engine in turn, chosen by the environment alone."""
    with started(request.param, tmp_path_factory.mktemp(request.param)) as engine:
        yield engine


@pytest.fixture
def spare_engine(engine: ProductEngine, tmp_path: Path) -> Iterator[ProductEngine]:
    """The same engine for a home of a test's own: a server holds one home's graph, so that means another server."""
    with started(engine.name, tmp_path / "engine") as spare:
        yield spare


@pytest.fixture(scope="session")
def state_home(
    engine: ProductEngine, request: pytest.FixtureRequest, sample_state: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A KIN360_HOME with the sample state in service. Read it, never ingest into it.

    The embedded one is shared with other tests; a server's is made by `kin360 ingest`, as an operator makes it.
    """
    if engine.name == EMBEDDED:
        shared: Path = request.getfixturevalue("sample_home")
        return shared
    home = tmp_path_factory.mktemp("home")
    with engine.chosen():
        ran = CliRunner().invoke(app, ["ingest", str(sample_state)], env={"KIN360_HOME": str(home)})
    assert ran.exit_code == 0, ran.output + ran.stderr
    return home
