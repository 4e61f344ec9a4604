"""Snapshots: immutable runs, and the pointer that says which one is in service.

A load builds ``runs/<run>.building/``, renames it to ``runs/<run>/`` when it is whole, and replaces the file
``current`` by an atomic rename. Whoever reads keeps the run it opened until it lets go; a crash leaves the earlier
run in service.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from graphmodel.errors import NoSnapshot, SnapshotError, StoreConflict
from graphmodel.home import Home

FORMAT = 2
_RUN = re.compile(r"^\d{8}T\d{6}Z-[0-9a-f]{6}$")
KEPT_RUNS = 2


class SourceState(BaseModel):
    """What a snapshot knows of one source system."""

    model_config = ConfigDict(frozen=True)
    system: str
    title: str
    agency: str
    domain: str
    agreement: str | None
    as_of: str | None
    records: int
    rejected_rows: int
    error: str | None = None


class Manifest(BaseModel):
    """What a snapshot is made of."""

    model_config = ConfigDict(frozen=True)
    format: int = FORMAT
    run: str
    built_at: datetime
    fictional: bool
    engine: str
    versions: dict[str, str]
    counts: dict[str, int]
    sources: tuple[SourceState, ...]
    policy_epoch: int = 0
    search_keys: int = 0
    """Distinct keys of the search index."""
    search_hits: int = 0
    """Keys and people they find, counted pair by pair."""


@dataclass(frozen=True)
class Run:
    """The folder of one snapshot."""

    folder: Path

    @property
    def name(self) -> str:
        """The run id."""
        return self.folder.name.removesuffix(".building")

    @property
    def graph(self) -> Path:
        """The embedded engine's file."""
        return self.folder / "graph.kuzu"

    @property
    def server_graph(self) -> Path:
        """Where the graph stands when a server holds it: JSON with ``uri`` and ``database``."""
        return self.folder / "graph.json"

    @property
    def tables(self) -> Path:
        """The graph as Parquet, one file a node and relationship class: what any engine is loaded from."""
        return self.folder / "tables"

    @property
    def search_index(self) -> Path:
        """SQLite: which people a search key finds; see :mod:`graphmodel.search_index`."""
        return self.folder / "search.sqlite"

    @property
    def twin(self) -> Path:
        """SQLite: the embedded engine's graph once more, for its quickest questions."""
        return self.folder / "twin.sqlite"

    @property
    def held_links(self) -> Path:
        """Parquet of refused links, for the steward."""
        return self.folder / "held_links.parquet"

    @property
    def contributions(self) -> Path:
        """Parquet of what each link rests on, sorted by person."""
        return self.folder / "link_contributions.parquet"

    @property
    def rejects(self) -> Path:
        """Parquet of rows that broke their contract."""
        return self.folder / "rejects.parquet"

    def manifest(self) -> Manifest:
        """Read the manifest.

        Raises:
            SnapshotError: It is missing, damaged, or of a snapshot that another version of Kin360 made.
        """
        try:
            said = (self.folder / "manifest.json").read_text("utf-8")
            if json.loads(said).get("format") != FORMAT:
                raise SnapshotError(
                    "The snapshot was made by another version of Kin360", to=self.name, do="Run `kin360 ingest` again."
                )
            return Manifest.model_validate_json(said)
        except (OSError, ValueError, AttributeError) as error:
            raise SnapshotError(
                "The snapshot's manifest cannot be read", to=str(self.folder), do="Run `kin360 ingest` again."
            ) from error

    def write_manifest(self, manifest: Manifest) -> None:
        """Write the manifest; the last thing a build does."""
        write_durably(self.folder / "manifest.json", manifest.model_dump_json(indent=1))


def new_run_name() -> str:
    """A run id: the time in UTC, then six random hexadecimal digits."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def begin_run(home: Home, name: str | None = None) -> Run:
    """Make the folder in which a new snapshot is built."""
    folder = home.runs / f"{name or new_run_name()}.building"
    folder.mkdir(parents=True)
    return Run(folder)


def finish_run(run: Run) -> Run:
    """Rename a built snapshot to its final name; it is not in service yet."""
    final = run.folder.with_name(run.name)
    run.folder.rename(final)
    _sync_folder(final.parent)
    return Run(final)


def current_run_name(home: Home) -> str | None:
    """The run in service, or None before the first load."""
    try:
        name = home.current.read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return name if _RUN.match(name) else None


def put_in_service(home: Home, run: Run) -> None:
    """Point ``current`` at a finished run, atomically and durably."""
    write_durably(home.current, run.name + "\n")


def sweep_runs(home: Home) -> list[str]:
    """Remove unfinished builds and all but the newest finished runs; never the one in service."""
    current, removed = current_run_name(home), []
    finished = sorted((p for p in home.runs.iterdir() if _RUN.match(p.name)), reverse=True)
    unfinished = [p for p in home.runs.iterdir() if p.name.endswith(".building")]
    for folder in unfinished + [p for p in finished if p.name != current][KEPT_RUNS - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
        removed.append(folder.name)
    return removed


def write_durably(path: Path, text: str) -> None:
    """Replace a file's text, so that after a crash either the old or the new one stands, whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Shelved(Protocol):
    """What a shelf holds open of each run, such as its reader."""

    def held_run(self) -> str | None:
        """The run that the graph says it holds, where that can change under a reader; None where it cannot."""

    def close(self) -> None:
        """Let go of the run."""


S = TypeVar("S", bound=Shelved)
_FOLLOWS = 5


class SnapshotShelf(Generic[S]):
    """The snapshots a process has open: one reader a run and place of its graph.

    A reader is closed when its last user leaves and it is no longer the one in service. A server's graph can be brought
    up to date under its readers, so each use begins and ends with a look at which run it holds.
    """

    def __init__(self, home: Home, open_reader: Callable[[Run], S]) -> None:
        self.home = home
        self._open_reader = open_reader
        self._lock = threading.Lock()
        self._readers: dict[tuple[str, str], S] = {}
        self._users: dict[tuple[str, str], int] = {}

    @contextmanager
    def borrow(self, name: str | None = None) -> Iterator[tuple[Run, S]]:
        """The run in service (or the one named) with its reader, held open for the time of the block.

        Raises:
            NoSnapshot: Nothing was loaded yet.
            SnapshotError: The run named is gone, or the server holds another one.
            StoreConflict: The server's graph was brought up to date during the block; what was read may be of both.
            StoreUnavailable: The server does not say which run it holds.
        """
        key, run, reader = self._take(name)
        try:
            yield run, reader
            if reader.held_run() not in {None, run.name}:
                raise StoreConflict(
                    "The records were brought up to date while they were read", to=run.name, do="Open the page again."
                )
        finally:
            self._give_back(key)

    def _take(self, name: str | None) -> tuple[tuple[str, str], Run, S]:
        for _ in range(_FOLLOWS):
            run = self._wanted(name)
            key = _key(run)
            with self._lock:
                if key not in self._readers:
                    self._readers[key] = self._open_reader(run)
                reader = self._readers[key]
                self._users[key] = self._users.get(key, 0) + 1
            try:
                held = reader.held_run()
                if held in {None, run.name}:
                    return key, run, reader
            except BaseException:
                self._give_back(key)
                raise
            self._give_back(key)
            if name is not None or not _follow_server(self.home, run, held or ""):
                break
        raise SnapshotError(
            f"The server holds another snapshot than the one wanted: {held}",
            to=run.name,
            do="See `kin360 graph status`; `kin360 graph import --switch` or the next `kin360 ingest` mends it.",
        )

    def _wanted(self, name: str | None) -> Run:
        wanted = name or current_run_name(self.home)
        if wanted is None:
            raise NoSnapshot(
                "Nothing has been loaded yet",
                to=str(self.home.root),
                do="Run `kin360 ingest DIR` with agency extracts.",
            )
        run = Run(self.home.runs / wanted)
        if not run.folder.is_dir():
            raise SnapshotError("The snapshot is gone", to=wanted, do="Open the page again.")
        return run

    def _give_back(self, key: tuple[str, str]) -> None:
        with self._lock:
            self._users[key] -= 1
            self._close_unused()

    def _close_unused(self) -> None:
        current = current_run_name(self.home)
        kept = _key(Run(self.home.runs / current)) if current else None
        for key in [key for key, users in self._users.items() if users == 0 and key != kept]:
            self._readers.pop(key).close()
            del self._users[key]

    def close(self) -> None:
        """Close every reader; for the end of a process."""
        with self._lock:
            for reader in self._readers.values():
                reader.close()
            self._readers.clear()
            self._users.clear()


def _key(run: Run) -> tuple[str, str]:
    """A run and where its graph stands: `kin360 graph switch` changes the second."""
    try:
        return run.name, run.server_graph.read_text("utf-8")
    except FileNotFoundError:
        return run.name, ""


def _follow_server(home: Home, run: Run, held: str) -> bool:
    """Come after a server that already holds the next run; whether there is now another run to try.

    A load commits on the server, then moves the pointer. Died in between, the load counts all the same, and whoever
    first notices moves the pointer.
    """
    if current_run_name(home) != run.name:
        return True
    if not follows(home, run, held):
        return False
    put_in_service(home, Run(home.runs / held))
    return True


def follows(home: Home, run: Run, held: str) -> bool:
    """Whether ``held`` is a finished run of this home that came after ``run`` at the same place."""
    if not _RUN.match(held) or held <= run.name:
        return False
    later = Run(home.runs / held)
    return (later.folder / "manifest.json").exists() and _key(later)[1] == _key(run)[1]
