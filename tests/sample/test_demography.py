"""The plan of births and arrivals: shares that add up, quotas without loss, lives of human length."""

from __future__ import annotations

import random
import statistics

import pytest

from ingest.sample import demography
from ingest.sample.town import social_security_number


def test_births_and_newcomers_add_up_to_everybody() -> None:
    """The shares of all years sum to one, and newcomers are a fifth to a third of all."""
    born, moved_in = demography.shares()
    assert sum(born.values()) + sum(moved_in.values()) == pytest.approx(1.0)
    assert 0.15 < sum(moved_in.values()) < 0.35


@pytest.mark.parametrize("people", [100, 4_999, 5_001])
def test_quotas_lose_nobody(people: int) -> None:
    """Cumulative rounding gives the total within half a person."""
    born, _ = demography.shares()
    assert abs(sum(demography.quota(born, people).values()) - sum(born.values()) * people) <= 0.5


def test_lives_are_of_human_length() -> None:
    """Half die between the early seventies and ninety, a few as infants, nobody beyond 115."""
    rng = random.Random(1)
    ages = sorted(demography.lifespan_years(rng.random()) for _ in range(20_000))
    assert 74 < statistics.median(ages) < 86
    assert 0.002 < sum(a < 1 for a in ages) / len(ages) < 0.012
    assert ages[-1] < 115


def test_social_security_numbers_never_repeat() -> None:
    """A hundred thousand people, spread over the state, have as many numbers, none ever issued."""
    numbers = {social_security_number(i * 97) for i in range(100_000)}
    assert len(numbers) == 100_000
    assert all(n[0] == "8" and n[3:5] != "00" and n[5:] != "0000" for n in numbers)
