"""Relatives with 1, 3 and 5 sources a tie: the same graph, its kin ties rewritten to carry so many assertions each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.asked_people import choose_people
from benchmarks.figures import Figure, Section
from benchmarks.query_times import call_figures, time_calls
from benchmarks.states import State, States
from casework.family import GENERATIONS, family, neighbours
from casework.opening import Casework
from graphmodel.home import Home
from graphmodel.model import KIN_TIES, NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.snapshot import Run, begin_run, finish_run, put_in_service
from ingest.build.workbench import parquet_file
from ingest.load import load_graph

NAME, TITLE = "sources", "Relatives with 1, 3 and 5 sources a tie"
ASSERTIONS = (1, 3, 5)
PEOPLE_ASKED = 100


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Load each state with so many assertions a tie, and ask for relatives and neighbours."""
    figures = [figure for people in sizes for figure in _state_figures(states.of(people))]
    notes = (
        f"{PEOPLE_ASKED} people each; a kin tie carries its first assertion so many times, under different sources.",
    )
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=notes)


def _state_figures(state: State) -> list[Figure]:
    asked = choose_people(state)[:PEOPLE_ASKED]
    found: list[Figure] = []
    for number in ASSERTIONS:
        with tempfile.TemporaryDirectory(dir=state.folder) as folder:
            home = _home_with(state, number, Path(folder))
            casework = Casework(home)
            run = Run(home.runs / home.current.read_text().strip())
            _, walking = time_calls(casework, run, [partial(family, person=person) for person in asked])
            _, stepping = time_calls(casework, run, [partial(neighbours, person=person) for person in asked])
            figures = call_figures(f"relatives, {GENERATIONS} generations, {number} a tie", walking, state.people)
            figures += call_figures(f"neighbours, {number} a tie", stepping, state.people)
            found += [figure for figure in figures if figure.unit != "count"]
            casework.close()
    return found


def _home_with(state: State, number: int, folder: Path) -> Home:
    """A home whose snapshot is the state's, each kin tie with ``number`` assertions."""
    systems = [(source.system, source.domain) for source in state.run.manifest().sources]
    files = folder / "parquet"
    files.mkdir()
    classes: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    for declared in classes:
        source, target = parquet_file(state.parquet(), declared), parquet_file(files, declared)
        if declared in KIN_TIES:
            pq.write_table(with_assertions(pq.read_table(source), number, systems), target)
        else:
            target.symlink_to(source)
    home = Home(folder / "home").create()
    run = begin_run(home)
    load_graph(run, files)
    shutil.copyfile(state.run.search_index, run.search_index)
    run.write_manifest(state.run.manifest().model_copy(update={"run": run.name}))
    put_in_service(home, finish_run(run))
    shutil.rmtree(files)
    return home


def with_assertions(ties: pa.Table, number: int, systems: Sequence[tuple[str, str]]) -> pa.Table:
    """Ties whose evidence is the first assertion ``number`` times, each time under another source.

    Args:
        ties: Rows of a kin tie class.
        number: Assertions each tie is to carry.
        systems: System and domain of the sources to go round; the first assertion keeps its own.
    """
    for name in [name for name in ties.column_names if name.startswith("ev_")]:
        first = [values[0] if values else None for values in ties[name].to_pylist()]
        lists = [None if value is None else [value] * number for value in first]
        if name in {"ev_source", "ev_domain"}:
            field = 0 if name == "ev_source" else 1
            lists = [
                [value, *(systems[(row + turn) % len(systems)][field] for turn in range(1, number))]
                for row, value in enumerate(first)
            ]
        if name == "ev_record":
            lists = [[value, *(f"{value}/{turn}" for turn in range(1, number))] for value in first]
        column = ties.schema.get_field_index(name)
        ties = ties.set_column(column, ties.schema.field(name), pa.array(lists, type=ties.schema.field(name).type))
    return ties
