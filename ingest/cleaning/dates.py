"""Cleaner of dates: many notations, impossible days, placeholders, and dates known in part."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ingest.cleaning.cleaner import UNREADABLE

DEFAULT_FORMATS = "%Y-%m-%d|%Y%m%d|%m/%d/%Y|%d-%b-%Y|%Y-%m|%Y"
"""Tried in turn where a contract states none. Slashed dates are American: month first."""

_MONTHS = {
    m: i
    for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "b": r"(?P<b>[A-Za-z]{3})",
    "B": r"(?P<B>[A-Za-z]{3,9})",
    "H": r"\d{2}",
    "M": r"\d{2}",
    "S": r"\d{2}(?:\.\d+)?",
    "f": r"\d+",
    "%": "%",
}
_TIME_OF_DAY = r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_NOTHING = frozenset(["unknown", "unk", "n/a", "na", "none", "null", "nan", "nat", ".", "-", "--", "?", "tbd"])
_OPEN_END = 9999
_SYSTEM_EPOCH = "1900-01-01"
_TWO_DIGIT_PIVOT = 30
_EARLIEST_YEAR = 1800


def date_formats(formats: str) -> list[re.Pattern[str]]:
    """The patterns of a contract's date format.

    Args:
        formats: strptime formats parted by ``|``; directives %Y %y %m %d %b %B, and %H %M %S %f which are dropped.

    Raises:
        ValueError: A directive that is not known; the message lists those that are.
    """
    return [_pattern(one) for one in formats.split("|")]


def clean_date(value: str, formats: str | None = None) -> str | None:
    """An ISO date as precise as the source gave it (``2011``, ``2011-03``, ``2011-03-09``).

    None for placeholders: all zeros, 9999-12-31, and 1900-01-01, which systems write for "no date". UNREADABLE for what
    fits no format or is no day of the calendar. A day or month of 00 is a part not known. A time of day is dropped.

    >>> clean_date("2003-12-16"), clean_date("19990611"), clean_date("29-Jan-1986"), clean_date("03/11/2012")
    ('2003-12-16', '1999-06-11', '1986-01-29', '2012-03-11')
    >>> clean_date("2011"), clean_date("2011-03"), clean_date("2011-03-00"), clean_date("2011-03-09 00:00:00")
    ('2011', '2011-03', '2011-03', '2011-03-09')
    >>> clean_date("0000-00-00"), clean_date("99991231"), clean_date("01/01/1900"), clean_date("unknown")
    (None, None, None, None)
    >>> [clean_date(v) == UNREADABLE for v in ("03/25/200G", "2011-02-30", "8005-02-28", "32/01/2011")]
    [True, True, True, True]
    >>> clean_date("1/2/87", "%d/%m/%y")
    '1987-02-01'
    """
    text = value.strip()
    if text.lower() in _NOTHING or not text.strip("0-/. :"):
        return None
    for pattern in _patterns(formats or DEFAULT_FORMATS):
        match = pattern.fullmatch(text)
        if match:
            found = _iso(match.groupdict())
            if found != UNREADABLE:
                return found
    return UNREADABLE


@lru_cache(maxsize=256)
def _patterns(formats: str) -> tuple[re.Pattern[str], ...]:
    return tuple(date_formats(formats))


def _pattern(one: str) -> re.Pattern[str]:
    parts: list[str] = []
    places = iter(one.strip())
    for sign in places:
        if sign != "%":
            parts.append(re.escape(sign))
            continue
        directive = next(places, "")
        if directive not in _DIRECTIVES:
            raise ValueError(
                f"%{directive} in date format {one!r}; known are {', '.join('%' + d for d in _DIRECTIVES)}"
            )
        parts.append(_DIRECTIVES[directive])
    whole = "".join(parts)
    # Digits written without separators have fixed places.
    whole = whole.replace(r"(?P<m>\d{1,2})(?P<d>\d{1,2})", r"(?P<m>\d{2})(?P<d>\d{2})")
    whole = whole.replace(r"(?P<d>\d{1,2})(?P<m>\d{1,2})", r"(?P<d>\d{2})(?P<m>\d{2})")
    whole = whole.replace(r"(?P<Y>\d{4})(?P<m>\d{1,2})", r"(?P<Y>\d{4})(?P<m>\d{2})")
    return re.compile(whole + ("" if "%H" in one else _TIME_OF_DAY))


def _iso(parts: dict[str, str | None]) -> str | None:
    year = int(parts.get("Y") or 0) if parts.get("Y") else _whole_year(parts.get("y"))
    named = parts.get("b") or parts.get("B")
    month = _MONTHS.get(named[:3].lower(), 13) if named else int(parts.get("m") or 0)
    day = int(parts.get("d") or 0)
    if year is None or year == _OPEN_END:
        return None
    if not _EARLIEST_YEAR <= year <= date.max.year // 4:
        return None if year == 0 else UNREADABLE
    if month == 0:
        return f"{year:04}" if day == 0 else UNREADABLE
    try:
        found = date(year, month, day or 1).isoformat()
    except ValueError:
        return UNREADABLE
    if found == _SYSTEM_EPOCH and day:
        return None
    return found if day else found[:7]


def _whole_year(short: str | None) -> int | None:
    if short is None:
        return None
    return int(short) + (2000 if int(short) <= _TWO_DIGIT_PIVOT else 1900)
