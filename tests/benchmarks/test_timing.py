"""Timing of rivals, and what is made of the times."""

from __future__ import annotations

import time

import pytest

from benchmarks.timing import Clock, Cost, in_turns, median_cost, percentile


def test_percentiles_are_values_that_were_measured() -> None:
    """Nearest rank: of a hundred values the 95th, of one value that one."""
    values = [float(n) for n in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1.0)) == (50.0, 95.0, 100.0)
    assert percentile([7.0], 0.95) == 7.0


def test_rivals_run_in_turns_and_begin_in_turns() -> None:
    """Each rival runs as often as the others, and none always comes first."""
    order: list[str] = []

    def run(name: str) -> Cost:
        order.append(name)
        return Cost(1, 1)

    costs = in_turns({"ours": lambda: run("ours"), "bare": lambda: run("bare")}, 3)
    assert order == ["ours", "bare", "bare", "ours", "ours", "bare"]
    assert {name: len(runs) for name, runs in costs.items()} == {"ours": 3, "bare": 3}


def test_one_slow_run_does_not_move_the_median() -> None:
    """Wall and CPU time have each their own median."""
    assert median_cost([Cost(1, 9), Cost(2, 8), Cost(100, 7)]) == Cost(2, 8)


def test_sleep_costs_wall_time_and_no_processor() -> None:
    """CPU time stands beside wall time because they differ."""
    clock = Clock()
    time.sleep(0.05)
    cost = clock.lap()
    assert cost.wall >= 0.05
    assert cost.cpu < 0.04
    assert clock.lap().wall < cost.wall


def test_costs_add_up() -> None:
    """Steps of one run are summed."""
    total = Cost(1, 2) + Cost(3, 4)
    assert (total.wall, total.cpu) == pytest.approx((4, 6))
