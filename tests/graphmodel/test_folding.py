"""Folding: accents, capitals and punctuation keep nobody apart."""

from __future__ import annotations

import pytest

from graphmodel.folding import ascii_words, fold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O'Brien", ("obrien",)),
        ("O\u2019Brien", ("obrien",)),
        ("D´Angelo", ("dangelo",)),
        ("Núñez-Łukasz", ("nunez", "lukasz")),
        ("St. John", ("st", "john")),
        ("J.R.", ("jr",)),
        ("Groß", ("gross",)),
        ("  -- ", ()),
        ("李", ()),
    ],
)
def test_words_of_a_name(text: str, words: tuple[str, ...]) -> None:
    """Apostrophes and full stops close up, hyphens and blanks part, letters lose their marks."""
    assert ascii_words(text) == words
    assert fold(text) == "".join(words)


def test_nothing_folds_to_nothing() -> None:
    """A missing text is an empty one."""
    assert fold(None) == fold("") == ""
