"""Opening casework: one home, its snapshots, and views of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from casework.view import AllowAll, Policy, Stage, View, Viewer
from graphmodel.home import Home
from graphmodel.search_index import SearchIndex
from graphmodel.snapshot import Manifest, Run, SnapshotShelf, current_run_name
from graphmodel.stores.opening import open_reader

DEMO_VIEWER = Viewer(name="Demo investigator", role="investigator", demo=True)


class Opened:
    """What is held open of a snapshot: its graph and its search index."""

    def __init__(self, run: Run) -> None:
        """Open a snapshot.

        Raises:
            SnapshotError: It has no manifest, or another version made it.
            StoreCorrupt: Its graph or its search index is missing or damaged.
        """
        run.manifest()
        self.search = SearchIndex(run.search_index)
        try:
            self.reader = open_reader(run)
        except BaseException:
            self.search.close()
            raise

    def held_run(self) -> str | None:
        """See :meth:`GraphReader.held_run`."""
        return self.reader.held_run()

    def close(self) -> None:
        """Let go of both."""
        self.search.close()
        self.reader.close()


class Casework:
    """What a process needs to serve caseworkers: open once, ask for views, close at the end."""

    def __init__(self, home: Home, *, policy: Policy | None = None) -> None:
        self.home = home
        self._policy = policy or AllowAll()
        self._shelf = SnapshotShelf(home, Opened)

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
            SnapshotError: Another version of Kin360 made it.
            ViewRefused: The policy does not let this snapshot be opened.
        """
        with self._shelf.borrow(run) as (named, opened):
            yield View(
                named,
                opened.reader,
                opened.search,
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
