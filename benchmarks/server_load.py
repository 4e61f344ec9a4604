"""Loading into Neo4j against its bare import: the product's whole load, and `database import full` plus index build."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable, Sequence

from benchmarks.figures import Figure, Section
from benchmarks.served_states import Served, served
from benchmarks.states import States
from benchmarks.timing import Clock, Cost, in_turns, median_cost
from graphmodel.schema import neo4j_schema
from graphmodel.stores.neo4j_connection import Neo4jConnection
from ingest.progress import Silence
from ingest.server_load.choice import load_beside
from ingest.server_load.import_files import ImportFiles, write_import_files
from ingest.server_load.server_home import ServerHome

NAME, TITLE = "server_load", "Loading into Neo4j against its bare import"
GOAL = 1.3
RUNS = 5
_INDEX_SECONDS = 3600


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Load each state both ways, in turns."""
    figures = [figure for people in sizes for figure in _figures(states, people)]
    notes = (
        "Ours: the tables written as CSV, server stopped, import, started, indexes, every class counted, marked whole.",
        "Bare: the same CSV written beforehand, server stopped, import, started, indexes.",
        f"Median of {RUNS} runs each, in turns. CPU is that of Kin360 and the import tool, not the server's.",
    )
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=notes)


def _figures(states: States, people: int) -> list[Figure]:
    with served(states.of(people)) as here:
        folder = here.home.root / "bare-import"
        files = write_import_files(here.run.tables, folder)
        rivals = {
            "ours": lambda: _with_children(lambda: load_beside(here.home, here.run, Silence())),
            "bare": lambda: _with_children(lambda: _bare(here, files)),
        }
        # The first load finds no server running, and is not counted.
        here.fill()
        here.run.server_graph.unlink()
        costs = in_turns(rivals, RUNS)
        shutil.rmtree(folder)
    ours, bare = median_cost(costs["ours"]), median_cost(costs["bare"])
    rows = sum(here.state.run.manifest().counts.values())
    return [
        Figure(
            what="load into Neo4j / database import full + indexes, wall",
            value=ours.wall / bare.wall,
            unit="×",
            people=people,
            goal=GOAL,
            beside=f"{ours.wall:.1f} s against {bare.wall:.1f} s; CPU {ours.cpu:.1f} s against {bare.cpu:.1f} s",
        ),
        Figure(what="load into Neo4j", value=rows / ours.wall, unit="records/s", people=people, beside="graph rows"),
    ]


def _with_children(run: Callable[[], object]) -> Cost:
    """What a call took, with the processor time of the commands it ran to their end."""
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), Clock()
    run()
    cost, after = clock.lap(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return cost + Cost(0.0, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _bare(here: Served, files: ImportFiles) -> None:
    home = ServerHome(here.berth)
    home.stop()
    home.fill(files.arguments(here.berth.database))
    home.start()
    connection = Neo4jConnection(here.berth.login(), retry_seconds=5.0)
    for statement in (*neo4j_schema(), f"CALL db.awaitIndexes({_INDEX_SECONDS})"):
        connection.transact(lambda t, s=statement: t.write(s, {}), seconds=_INDEX_SECONDS, writing=True)  # type: ignore[misc]
    connection.close()
