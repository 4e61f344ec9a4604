"""The measures of likeness, asked of DuckDB itself."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from ingest.linkage.macros import create_macros

CONNECTION = duckdb.connect()
create_macros(CONNECTION)


def holds(call: str, *values: object) -> bool:
    """Whether a macro call holds; missing counts as no."""
    row = CONNECTION.execute(f"SELECT coalesce({call}, false)", list(values)).fetchone()
    return bool(row and row[0])


@pytest.mark.parametrize(
    ("call", "a", "b", "expected"),
    [
        ("slip_of_name(?, ?)", "jonathan", "johnathan", True),
        ("slip_of_name(?, ?)", "jo", "je", False),
        ("initial_of_name(?, ?)", "r", "rosa", True),
        ("initial_of_name(?, ?)", "ro", "rosa", False),
        ("day_and_month_exchanged(?, ?)", "1984-07-01", "1984-01-07", True),
        ("one_slip_of_date(?, ?)", "1984-07-01", "1984-07-10", True),
        ("one_slip_of_date(?, ?)", "1984-07-01", "1985-08-01", False),
        ("two_slips_of_date(?, ?)", "1984-07-01", "1984-07-30", True),
        ("two_slips_of_date(?, ?)", "1984-07-01", "1991-02-13", False),
    ],
)
def test_names_and_dates_by_example(call: str, a: str, b: str, expected: bool) -> None:
    """Each measure says yes and no where it should."""
    assert holds(call, a, b) is expected


def test_one_address_in_two_spellings() -> None:
    """A slip in street or number is the same address; another number, street or unit is not."""
    call = "same_address(?, ?, ?, 'peoria', '61604', ?, ?, ?, 'peoria', '61604')"
    assert holds(call, "4417", "quarry rd", None, "4417", "quary rd", None)
    assert holds(call, "4417", "quarry rd", "2", "4471", "quarry rd", None)
    assert not holds(call, "4417", "quarry rd", None, "9120", "quarry rd", None)
    assert not holds(call, "4417", "quarry rd", None, "4417", "far ln", None)
    assert not holds(call, "4417", "quarry rd", "12", "4417", "quarry rd", "34")


_WORDS = st.text(alphabet="abc", min_size=3, max_size=7)


@given(_WORDS, _WORDS, st.sampled_from([1, 2]))
def test_within_slips_never_claims_more_than_the_distance(a: str, b: str, slips: int) -> None:
    """Whatever is within n slips is within that Damerau-Levenshtein distance, and the same word always is."""
    assert holds("within_slips(?, ?, ?)", a, a, slips)
    if holds("within_slips(?, ?, ?)", a, b, slips):
        assert DamerauLevenshtein.distance(a, b) <= slips
