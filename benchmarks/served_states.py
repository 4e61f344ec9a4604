"""A sample state on a Neo4j server of this machine: the same snapshot as the embedded one, in a home of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.states import State
from deploy.neo4j.artifacts import CURRENT
from deploy.neo4j.server import Neo4jServer
from graphmodel.home import Home
from graphmodel.snapshot import Run, current_run_name
from graphmodel.stores.berths import GRAPH_VARIABLE, HOMES_VARIABLE, PASSWORD_VARIABLE, Berth, berths, say_place
from ingest.progress import Silence
from ingest.server_load.choice import load_beside

# A server that has half of a 16 GB machine, with Java's own compilers and collector.
_HEAP = "3g"
_SETTINGS = ("server.memory.pagecache.size=3g",)
_ENGINE_FILES = ("graph.kuzu", "twin.sqlite", "graph.json")


@dataclass(frozen=True)
class Served:
    """A state's snapshot and the server for it. While it is open, the settings name that server."""

    state: State
    home: Home
    server: Neo4jServer

    @property
    def run(self) -> Run:
        """The snapshot in service, without the embedded engine's files."""
        return Run(self.home.runs / str(current_run_name(self.home)))

    @property
    def berth(self) -> Berth:
        """The server, as the settings name it."""
        return berths()[0]

    def fill(self) -> None:
        """Bring the snapshot onto the server, and let the home answer from there."""
        say_place(self.run, load_beside(self.home, self.run, Silence()).berth)


@contextmanager
def served(state: State) -> Iterator[Served]:
    """A server made for a state, empty, and the settings that name it; it is stopped and removed at the end."""
    folder = state.folder / "server"
    shutil.rmtree(folder, ignore_errors=True)
    server = Neo4jServer(CURRENT, folder / "neo4j", heap=_HEAP, java_options=(), settings=_SETTINGS).prepare()
    settings = {
        GRAPH_VARIABLE: server.uri,
        PASSWORD_VARIABLE: server.password,
        HOMES_VARIABLE: str(server.home),
    }
    with _settings(settings):
        try:
            yield Served(state, _home_beside(state, folder / "home"), server)
        finally:
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _settings(chosen: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in chosen}
    os.environ.update(chosen)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _home_beside(state: State, root: Path) -> Home:
    """A home with the state's snapshot in service; its files are those of the state, but for the engine's."""
    home = Home(root).create()
    run = Run(home.runs / state.run.name)
    run.folder.mkdir()
    for path in state.run.folder.iterdir():
        if not path.name.startswith(_ENGINE_FILES):
            (run.folder / path.name).symlink_to(path)
    for path in state.home.root.iterdir():
        if path.is_file() and path.suffix != ".duckdb":
            shutil.copy(path, home.root / path.name)
    # Under settings that name a server, the state itself goes on answering from its file.
    say_place(state.run, None)
    return home
