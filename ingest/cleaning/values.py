"""Cleaners of numbers, codes and words.

Those whose values are nearly all distinct (SSN, phone, e-mail, keys) are SQL expressions; the others Python.
"""

from __future__ import annotations

import re

from ingest.cleaning.cleaner import UNREADABLE

NOTHING = frozenset({"unknown", "unk", "n/a", "na", "none", "null", "nan", "-", "--", ".", "?"})
"""What stands for no value in any field, in small letters."""

_BAD = f"'{UNREADABLE}'"
# One pattern, not IN: DuckDB turns a long IN into a join, and planning dozens of them takes longer than the work.
_SQL_NOTHING = "|".join(re.escape(word) for word in sorted(NOTHING))
_REPEATED = "|".join(f"{digit}+" for digit in range(10))
_ZIP = re.compile(r"(\d{5})(?:-?\d{4})?")
_SEX = {"male": "m male man boy", "female": "f female woman girl", "nonbinary": "x nonbinary non-binary other o nb"}
_SEXES = {word: sex for sex, words in _SEX.items() for word in words.split()}
_SEX_UNKNOWN = NOTHING | {"u", "not stated", "refused"}
_ANSWERS = {
    word: answer
    for answer, words in {"true": "y yes true t 1", "false": "n no false f 0"}.items()
    for word in words.split()
}


def clean_text(value: str) -> str | None:
    """Free text with runs of blanks collapsed; words for nothing are missing.

    >>> clean_text("two   words"), clean_text("N/A")
    ('two words', None)
    """
    text = " ".join(value.split())
    return None if text.lower() in NOTHING else text


def clean_lower(value: str) -> str | None:
    """As ``clean_text``, in small letters.

    >>> clean_lower("Reference  Person")
    'reference person'
    """
    text = clean_text(value)
    return None if text is None else text.lower()


def clean_sex(value: str) -> str | None:
    """One of male, female, nonbinary; words for unknown are missing.

    >>> clean_sex("F"), clean_sex("Other"), clean_sex("U"), clean_sex("7") == UNREADABLE
    ('female', 'nonbinary', None, True)
    """
    word = value.lower()
    return None if word in _SEX_UNKNOWN else _SEXES.get(word, UNREADABLE)


def clean_yes_no(value: str) -> str | None:
    """The word true or false; words for unknown are missing.

    >>> clean_yes_no("Y"), clean_yes_no("0"), clean_yes_no("unknown"), clean_yes_no("maybe") == UNREADABLE
    ('true', 'false', None, True)
    """
    word = value.lower()
    return None if word in NOTHING or word in ("u", "x") else _ANSWERS.get(word, UNREADABLE)


def clean_zip(value: str) -> str | None:
    """A ZIP code as five digits; the four digits of ZIP+4 are dropped; 00000 and 99999 stand for nothing.

    >>> clean_zip("62701-1234"), clean_zip("00000"), clean_zip("0O000") == UNREADABLE
    ('62701', None, True)
    """
    if value.lower() in NOTHING or value[:5] in ("00000", "99999"):
        return None
    match = _ZIP.fullmatch(value)
    return match[1] if match else UNREADABLE


def sql_code(raw: str) -> str:
    """A code or key, kept to the letter (leading zeros too)."""
    return raw


def prepare_email(raw: str) -> str:
    """The text ``sql_email`` looks at: in small letters."""
    return f"lower({raw})"


def sql_email(lowered: str) -> str:
    """An e-mail address in small letters."""
    return (
        f"CASE WHEN regexp_full_match({lowered}, '[^@\\s]+@[^@\\s]+\\.[^@\\s.]+') THEN {lowered}"
        f" WHEN regexp_full_match({lowered}, '{_SQL_NOTHING}') THEN NULL ELSE {_BAD} END"
    )


def prepare_phone(raw: str) -> str:
    """The text ``sql_phone`` looks at: without the usual punctuation."""
    return f"translate(lower({raw}), ' ().+-', '')"


def sql_phone(bare: str) -> str:
    """A North American telephone number as ten digits; a country code 1 and an extension are dropped.

    Area code and exchange begin with 2 to 9 (North American Numbering Plan); one digit repeated is a placeholder.
    """
    return (
        f"CASE WHEN {bare} = '' OR regexp_full_match({bare}, '{_SQL_NOTHING}|{_REPEATED}|1?1234567890')"
        f" THEN NULL"
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
        f"CASE WHEN {bare} = '' OR regexp_full_match({bare}, '{_SQL_NOTHING}') THEN NULL"
        f" WHEN NOT regexp_full_match({bare}, '\\d{{9}}') THEN {_BAD}"
        f" WHEN regexp_full_match({bare}, '{never}') THEN NULL ELSE {bare} END"
    )
