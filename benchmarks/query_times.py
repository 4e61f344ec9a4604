"""Find, Person 360 and relatives: time a call, beside its questions sent bare and an in-memory adjacency.

Bare is kuzu by the Cypher of the same questions, and the twin, which answers them in use, by their SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from benchmarks.adjacency import Adjacency, Shape
from benchmarks.asked_people import choose_people, search_text
from benchmarks.figures import Figure, Section
from benchmarks.recording import BareReplay, BareTwinReplay, RecordingReader
from benchmarks.states import State, States
from benchmarks.timing import Clock, Cost, percentile
from casework.family import GENERATIONS, Family, family
from casework.find import FindResult, find_people
from casework.opening import DEMO_VIEWER, Casework
from casework.profile import person_360
from casework.view import AllowAll, Stage, View
from graphmodel.search_index import SearchIndex
from graphmodel.snapshot import Run
from graphmodel.stores.base import Asked
from graphmodel.stores.opening import open_reader

NAME, TITLE = "queries", "Find, Person 360 and relatives"
GOAL_MS = 300.0
_WARMING = 20
_TODAY = date(2026, 11, 22)

A = TypeVar("A")


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Ask each state about the same kinds of people."""
    figures = [figure for people in sizes for figure in state_figures(states.of(people))]
    notes = (
        "Each call is made once, warm, in a view of its own, as a page does.",
        "Bare: the questions of that same call, as Cypher straight to kuzu and as SQL straight to SQLite, in turns.",
        "From memory: a dict of ties walked, and the product's own kinship; no evidence, dates or addresses.",
    )
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=notes)


@dataclass
class CallTimes:
    """What the calls of one kind took, and what they sent."""

    product: list[Cost] = field(default_factory=list)
    bare: list[Cost] = field(default_factory=list)
    twin: list[Cost] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


def state_figures(state: State) -> list[Figure]:
    """The figures of one state."""
    asked = choose_people(state)
    casework = Casework(state.home)
    with casework.view(today=_TODAY) as view:
        texts = [search_text(view, person, turn) for turn, person in enumerate(asked)]
    found, finding = time_calls(casework, state.run, [partial(find_people, text=text) for text in texts])
    _, profiling = time_calls(casework, state.run, [partial(person_360, person=person) for person in asked])
    families, walking = time_calls(casework, state.run, [partial(family, person=person) for person in asked])
    casework.close()
    return [
        *call_figures("find", finding, state.people),
        *call_figures("Person 360", profiling, state.people),
        *call_figures(f"relatives, {GENERATIONS} generations", walking, state.people),
        _found_figure(asked, found, state.people),
        *_memory_figures(state, asked, families),
    ]


def time_calls(casework: Casework, run: Run, asks: Sequence[Callable[[View], A]]) -> tuple[list[A], CallTimes]:
    """Time each call and its questions sent bare, in turns, after a warm-up; with what the calls answered."""
    answers, times, replay, twin = [], CallTimes(), BareReplay(run.graph), BareTwinReplay(run.twin)
    recorder, search = RecordingReader(open_reader(run)), SearchIndex(run.search_index)
    for ask in asks[:_WARMING]:
        with casework.view(today=_TODAY) as view:
            ask(view)
    for turn, ask in enumerate(asks):
        answer, sent = recorded(run, recorder, search, ask)
        answers.append(answer)
        times.statements.append(len(sent))
        for who in ("product", "bare", "twin")[:: 1 if turn % 2 else -1]:
            clock = Clock()
            if who == "product":
                with casework.view(today=_TODAY) as view:
                    ask(view)
                times.product.append(clock.lap())
            elif who == "bare":
                replay.send(sent)
                times.bare.append(clock.lap())
            else:
                twin.send(sent)
                times.twin.append(clock.lap())
    replay.close()
    twin.close()
    recorder.close()
    search.close()
    return answers, times


def recorded(
    run: Run, recorder: RecordingReader, search: SearchIndex, ask: Callable[[View], A]
) -> tuple[A, list[Asked]]:
    """What one call answers, and the statements it sends, in order."""
    view = View(
        run, recorder, search, DEMO_VIEWER, purpose="benchmark", stage=Stage.CASE_WORK, policy=AllowAll(), today=_TODAY
    )
    return ask(view), recorder.taken()


def call_figures(name: str, times: CallTimes, people: int) -> list[Figure]:
    """p50 and p95 of a kind of call, its ratios to the questions sent bare, and how many it sends."""
    walls, cpus = [c.wall * 1e3 for c in times.product], [c.cpu * 1e3 for c in times.product]
    found = []
    for whose, costs in (("kuzu's bare statements", times.bare), ("the twin's bare statements", times.twin)):
        bare, bare_cpus = [c.wall * 1e3 for c in costs], [c.cpu * 1e3 for c in costs]
        found += [
            Figure(
                what=f"{name}: {label} / {whose}",
                value=percentile(walls, share) / percentile(bare, share),
                unit="×",
                people=people,
                beside=f"bare {percentile(bare, share):.1f} ms, CPU {percentile(bare_cpus, share):.1f} ms",
            )
            for label, share in (("p50", 0.5), ("p95", 0.95))
        ]
    found += [
        Figure(
            what=f"{name}: {label}",
            value=percentile(walls, share),
            unit="ms",
            people=people,
            goal=GOAL_MS if share > 0.9 else None,
            beside=f"CPU {percentile(cpus, share):.1f} ms",
        )
        for label, share in (("p50", 0.5), ("p95", 0.95))
    ]
    counts = [float(count) for count in times.statements]
    found.append(
        Figure(
            what=f"{name}: statements a call, p50",
            value=percentile(counts, 0.5),
            unit="count",
            people=people,
            beside=f"p95 {percentile(counts, 0.95):.0f}",
        )
    )
    return found


def _found_figure(asked: Sequence[str], results: Sequence[FindResult], people: int) -> Figure:
    """How often the person somebody searched for is among those shown."""
    shown = sum(
        any(found.brief.person == person for found in result.people)
        for person, result in zip(asked, results, strict=True)
    )
    return Figure(
        what="find: the person sought is among those shown",
        value=shown / len(asked),
        unit="share",
        people=people,
        beside=f"{shown} of {len(asked)} searches; a surname or two letters alone can be too wide",
    )


def _memory_figures(state: State, asked: Sequence[str], families: Sequence[Family]) -> list[Figure]:
    """The same kin question from memory, and whether it gives the same people and lines."""
    adjacency = Adjacency.read(state.parquet())
    walks, whole, same = [], [], 0
    for person, told in zip(asked, families, strict=True):
        clock = Clock()
        adjacency.ties_around(person, GENERATIONS)
        walks.append(clock.lap().wall * 1e3)
        found = adjacency.shapes(person, GENERATIONS)
        whole.append(clock.lap().wall * 1e3)
        same += found == _shapes(told)
    return [
        Figure(
            what="relatives: same people by the same lines as from memory",
            value=same / len(asked),
            unit="share",
            people=state.people,
            sense=">=",
            goal=1.0,
            beside=f"{same} of {len(asked)} families",
        ),
        Figure(
            what="relatives from memory: p50",
            value=percentile(whole, 0.5),
            unit="ms",
            people=state.people,
            beside=f"p95 {percentile(whole, 0.95):.1f} ms; the walk alone {percentile(walks, 0.5):.2f} / "
            f"{percentile(walks, 0.95):.2f} ms",
        ),
    ]


def _shapes(told: Family) -> set[Shape]:
    return {
        (relative.brief.person, line.route, line.up, line.down, line.half)
        for relative in told.relatives
        for line in relative.lines
    }
