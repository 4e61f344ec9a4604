"""Streets and units in one form."""

from __future__ import annotations

import pytest

from graphmodel.streets import street_first_word, street_words, unit_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North 07th Street", "n 7th st"),
        ("Ashburn Lane", "ASHBURN LN."),
        ("Martin Luther King Parkway", "martin luther king pkwy"),
        ("Southwest Elm Avenue", "sw elm av"),
    ],
)
def test_spellings_of_one_street(one: str, other: str) -> None:
    """Street types and directions in full and short are the same words."""
    assert street_words(one) == street_words(other)


@pytest.mark.parametrize(
    ("street", "word"), [("N Ashburn Ln", "ashburn"), ("North West", ""), ("Oak", "oak"), ("", "")]
)
def test_the_first_word_is_no_direction(street: str, word: str) -> None:
    """A search for a number and a word meets the street behind its direction."""
    assert street_first_word(street) == word


@pytest.mark.parametrize("unit", ["Apt 5", "apartment no. 5", "# 5", "UNIT 05", "apt#5", "apt5", "5"])
def test_words_that_announce_a_unit_do_not_tell_it_apart(unit: str) -> None:
    """However a unit is announced, its number is what counts."""
    assert unit_words(unit) == ("5",)


def test_a_floor_is_not_an_apartment() -> None:
    """Words that do tell units apart stay."""
    assert unit_words("fl 5") == ("fl", "5")
