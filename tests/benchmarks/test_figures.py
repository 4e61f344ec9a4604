"""Figures, their goals and the table they are printed in."""

from __future__ import annotations

from benchmarks.figures import Figure, Report, Section, machine_as_markdown, ratios_first, section_as_markdown
from benchmarks.machine import this_machine


def test_a_goal_is_met_on_its_own_side() -> None:
    """A ratio must stay below its bound, a share above; without a goal there is nothing to meet."""
    assert Figure(what="load", value=1.4, unit="×", goal=1.5).met is True
    assert Figure(what="load", value=1.6, unit="×", goal=1.5).met is False
    assert Figure(what="recall", value=0.94, unit="share", sense=">=", goal=0.95).met is False
    assert Figure(what="seconds", value=9, unit="s").met is None


def test_ratios_come_first_then_shares_then_goals() -> None:
    """The order of reading, and the order as measured within it."""
    figures = [
        Figure(what="seconds", value=9, unit="s"),
        Figure(what="p95", value=200, unit="ms", goal=300),
        Figure(what="recall", value=1, unit="share"),
        Figure(what="ratio b", value=2, unit="×"),
        Figure(what="ratio a", value=1, unit="×"),
    ]
    assert [figure.what for figure in ratios_first(figures)] == ["ratio b", "ratio a", "recall", "p95", "seconds"]


def test_the_table_says_what_missed_its_goal() -> None:
    """A missed goal stands out, and every figure carries its unit and the state it was measured on."""
    missed = Figure(what="load", value=1.617, unit="×", people=100_000, goal=1.5, beside="3.2 s against 2.0 s")
    section = Section(name="load", title="Graph load", figures=(missed,), notes=("Three runs.",), seconds=12)
    text = section_as_markdown(section)
    assert "| 100,000 | load | 1.62 × | ≤ 1.5 | **no** | 3.2 s against 2.0 s |" in text
    assert "- Three runs." in text


def test_a_report_can_be_read_back() -> None:
    """The JSON that is kept holds all that was measured."""
    section = Section(name="load", title="Graph load", figures=(Figure(what="load", value=1.2, unit="×"),))
    report = Report(machine=this_machine(), sections=(section,))
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_the_machine_is_named_without_paths() -> None:
    """What is published of a machine says what it is and not where anything lies on it."""
    machine = this_machine()
    assert machine.cores >= 1
    assert machine.memory_gb > 0
    assert "/" not in machine_as_markdown(machine)
    assert "duckdb" in machine.libraries
