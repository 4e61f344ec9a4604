"""What a long run tells its watcher: one protocol, a silent listener and one that draws bars with rates."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text


@runtime_checkable
class ProgressSink(Protocol):
    """Hears how far a run has come. One stage is under way at a time; starting the next ends the one before."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins.

        Args:
            name: What is being done, as a reader would say it: ``"read snap.csv"``, ``"link"``.
            total: How many steps it takes (rows, bytes or parts), or None when nobody can know.
        """

    def advance(self, n: int) -> None:
        """``n`` further steps of the stage are done."""

    def done(self) -> None:
        """The stage is over."""


class Silence:
    """Hears everything and says nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """See :class:`ProgressSink`."""

    def advance(self, n: int) -> None:
        """See :class:`ProgressSink`."""

    def done(self) -> None:
        """See :class:`ProgressSink`."""


class _Rate(ProgressColumn):
    """Steps a second, over the stage so far."""

    def render(self, task: Task) -> Text:
        """The rate, or nothing before the first step."""
        seconds = task.finished_time or task.elapsed
        return Text(f"{task.completed / seconds:,.0f}/s" if seconds and task.completed else "", style="cyan")


class ProgressBars:
    """Draws one line a stage on the terminal: a bar, how many of how many, the rate and the time. Use with ``with``."""

    def __init__(self, console: Console | None = None) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            console=console or Console(stderr=True),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.done()
        self._bars.stop()

    def stage(self, name: str, total: int | None) -> None:
        """See :class:`ProgressSink`."""
        self.done()
        self._task = self._bars.add_task(name, total=total)

    def advance(self, n: int) -> None:
        """See :class:`ProgressSink`."""
        if self._task is not None:
            self._bars.advance(self._task, n)

    def done(self) -> None:
        """See :class:`ProgressSink`."""
        if self._task is not None:
            task = next(task for task in self._bars.tasks if task.id == self._task)
            self._bars.update(self._task, total=task.total or task.completed or 1)
            self._bars.update(self._task, completed=max(task.completed, task.total or 1))
            self._bars.stop_task(self._task)
            self._task = None
