"""Graph load against a bare COPY: the same Parquet files into a bare kuzu database, and what the twin adds."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import kuzu

from benchmarks.figures import Figure, Section
from benchmarks.states import State, States
from benchmarks.timing import Cost, in_turns, median_cost, timed
from graphmodel.home import Home
from graphmodel.model import NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.schema import kuzu_schema
from graphmodel.snapshot import begin_run
from graphmodel.stores.kuzu_store import KuzuWriter
from ingest.build.workbench import parquet_file
from ingest.load import load_graph

NAME, TITLE = "load", "Graph load against a bare COPY"
GOAL = 1.5
RUNS = 5
RUNS_WHEN_LARGE = 3


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Load each state with the twin, without it, and by a bare COPY, in turns."""
    figures, notes = [], []
    for people in sizes:
        runs = RUNS if people <= 20_000 else RUNS_WHEN_LARGE
        figures += _figures(states.of(people), runs)
        notes.append(f"{people:,} people: median of {runs} runs each, in turns.")
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=tuple(notes))


def _figures(state: State, runs: int) -> list[Figure]:
    files = state.parquet()
    with tempfile.TemporaryDirectory(dir=state.folder) as folder:
        scratch = Path(folder)
        ways = {
            "ours": lambda: _ours(scratch, files),
            "kuzu": lambda: _kuzu_alone(scratch, files),
            "bare": lambda: _bare(scratch, files),
        }
        costs = {way: median_cost(found) for way, found in in_turns(ways, runs).items()}
    return [
        _ratio("load_graph / bare COPY, wall", costs["ours"], costs["bare"], state.people, GOAL),
        _ratio("load_graph / load_graph without the twin, wall", costs["ours"], costs["kuzu"], state.people),
    ]


def _ratio(what: str, ours: Cost, other: Cost, people: int, goal: float | None = None) -> Figure:
    return Figure(
        what=what,
        value=ours.wall / other.wall,
        unit="×",
        people=people,
        goal=goal,
        beside=f"{ours.wall:.1f} s against {other.wall:.1f} s; CPU {ours.cpu:.1f} s against {other.cpu:.1f} s "
        f"({ours.cpu / other.cpu:.2f} ×)",
    )


def _ours(scratch: Path, files: Path) -> Cost:
    run = begin_run(Home(scratch / "home").create())
    cost = timed(lambda: load_graph(run, files))
    shutil.rmtree(run.folder)
    return cost


def _kuzu_alone(scratch: Path, files: Path) -> Cost:
    target = scratch / "alone.kuzu"

    def load() -> None:
        with KuzuWriter(target) as writer:
            writer.create_schema()
            for node in NODES:
                writer.load_nodes(node, parquet_file(files, node))
            for tie in RELATIONSHIPS:
                writer.load_relationships(tie, parquet_file(files, tie))

    cost = timed(load)
    target.unlink()
    return cost


def _bare(scratch: Path, files: Path) -> Cost:
    target = scratch / "bare.kuzu"
    cost = timed(lambda: copy_bare(files, target))
    target.unlink()
    return cost


def copy_bare(files: Path, target: Path) -> None:
    """COPY every file into a new kuzu database; no check, no count."""
    database = kuzu.Database(str(target))
    connection = kuzu.Connection(database)
    for statement in kuzu_schema():
        connection.execute(statement)
    classes: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    for declared in classes:
        path = parquet_file(files, declared)
        connection.execute(f"COPY {path.stem} FROM '{path}'")
    connection.close()
    database.close()
