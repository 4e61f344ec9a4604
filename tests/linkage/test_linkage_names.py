"""Forms of names and streets that linkage compares."""

from __future__ import annotations

import pytest

from ingest.linkage.names import clean_name, clean_street, given_variants, sound, surname_parts


@pytest.mark.parametrize("raw", ["Baby Boy", "Unknown", "Mrs", "Daughter Of", "XXX", "refused", "Male Child", "?"])
def test_words_that_are_no_name_count_as_missing(raw: str) -> None:
    """Role words, refusals and repeated letters are not names."""
    assert clean_name(raw) is None
    assert given_variants(raw) == ()


def test_punctuation_and_case_do_not_matter() -> None:
    """One name in three spellings is one name."""
    assert clean_name("O'Brien") == clean_name("OBRIEN") == clean_name("o brien")


def test_a_nickname_shares_a_form_with_its_name() -> None:
    """Bill and William meet in a common form."""
    assert set(given_variants("Bill")) & set(given_variants("William"))


def test_a_double_surname_meets_its_part() -> None:
    """A hyphenated surname meets either half."""
    assert "koehler" in surname_parts("Niemeyer-Koehler")


def test_streets_are_abbreviated_alike() -> None:
    """Spelled-out and abbreviated streets are the same."""
    assert clean_street("North 07th Street") == clean_street("n 7th st")
    assert clean_street("--") is None


def test_alike_sounding_names_share_a_sound() -> None:
    """Phonetic spelling does not part a name."""
    assert sound("philip") == sound("filip")
