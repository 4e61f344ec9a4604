"""The graph server killed amid `kin360 ingest`: nothing in service is lost, and the next ingest succeeds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from product_engines import NEO4J, ProductEngine, started
from truth_of_state import rows

from casework.find import find_people
from casework.opening import Casework
from casework.profile import Person360, person_360
from deploy.neo4j.server import Neo4jServer
from graphmodel.errors import GraphStoreError
from graphmodel.home import Home
from graphmodel.snapshot import current_run_name
from ingest.pipeline import ingest_folder
from ingest.progress import Silence
from ingest.sample.generate import generate

pytestmark = [pytest.mark.server, pytest.mark.slow]
PEOPLE, SEED = 300, 4
LEFT_OUT = "commerce_energy"


class Killer(Silence):
    """Hears how far an ingest is, and kills the server once the first rows of the graph have arrived there."""

    def __init__(self, server: Neo4jServer) -> None:
        self._server, self._loading = server, False
        self.killed_in = ""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""
        self._loading = name.startswith(("load into", "change"))
        if self._loading and not self.killed_in:
            self.killed_in = name.split(maxsplit=1)[0]

    def advance(self, n: int) -> None:
        """Rows have arrived."""
        if self._loading:
            self._server.kill()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A fictional state, and the same one without one agency's extracts."""
    whole = tmp_path_factory.mktemp("states") / "whole"
    generate(PEOPLE, SEED, whole)
    smaller = whole.with_name("smaller")
    shutil.copytree(whole, smaller)
    shutil.rmtree(smaller / "extracts" / LEFT_OUT)
    return whole, smaller


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ProductEngine]:
    """A server of the test's own, chosen by the environment."""
    with started(NEO4J, tmp_path / "server") as engine, engine.chosen():
        yield engine


def dies(home: Home, folder: Path, server: Neo4jServer) -> str:
    """An ingest whose server dies under its load: one line, worth another try. Returns the way of loading."""
    killer = Killer(server)
    with pytest.raises(GraphStoreError) as met:
        ingest_folder(home, folder, progress=killer)
    assert met.value.retry
    assert "\n" not in str(met.value)
    assert server.address in str(met.value)
    return killer.killed_in


def sheet(casework: Casework, child: str) -> Person360:
    """The Person 360 of the child of a record."""
    with casework.view() as view:
        (found,) = find_people(view, child).people
        return person_360(view, found.brief.person)


def sources_loaded(casework: Casework) -> set[str]:
    """The systems whose records are in service."""
    manifest = casework.manifest()
    assert manifest is not None
    return {source.system for source in manifest.sources}


def test_the_server_dies_in_the_first_load_and_in_a_later_one(
    engine: ProductEngine, states: tuple[Path, Path], tmp_path: Path
) -> None:
    """After the first death nothing is in service; after the second the earlier snapshot answers as it did.

    Readers that were open all along, as the explorer's are, answer again by themselves.
    """
    assert engine.server is not None
    server, home, (whole, smaller) = engine.server, Home(tmp_path / "home"), states
    child = rows(whole / "truth" / "children_in_care.csv")[0]["record_id"]

    assert dies(home, whole, server) == "load"
    assert current_run_name(home) is None
    server.start()
    ingest_folder(home, whole)
    first = current_run_name(home)

    casework = Casework(home)
    sources = sources_loaded(casework)
    before = sheet(casework, child)
    assert before.in_care is not None
    assert dies(home, smaller, server) == "change"
    assert current_run_name(home) == first
    with pytest.raises(GraphStoreError) as met:
        sheet(casework, child)
    assert met.value.retry
    server.start()
    assert sheet(casework, child) == before

    ingest_folder(home, smaller)
    assert current_run_name(home) != first
    assert sources_loaded(casework) < sources
    after = sheet(casework, child)
    assert after.portrait.person == before.portrait.person
    assert after.in_care is not None
    assert after.in_care.since == before.in_care.since
    casework.close()
