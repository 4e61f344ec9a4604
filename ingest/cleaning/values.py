"""Cleaners of numbers, codes and words, as SQL expressions over the raw text."""

from __future__ import annotations

from ingest.cleaning.cleaner import UNREADABLE

_BAD = f"'{UNREADABLE}'"
_NOTHING = "('unknown', 'unk', 'n/a', 'na', 'none', 'null', 'nan', '-', '--', '.', '?')"

_REPEATED = "|".join(f"{digit}+" for digit in range(10))


def sql_text(raw: str) -> str:
    """Free text with runs of blanks collapsed; words for nothing are missing."""
    # Hardly any value holds two blanks in a row, and looking is ten times cheaper than replacing.
    collapsed = f"regexp_replace({raw}, '\\s+', ' ', 'g')"
    return f"CASE WHEN lower({raw}) IN {_NOTHING} THEN NULL WHEN contains({raw}, '  ') THEN {collapsed} ELSE {raw} END"


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


def prepare_phone(raw: str) -> str:
    """The text ``sql_phone`` looks at: without the usual punctuation."""
    return f"translate(lower({raw}), ' ().+-', '')"


def sql_phone(bare: str) -> str:
    """A North American telephone number as ten digits; a country code 1 and an extension are dropped.

    Area code and exchange begin with 2 to 9 (North American Numbering Plan); one digit repeated is a placeholder.
    """
    return (
        f"CASE WHEN {bare} = '' OR {bare} IN {_NOTHING}"
        f" OR regexp_full_match({bare}, '{_REPEATED}|1?1234567890') THEN NULL"
        f" WHEN regexp_full_match({bare}, '1?[2-9]\\d\\d[2-9]\\d{{6}}((x|ext)\\.?\\d+)?')"
        f" THEN CASE WHEN {bare}[1] = '1' THEN {bare}[2:11] ELSE {bare}[1:10] END ELSE {_BAD} END"
    )


def prepare_ssn(raw: str) -> str:
    """The text ``sql_ssn`` looks at: without the usual punctuation."""
    return f"translate(lower({raw}), ' .-', '')"


def sql_ssn(bare: str) -> str:
    """A Social Security number as nine digits.

    Missing: one digit repeated, 123456789, and what the Social Security Administration never issued as an SSN: area
    000, 666 or 9xx (ITINs), group 00, serial 0000 (SSA POMS RM 10201.030). Areas 8xx, never issued either, are what
    synthetic data uses on purpose, and stay.
    """
    never = f"{_REPEATED}|123456789|9.*|000.*|666.*|...00.*|.....0000"
    return (
        f"CASE WHEN {bare} = '' OR {bare} IN {_NOTHING} THEN NULL"
        f" WHEN NOT regexp_full_match({bare}, '\\d{{9}}') THEN {_BAD}"
        f" WHEN regexp_full_match({bare}, '{never}') THEN NULL ELSE {bare} END"
    )


def sql_zip(raw: str) -> str:
    """A ZIP code as five digits; the four digits of ZIP+4 are dropped; 00000 and 99999 stand for nothing."""
    return (
        f"CASE WHEN lower({raw}) IN {_NOTHING} OR {raw}[1:5] IN ('00000', '99999') THEN NULL"
        f" WHEN regexp_full_match({raw}, '\\d{{5}}(-?\\d{{4}})?') THEN {raw}[1:5] ELSE {_BAD} END"
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
    """The word true or false; words for unknown are missing."""
    return (
        f"CASE WHEN lower({raw}) IN ('y', 'yes', 'true', 't', '1') THEN 'true'"
        f" WHEN lower({raw}) IN ('n', 'no', 'false', 'f', '0') THEN 'false'"
        f" WHEN lower({raw}) IN {_NOTHING} OR lower({raw}) IN ('u', 'x') THEN NULL ELSE {_BAD} END"
    )
