"""The graph server dies under an open explorer: one clear message on every page, and recovery without a restart."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_home import DWIGHT, ELLA, LUCIA, MARCUS
from playwright.sync_api import Page, expect
from product_engines import NEO4J, ProductEngine
from typer.testing import CliRunner, Result
from visiting import Visit

from cli.main import app
from deploy.neo4j.server import Neo4jServer
from explorer.wording import say
from graphmodel.home import Home

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.parametrize("engine", [NEO4J], indirect=True, scope="session"),
]
SECONDS = 30_000
PAGES = {
    "find": ("/?q=ella+jones", "Ella Jones"),
    "person": (f"/person?person={DWIGHT}", "Dwight Jones"),
    "family": (f"/family?person={LUCIA}", "Lucia Fernandez"),
    "why": (f"/why?person={DWIGHT}", "Dwight Jones"),
    "sources": ("/sources", "Child welfare information"),
}
"""A page's address, and what it shows of the records."""
COMMANDS = (["find", "ella jones"], ["profile", ELLA], ["relatives", ELLA])


@pytest.fixture
def server(engine: ProductEngine) -> Iterator[Neo4jServer]:
    """The server below the explorer; running again when a test is over."""
    assert engine.server is not None
    yield engine.server
    if engine.server._process is None:
        engine.server.start()


def message(page: Page) -> str:
    """The one message of a page; no trace of the program beside it."""
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_have_count(1, timeout=SECONDS)
    assert page.get_by_test_id("stException").count() == 0
    assert "Traceback" not in page.get_by_test_id("stMain").inner_text()
    text = alert.inner_text()
    assert say("error.busy") in text
    assert say("error.busy_do").split(".")[0] in text
    return text


def try_again(page: Page) -> None:
    """Press the button below the message."""
    page.get_by_role("button", name=say("error.retry")).click()


def run(engine: ProductEngine, home: Home, command: list[str]) -> Result:
    """A command over the home, on the engine."""
    return CliRunner().invoke(app, command, env={**engine.settings, "KIN360_HOME": str(home.root)})


def test_pages_and_commands_say_so_and_answer_again(
    visit: Visit, engine: ProductEngine, home: Home, server: Neo4jServer, screenshots: Path
) -> None:
    """Killed: each page says what happened, to what, what to do, and each command so in one line, with exit code 1.

    Started again: one press of Try again shows each page, and the commands answer.
    """
    server.kill()
    tabs: dict[str, Page] = {}
    for name, (path, _) in PAGES.items():
        tab = tabs[name] = visit.page.context.new_page()
        tab.goto(visit.address + path)
        text = message(tab)
        assert server.address in text
        assert "Is the server running" in text
        expect(tab.get_by_role("link", name=say("page.sources"))).to_be_visible()
        tab.screenshot(path=screenshots / f"away-{name}-1366x768.png")
    try_again(tabs["person"])
    tabs["person"].wait_for_selector('[data-test-script-state="running"]')
    tabs["person"].wait_for_selector('[data-test-script-state="notRunning"]', timeout=SECONDS)
    message(tabs["person"])
    for command in COMMANDS:
        ran = run(engine, home, command)
        assert ran.exit_code == 1
        assert ran.stdout == ""
        assert ran.stderr.startswith("kin360: Neo4j cannot be reached")
        assert server.address in ran.stderr
        assert ran.stderr.count("\n") == 1
    # In a process of its own, where no test collects what libraries log.
    alone = subprocess.run(
        [sys.executable, "-m", "cli.main", *COMMANDS[0]],
        env={**os.environ, **engine.settings, "KIN360_HOME": str(home.root)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert alone.stderr.startswith("kin360: Neo4j cannot be reached")
    assert alone.stderr.count("\n") == 1
    server.start()
    for name, (_, who) in PAGES.items():
        try_again(tabs[name])
        expect(tabs[name].get_by_test_id("stMain").get_by_text(who).first).to_be_visible(timeout=SECONDS)
        expect(tabs[name].get_by_test_id("stAlert")).to_have_count(0)
    for command in COMMANDS:
        ran = run(engine, home, command)
        assert ran.exit_code == 0, ran.output
        assert "Jones" in ran.stdout


def test_a_click_in_the_graph_leaves_it_standing(visit: Visit, server: Neo4jServer, screenshots: Path) -> None:
    """A person clicked while the server is away: the graph stays, the reason stands above it, Try again brings them."""
    visit.go(f"/family?person={MARCUS}")
    visit.wait_for_graph()
    before = visit.drawn()
    standing = visit.spot(MARCUS)["sheet"]
    server.kill()
    visit.click_person(ELLA)
    message(visit.page)
    visit.settle()
    assert visit.drawn() == before
    assert visit.spot(MARCUS)["sheet"] == standing
    visit.page.screenshot(path=screenshots / "away-graph-1366x768.png")
    server.start()
    try_again(visit.page)
    visit.wait_for_people(before, seconds=30)
    expect(visit.page.get_by_test_id("stAlert")).to_have_count(0, timeout=SECONDS)
    assert visit.spot(MARCUS)["sheet"] == standing
