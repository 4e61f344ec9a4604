"""Text folded to plain letters and digits, so that accents, capitals and punctuation do not keep people apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_DECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_CLOSED_UP = re.compile(r"['’‘`´.]")
_BREAK = re.compile(r"[^a-z0-9]+")


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Apostrophes in Unicode are closed up before decomposition turns the acute accent (´) into a space.
    lowered = _CLOSED_UP.sub("", text.lower().translate(_NOT_DECOMPOSED))
    return unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode("ascii")


@lru_cache(maxsize=1 << 18)
def ascii_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower-case ASCII letters and digits; apostrophes and full stops close up, the rest parts.

    >>> ascii_words("O'Brien-Núñez")
    ('obrien', 'nunez')
    """
    return tuple(word for word in _BREAK.split(_CLOSED_UP.sub("", _plain(text))) if word)


def fold(text: str | None) -> str:
    """The text as lower-case ASCII letters and digits without any break; '' for None.

    >>> fold("De la Cruz")
    'delacruz'
    """
    return "".join(ascii_words(text)) if text else ""
