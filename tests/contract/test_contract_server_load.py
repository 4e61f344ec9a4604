"""Loading a state onto servers, as an operator does: one server, two, moving between them, and what dies on the way.

The tests of a server are a story: each goes on from the graph that the one before it left.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import neo4j
import pytest
import server_loads as loads
from engines import SERVERS, Engine, Neo4jEngine
from random_graph import make_random_graph
from rosas_family import MIA, TODAY
from test_contract_casework import home_of_the_family, seen
from typer.testing import CliRunner

from casework.family import family
from casework.opening import Casework
from cli.main import app
from deploy.neo4j.server import Neo4jServer
from graphmodel.errors import SettingError, SnapshotError, StoreConflict, StoreUnavailable
from graphmodel.home import Home
from graphmodel.model import NODES
from graphmodel.snapshot import Run, current_run_name, put_in_service
from graphmodel.stores.berths import GRAPH_VARIABLE
from graphmodel.stores.neo4j_connection import Neo4jLogin
from graphmodel.stores.neo4j_keeper import GraphKeeper, Standing
from graphmodel.stores.neo4j_marker import LOADING, Marker
from ingest.server_load import choice, settle
from ingest.server_load.by_increment import ROWS_VARIABLE

pytestmark = pytest.mark.server


@dataclass
class Deployment:
    """Two servers of one release, the second not running, and a Kin360 home that uses them."""

    first: Neo4jServer
    second: Neo4jServer
    home: Home
    family: Path
    tables: dict[str, Path]
    shown: dict[str, object]
    runs: list[Run] = field(default_factory=list)

    def load(self, name: str) -> str:
        """Put a run of these tables in service; returns how it was loaded."""
        run, done = loads.load(self.home, self.tables[name], beside=self.family)
        self.runs.append(run)
        return done.route

    def seen(self) -> dict[str, object]:
        """What casework shows of everybody."""
        return seen(self.home)


@pytest.fixture(scope="session", params=list(SERVERS))
def engine(request: pytest.FixtureRequest, started: dict[str, Engine]) -> Neo4jEngine:
    """Each server in turn."""
    found = started[request.param]
    assert isinstance(found, Neo4jEngine)
    return found


@pytest.fixture(scope="module")
def deployment(engine: Neo4jEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The deployment, its first server empty."""
    engine.empty()
    folder = tmp_path_factory.mktemp("deployment")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(GRAPH_VARIABLE, "embedded")
        embedded = home_of_the_family(folder / "kin360")
        shown = seen(embedded)
    name = current_run_name(embedded)
    assert name is not None
    family_run = Run(embedded.runs / name)
    kept = folder / "family"
    family_run.folder.rename(kept)
    embedded.current.unlink()
    tables = {"family": kept / "tables"}
    for number in (1, 2):
        random = make_random_graph(number, folder / f"random{number}")
        tables[f"family and {number}"] = loads.joined(folder / f"joined{number}", kept / "tables", random)
    second = Neo4jServer(engine.server.release, folder / "second", given_password=engine.server.password).prepare()
    yield Deployment(engine.server, second, embedded, kept, tables, shown)
    second.kill()
    engine.empty()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, deployment: Deployment) -> None:
    """One server is set, and nobody waits for readers that no test has."""
    monkeypatch.setattr(choice, "DRAIN_SECONDS", 0.1)
    loads.settings(monkeypatch, deployment.first)


def test_what_kin360_did_not_load_is_left_alone(deployment: Deployment) -> None:
    """Data of somebody else, and the graph of another home, are refused by name and stay."""
    first = deployment.first
    with neo4j.GraphDatabase.driver(first.uri, auth=(first.user, first.password)) as driver:
        driver.execute_query("CREATE (:Person {id: 'theirs'})", database_="neo4j")
        with pytest.raises(SettingError, match=r"did not load.*not deleted"):
            deployment.load("family")
        assert driver.execute_query("MATCH (n) RETURN n.id AS id", database_="neo4j").records[0]["id"] == "theirs"
        loads.clear(first)
        with GraphKeeper(_login(deployment)) as keeper:
            keeper.mark(Marker("20260101T000000Z-abcdef", "whole", "another home"))
        with pytest.raises(SettingError, match="another Kin360 home"):
            deployment.load("family")
        assert len(driver.execute_query("MATCH (n) RETURN n", database_="neo4j").records) == 1
    loads.clear(first)
    assert current_run_name(deployment.home) is None


def test_a_load_that_died_is_simply_run_again(deployment: Deployment) -> None:
    """What a dead batch load left is emptied and loaded anew; then all is as it was built."""
    first = deployment.first
    with GraphKeeper(_login(deployment)) as keeper:
        keeper.mark(Marker("20260101T000000Z-abcdef", LOADING, choice.owner_of(deployment.home)))
        keeper.index()
    with neo4j.GraphDatabase.driver(first.uri, auth=(first.user, first.password)) as driver:
        driver.execute_query("UNWIND range(1, 50) AS i CREATE (:Person {id: 'half' + i})", database_="neo4j")
    assert "in batches" in deployment.load("family")
    assert loads.held(first) == loads.told(deployment.tables["family"])
    assert deployment.seen() == deployment.shown


def test_one_server_takes_what_changed(deployment: Deployment) -> None:
    """The next load changes the graph under a reader: the page that was open is told so, the next one sees it all."""
    casework = Casework(deployment.home)
    with casework.view(today=TODAY) as view:
        before = family(view, MIA)
    with ExitStack() as page:
        view = page.enter_context(casework.view(today=TODAY))
        assert family(view, MIA) == before
        assert "in one transaction" in deployment.load("family and 1")
        with pytest.raises(StoreConflict, match="brought up to date"):
            page.close()
    with casework.view(today=TODAY) as view:
        assert view.run.name == deployment.runs[-1].name
        assert family(view, MIA) == before
    casework.close()
    assert loads.held(deployment.first) == loads.told(deployment.tables["family and 1"])


def test_one_server_says_when_it_is_too_much(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    """More changes than the setting allows, and no second server: one error names both settings; nothing changed."""
    monkeypatch.setenv(ROWS_VARIABLE, "10")
    with pytest.raises(SettingError, match=f"{GRAPH_VARIABLE}.*{ROWS_VARIABLE}"):
        deployment.load("family")
    assert deployment.seen() == deployment.shown


def test_died_between_the_servers_commit_and_the_pointer(deployment: Deployment) -> None:
    """Such a load counts: the next page, or the next load, moves the pointer; nobody is answered by the wrong run."""
    for name, settled_by in (("family", "a page"), ("family and 1", "a load")):
        run, done = loads.loaded(deployment.home, deployment.tables[name], beside=deployment.family)
        done.commit()
        assert current_run_name(deployment.home) != run.name
        if settled_by == "a page":
            assert deployment.seen() == deployment.shown
        else:
            assert settle.settle_service(deployment.home) == run.name
        assert current_run_name(deployment.home) == run.name
    assert settle.settle_service(deployment.home) is None


def test_a_large_load_goes_beside_while_the_first_answers(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Imported into the second server, every value as it was built; a reader meanwhile never errs and never mixes."""
    loads.settings(monkeypatch, deployment.first, deployment.second, homes=True)
    monkeypatch.setenv(ROWS_VARIABLE, "0")
    earlier, answers, errors, over = current_run_name(deployment.home), set[tuple[str, bool]](), [], threading.Event()

    def read() -> None:
        casework = Casework(deployment.home)
        while not over.wait(0.1):
            try:
                with casework.view(today=TODAY) as view:
                    family(view, MIA)
                    counted = view._reader.rows("MATCH (r:SourceRecord) RETURN sum(r.line % 1000) AS n", {})
                    answers.add((view.run.name, counted[0]["n"]))
            except Exception as error:
                errors.append(error)
        casework.close()

    reading = threading.Thread(target=read)
    reading.start()
    try:
        assert "imported into" in deployment.load("family and 2")
        threading.Event().wait(1.0)
    finally:
        over.set()
        reading.join()
    assert errors == []
    assert {run for run, _ in answers} == {earlier, deployment.runs[-1].name}
    assert len(answers) == 2
    assert loads.held(deployment.second) == loads.told(deployment.tables["family and 2"])
    assert loads.held(deployment.first) == loads.told(deployment.tables["family and 1"])
    assert deployment.seen() == deployment.shown
    assert not (deployment.home.root / "server-import").exists()


def test_with_two_servers_a_small_load_stays(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    """An increment goes to the server in service, the other is not touched."""
    loads.settings(monkeypatch, deployment.first, deployment.second, homes=True)
    assert f"at {deployment.second.uri} in one transaction" in deployment.load("family")
    assert loads.held(deployment.second) == loads.told(deployment.tables["family"])
    assert loads.held(deployment.first) == loads.told(deployment.tables["family and 1"])


def kin360(deployment: Deployment, *words: str, code: int = 0) -> dict[str, object]:
    """Run `kin360 graph …` and return its JSON."""
    ran = CliRunner().invoke(app, ["graph", *words, "--json"], env={"KIN360_HOME": str(deployment.home.root)})
    assert ran.exit_code == code, ran.output
    return dict(json.loads(ran.stdout)) if ran.stdout else {}


def test_the_commands_move_the_snapshot(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status tells where it is, import brings it beside, switch turns a running reader over; each checks first."""
    loads.settings(monkeypatch, deployment.first, deployment.second)
    first, second = deployment.first.uri, deployment.second.uri
    casework = Casework(deployment.home)
    with casework.view(today=TODAY):
        pass
    status = kin360(deployment, "status")
    assert (status["place"], status["run"]) == (second, deployment.runs[-1].name)
    assert [berth["in_service"] for berth in status["berths"]] == [False, True]  # type: ignore[attr-defined]
    kin360(deployment, "switch", first, code=1)
    kin360(deployment, "switch", "neo4j://nobody:7687", code=1)
    kin360(deployment, "switch", "embedded", code=1)
    moved = kin360(deployment, "import")
    assert (moved["place"], moved["switched"]) == (first, False)
    assert loads.held(deployment.first) == loads.told(deployment.tables["family"])
    assert kin360(deployment, "import")["route"] == "it stood there already"
    assert kin360(deployment, "status")["place"] == second
    assert kin360(deployment, "switch")["place"] == first
    assert kin360(deployment, "status")["place"] == first
    deployment.second.kill()
    with casework.view(today=TODAY) as view:
        family(view, MIA)
    casework.close()
    status = kin360(deployment, "status", code=1)
    assert [berth["reachable"] for berth in status["berths"]] == [True, False]  # type: ignore[attr-defined]
    monkeypatch.setenv(GRAPH_VARIABLE, "embedded")
    assert "stands at" in str(kin360(deployment, "status", code=1)["problems"])
    assert kin360(deployment, "import")["place"] == "embedded"
    assert kin360(deployment, "status")["place"] == "embedded"
    assert deployment.seen() == deployment.shown


def test_an_export_is_what_neo4js_own_import_takes(deployment: Deployment, tmp_path: Path) -> None:
    """The command in its README imports every node and tie, in any server that is stopped."""
    folder = tmp_path / "export"
    rows = kin360(deployment, "export", str(folder))["rows"]
    assert isinstance(rows, dict)
    assert "database import full @import.args" in (folder / "README.txt").read_text()
    command = [str(deployment.second.home / "bin" / "neo4j-admin"), "database", "import", "full", "@import.args"]
    ran = subprocess.run([*command, "--overwrite-destination"], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    nodes = sum(rows[node.label] for node in NODES)
    assert f"{nodes} nodes" in ran.stdout
    assert f"{sum(rows.values()) - nodes} relationships" in ran.stdout


def test_killed_in_an_increment(deployment: Deployment) -> None:
    """The load fails clearly; started again the server answers as before, and the load that is run again succeeds."""
    run, done = loads.loaded(deployment.home, deployment.tables["family and 2"], beside=deployment.family)
    deployment.first.kill()
    with pytest.raises(StoreUnavailable) as met:
        done.commit()
    done.abandon()
    assert "kin360 graph status" in str(met.value) or "KIN360_GRAPH" in str(met.value)
    deployment.first.start()
    assert loads.held(deployment.first) == loads.told(deployment.tables["family"])
    assert deployment.seen() == deployment.shown
    assert settle.settle_service(deployment.home) is None
    assert current_run_name(deployment.home) != run.name
    assert "in one transaction" in deployment.load("family and 2")
    assert loads.held(deployment.first) == loads.told(deployment.tables["family and 2"])


def test_the_run_in_service_is_never_emptied(deployment: Deployment) -> None:
    """A graph that lost its tables takes no increment, and is not loaded over."""
    tables = deployment.runs[-1].tables
    tables.rename(tables.with_name("away"))
    try:
        with pytest.raises(SnapshotError, match="tables of the snapshot in service are gone"):
            deployment.load("family")
    finally:
        tables.with_name("away").rename(tables)
    with GraphKeeper(_login(deployment)) as keeper:
        assert keeper.look().standing is Standing.WHOLE
    put_in_service(deployment.home, deployment.runs[-1])
    assert deployment.seen() == deployment.shown


def _login(deployment: Deployment) -> Neo4jLogin:
    return Neo4jLogin(deployment.first.uri, deployment.first.user, deployment.first.password)
