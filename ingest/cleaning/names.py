"""Cleaners of personal names: what stands for no name, capitals, suffixes, and full names taken apart."""

from __future__ import annotations

import re
import unicodedata

from ingest.cleaning.cleaner import UNREADABLE

_BLANKS = re.compile(r"\s+")

# What clerks and systems write where there is no name. Words that are somebody's real surname (Child, Man, Son,
# House, Friend, Doe) are left alone here; see GIVEN_PLACEHOLDERS.
_PLACEHOLDERS = frozenset(
    """unknown|unk|unkn|unnamed|n/a|n.a.|#n/a|none|null|nan|nil|test|testing|tester|x|xx|xxx|xxxx|no name|noname|
    no last name|no first name|no middle name|nln|nfn|nmn|nmi|fnu|lnu|not given|not available|not applicable|
    not provided|not known|refused|declined|anonymous|unborn|unborn child|fetus|newborn|infant|first name|last name|
    first|last name unknown|first name unknown|name unknown|unknown unknown|baby boy|baby girl|babyboy|babygirl|
    female|male|person|resident|occupant|tenant|householder|household member|hh member|adult|minor|wife|husband|
    daughter|boy|girl|mother|father|lady of house|lady of the house|man of the house|man of house|man in the house|
    lady in the house|of house|of the house|the house|in the house|male child|female child|adult male|
    adult female|deceased|decedent""".replace("\n", "")
    .replace("  ", "")
    .split("|")
)
_NEWBORN = re.compile(
    r"(baby|infant|newborn|unborn|bb|bg|twin|triplet)[ -]?(boy|girl|male|female|child|fetus)?"
    r"[ -]?([a-d]|[1-4])?( of .*)?$",
    re.I,
)
# As a given name these are a place in a household, not a name.
_GIVEN_PLACEHOLDERS = frozenset(
    """dad|mom|mum|mama|papa|daddy|mommy|son|brother|sister|grandma|grandpa|grandmother|grandfather|grandson|
    granddaughter|baby|child|kid|man|lady|gentleman|woman|friend|roommate|boyfriend|girlfriend|mr|mrs|ms|sir|mister|
    unc|head|spouse|self|aunt|uncle|niece|nephew|cousin""".replace("\n", "")
    .replace(" ", "")
    .split("|")
)
_GIVEN_PHRASE = re.compile(
    r"((man|lady|gentleman|woman|son|daughter|wife|husband|child|mother|father)"
    r"( of( the)?| in the)( .*)?|child [a-z0-9]|(male|female) child)$",
    re.I,
)
_SUFFIXES = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii",
    "iv": "iv", "4th": "iv",
}  # fmt: skip
_NO_SUFFIX = frozenset({"none", "n/a", "na", "unknown", "unk", "null"})
# "II" and the ordinals cannot be a name; "Junior" and "Senior" can, and stay unless written as a suffix.
_TRAILING_SUFFIX = re.compile(r"^(?P<name>.*[^\s,])[\s,]+(?P<suffix>jr|sr|ii|iii|iv|2nd|3rd|4th)\.?$", re.I)
_PARTICLES = frozenset(
    ("de", "del", "della", "der", "den", "di", "da", "das", "do", "dos", "du", "la", "las", "los", "le", "van", "von",
     "ter", "ten", "y", "e")
)  # fmt: skip
_WORD_STARTS = re.compile(r"(^|[\s\-.])(\w)")
_PREFIXED = re.compile(r"\b(O['\u2019]|D['\u2019]|L['\u2019]|Mc)(\w)", re.I)


def clean_name(value: str) -> str | None:
    """A name fit for display, or None for what stands for no name.

    ALL CAPITALS and all small letters become Title Case; mixed case is somebody's decision and stays.

    >>> clean_name("MARY  ANN O'BRIEN-MCDONALD")
    "Mary Ann O'Brien-McDonald"
    >>> clean_name("de la cruz"), clean_name("VAN BUREN"), clean_name("deShawn")
    ('de la Cruz', 'van Buren', 'deShawn')
    >>> [clean_name(v) for v in ("UNKNOWN", "N/A", "BABY BOY", "Baby Girl A", "Unborn", "TEST", "X", "-", "Q")]
    [None, None, None, None, None, None, None, None, 'Q']
    """
    text = _tidy(value)
    lowered = text.lower().strip(".")
    if not any(letter.isalpha() for letter in text) or lowered in _PLACEHOLDERS or _NEWBORN.match(lowered):
        return None
    # "NA" in capitals is a data file's word for missing; Na is a surname.
    return None if text == "NA" else capitals(text)


def clean_given_name(value: str) -> str | None:
    """A given name: as ``clean_name``, and a place in the household is no given name either.

    >>> clean_given_name("Dad"), clean_given_name("Lady Of The House"), clean_given_name("Child F")
    (None, None, None)
    >>> clean_given_name("Madison")
    'Madison'
    """
    text = _tidy(value)
    lowered = text.lower().strip(".")
    if lowered in _GIVEN_PLACEHOLDERS or _GIVEN_PHRASE.match(lowered):
        return None
    return clean_name(text)


def clean_suffix(value: str) -> str | None:
    """A generation suffix: jr, sr, ii, iii or iv; UNREADABLE for anything else.

    >>> clean_suffix("JR."), clean_suffix("Senior"), clean_suffix("2nd"), clean_suffix("None")
    ('jr', 'sr', 'ii', None)
    >>> clean_suffix("PhD") == UNREADABLE
    True
    """
    lowered = _tidy(value).lower().strip(".")
    if lowered in _NO_SUFFIX or not any(letter.isalnum() for letter in lowered):
        return None
    return _SUFFIXES.get(lowered, UNREADABLE)


def split_suffix(value: str) -> tuple[str, str | None]:
    """A name and the suffix that stood at its end.

    >>> split_suffix("Walker, Jr."), split_suffix("SMITH III"), split_suffix("Junior")
    (('Walker', 'jr'), ('SMITH', 'iii'), ('Junior', None))
    """
    match = _TRAILING_SUFFIX.match(value)
    return (match["name"], _SUFFIXES[match["suffix"].lower()]) if match else (value, None)


def full_name_last_first(value: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Given name, middle name, surname and suffix of ``LAST [SUFFIX], FIRST [MIDDLE] [SUFFIX]``.

    Without a comma the first word is the surname.

    >>> full_name_last_first("O'NEIL JR, MARY ANN K")
    ('Mary', 'Ann K', "O'Neil", 'jr')
    >>> full_name_last_first("DE LA CRUZ, JOSE")
    ('Jose', None, 'de la Cruz', None)
    >>> full_name_last_first("SMITH,JOHN,Q,III")
    ('John', 'Q', 'Smith', 'iii')
    """
    text = _tidy(value, ends=" ;")
    surname, comma, rest = text.partition(",")
    if not comma:
        surname, _, rest = text.partition(" ")
    surname, suffix = split_suffix(surname.strip())
    if surname.lower() in _SUFFIXES or not surname:
        suffix = suffix or _SUFFIXES.get(surname.lower())
        surname = ""
    return _parted(rest.replace(",", " "), surname, suffix)


def full_name_first_last(value: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Given name, middle name, surname and suffix of ``FIRST [MIDDLE] LAST [SUFFIX]``.

    Particles belong to the surname; a single word is a given name.

    >>> full_name_first_last("Juan Carlos de la Cruz Jr")
    ('Juan', 'Carlos', 'de la Cruz', 'jr')
    >>> full_name_first_last("Rosa")
    ('Rosa', None, None, None)
    """
    text, suffix = split_suffix(_tidy(value))
    words = text.replace(",", " ").split()
    if len(words) < 2:
        return _parted(text, "", suffix)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return _parted(" ".join(words[:start]), " ".join(words[start:]), suffix)


def capitals(text: str) -> str:
    """Title Case for a text that is all capitals or all small; any other is returned as it is.

    >>> capitals("mount st. mary's"), capitals("JEAN-CLAUDE D'ARCY"), capitals("iPhone")
    ("Mount St. Mary's", "Jean-Claude D'Arcy", 'iPhone')
    """
    if not (text.isupper() or text.islower()) or len(text) == 1:
        return _upper(text) if len(text) == 1 else text
    titled = _WORD_STARTS.sub(lambda m: m[1] + _upper(m[2]), text.lower())
    titled = _PREFIXED.sub(lambda m: m[1].capitalize() + _upper(m[2]), titled)
    words = titled.split(" ")
    cased = " ".join([w.lower() if w.lower() in _PARTICLES else w for w in words[:-1]] + words[-1:])
    # Small letters of some capitals (İ) come apart into letter and accent.
    return unicodedata.normalize("NFC", cased)


def _upper(letter: str) -> str:
    # The capital of some letters is two letters long (ß): they stay as they are.
    return letter.upper() if len(letter.upper()) == 1 else letter


def _tidy(value: str, *, ends: str = " ,;") -> str:
    # NFC, so that a letter and its accent written apart equal the letter written whole.
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", value)).strip(ends)


def _parted(given_part: str, surname: str, suffix: str | None) -> tuple[str | None, str | None, str | None, str | None]:
    given_part, found = split_suffix(given_part.strip())
    if clean_given_name(given_part) is None:
        given, middle = "", ""
    else:
        given, _, middle = given_part.partition(" ")
    return (
        clean_given_name(given) if given else None,
        clean_name(middle) if middle else None,
        clean_name(surname) if surname else None,
        suffix or found,
    )
