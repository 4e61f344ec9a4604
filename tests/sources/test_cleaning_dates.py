"""Dates come out as precise as they were given, or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cleaning.cleaner import UNREADABLE
from ingest.cleaning.dates import DEFAULT_FORMATS, clean_date, date_formats


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("2003-12-16", "2003-12-16"),
        ("19990611", "1999-06-11"),
        ("29-Jan-1986", "1986-01-29"),
        ("9-JAN-1986", "1986-01-09"),
        ("03/11/2012", "2012-03-11"),
        ("3/1/2012", "2012-03-01"),
        ("2011", "2011"),
        ("2011-03", "2011-03"),
        ("2011-00-00", "2011"),
        ("20110300", "2011-03"),
        ("2012-02-29", "2012-02-29"),
        ("2011-03-09T13:45:00Z", "2011-03-09"),
        ("03/11/2012 08:00", "2012-03-11"),
        ("1900", "1900"),
    ],
)
def test_notations(raw: str, clean: str) -> None:
    """Each notation of the default formats is read."""
    assert clean_date(raw) == clean


@pytest.mark.parametrize("raw", ["0000-00-00", "00000000", "9999-12-31", "1900-01-01", "01/01/1900", "N/A", "--", "0"])
def test_placeholders_are_missing(raw: str) -> None:
    """What systems write for no date is no date."""
    assert clean_date(raw) is None


@pytest.mark.parametrize(
    "raw",
    ["03/25/200G", "2011-02-29", "13/13/2011", "1574-01-07", "4981-11-06", "20111", "2011-0-12", "soon", "2011-00-05"],
)
def test_garbled_dates_are_unreadable(raw: str) -> None:
    """What should be a date and is none is told apart from what is missing."""
    assert clean_date(raw) == UNREADABLE


@pytest.mark.parametrize(
    ("raw", "formats", "clean"),
    [
        ("03/11/2012", "%d/%m/%Y", "2012-11-03"),
        ("25/12/2012", "%m/%d/%Y|%d/%m/%Y", "2012-12-25"),
        ("110312", "%y%m%d", "2011-03-12"),
        ("12MAR1987", "%d%b%Y", "1987-03-12"),
        ("March 5, 1987", "%B %d, %Y", "1987-03-05"),
        ("20110309134500", "%Y%m%d%H%M%S", "2011-03-09"),
        ("1/2/31", "%m/%d/%y", "1931-01-02"),
    ],
)
def test_formats_of_a_contract(raw: str, formats: str, clean: str) -> None:
    """A contract's own formats are tried in turn; two-digit years turn at 30."""
    assert clean_date(raw, formats) == clean


def test_an_unknown_directive_lists_the_known() -> None:
    """A mistake in a format is found when the contract is checked."""
    with pytest.raises(ValueError, match="known are %Y"):
        date_formats("%Y-%q")


@settings(derandomize=True, deadline=None)
@given(
    st.dates(min_value=date(1900, 1, 2), max_value=date(2099, 12, 31)), st.sampled_from(DEFAULT_FORMATS.split("|")[:4])
)
def test_every_day_survives_every_notation(day: date, notation: str) -> None:
    """Writing a day in any default notation and cleaning it gives the day back."""
    assert clean_date(day.strftime(notation)) == day.isoformat()
