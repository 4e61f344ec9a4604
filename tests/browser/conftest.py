"""The real explorer, served by its own launcher over the made-up home, and a real Chromium to drive it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, WebSocket, sync_playwright
from visiting import Visit

from graphmodel.home import Home

sys.path.insert(0, str(Path(__file__).parents[1] / "explorer"))
sys.path.insert(0, str(Path(__file__).parents[1] / "end_to_end"))
from made_home import make_home
from product_engines import ENGINES, ProductEngine, started

BROWSER_VARIABLE = "KIN360_CHROMIUM"
SCREENSHOTS_VARIABLE = "KIN360_SCREENSHOTS"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SECONDS = 60


def chromium_path() -> str:
    """The browser to drive; a missing one fails the test with the command that installs it."""
    named = os.environ.get(BROWSER_VARIABLE)
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found or not Path(found).exists():
        pytest.fail(f"No Chromium to drive the explorer with. Install one: sudo apt-get install chromium ({named=})")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    path = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProductEngine]:
    """Each engine in turn, chosen by the environment alone."""
    with started(request.param, tmp_path_factory.mktemp(request.param)) as engine:
        yield engine


@pytest.fixture(scope="session")
def home(engine: ProductEngine, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The made-up family, loaded into the engine."""
    with engine.chosen():
        return make_home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def explorer_address(engine: ProductEngine, home: Home) -> Iterator[str]:
    """The address that the launcher prints, of an explorer over the made-up home that has answered nothing yet."""
    with engine.chosen():
        environment = {**os.environ, "KIN360_HOME": str(home.root), "KIN360_NO_BROWSER": "1"}
    script = "from explorer.launch import launch; launch()"
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        ready = (re.search(r"ready at (http://127\.0\.0\.1:\d+)", line) for line in process.stdout)
        address = next((found.group(1) for found in ready if found), None)
        assert address, "the explorer did not say where it answers"
        timer.cancel()
        yield address
    finally:
        timer.cancel()
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def visit(browser: Browser, explorer_address: str) -> Iterator[Visit]:
    """A fresh page, 1366 by 768, that notes requests to elsewhere and errors on the console."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    visit = Visit(context.new_page(), explorer_address)
    own = (explorer_address + "/", explorer_address.replace("http", "ws") + "/", "data:", "blob:")

    def asked(request: Request | WebSocket) -> None:
        if not request.url.startswith(own):
            visit.strangers.append(request.url)

    def failed(kind: str, text: str, url: str) -> None:
        # A page opened by its own address is first looked for below that address by Streamlit itself: 404, then found.
        if kind == "error" and not (url.startswith(explorer_address) and "/_stcore/" in url and "404" in text):
            visit.complaints.append(f"{text} ({url})")

    visit.page.on("request", asked)
    visit.page.on("websocket", asked)
    visit.page.on("console", lambda m: failed(m.type, m.text, m.location.get("url", "")))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    context.close()


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Where screenshots go: the folder that KIN360_SCREENSHOTS names, else a temporary one."""
    folder = Path(os.environ.get(SCREENSHOTS_VARIABLE) or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
