"""Cleaners of numbers, codes and words, as SQL expressions over the raw text."""

from __future__ import annotations

from ingest.cleaning.cleaner import UNREADABLE

_BAD = f"'{UNREADABLE}'"
_NOTHING = "('unknown', 'unk', 'n/a', 'na', 'none', 'null', 'nan', '-', '--', '.', '?')"

# States, territories and the armed forces' postal regions (USPS Publication 28, appendix B).
_STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
    "puerto rico": "PR", "guam": "GU", "virgin islands": "VI", "american samoa": "AS", "aa": "AA", "ae": "AE",
    "ap": "AP", "mp": "MP",
}  # fmt: skip


def sql_text(raw: str) -> str:
    """Free text with runs of blanks collapsed; words for nothing are missing."""
    collapsed = f"regexp_replace({raw}, '\\s+', ' ', 'g')"
    return f"CASE WHEN lower({raw}) IN {_NOTHING} THEN NULL ELSE {collapsed} END"


def sql_code(raw: str) -> str:
    """A code or key, kept to the letter (leading zeros too)."""
    return raw


def sql_lower(raw: str) -> str:
    """As ``text``, in small letters."""
    return f"lower({sql_text(raw)})"


def sql_email(raw: str) -> str:
    """An e-mail address in small letters."""
    return (
        f"CASE WHEN lower({raw}) IN {_NOTHING} THEN NULL"
        f" WHEN regexp_full_match({raw}, '[^@\\s]+@[^@\\s]+\\.[^@\\s.]+') THEN lower({raw}) ELSE {_BAD} END"
    )


def sql_phone(raw: str) -> str:
    """A North American telephone number as ten digits; a country code 1 and an extension are dropped.

    Area code and exchange begin with 2 to 9 (North American Numbering Plan); one digit repeated is a placeholder.
    """
    digits = f"regexp_replace(regexp_replace({raw}, '(?i)\\s*(x|ext)\\.?\\s*\\d+$', ''), '[\\s().+-]', '', 'g')"
    ten = f"CASE WHEN length({digits}) = 11 AND {digits}[1] = '1' THEN {digits}[2:] ELSE {digits} END"
    return (
        f"CASE WHEN lower({raw}) IN {_NOTHING} OR regexp_full_match({digits}, '0*|1*|2*|3*|4*|5*|6*|7*|8*|9*|1?1234567890')"
        f" THEN NULL WHEN regexp_full_match({ten}, '[2-9]\\d\\d[2-9]\\d{{6}}') THEN {ten} ELSE {_BAD} END"
    )


def sql_ssn(raw: str) -> str:
    """A Social Security number as nine digits.

    Missing: one digit repeated, 123456789, and what the Social Security Administration never issued as an SSN: area
    000, 666 or 9xx (ITINs), group 00, serial 0000 (SSA POMS RM 10201.030). Areas 8xx, never issued either, are what
    synthetic data uses on purpose, and stay.
    """
    digits = f"regexp_replace({raw}, '[\\s.-]', '', 'g')"
    return (
        f"CASE WHEN lower({raw}) IN {_NOTHING} OR {digits} = '' THEN NULL"
        f" WHEN NOT regexp_full_match({digits}, '\\d{{9}}') THEN {_BAD}"
        f" WHEN {digits} = '123456789' OR {digits} = repeat({digits}[1], 9) OR {digits}[1] = '9'"
        f" OR {digits}[1:3] IN ('000', '666') OR {digits}[4:5] = '00' OR {digits}[6:9] = '0000' THEN NULL"
        f" ELSE {digits} END"
    )


def sql_zip(raw: str) -> str:
    """A ZIP code as five digits; the four digits of ZIP+4 are dropped; 00000 and 99999 stand for nothing."""
    return (
        f"CASE WHEN lower({raw}) IN {_NOTHING} OR {raw}[1:5] IN ('00000', '99999') THEN NULL"
        f" WHEN regexp_full_match({raw}, '\\d{{5}}(-?\\d{{4}})?') THEN {raw}[1:5] ELSE {_BAD} END"
    )


def sql_state(raw: str) -> str:
    """A state as its two capitals, from those or from its English name."""
    codes = ", ".join(f"'{code}'" for code in sorted(set(_STATES.values())))
    names = " ".join(f"WHEN '{name}' THEN '{code}'" for name, code in _STATES.items())
    return (
        f"CASE WHEN upper({raw}) IN ({codes}) THEN upper({raw}) WHEN lower({raw}) IN {_NOTHING} OR lower({raw}) IN ('xx')"
        f" THEN NULL ELSE coalesce(CASE lower({raw}) {names} END, {_BAD}) END"
    )


def sql_sex(raw: str) -> str:
    """male, female or nonbinary; words for unknown are missing."""
    return (
        f"CASE WHEN lower({raw}) IN ('m', 'male', 'man', 'boy') THEN 'male'"
        f" WHEN lower({raw}) IN ('f', 'female', 'woman', 'girl') THEN 'female'"
        f" WHEN lower({raw}) IN ('x', 'nonbinary', 'non-binary', 'other', 'o', 'nb') THEN 'nonbinary'"
        f" WHEN lower({raw}) IN {_NOTHING} OR lower({raw}) IN ('u', 'not stated', 'refused') THEN NULL ELSE {_BAD} END"
    )


def sql_yes_no(raw: str) -> str:
    """true or false; words for unknown are missing."""
    return (
        f"CASE WHEN lower({raw}) IN ('y', 'yes', 'true', 't', '1') THEN 'true'"
        f" WHEN lower({raw}) IN ('n', 'no', 'false', 'f', '0') THEN 'false'"
        f" WHEN lower({raw}) IN {_NOTHING} OR lower({raw}) IN ('u', 'x') THEN NULL ELSE {_BAD} END"
    )
