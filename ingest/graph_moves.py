"""Moving the run in service between places, without a new ingest: another server, or the embedded engine."""

from __future__ import annotations

import shutil
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from graphmodel.errors import NoSnapshot, SettingError, SnapshotError
from graphmodel.home import Home
from graphmodel.snapshot import Run
from graphmodel.stores.berths import EMBEDDED, GRAPH_VARIABLE, Berth, berth_of, berths, engine_name, say_place
from graphmodel.stores.embedded import EmbeddedReader
from graphmodel.stores.neo4j_keeper import GraphKeeper, Standing
from ingest.load import load_embedded
from ingest.one_ingest import only_ingest
from ingest.progress import ProgressSink, Silence
from ingest.server_load.choice import load_beside, look_at, run_in_service
from ingest.server_load.settle import settle_service
from ingest.server_load.tables import check_counts


class Moved(BaseModel):
    """What a move did."""

    model_config = ConfigDict(frozen=True)
    run: str
    place: str
    """Where the graph now also stands."""
    route: str
    """How it came there."""
    switched: bool
    """Whether the run in service now answers from there."""


def import_graph(
    home: Home,
    *,
    run_name: str | None = None,
    server_home: Path | None = None,
    switch: bool = False,
    progress: ProgressSink | None = None,
) -> Moved:
    """Bring a run from its tables onto an idle server, or onto the embedded engine where KIN360_GRAPH says so.

    Args:
        home: The home.
        run_name: The run; the one in service when None.
        server_home: Only into the server with this folder.
        switch: Let the run in service answer from there.
        progress: Hears how far it is.

    Raises:
        SettingError: There is no idle server, or none may be written over.
        SnapshotError: The run or its tables are gone, or the graph came out with other counts.
        GraphStoreError: The server failed. The run in service answers as before.
    """
    sink = progress or Silence()
    _run(home, run_name)
    with only_ingest(home):
        settle_service(home)
        run = _run(home, run_name)
        if not run.tables.is_dir():
            raise SnapshotError("The tables of the snapshot are gone", to=run.name, do="Run `kin360 ingest` again.")
        serving = run_in_service(home)
        if switch and (serving is None or serving.name != run.name):
            raise SettingError("Only the run in service can be switched", to=run.name, do="Leave --run away.")
        if engine_name() == EMBEDDED:
            route = _import_embedded(home, run, sink)
            return Moved(run=run.name, place=EMBEDDED, route=route, switched=serving == run)
        berth, route = _import_on_server(home, run, server_home, sink)
        if switch:
            say_place(run, berth)
        return Moved(run=run.name, place=berth.uri, route=route, switched=switch)


def switch_graph(home: Home, target: str | None = None) -> Moved:
    """Let the run in service answer from another place that holds it whole.

    Args:
        home: The home.
        target: A server's address as KIN360_GRAPH has it, or ``embedded``; the only other server that holds it when
            None.

    Raises:
        SettingError: No such place is set, or none holds the run.
        SnapshotError: What stands there has other counts than the run's manifest.
    """
    _run(home, None)
    with only_ingest(home):
        settle_service(home)
        run = _run(home, None)
        if target == EMBEDDED:
            _check_embedded(run)
            say_place(run, None)
            return Moved(run=run.name, place=EMBEDDED, route="it stood there already", switched=True)
        berth = _named(target) if target else _only_other(run)
        _check_holds(berth, run)
        say_place(run, berth)
    return Moved(run=run.name, place=berth.uri, route="it stood there already", switched=True)


def _run(home: Home, name: str | None) -> Run:
    run = Run(home.runs / name) if name else run_in_service(home)
    if run is None:
        raise NoSnapshot("Nothing has been loaded yet", to=str(home.root), do="Run `kin360 ingest DIR`.")
    run.manifest()
    return run


def _import_on_server(home: Home, run: Run, server_home: Path | None, sink: ProgressSink) -> tuple[Berth, str]:
    if server_home is None:
        for berth in berths():
            if berth != berth_of(run) and _holds(berth, run):
                _check_holds(berth, run)
                return berth, "it stood there already"
    loaded = load_beside(home, run, sink, server_home)
    assert loaded.berth is not None
    check_counts(loaded.counts, run.manifest().counts)
    return loaded.berth, loaded.route


def _import_embedded(home: Home, run: Run, sink: ProgressSink) -> str:
    """Build the files aside: in the run's folder they count as whole as soon as they are there."""
    if run.graph.exists():
        _check_embedded(run)
        return "it stood there already"
    aside = Run(home.runs / f"{run.name}.embedded.building")
    shutil.rmtree(aside.folder, ignore_errors=True)
    aside.folder.mkdir(mode=0o700)
    try:
        loaded = load_embedded(aside, run.tables, sink)
        check_counts(loaded.counts, run.manifest().counts)
        aside.twin.replace(run.twin)
        aside.graph.replace(run.graph)
    finally:
        shutil.rmtree(aside.folder, ignore_errors=True)
    return loaded.route


def _check_embedded(run: Run) -> None:
    """Refuse a file that is missing or does not open."""
    if not run.graph.exists():
        raise SettingError(
            "The embedded engine does not hold the snapshot",
            to=run.name,
            do=f"Run `kin360 graph import` with {GRAPH_VARIABLE}={EMBEDDED}.",
        )
    with EmbeddedReader(run.graph, run.twin) as reader:
        counted = reader.rows("MATCH (p:Person) RETURN count(*) AS n", {})[0]["n"]
    check_counts({"Person": int(counted)}, {"Person": run.manifest().counts["Person"]})


def _named(address: str) -> Berth:
    for berth in berths():
        if berth.uri == address:
            return berth
    raise SettingError(
        f"{GRAPH_VARIABLE} names no such server: {address}",
        do=f"Known: {', '.join(berth.uri for berth in berths()) or 'none'}; or '{EMBEDDED}'.",
    )


def _only_other(run: Run) -> Berth:
    others = [berth for berth in berths() if berth != berth_of(run) and _holds(berth, run)]
    if len(others) != 1:
        raise SettingError(
            "No other server holds the snapshot" if not others else "Several servers hold the snapshot",
            to=run.name,
            do="Run `kin360 graph import` first." if not others else "Name one by its address.",
        )
    return others[0]


def _holds(berth: Berth, run: Run) -> bool:
    return look_at(berth).holds(run)


def _check_holds(berth: Berth, run: Run) -> None:
    with GraphKeeper(berth.login()) as keeper:
        found = keeper.look()
        if found.standing is not Standing.WHOLE or found.marker is None or found.marker.run != run.name:
            raise SettingError(
                f"The server does not hold the snapshot in service but {found.standing.value}",
                to=berth.uri,
                do="Run `kin360 graph import` first.",
            )
        check_counts(keeper.counts(), run.manifest().counts)
