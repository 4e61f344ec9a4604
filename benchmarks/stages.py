"""Seconds of each stage of a whole ingest, records a second, peak memory, bytes on disk."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.figures import Figure, Section
from benchmarks.states import State, States

NAME, TITLE = "stages", "Stages of a whole ingest"
GOAL_PEOPLE = 1_000_000
"""The size the goals are set for: a state."""

GOAL_RECORDS = 8_000.0
GOAL_MB = 6_000.0


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Report what it took to make and ingest the state of each size, in processes of their own."""
    notes = (
        "`generate` is `kin360 sample`, the other stages are of `kin360 ingest`; each ran once in its own process.",
        "Records are person records, as staged; a household extract row holds several.",
        "Peak memory is the largest resident size of the process, or of the largest of its workers.",
        "The processes that read extracts stand beside it while it stages, which is not where it is largest.",
    )
    figures = [figure for people in sizes for figure in stage_figures(states.of(people))]
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=notes)


def stage_figures(state: State) -> list[Figure]:
    """The figures of one state."""
    made, people = state.making, state.people
    at_goal = people >= GOAL_PEOPLE
    records = made.report.linkage.records
    stages = {"generate": made.generate_wall, **made.report.seconds}
    found = [
        Figure(what=f"stage: {name}", value=seconds, unit="s", people=people, beside=_rate(records, seconds))
        for name, seconds in stages.items()
    ]
    cpu = f"CPU {made.ingest_cpu:.1f} s; {records:,} records of {made.report.rows_in:,} rows"
    return [
        *found,
        Figure(what="whole ingest", value=made.ingest_wall, unit="s", people=people, beside=cpu),
        Figure(
            what="whole ingest",
            value=records / made.ingest_wall,
            unit="records/s",
            people=people,
            sense=">=",
            goal=GOAL_RECORDS if at_goal else None,
        ),
        Figure(what="peak memory, generate", value=made.generate_peak_mb, unit="MB", people=people),
        Figure(
            what="peak memory, ingest",
            value=made.ingest_peak_mb,
            unit="MB",
            people=people,
            goal=GOAL_MB if at_goal else None,
        ),
        Figure(what="extracts on disk", value=made.extracts_mb, unit="MB", people=people),
        Figure(what="staging on disk", value=made.staging_mb, unit="MB", people=people),
        Figure(
            what="snapshot on disk",
            value=made.snapshot_mb,
            unit="MB",
            people=people,
            beside=f"graph {made.graph_mb:.1f} MB",
        ),
    ]


def _rate(records: int, seconds: float) -> str:
    return f"{records / seconds:,.0f} records/s" if seconds >= 2 else ""
