"""Which server takes a new run, and by which way.

The run in service is never touched except by an increment, and nothing that Kin360 did not load is ever deleted.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from pathlib import Path

from graphmodel.errors import Kin360Error, SettingError, SnapshotError, StoreUnavailable
from graphmodel.home import Home
from graphmodel.search_secret import search_secret
from graphmodel.snapshot import Run, current_run_name
from graphmodel.stores.berths import GRAPH_VARIABLE, HOMES_VARIABLE, Berth, berth_of, berths, say_place
from graphmodel.stores.neo4j_keeper import Found, GraphKeeper, Standing
from ingest.progress import ProgressSink
from ingest.server_load.by_batches import load_by_batches
from ingest.server_load.by_import import load_by_import
from ingest.server_load.by_increment import ROWS_VARIABLE, increment_rows, load_by_increment
from ingest.server_load.difference import Difference
from ingest.server_load.loaded import Loaded, LoadedAside
from ingest.server_load.server_home import ServerHome
from ingest.server_load.tables import Cargo

DRAIN_SECONDS = 20.0
"""A berth left less long ago may still have readers: a page that began before the switch."""


@dataclass(frozen=True)
class Seen:
    """A berth and what stands there; ``away`` says why nobody could look."""

    berth: Berth
    found: Found | None
    away: StoreUnavailable | None = None

    def holds(self, run: Run) -> bool:
        """Whether the run stands here, whole."""
        found = self.found
        whole = found is not None and found.standing is Standing.WHOLE
        return whole and found is not None and found.marker is not None and found.marker.run == run.name


def owner_of(home: Home) -> str:
    """The mark by which a server knows this home again; not its secret."""
    return hmac.digest(search_secret(home), b"the graph on a server", "sha256").hex()[:16]


def look_at(berth: Berth) -> Seen:
    """Look at one berth.

    Raises:
        SettingError: Its server refuses the user, the password or the database.
    """
    try:
        with GraphKeeper(berth.login(), retry_seconds=0) as keeper:
            return Seen(berth, keeper.look())
    except StoreUnavailable as error:
        return Seen(berth, None, error)


def load_on_server(home: Home, run: Run, tables: Path, sink: ProgressSink) -> Loaded:
    """Bring a new run onto one of the servers, beside the run in service or as an increment upon it.

    The run's folder then says where its graph is.

    Raises:
        SettingError: No server can take it; the message says what to set.
        SnapshotError, GraphStoreError: The load failed; the run in service is as it was.
    """
    loaded = _load_somewhere(home, Cargo(run, tables, owner_of(home)), sink)
    say_place(run, loaded.berth)
    return loaded


def _load_somewhere(home: Home, cargo: Cargo, sink: ProgressSink) -> Loaded:
    serving = run_in_service(home)
    seen = [look_at(berth) for berth in berths()]
    standing = next((one for one in seen if serving and berth_of(serving) == one.berth and _still(one, serving)), None)
    changed = 0
    if serving and standing and standing.holds(serving) and serving.tables.is_dir():
        sink.stage("compare with the snapshot in service", None)
        with Difference(serving.tables, cargo.tables) as difference:
            changed = difference.rows
            if changed <= increment_rows():
                return load_by_increment(serving, cargo, standing.berth, difference, sink)
    idle = [one for one in seen if one is not standing]
    return _load_idle(home, cargo, idle, sink) if idle else _refuse(standing, changed)


def load_beside(home: Home, run: Run, sink: ProgressSink, folder: Path | None = None) -> LoadedAside:
    """Bring a run that is built already onto a berth that the run in service does not stand at.

    Args:
        home: The home.
        run: The run; where its folder says its graph is stays as it was.
        sink: Hears how far it is.
        folder: Only into the server with this home folder.

    Raises:
        SettingError: No berth is idle, or none has that home.
    """
    serving = run_in_service(home)
    idle = [
        one
        for one in map(look_at, berths())
        if not (serving and berth_of(serving) == one.berth and _still(one, serving))
        and (folder is None or (one.berth.home is not None and one.berth.home.resolve() == folder.resolve()))
    ]
    if not idle:
        raise SettingError(
            "No idle server can take the snapshot" + (f" with the home {folder}" if folder else ""),
            do=f"Name a second server in {GRAPH_VARIABLE}, and its folder in {HOMES_VARIABLE}.",
        )
    return _load_idle(home, Cargo(run, run.tables, owner_of(home)), idle, sink)


def run_in_service(home: Home) -> Run | None:
    """The run that ``current`` names, if its folder is there."""
    name = current_run_name(home)
    run = Run(home.runs / name) if name else None
    return run if run and run.folder.is_dir() else None


def _still(seen: Seen, serving: Run) -> bool:
    """Whether the run in service stands here, as far as is known: a server that is away may hold it yet."""
    return seen.found is None or seen.holds(serving)


def _load_idle(home: Home, cargo: Cargo, idle: list[Seen], sink: ProgressSink) -> LoadedAside:
    """The first idle server that may be written over: those with a home before the others."""
    refused: list[Kin360Error] = []
    for seen in sorted(idle, key=lambda one: one.berth.home is None):
        try:
            found = _reachable(seen)
            _check_ours(found, seen.berth, cargo.owner)
        except (StoreUnavailable, SettingError) as error:
            refused.append(error)
            continue
        _drain(home, found)
        if seen.berth.home is not None:
            return load_by_import(home, cargo, seen.berth, sink)
        return load_by_batches(cargo, seen.berth, sink)
    raise refused[0]


def _reachable(seen: Seen) -> Found | None:
    """What stands at an idle berth, its server started to look if need be; None for nothing, or half an import."""
    if seen.berth.home is None:
        if seen.away:
            raise seen.away
        return seen.found
    server = ServerHome(seen.berth)
    if server.half_imported or (seen.found is None and server.never_started):
        return None
    return seen.found or server.start()


def _check_ours(found: Found | None, berth: Berth, owner: str) -> None:
    if found is None or found.standing is Standing.EMPTY:
        return
    if found.standing is Standing.FOREIGN:
        raise SettingError(
            "The server holds data that Kin360 did not load, and they are not deleted",
            to=f"{berth.database} at {berth.uri}",
            do=f"Empty that database yourself, or name another server in {GRAPH_VARIABLE}.",
        )
    if found.marker and found.marker.owner != owner:
        raise SettingError(
            "The server holds the graph of another Kin360 home, and it is not deleted",
            to=f"{berth.database} at {berth.uri}",
            do=f"Empty that database yourself, or name another server in {GRAPH_VARIABLE}.",
        )


def _drain(home: Home, found: Found | None) -> None:
    """Wait until pages that began at this berth before the last switch have ended."""
    if found is None or found.standing is not Standing.WHOLE or not home.current.exists():
        return
    time.sleep(max(0.0, min(DRAIN_SECONDS, DRAIN_SECONDS - (time.time() - home.current.stat().st_mtime))))


def _refuse(standing: Seen | None, changed: int) -> Loaded:
    assert standing is not None
    if standing.away:
        raise standing.away
    if not changed:
        raise SnapshotError(
            "The tables of the snapshot in service are gone, so what changed since cannot be found",
            to=standing.berth.uri,
            do=f"Name a second server in {GRAPH_VARIABLE} for the new snapshot.",
        )
    raise SettingError(
        f"{changed:,} rows changed, more than the {increment_rows():,} that the server in service takes at once",
        to=standing.berth.uri,
        do=f"Name a second server in {GRAPH_VARIABLE} (in {HOMES_VARIABLE} its folder, if it is on this machine), or "
        f"set {ROWS_VARIABLE} higher if the server has the memory.",
    )
