"""A long run of the engine gate: the product's engine on a larger graph, and two releases of its fork beside it.

The fork's releases come from the package index; where there is none, a note says so and the product's engine is run all
the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.figures import Figure, Section
from benchmarks.states import States
from engine_gate.environment import EngineRelease, locked_release, python_of
from engine_gate.gate import LEAST_PEOPLE, Outcome, Settings, run_gate
from graphmodel.errors import SettingError

NAME, TITLE = "engine-gate", "The engine gate"
QUERIES = 8_000
SEED = 2
OTHERS = (EngineRelease("ladybug", "0.17.1"), EngineRelease("ladybug", "0.22.0"))
OTHERS_QUERIES = 2_000
LEAST_SHARE = 0.95


def measure(_states: States, sizes: Sequence[int]) -> Section:
    """Run the product's engine at the largest size asked for, and the others at the gate's own."""
    people = max(LEAST_PEOPLE, *sizes)
    outcomes = [run_gate(Settings(locked_release(), QUERIES, people, SEED))]
    notes = []
    for release in OTHERS:
        try:
            python_of(release)
        except SettingError as error:
            notes.append(f"{release} was not run: {error}")
        else:
            outcomes.append(run_gate(Settings(release, OTHERS_QUERIES, LEAST_PEOPLE, SEED)))
    figures = [figure for outcome in outcomes for figure in _figures(outcome)]
    notes += [_told(outcome) for outcome in outcomes]
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=tuple(notes))


def _figures(outcome: Outcome) -> list[Figure]:
    tally, release, people = outcome.tally, outcome.settings.release, outcome.settings.people
    ours = release == locked_release()
    counted = f"{tally.statements:,} statements, {tally.runs:,} runs, {sum(tally.unknown.values()):,} not compared"
    return [
        Figure(
            what=f"{release}: runs answered otherwise than by Neo4j",
            value=tally.wrong,
            unit="count",
            people=people,
            goal=0 if ours else None,
            beside=counted,
        ),
        Figure(
            what=f"{release}: runs compared",
            value=tally.share,
            unit="share",
            people=people,
            sense=">=",
            goal=LEAST_SHARE,
            beside=f"{tally.filled:,} of them with rows",
        ),
    ]


def _told(outcome: Outcome) -> str:
    release = outcome.settings.release
    if outcome.smallest is None:
        return f"{release} {'passes' if outcome.passed else 'fails'}."
    smallest = " ".join(outcome.smallest.question.statement.text.split())
    return f"{release} fails; the smallest query: `{smallest}` ({outcome.smallest.mode})."
