"""Timing: wall and CPU time, percentiles, and runs of rivals in turns, so that a noisy minute hits both."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds on the clock, and seconds of processor time of this process, all threads together."""

    wall: float
    cpu: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.cpu + other.cpu)


class Clock:
    """Reads wall and CPU time since it was made or last read."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def lap(self) -> Cost:
        """What went by since the last reading."""
        wall, cpu = time.perf_counter(), time.process_time()
        cost = Cost(wall - self._wall, cpu - self._cpu)
        self._wall, self._cpu = wall, cpu
        return cost


def timed(run: Callable[[], object]) -> Cost:
    """What one call took."""
    clock = Clock()
    run()
    return clock.lap()


def in_turns(rivals: Mapping[str, Callable[[], Cost]], runs: int) -> dict[str, list[Cost]]:
    """Run rivals in turns, ``runs`` times each; who begins changes from turn to turn.

    Args:
        rivals: Name to a run that says itself what it took.
        runs: How often each is run.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in rivals}
    names = list(rivals)
    for turn in range(runs):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            costs[name].append(rivals[name]())
    return costs


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Median wall and median CPU time, each by itself."""
    return Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of the values do not exceed (nearest rank).

    >>> percentile([4.0, 1.0, 3.0, 2.0], 0.5)
    2.0
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
