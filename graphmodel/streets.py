"""Streets and units as people write them, brought to one form: what addresses are told apart and found by.

Abbreviations of street types and directions, and the words that only announce a unit, follow USPS Publication 28
(Postal Addressing Standards), appendices C1 and C2 and section 233.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graphmodel.folding import ascii_words

DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w",
    "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
}  # fmt: skip
STREET_TYPES = {
    "alley": "aly", "avenue": "ave", "av": "ave", "boulevard": "blvd", "bypass": "byp", "causeway": "cswy",
    "center": "ctr", "circle": "cir", "court": "ct", "cove": "cv", "creek": "crk", "crescent": "cres",
    "crossing": "xing", "drive": "dr", "estates": "ests", "expressway": "expy", "extension": "ext",
    "freeway": "fwy", "gardens": "gdns", "glen": "gln", "grove": "grv", "harbor": "hbr", "heights": "hts",
    "highway": "hwy", "hill": "hl", "hills": "hls", "junction": "jct", "lake": "lk", "landing": "lndg",
    "lane": "ln", "loop": "lp", "manor": "mnr", "meadow": "mdw", "meadows": "mdws", "mount": "mt",
    "mountain": "mtn", "park": "park", "parkway": "pkwy", "place": "pl", "plaza": "plz", "point": "pt",
    "ridge": "rdg", "river": "riv", "road": "rd", "route": "rte", "spring": "spg", "springs": "spgs",
    "square": "sq", "street": "st", "station": "sta", "terrace": "ter", "trace": "trce", "trail": "trl",
    "turnpike": "tpke", "valley": "vly", "view": "vw", "village": "vlg",
}  # fmt: skip
UNIT_WORDS = frozenset(
    [
        "apt",
        "apartment",
        "aptmnt",
        "aprt",
        "apto",
        "ap",
        "unit",
        "no",
        "nbr",
        "number",
        "num",
        "flat",
        "ste",
        "suite",
        "rm",
        "room",
        "lot",
        "spc",
        "space",
        "trlr",
    ]
)
"""Words that announce a unit and do not tell one from another."""

_WORDS = DIRECTIONS | STREET_TYPES
_SHORT_DIRECTIONS = frozenset(DIRECTIONS.values())


@lru_cache(maxsize=1 << 18)
def street_words(raw: str) -> tuple[str, ...]:
    """The words of a street in postal abbreviations, lower case, numbered streets without leading zeros.

    >>> street_words("North 07th Street")
    ('n', '7th', 'st')
    """
    return tuple(_WORDS.get(word, word.lstrip("0") or word) for word in ascii_words(raw))


def street_first_word(raw: str) -> str:
    """The first word of a street that is no direction; '' when nothing but directions stands there.

    >>> street_first_word("N Ashburn Ln")
    'ashburn'
    """
    return next((word for word in street_words(raw) if word not in _SHORT_DIRECTIONS), "")


@lru_cache(maxsize=1 << 16)
def unit_words(raw: str) -> tuple[str, ...]:
    """The words of a unit that tell it from others; ``Apartment No. 5``, ``# 5`` and ``unit 5`` are all ``5``.

    >>> unit_words("Apt # 2R")
    ('2r',)
    """
    parted = re.sub(r"^(apt|unit|ste)(?=\d)", r"\1 ", raw.strip().lower())
    return tuple(word.lstrip("0") or word for word in ascii_words(parted) if word not in UNIT_WORDS)
