"""How values are told."""

from __future__ import annotations

import pytest

from explorer.wording.telling import told_age, told_contact, told_date, told_list, told_sex, told_span


@pytest.mark.parametrize(
    ("text", "told"),
    [("2011-03-09", "9 Mar 2011"), ("2011-03", "Mar 2011"), ("2011", "2011"), (None, ""), ("about 1950", "about 1950")],
)
def test_dates_are_told_as_exactly_as_they_are_known(text: str | None, told: str) -> None:
    """A day, a month, a year; what is no date stands as it is."""
    assert told_date(text) == told


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("2175550123", "(217) 555-0123"),
        ("12175550123", "(217) 555-0123"),
        ("a@b.example", "a@b.example"),
        ("555", "555"),
    ],
)
def test_telephone_numbers_are_told_as_people_dial_them(contact: str, told: str) -> None:
    """Ten digits get the American form; other contacts stay."""
    assert told_contact(contact) == told


def test_spans_ages_and_sexes_say_what_is_not_known() -> None:
    """Unknown is told as unknown, never left to be guessed."""
    assert told_span("2020-01-05", "2021") == "5 Jan 2020 to 2021"
    assert told_span(None, "2021") == "until 2021"
    assert told_span(None, None) == "no date stated"
    assert (told_age(0), told_age(4), told_age(71, True), told_age(None, True), told_age(None)) == (
        "under 1 year", "age 4", "died aged 71", "died", "",
    )  # fmt: skip
    assert (told_sex(None), told_sex("female")) == ("sex not stated", "female")
    assert told_list(["a", "b", "c"]) == "a, b and c"
