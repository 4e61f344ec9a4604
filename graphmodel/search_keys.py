"""The keys a person is found by: pure functions, shared by the load, which writes them, and the search, which asks.

A key is ``<kind>:<value>``; parts of a value stand apart by ``|``. The search index (:mod:`graphmodel.search_index`)
answers it by primary key, where a scan with STARTS WITH takes some twenty times as long.

======== ======================================================= =================================
kind     value                                                   finds
======== ======================================================= =================================
name     surname | given                                         a name written out
pre      first 3 letters of surname | first letter of given      a name begun
surname  surname                                                 a surname alone
given    given | birth year                                      a changed surname
phon     Metaphone of surname | first letter of formal given     a name heard
nick     surname | formal given                                  a nickname
born     birth date, to the day                                  a birth date
bornyear Metaphone of surname | birth year                       a name heard and a year
addr     street number | first word of street                    an address begun
addrline street number and street                                an address
phone    ten digits                                              a telephone number
mother   mother's surname | mother's given                       a child by the mother
id       person number, record key or case key                   an identifier
ssn      keyed hash of nine digits                               a social security number
removed  year and month of a removal that is open                children in care, the latest first
======== ======================================================= =================================

Each surname counts in full and by each part of three letters or more; a given name in full and by its first word.
Metaphone is L. Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import jellyfish

from graphmodel.folding import ascii_words, fold
from graphmodel.given_names import canonical_given
from graphmodel.streets import street_first_word, street_words

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_YEAR = re.compile(r"^\d{4}")


@lru_cache(maxsize=1 << 17)
def phonetic(name: str) -> str:
    """How a name sounds: its Metaphone in lower case, or the folded name where that is empty.

    >>> phonetic("Stephens") == phonetic("Stevens")
    True
    """
    folded = fold(name)
    return str(jellyfish.metaphone(folded)).lower().replace(" ", "") or folded


@lru_cache(maxsize=1 << 17)
def surname_forms(surname: str) -> tuple[str, ...]:
    """The surname folded in full, and each part of three letters or more of a double one.

    >>> surname_forms("Niemeyer-Koehler")
    ('niemeyerkoehler', 'niemeyer', 'koehler')
    """
    words = ascii_words(surname)
    return tuple(dict.fromkeys(form for form in ("".join(words), *(w for w in words if len(w) > 2)) if form))


def _given_words(given: str | None) -> tuple[str, ...]:
    words = ascii_words(given) if given else ()
    return tuple(dict.fromkeys(("".join(words), words[0]))) if words else ()


def name_key(surname: str, given: str) -> str:
    """Key of a name written out."""
    return f"name:{fold(surname)}|{fold(given)}"


def prefix_key(surname: str, given: str) -> str:
    """Key of a name begun: three letters of the surname and one of the given name are enough."""
    return f"pre:{fold(surname)[:3]}|{fold(given)[:1]}"


def surname_key(surname: str) -> str:
    """Key of a surname alone."""
    return f"surname:{fold(surname)}"


def given_key(given: str, birth_year: str) -> str:
    """Key of a given name and a year of birth, for those whose surname changed."""
    return f"given:{fold(given)}|{birth_year}"


def phonetic_key(surname: str, given: str) -> str:
    """Key of a name as heard."""
    return f"phon:{phonetic(surname)}|{canonical_given(given)[:1]}"


def nickname_key(surname: str, formal_given: str) -> str:
    """Key of a surname and a formal given name, as :func:`graphmodel.given_names.given_forms` lists them."""
    return f"nick:{fold(surname)}|{fold(formal_given)}"


def born_key(birth_date: str) -> str:
    """Key of a birth date known to the day, ISO."""
    return f"born:{birth_date}"


def born_year_key(surname: str, birth_year: str) -> str:
    """Key of a surname as heard and a year of birth."""
    return f"bornyear:{phonetic(surname)}|{birth_year}"


def address_key(number: str, street: str) -> str:
    """Key of a street number and the first word of the street that is no direction."""
    return f"addr:{fold(number)}|{street_first_word(street)}"


def address_line_key(number: str, street: str) -> str:
    """Key of a street number and the whole street, in postal abbreviations."""
    return f"addrline:{fold(number)} {' '.join(street_words(street))}"


def phone_key(phone: str) -> str:
    """Key of a telephone number: the last ten of its digits."""
    return f"phone:{re.sub(r'[^0-9]', '', phone)[-10:]}"


def mother_key(surname: str, given: str) -> str:
    """Key of the mother's name, on her child."""
    return f"mother:{fold(surname)}|{fold(given)}"


def identifier_key(identifier: str) -> str:
    """Key of an agency's person number, record key or case key."""
    return f"id:{fold(identifier)}"


def ssn_key(secret: bytes, digits: str) -> str:
    """Key of a social security number: BLAKE2b keyed with the home's secret, so that the graph never holds the number.

    Args:
        secret: The home's secret, see :func:`graphmodel.search_secret.search_secret`.
        digits: The number; anything that is no digit is dropped.
    """
    number = re.sub(r"[^0-9]", "", digits)
    return f"ssn:{hashlib.blake2b(number.encode(), key=secret, digest_size=16).hexdigest()}"


def removal_key(month: str) -> str:
    """Key of children in open removal cases, by the month (``2026-10``) in which the case was opened."""
    return f"removed:{month}"


def removal_keys(opened: str | None) -> Iterator[str]:
    """The key of an open removal, if the source says in which month it began."""
    if opened and len(opened) >= len("2026-10"):
        yield removal_key(opened[:7])


def _name_keys(surname: str | None, former: str | None, given: str | None) -> Iterator[str]:
    givens = _given_words(given)
    for form in dict.fromkeys((*surname_forms(surname or ""), *surname_forms(former or ""))):
        yield surname_key(form)
        for name in givens:
            yield name_key(form, name)
        if given and givens:
            yield prefix_key(form, given)
            yield phonetic_key(form, given)
            yield nickname_key(form, canonical_given(given))


def _given_year_keys(given: str | None, birth_date: str | None) -> Iterator[str]:
    if birth_date and _YEAR.match(birth_date):
        yield from (given_key(name, birth_date[:4]) for name in _given_words(given))


def _surname_year_keys(surname: str | None, former: str | None, birth_date: str | None) -> Iterator[str]:
    if birth_date and _YEAR.match(birth_date):
        for form in (*surname_forms(surname or ""), *surname_forms(former or "")):
            yield born_year_key(form, birth_date[:4])


def _born_keys(birth_date: str | None) -> Iterator[str]:
    if birth_date and _DAY.match(birth_date):
        yield born_key(birth_date)


def _address_keys(number: str | None, street: str | None) -> Iterator[str]:
    if number and street and fold(number) and street_first_word(street):
        yield address_key(number, street)
        yield address_line_key(number, street)


def _phone_keys(phone: str | None) -> Iterator[str]:
    key = phone_key(phone or "")
    if len(key) == len("phone:") + 10:
        yield key


def identifier_keys(identifier: str | None) -> Iterator[str]:
    """The key of an identifier, if it has a letter or digit."""
    if fold(identifier):
        yield identifier_key(identifier or "")


def mother_keys(surname: str | None, former: str | None, given: str | None) -> Iterator[str]:
    """The keys a child is found by under one statement of the mother's name."""
    for form in dict.fromkeys((*surname_forms(surname or ""), *surname_forms(former or ""))):
        yield from (mother_key(form, name) for name in _given_words(given))


@dataclass(frozen=True)
class KeyFamily:
    """Keys that depend on a few columns of a record only, so that they are made once a distinct combination."""

    columns: tuple[str, ...]
    make: Callable[..., Iterator[str]]


KEY_FAMILIES: tuple[KeyFamily, ...] = (
    KeyFamily(("surname", "former_surname", "given_name"), _name_keys),
    KeyFamily(("given_name", "birth_date"), _given_year_keys),
    KeyFamily(("surname", "former_surname", "birth_date"), _surname_year_keys),
    KeyFamily(("birth_date",), _born_keys),
    KeyFamily(("street_number", "street_name"), _address_keys),
    KeyFamily(("phone",), _phone_keys),
    KeyFamily(("person_number",), identifier_keys),
    KeyFamily(("record_key",), identifier_keys),
)
"""All keys a person record gives by itself (columns of staging's ``person_record``), but the ``ssn`` key."""


def keys_of_record(record: dict[str, str | None], secret: bytes | None = None) -> tuple[str, ...]:
    """Every key one person record gives, sorted.

    Args:
        record: Values by column of ``person_record``; a column that is absent counts as None.
        secret: The home's secret; without it no ``ssn`` key is made.
    """
    keys = {key for family in KEY_FAMILIES for key in family.make(*(record.get(name) for name in family.columns))}
    ssn = record.get("ssn")
    if secret is not None and ssn:
        keys.add(ssn_key(secret, ssn))
    return tuple(sorted(keys))
