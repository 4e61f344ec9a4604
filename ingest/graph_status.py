"""Where the graph is: which run each place holds, whether it is the one in service, and what is to be done."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from graphmodel.errors import Kin360Error
from graphmodel.home import Home
from graphmodel.snapshot import Run
from graphmodel.stores.berths import EMBEDDED, Berth, berth_of, berths, engine_name, place_at, place_of
from graphmodel.stores.neo4j_keeper import Found, GraphKeeper, Standing
from ingest.server_load.choice import run_in_service
from ingest.server_load.server_home import ServerHome


class FileStatus(BaseModel):
    """The embedded engine's graph of the run in service."""

    model_config = ConfigDict(frozen=True)
    path: str
    megabytes: float
    format: int


class BerthStatus(BaseModel):
    """One server."""

    model_config = ConfigDict(frozen=True)
    address: str
    database: str
    home: str | None
    """Its folder on this machine, if the settings name one."""
    reachable: bool
    version: str | None = None
    holds: str
    """What stands there, in words."""
    run: str | None = None
    in_service: bool = False
    """Whether the run in service answers from here."""
    wrong_counts: tuple[str, ...] = ()
    """Classes of which it holds more or fewer than the run's manifest says."""
    problem: str = ""


class GraphStatus(BaseModel):
    """The whole picture."""

    model_config = ConfigDict(frozen=True)
    engine: str
    run: str | None
    place: str | None
    """Where the run in service answers from."""
    file: FileStatus | None = None
    berths: tuple[BerthStatus, ...] = ()
    problems: tuple[str, ...] = ()
    """What somebody should do something about; empty when all is well."""


def graph_status(home: Home) -> GraphStatus:
    """Look at every place that the settings name, and at the run in service.

    Raises:
        SettingError: The settings name no engine, or contradict one another.
    """
    engine, serving = engine_name(), run_in_service(home)
    seen = tuple(_berth_status(berth, serving, home) for berth in berths())
    place, file, problems = None, None, [f"{one.address}: {one.problem}" for one in seen if one.problem]
    if serving is None:
        problems.insert(0, "Nothing has been loaded yet. Run `kin360 ingest DIR`.")
    else:
        file = _file_status(serving)
        place = _place(serving, engine)
        if place is None:
            problems.insert(0, _misplaced(serving))
        elif EMBEDDED not in {engine, place} and not any(one.in_service for one in seen):
            problems.insert(0, f"The run in service, {serving.name}, is not whole at {place}. {_MEND}")
    run = serving.name if serving else None
    return GraphStatus(engine=engine, run=run, place=place, file=file, berths=seen, problems=tuple(problems))


_MEND = "Run `kin360 graph import --switch`, or `kin360 ingest` again."


def _place(serving: Run, engine: str) -> str | None:
    if engine == EMBEDDED or place_of(serving) == place_at(None):
        return EMBEDDED if serving.graph.exists() else None
    berth = berth_of(serving)
    return berth.uri if berth else None


def _misplaced(serving: Run) -> str:
    said = place_of(serving) or {}
    where = said.get("uri", "the file of the embedded engine")
    return f"The run in service, {serving.name}, stands at {where}, which KIN360_GRAPH does not name. {_MEND}"


def _file_status(serving: Run) -> FileStatus | None:
    if not serving.graph.exists():
        return None
    files = [path for path in (serving.graph, serving.twin, serving.search_index) if path.exists()]
    megabytes = round(sum(path.stat().st_size for path in files) / 1e6, 1)
    return FileStatus(path=str(serving.graph), megabytes=megabytes, format=serving.manifest().format)


def _berth_status(berth: Berth, serving: Run | None, home: Home) -> BerthStatus:
    ours = serving is not None and berth_of(serving) == berth
    shown = {"address": berth.uri, "database": berth.database, "home": str(berth.home) if berth.home else None}
    try:
        with GraphKeeper(berth.login(), retry_seconds=0) as keeper:
            found = keeper.look()
            run = Run(home.runs / found.marker.run) if found.marker else None
            wrong = _wrong_counts(keeper, run) if run and found.standing is Standing.WHOLE else ()
    except Kin360Error as error:
        # A server that this machine may start is at rest, not lost.
        at_rest = berth.home is not None and not ours and error.retry and not ServerHome(berth).running
        return BerthStatus(
            **shown,
            reachable=False,
            holds="not running" if at_rest else "unknown",
            problem="" if at_rest else str(error),
        )
    whole = found.standing is Standing.WHOLE and run is not None and serving is not None and run.name == serving.name
    return BerthStatus(
        **shown,
        reachable=True,
        version=found.version,
        holds=found.standing.value,
        run=run.name if run else None,
        in_service=ours and whole,
        wrong_counts=wrong,
        problem=_problem(found, wrong, ours=ours),
    )


def _wrong_counts(keeper: GraphKeeper, run: Run) -> tuple[str, ...]:
    """Classes that differ from the run's manifest; none for a run that this home has not."""
    if not (run.folder / "manifest.json").exists():
        return ()
    said, held = run.manifest().counts, keeper.counts()
    return tuple(sorted(name for name, rows in held.items() if said.get(name, 0) != rows))


def _problem(found: Found, wrong: tuple[str, ...], *, ours: bool) -> str:
    if found.standing is Standing.FOREIGN:
        return "It holds data that Kin360 did not load: empty it, or name another server."
    if wrong and ours:
        return f"It holds other counts than the manifest says ({', '.join(wrong)}). {_MEND}"
    return ""
