"""What a given name, a surname or a street is compared by: spelling variants, sound, and words that are no name.

Each function works on one distinct value; `columns.py` calls it once per value, not once per record.
"""

from __future__ import annotations

import re

import jellyfish
from nicknames import NickNamer

# Words that stand where a name is unknown or was refused: "Baby Boy", "Male Child", courtesy titles, kinship words,
# refusals. One of them compared as a name would link or part people by their role on a form.
PLACEHOLDER_WORDS = frozenset(
    """
    adult anonymous aunt baby boy brother child children cousin dad daddy daughter decline declined declines dk
    dna dont elder father female gent gentleman girl grandchild granddaughter grandfather grandma grandmother
    grandpa grandson guardian head her him house household husband infant info information kid know lady lodger
    madam male man middle minor miss missing mister mom mommy mother mr mrs ms na name nephew newborn niece no
    nobody none occupant of old older oldest parent person provided refusal refuse refused refuses renter
    resident respondant respondent roommate same sir sister son spouse stepchild stepdaughter stepson stillborn
    tenant test the twin uncle unk unknown unnamed visitor wife woman younger youngest
    """.split()  # noqa: SIM905  a list of words reads better as text
)
_NICKNAMES = NickNamer()
_STREET_WORDS = {
    "alley": "aly", "avenue": "ave", "av": "ave", "boulevard": "blvd", "bypass": "byp", "circle": "cir",
    "court": "ct", "crescent": "cres", "drive": "dr", "east": "e", "estates": "est", "expressway": "expy",
    "extension": "ext", "heights": "hts", "highway": "hwy", "hill": "hl", "lane": "ln", "loop": "lp",
    "mount": "mt", "mountain": "mtn", "north": "n", "northeast": "ne", "northwest": "nw", "parkway": "pkwy",
    "place": "pl", "plaza": "plz", "point": "pt", "ridge": "rdg", "road": "rd", "route": "rte", "saint": "st",
    "south": "s", "southeast": "se", "southwest": "sw", "square": "sq", "street": "st", "terrace": "ter",
    "trace": "trce", "trail": "trl", "turnpike": "tpke", "valley": "vly", "view": "vw", "village": "vlg",
    "way": "way", "west": "w",
}  # fmt: skip


_CLOSED_UP = str.maketrans("", "", "'’`.")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_NOT_LETTERS_OR_DIGITS = re.compile(r"[^a-z0-9]+")


def name_words(raw: str) -> list[str]:
    """The words of a name in plain letters: lower case, apostrophes closed up, everything else a break.

    Empty when they stand for "no name given": role words, refusals, one letter repeated (``xxx``).
    """
    words = _NOT_LETTERS.sub(" ", raw.lower().translate(_CLOSED_UP)).split()
    if all(word in PLACEHOLDER_WORDS or (len(word) > 1 and word == word[0] * len(word)) for word in words):
        return []
    return words


def clean_name(raw: str) -> str | None:
    """The name closed up to plain letters, or None when it is no name: ``Mary-Ann`` and ``Mary Ann`` are one."""
    return "".join(name_words(raw)) or None


def given_variants(raw: str) -> tuple[str, ...]:
    """The name, its first word, and the formal names it may be short for (``bill``: ``will``, ``william`` …)."""
    words = name_words(raw)
    if not words:
        return ()
    forms = {"".join(words), words[0]} if len(words[0]) > 1 else {"".join(words)}
    for form in tuple(forms):
        forms |= {canonical.replace(" ", "") for canonical in _NICKNAMES.canonicals_of(form)}
    return tuple(sorted(forms))


def surname_parts(raw: str) -> tuple[str, ...]:
    """The closed-up surname and each of its parts of three letters or more: ``Niemeyer-Koehler`` meets ``Koehler``.

    Empty for no name, and for a single letter: it says too little to count as agreement or as conflict.
    """
    words = name_words(raw)
    whole = "".join(words)
    if len(words) == 1 or len(whole) < 2:
        return (whole,) if len(whole) > 1 else ()
    return tuple(sorted({whole, *(word for word in words if len(word) > 2)}))


def sound(cleaned: str) -> str:
    """Metaphone of a closed-up name (L. Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990)."""
    return str(jellyfish.metaphone(cleaned)) or cleaned[:1]


def clean_street(raw: str) -> str | None:
    """A street in the abbreviations of USPS Publication 28, Appendix C; leading zeros of numbered streets dropped."""
    words = _NOT_LETTERS_OR_DIGITS.sub(" ", raw.lower()).split()
    return " ".join(_STREET_WORDS.get(word, word.lstrip("0") or word) for word in words) or None
