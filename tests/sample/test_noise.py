"""The errors of the sample state: always an error of the kind meant, never an impossible date."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sample import noise


@given(st.text("abcdefghijklmnopqrstuvwxyzé", min_size=3, max_size=20), st.integers(0, 10_000))
def test_a_typo_changes_the_length_by_one_at_most_and_keeps_the_first_letter_or_its_neighbour(
    text: str, seed: int
) -> None:
    """One slip adds, drops or changes one letter, or swaps two."""
    slipped = noise.typo(text, random.Random(seed))
    assert abs(len(slipped) - len(text)) <= 1
    assert slipped[0] in (text[0], text[1])


@pytest.mark.parametrize("text", ["", "A", "Al"])
def test_short_names_are_left_alone(text: str) -> None:
    """A name of two letters has no room for a slip that leaves it recognisable."""
    assert noise.typo(text, random.Random(1)) == text


@given(st.dates(dt.date(1926, 1, 1), dt.date(2026, 10, 31)), st.integers(0, 10_000))
def test_a_wrong_date_is_a_date_within_a_year(day: dt.date, seed: int) -> None:
    """Swapped or mistyped parts still make a day of the calendar, at most one year off."""
    wrong = noise.wrong_date(day, random.Random(seed))
    assert abs(wrong.year - day.year) <= 1


@given(st.from_regex(r"8\d{8}", fullmatch=True), st.integers(0, 10_000))
def test_a_wrong_digit_keeps_length_and_first_digit_unless_swapped(digits: str, seed: int) -> None:
    """Identifiers stay nine digits."""
    wrong = noise.wrong_digit(digits, random.Random(seed))
    assert len(wrong) == 9
    assert wrong.isdecimal()
    assert sum(a != b for a, b in zip(wrong, digits, strict=True)) <= 2
