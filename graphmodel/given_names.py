"""Given names and their short forms: which name a nickname is filed under, and which forms to ask for.

The table of nicknames is the package ``nicknames`` (Apache-2.0); what is ours is the choice of one name to file under.
"""

from __future__ import annotations

from functools import lru_cache

from nicknames import NickNamer

from graphmodel.folding import ascii_words, fold


@lru_cache(maxsize=1)
def _table() -> NickNamer:
    return NickNamer()


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


def _first_word(given: str) -> str:
    """The first word of two letters or more, else everything: ``J. Robert`` is filed under Robert."""
    words = ascii_words(given)
    return next((word for word in words if len(word) > 1), "".join(words))


@lru_cache(maxsize=1 << 17)
def canonical_given(given: str) -> str:
    """The formal name a given name is filed under, folded; the name itself when no other is known.

    Of the formal names the table offers, those that share two neighbouring letters with the name count first (Bill is a
    William rather than a Robert); among these the one with the most nicknames, then the first in the alphabet. A short
    form may stand for several formal names: whoever searches asks for all :func:`given_forms`.

    >>> canonical_given("Bill"), canonical_given("Liz"), canonical_given("Peggy")
    ('william', 'elizabeth', 'margaret')
    """
    name = _first_word(given)
    formal = {fold(other) for other in _table().canonicals_of(name)} - {name, ""}
    alike = {other for other in formal if _pairs(other) & _pairs(name)}
    return min({name} | (alike or formal), key=lambda other: (-len(_table().nicknames_of(other)), other))


@lru_cache(maxsize=1 << 14)
def given_forms(given: str) -> tuple[str, ...]:
    """What a search for this given name asks under: the names it, its formal and its short forms are filed under.

    >>> canonical_given("John") in given_forms("Jack")
    True
    """
    name = _first_word(given)
    related = {name} | _table().canonicals_of(name) | _table().nicknames_of(name)
    return tuple(sorted({canonical_given(other) for other in related} - {""}))
