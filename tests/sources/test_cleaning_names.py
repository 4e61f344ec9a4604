"""Names come out fit for display, and what is no name comes out missing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cleaning.names import (
    clean_given_name,
    clean_name,
    clean_suffix,
    full_name_first_last,
    full_name_last_first,
    split_suffix,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("MCDONALD", "McDonald"),
        ("o'brien", "O'Brien"),
        ("D\u2019ARCY", "D\u2019Arcy"),
        ("ST. JAMES", "St. James"),
        ("GARCIA-LOPEZ", "Garcia-Lopez"),
        ("van der berg", "van der Berg"),
        ("DE LA CRUZ", "de la Cruz"),
        ("LA", "La"),
        ("DeShawn", "DeShawn"),
        ("MUÑOZ", "Muñoz"),
        ("Mun\u0303oz", "Muñoz"),
        ("o", "O"),
        ("  Ann   Marie ", "Ann Marie"),
        ("Na", "Na"),
        ("XAVIER", "Xavier"),
        ("Test-Smith", "Test-Smith"),
        ("Babyak", "Babyak"),
        ("Twinkle", "Twinkle"),
        ("None Such", "None Such"),
    ],
)  # fmt: skip
def test_names_are_kept(raw: str, clean: str) -> None:
    """Real names survive, in readable capitals."""
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    "raw",
    ["UNKNOWN", "unk", "N/A", "NA", "none", "NULL", "Baby Boy", "BABYGIRL", "baby boy a", "BB", "Baby Girl of Lee",
     "UNBORN", "Test", "X", "xxx", "-", "...", "123", "?", "No Name", "NMN", "FNU", "LNU", "Refused", "The House"],
)  # fmt: skip
def test_placeholders_are_missing(raw: str) -> None:
    """What stands for no name is no name."""
    assert clean_name(raw) is None


@pytest.mark.parametrize("raw", ["Dad", "MOTHER", "Child F", "Female Child", "Lady Of The House", "Daughter Of"])
def test_places_in_a_household_are_no_given_names(raw: str) -> None:
    """A role written where the name belongs is missing."""
    assert clean_given_name(raw) is None


@pytest.mark.parametrize("raw", ["Child", "Man", "Son", "House", "Friend"])
def test_such_words_stay_as_surnames(raw: str) -> None:
    """Words that are somebody's surname are kept there."""
    assert clean_name(raw) == raw


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("Smith Jr", ("Smith", "jr")),
        ("Smith, SR.", ("Smith", "sr")),
        ("Smith II", ("Smith", "ii")),
        ("Ivy", ("Ivy", None)),
        ("Smith", ("Smith", None)),
        ("Jr", ("Jr", None)),
        ("Martin Luther 3rd", ("Martin Luther", "iii")),
    ],
)
def test_suffixes_are_taken_off_the_end(raw: str, parts: tuple[str, str | None]) -> None:
    """A suffix after a name is found; a name that only looks like one is not."""
    assert split_suffix(raw) == parts


@pytest.mark.parametrize(
    ("raw", "clean"), [("Jr.", "jr"), ("JUNIOR", "jr"), ("III", "iii"), ("4th", "iv"), ("N/A", None)]
)
def test_suffix_words(raw: str, clean: str | None) -> None:
    """Written-out suffixes become the short ones."""
    assert clean_suffix(raw) == clean


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("LEE, ANN", ("Ann", None, "Lee", None)),
        ("LEE,ANN MARIE", ("Ann", "Marie", "Lee", None)),
        ("LEE III, ANN", ("Ann", None, "Lee", "iii")),
        ("LEE, ANN JR", ("Ann", None, "Lee", "jr")),
        ("LEE ANN", ("Ann", None, "Lee", None)),
        ("LEE", (None, None, "Lee", None)),
        ("LEE, BABY BOY", (None, None, "Lee", None)),
        ("UNKNOWN, UNKNOWN", (None, None, None, None)),
        (", ANN", ("Ann", None, None, None)),
    ],
)
def test_last_first(raw: str, parts: tuple[str | None, ...]) -> None:
    """LAST, FIRST MIDDLE with suffixes at either end."""
    assert full_name_last_first(raw) == parts


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("Ann Lee", ("Ann", None, "Lee", None)),
        ("Ann B Lee Sr.", ("Ann", "B", "Lee", "sr")),
        ("Ann van der Berg", ("Ann", None, "van der Berg", None)),
        ("Unknown", (None, None, None, None)),
    ],
)
def test_first_last(raw: str, parts: tuple[str | None, ...]) -> None:
    """FIRST MIDDLE LAST with particles and suffixes."""
    assert full_name_first_last(raw) == parts


@settings(derandomize=True, max_examples=500, deadline=None)
@given(st.text(max_size=60))
def test_cleaning_a_clean_name_changes_nothing(raw: str) -> None:
    """Any text gives None or a name without outer or doubled blanks, and cleaning twice is cleaning once."""
    once = clean_name(raw)
    if once is not None:
        assert once == " ".join(once.split())
        assert once
        assert clean_name(once) == once
    for parts in (full_name_last_first(raw), full_name_first_last(raw)):
        assert len(parts) == 4
