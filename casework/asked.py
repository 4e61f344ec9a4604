"""What somebody typed into the search box, read: names, a birth date or year, a telephone number, an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_AMERICAN = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_SSN = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
_PHONE = re.compile(r"\(?\b\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}\b")
_YEAR = re.compile(r"\b(?:born |in )?((?:19|20)\d{2})\b", re.IGNORECASE)
_MOTHER = re.compile(r"\bmother(?:'s name)?(?: is)?:?\s+(.+)$", re.IGNORECASE)
_ADDRESS = re.compile(r"^\s*(\d{1,6}[a-z]?)\s+(?=\S*[a-z])(.+)$", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\b(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9-]{4,}\b|\b\d{6,}\b")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """The parts of a search. Names are pairs (given, surname), tried in turn; a lone word is taken for a surname."""

    names: tuple[tuple[str, str], ...] = ()
    lone: str = ""
    mother: tuple[tuple[str, str], ...] = ()
    born: str = ""
    year: str = ""
    phone: str = ""
    ssn: str = ""
    address: tuple[str, str] | None = None
    identifiers: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing that can be searched for was understood."""
        return self == Asked()


def read_query(text: str) -> Asked:
    """Read a search as people type it.

    >>> read_query("garcia, rosa 2015").names[0], read_query("garcia, rosa 2015").year
    (('rosa', 'garcia'), '2015')
    >>> read_query("03/09/2011").born
    '2011-03-09'
    >>> read_query("(217) 555-0123").phone
    '2175550123'
    """
    rest = " ".join(text.split())[:LONGEST]
    mother: tuple[tuple[str, str], ...] = ()
    if found := _MOTHER.search(rest):
        mother, rest = _name_pairs(found.group(1)), rest[: found.start()]
    born, rest = _birth_date(rest)
    ssn, rest = _take(_SSN, rest)
    phone, rest = _take(_PHONE, rest)
    if found := _ADDRESS.match(rest):
        street, _, _town = found.group(2).partition(",")
        return Asked(
            address=(found.group(1), street.strip()), mother=mother, born=born, phone=_digits(phone), ssn=_digits(ssn)
        )
    year, rest = _year(rest)
    identifiers = tuple(dict.fromkeys(_IDENTIFIER.findall(rest)))
    rest = _IDENTIFIER.sub(" ", rest)
    words = _WORD.findall(rest)
    return Asked(
        names=_name_pairs(rest) if len(words) > 1 else (),
        lone=words[0] if len(words) == 1 else "",
        mother=mother,
        born=born,
        year=year,
        phone=_digits(phone),
        ssn=_digits(ssn),
        identifiers=identifiers,
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    return (found.group(0), text[: found.start()] + " " + text[found.end() :]) if found else ("", text)


def _year(text: str) -> tuple[str, str]:
    found = _YEAR.search(text)
    return (found.group(1), text[: found.start()] + " " + text[found.end() :]) if found else ("", text)


def _birth_date(text: str) -> tuple[str, str]:
    for pattern, order in ((_ISO, (1, 2, 3)), (_AMERICAN, (3, 1, 2))):
        if found := pattern.search(text):
            year, month, day = (int(found.group(i)) for i in order)
            try:
                born = date(year, month, day).isoformat()
            except ValueError:
                continue
            return born, text[: found.start()] + " " + text[found.end() :]
    return "", text


def _name_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Ways to part words into given name and surname: as written first, then the other way round."""
    before, comma, after = text.partition(",")
    words, further = _WORD.findall(before), _WORD.findall(after)
    if comma and words and further:
        return ((further[0], " ".join(words)), (" ".join(words), further[0]))
    words += further
    if len(words) < 2:
        return ()
    pairs = [
        (words[0], words[-1]),
        (words[0], " ".join(words[1:])),
        (words[-1], words[0]),
        (words[-1], " ".join(words[:-1])),
    ]
    return tuple(dict.fromkeys(pairs))
