"""A run's graph, loaded and counted, that nobody reads yet."""

from __future__ import annotations

from abc import ABC, abstractmethod

from graphmodel.stores.berths import Berth
from graphmodel.stores.neo4j_changes import Increment


class Loaded(ABC):
    """What a load leaves for the switch.

    Attributes:
        counts: Node label or relationship type -> rows in the graph.
        route: How it was loaded, in words.
        berth: The server it stands at; None for the embedded engine.
    """

    def __init__(self, counts: dict[str, int], route: str, berth: Berth | None = None) -> None:
        self.counts, self.route, self.berth = counts, route, berth

    @abstractmethod
    def commit(self) -> None:
        """Make the graph what readers of the run find. Comes when the run's folder is finished, before the pointer.

        Raises:
            SnapshotError, GraphStoreError: It does not count; the earlier snapshot stays.
        """

    @abstractmethod
    def abandon(self) -> None:
        """Let go without a commit. Harmless after one."""


class LoadedAside(Loaded):
    """A graph that stands beside the one in service: the pointer alone decides."""

    def commit(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """What stands aside is written over by the next load."""


class LoadedIncrement(Loaded):
    """Changes in an open transaction on the server that is in service."""

    def __init__(self, counts: dict[str, int], route: str, berth: Berth, increment: Increment) -> None:
        super().__init__(counts, route, berth)
        self._increment = increment

    def commit(self) -> None:
        """Commit the transaction; see :meth:`Increment.commit`."""
        self._increment.commit()

    def abandon(self) -> None:
        """Roll the transaction back."""
        self._increment.give_up()
