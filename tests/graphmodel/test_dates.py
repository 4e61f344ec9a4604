"""Dates to the day, the month or the year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.dates import PartialDate, age_on

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_date_lies_within_what_it_may_stand_for(day: date, exactness: int) -> None:
    """However much of a date is known, the day itself is never outside."""
    known = PartialDate.parse(day.isoformat()[:exactness])
    assert known.earliest <= day <= known.latest
    assert known.agrees_with(PartialDate.parse(day.isoformat()))


@given(DAYS, DAYS)
def test_age_goes_up_by_one_a_year(born: date, day: date) -> None:
    """Age counts completed years and is unknown before birth."""
    age = age_on(PartialDate.parse(born.isoformat()), day)
    assert (age is None) == (day < born)
    if age is not None:
        assert 0 <= day.year - born.year - age <= 1


@pytest.mark.parametrize(
    "text", ["", "11", "2011-1", "2011-13", "2011-02-30", "2011-02-3", "9 Mar 2011", "2011-02-03-04"]
)
def test_what_is_no_date(text: str) -> None:
    """Text that is no ISO date is refused, or None where one may be missing."""
    with pytest.raises(ValueError):  # noqa: PT011 - the message differs by what is wrong
        PartialDate.parse(text)
    assert PartialDate.maybe(text) is None


@pytest.mark.parametrize(("text", "read"), [("2011", "2011"), ("2011-03", "Mar 2011"), ("2011-03-09", "9 Mar 2011")])
def test_dates_as_people_read_them(text: str, read: str) -> None:
    """A date is told as exactly as it is known, and no more."""
    assert PartialDate.parse(text).readable() == read


def test_born_in_a_month_counts_the_younger_age() -> None:
    """With only a month known, the child is not made older than they may be."""
    assert age_on(PartialDate.parse("2015-03"), date(2026, 3, 15)) == 10
    assert age_on(PartialDate.parse("2015-03"), date(2026, 4, 1)) == 11
