"""Opening casework: one home, its snapshots, and views of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from casework.view import AllowAll, Policy, Stage, View, Viewer
from graphmodel.home import Home
from graphmodel.snapshot import Manifest, Run, SnapshotShelf, current_run_name
from graphmodel.stores.opening import open_reader

DEMO_VIEWER = Viewer(name="Demo investigator", role="investigator", demo=True)


class Casework:
    """What a process needs to serve caseworkers: open once, ask for views, close at the end."""

    def __init__(self, home: Home, *, policy: Policy | None = None) -> None:
        self.home = home
        self._policy = policy or AllowAll()
        self._shelf = SnapshotShelf(home, open_reader)

    @classmethod
    def from_environment(cls) -> Casework:
        """Casework over the home that KIN360_HOME names."""
        return cls(Home.from_environment())

    @contextmanager
    def view(
        self,
        viewer: Viewer = DEMO_VIEWER,
        *,
        purpose: str = "family finding",
        stage: Stage = Stage.CASE_WORK,
        run: str | None = None,
        today: date | None = None,
    ) -> Iterator[View]:
        """A view of the snapshot in service, which stays open for the time of the block.

        Args:
            viewer: Who looks.
            purpose: Why, in the words of the agreement.
            stage: Where it will be seen.
            run: An earlier snapshot, by name; the one in service when None.
            today: The day ages and open stays are told for; the clock's when None.

        Raises:
            NoSnapshot: Nothing was loaded yet.
            ViewRefused: The policy does not let this snapshot be opened.
        """
        with self._shelf.borrow(run) as (opened, reader):
            yield View(
                opened,
                reader,
                viewer,
                purpose=purpose,
                stage=stage,
                policy=self._policy,
                today=today or date.today(),
            )

    def manifest(self) -> Manifest | None:
        """The manifest of the snapshot in service, or None before the first load."""
        name = current_run_name(self.home)
        return Run(self.home.runs / name).manifest() if name else None

    def close(self) -> None:
        """Close every snapshot this process has open."""
        self._shelf.close()
