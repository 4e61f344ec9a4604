"""Does a name asked for hold up against the names on record? Search keys are coarse; this looks closer."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import JaroWinkler

from casework.asked import Asked
from cypher.rows import NamesRow
from graphmodel.folding import fold
from graphmodel.search_keys import phonetic

SOUNDS_ALIKE = "name sounds alike"
BEGINS_SO = "name begins so"
SURNAME_BEGINS_SO = "surname begins so"
_ALIKE = 0.8
"""Jaro-Winkler similarity (Winkler 1990) of given names from which one may be heard for the other."""


def name_fits(asked: Asked, rows: Iterable[NamesRow], why: str) -> bool:
    """True when some record bears out the reason it was found for.

    A key of sound carries one letter of the given name, and a key of beginnings three of the surname: what was typed
    may say more, and then must fit.
    """
    names = [(fold(row.given_name or ""), fold(surname)) for row in rows for surname in _surnames(row)]
    if why == SOUNDS_ALIKE:
        return any(_alike(given, fold(asked_given)) for given, _ in names for asked_given, _ in asked.names)
    if why == BEGINS_SO:
        return any(
            given.startswith(fold(asked_given)) and surname.startswith(fold(asked_surname))
            for given, surname in names
            for asked_given, asked_surname in asked.names
        )
    if why == SURNAME_BEGINS_SO:
        return any(surname.startswith(fold(asked.lone)) for _, surname in names)
    return True


def _surnames(row: NamesRow) -> list[str]:
    return [surname for surname in (row.surname, row.former_surname) if surname]


def _alike(given: str, asked: str) -> bool:
    return phonetic(given) == phonetic(asked) or JaroWinkler.similarity(given, asked) >= _ALIKE
