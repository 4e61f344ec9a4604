"""What a benchmark reports: figures, each with its goal where it has one, and the table they are printed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from benchmarks.machine import Machine

Unit = Literal["×", "share", "ms", "s", "MB", "records/s", "count"]
_HEAD = ("| people | figure | value | goal | met | beside |", "|--:|---|--:|--:|---|---|")
_DIGITS: dict[str, int] = {"×": 2, "share": 4, "ms": 1, "s": 1, "MB": 1, "records/s": 0, "count": 0}


class Figure(BaseModel):
    """One measured number.

    ``goal`` is the bound it is held to, at most for ``<=`` and at least for ``>=``; None where there is none.
    ``beside`` says what it is made of, for the eye.
    """

    model_config = ConfigDict(frozen=True)
    what: str
    value: float
    unit: Unit
    people: int | None = None
    sense: Literal["<=", ">="] = "<="
    goal: float | None = None
    beside: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.sense == "<=" else self.value >= self.goal


class Section(BaseModel):
    """The figures of one question, with what must be known to read them."""

    model_config = ConfigDict(frozen=True)
    name: str
    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


class Report(BaseModel):
    """One run of the benchmarks."""

    model_config = ConfigDict(frozen=True)
    machine: Machine
    sections: tuple[Section, ...]


def ratios_first(figures: Iterable[Figure]) -> list[Figure]:
    """Figures in the order of reading: ratios, then shares, then those with a goal, then the rest as they came."""
    return sorted(figures, key=lambda figure: (figure.unit != "×", figure.unit != "share", figure.goal is None))


def machine_as_markdown(machine: Machine) -> str:
    """What the figures were measured on and when, as a heading and a line."""
    return f"## Benchmarks of {machine.date}\n\n{machine.sentence()}\n"


def section_as_markdown(section: Section) -> str:
    """A section as a Markdown table, with its notes."""
    rows = [_row(figure) for figure in ratios_first(section.figures)]
    table = [*_HEAD, *rows, ""] if rows else []
    notes = [*(f"- {note}" for note in section.notes), f"- The section took {section.seconds:,.0f} s.", ""]
    return "\n".join([f"### {section.title}", "", *table, *notes])


def _row(figure: Figure) -> str:
    people = "" if figure.people is None else f"{figure.people:,}"
    goal = "" if figure.goal is None else f"{'≤' if figure.sense == '<=' else '≥'} {figure.goal:g}"
    met = {True: "yes", False: "**no**", None: ""}[figure.met]
    return f"| {people} | {figure.what} | {told(figure.value, figure.unit)} | {goal} | {met} | {figure.beside} |"


def told(value: float, unit: Unit) -> str:
    """A value with its unit, rounded as that unit is read."""
    number = f"{value:,.{_DIGITS[unit]}f}"
    return number if unit in {"share", "count"} else f"{number} {unit}"
