"""Find, Person 360 and relatives on both engines side by side, against the same Cypher sent by a bare driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from statistics import median

import neo4j

from benchmarks.asked_people import choose_people, search_text
from benchmarks.figures import Figure, Section
from benchmarks.query_times import GOAL_MS, recorded
from benchmarks.recording import RecordingReader
from benchmarks.served_states import Served, served
from benchmarks.states import State, States
from benchmarks.timing import Clock, Cost, percentile
from casework.family import GENERATIONS, family
from casework.find import find_people
from casework.opening import Casework
from casework.profile import person_360
from casework.view import View
from graphmodel.search_index import SearchIndex
from graphmodel.stores.base import Asked
from graphmodel.stores.neo4j_login import Neo4jLogin
from graphmodel.stores.opening import open_reader

NAME, TITLE = "server_queries", "Both engines side by side"
BARE_GOAL, GROWTH_GOAL = 1.5, 1.6
ROUNDS = 5
_ASKED = 100
_TODAY = date(2026, 11, 22)
EMBEDDED, SERVER, BARE = "embedded", "Neo4j", "bare driver"

Ask = Callable[[View], object]


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Ask each state on both engines."""
    measured = {people: _state_times(states.of(people)) for people in sorted(sizes)}
    figures = [figure for people, times in measured.items() for figure in _figures(times, people)]
    for small, large in pairwise(measured):
        figures += _growth(measured[small], measured[large], small, large)
    notes = (
        f"{_ASKED} people asked about in {ROUNDS} rounds, every call by each rival in turns.",
        "A percentile is the median of the rounds' percentiles.",
        "Bare driver: the statements of that same call one after another, each its own transaction of one session.",
        "Every value of theirs is fetched and nothing made of it; the search index is not asked.",
    )
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=notes)


@dataclass(frozen=True)
class CallRounds:
    """What the calls of one kind took: for each rival the costs of each round, and how many statements a call sends."""

    costs: Mapping[str, list[list[Cost]]]
    statements: list[int]

    def wall_ms(self, rival: str, share: float) -> float:
        """The median over the rounds of a percentile of the wall time."""
        return median(percentile([cost.wall * 1e3 for cost in one], share) for one in self.costs[rival])

    def cpu_ms(self, rival: str, share: float) -> float:
        """The same of this process's CPU time."""
        return median(percentile([cost.cpu * 1e3 for cost in one], share) for one in self.costs[rival])


class _BareDriver:
    """Sends recorded statements by the official driver and nothing else."""

    def __init__(self, login: Neo4jLogin) -> None:
        self._driver = neo4j.GraphDatabase.driver(login.uri, auth=(login.user, login.password))
        self._session = self._driver.session(database=login.database, default_access_mode=neo4j.READ_ACCESS)

    def send(self, sent: Sequence[Asked]) -> None:
        """Send the statements of one call and fetch every row."""
        for statement, parameters, _ in sent:
            self._session.run(statement, parameters).values()

    def close(self) -> None:
        """Close the connection."""
        self._session.close()
        self._driver.close()


def _state_times(state: State) -> dict[str, CallRounds]:
    with served(state) as here:
        here.fill()
        embedded, server = Casework(state.home), Casework(here.home)
        people = choose_people(state)[:_ASKED]
        with embedded.view(today=_TODAY) as view:
            texts = [search_text(view, person, turn) for turn, person in enumerate(people)]
        kinds: dict[str, list[Ask]] = {
            "find": [partial(find_people, text=text) for text in texts],
            "Person 360": [partial(person_360, person=person) for person in people],
            f"relatives, {GENERATIONS} generations": [partial(family, person=person) for person in people],
        }
        times = {kind: _rounds(here, embedded, server, asks) for kind, asks in kinds.items()}
        embedded.close()
        server.close()
    return times


def _rounds(here: Served, embedded: Casework, server: Casework, asks: Sequence[Ask]) -> CallRounds:
    sent = _sent(here, asks)
    driver = _BareDriver(here.berth.login())

    def by(casework: Casework, call: int) -> None:
        with casework.view(today=_TODAY) as view:
            asks[call](view)

    rivals: dict[str, Callable[[int], None]] = {
        EMBEDDED: partial(by, embedded),
        SERVER: partial(by, server),
        BARE: lambda call: driver.send(sent[call]),
    }
    costs: dict[str, list[list[Cost]]] = {name: [] for name in rivals}
    # The first round warms caches and the server's compiler, and is not counted.
    for turn in range(ROUNDS + 1):
        walls = _one_round(rivals, len(asks), turn)
        for name in rivals if turn else ():
            costs[name].append(walls[name])
    driver.close()
    return CallRounds(costs, [len(statements) for statements in sent])


def _one_round(rivals: Mapping[str, Callable[[int], None]], calls: int, turn: int) -> dict[str, list[Cost]]:
    names = list(rivals)
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for call in range(calls):
        first = (turn + call) % len(names)
        for name in names[first:] + names[:first]:
            clock = Clock()
            rivals[name](call)
            costs[name].append(clock.lap())
    return costs


def _sent(here: Served, asks: Sequence[Ask]) -> list[list[Asked]]:
    recorder, search = RecordingReader(open_reader(here.run)), SearchIndex(here.run.search_index)
    sent = [recorded(here.run, recorder, search, ask)[1] for ask in asks]
    recorder.close()
    search.close()
    return sent


def _figures(times: Mapping[str, CallRounds], people: int) -> list[Figure]:
    found = []
    for kind, rounds in times.items():
        counts = [float(count) for count in rounds.statements]
        said = f"{percentile(counts, 0.5):.0f} statements, p95 {percentile(counts, 0.95):.0f}"
        for label, share in (("p50", 0.5), ("p95", 0.95)):
            ours, bare = rounds.wall_ms(SERVER, share), rounds.wall_ms(BARE, share)
            found.append(
                Figure(
                    what=f"{kind}: Neo4j {label} / bare driver",
                    value=ours / bare,
                    unit="×",
                    people=people,
                    goal=BARE_GOAL if label == "p95" else None,
                    beside=f"bare {bare:.1f} ms; {said}",
                )
            )
            found += [
                Figure(
                    what=f"{kind}: {engine} {label}",
                    value=rounds.wall_ms(engine, share),
                    unit="ms",
                    people=people,
                    goal=GOAL_MS if label == "p95" else None,
                    beside=f"CPU {rounds.cpu_ms(engine, share):.1f} ms",
                )
                for engine in (EMBEDDED, SERVER)
            ]
    return found


def _growth(small: Mapping[str, CallRounds], large: Mapping[str, CallRounds], fewer: int, more: int) -> list[Figure]:
    return [
        Figure(
            what=f"{kind}: {engine} p95, growth from {fewer:,} people",
            value=large[kind].wall_ms(engine, 0.95) / small[kind].wall_ms(engine, 0.95),
            unit="×",
            people=more,
            goal=GROWTH_GOAL,
            beside=f"{small[kind].wall_ms(engine, 0.95):.1f} ms to {large[kind].wall_ms(engine, 0.95):.1f} ms",
        )
        for kind in large
        for engine in (EMBEDDED, SERVER)
    ]
