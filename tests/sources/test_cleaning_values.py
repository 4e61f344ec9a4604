"""The cleaners of numbers and words read them as they say."""

from __future__ import annotations

import duckdb
import pytest

from ingest.cleaning.cleaner import UNREADABLE
from ingest.cleaning.registry import CLEANERS


def clean(name: str, raw: str) -> str | None:
    """What a cleaner makes of one text."""
    cleaner = CLEANERS[name]
    if cleaner.python is not None:
        return cleaner.python(raw, None)[0]
    assert cleaner.sql is not None
    looked_at = cleaner.prepare("raw") if cleaner.prepare else "raw"
    prepared = f"SELECT {looked_at} AS q FROM (SELECT ? AS raw)"
    row = duckdb.execute(f"SELECT {cleaner.sql('q')} FROM ({prepared})", [raw]).fetchone()
    assert row is not None
    value: str | None = row[0]
    return value


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("ssn", "443-34-9307", "443349307"),
        ("ssn", "443 34 9307", "443349307"),
        ("ssn", "844-46-8785", "844468785"),
        ("ssn", "000-12-3456", None),
        ("ssn", "666-12-3456", None),
        ("ssn", "912-34-5678", None),
        ("ssn", "123-45-6789", None),
        ("ssn", "111111111", None),
        ("ssn", "999-99-9999", None),
        ("ssn", "443-00-9307", None),
        ("ssn", "443-34-0000", None),
        ("ssn", "443-34-930", UNREADABLE),
        ("ssn", "69s-20-8203", UNREADABLE),
        ("ssn", "UNKNOWN", None),
        ("ssn", "---", None),
        ("phone", "(312) 555-0143", "3125550143"),
        ("phone", "+1 312.555.0143 x12", "3125550143"),
        ("phone", "1-312-555-0143", "3125550143"),
        ("phone", "312-555-0143 ext. 7", "3125550143"),
        ("phone", "0000000000", None),
        ("phone", "999-999-9999", None),
        ("phone", "none", None),
        ("phone", "555-0143", UNREADABLE),
        ("phone", "112-555-0143", UNREADABLE),
        ("phone", "312-055-0143", UNREADABLE),
        ("email", "Ann.Lee@Example.ORG", "ann.lee@example.org"),
        ("email", "n/a", None),
        ("email", "ann at example", UNREADABLE),
        ("email", "a@b", UNREADABLE),
        ("zip", "62701", "62701"),
        ("zip", "62701-1234", "62701"),
        ("zip", "627011234", "62701"),
        ("zip", "00000", None),
        ("zip", "99999-9999", None),
        ("zip", "0O000", UNREADABLE),
        ("zip", "6270", UNREADABLE),
        ("sex", "F", "female"),
        ("sex", "MALE", "male"),
        ("sex", "X", "nonbinary"),
        ("sex", "Other", "nonbinary"),
        ("sex", "U", None),
        ("sex", "7", UNREADABLE),
        ("yes_no", "Y", "true"),
        ("yes_no", "0", "false"),
        ("yes_no", "unknown", None),
        ("yes_no", "maybe", UNREADABLE),
        ("code", "007", "007"),
        ("lower", "Reference  Person", "reference person"),
        ("text", "two  words", "two words"),
        ("text", "N/A", None),
    ],
)
def test_values(name: str, raw: str, expected: str | None) -> None:
    """Each text gives its value, nothing, or UNREADABLE."""
    assert clean(name, raw) == expected


def test_every_cleaner_has_one_rule() -> None:
    """A cleaner is SQL or Python, never both, never neither."""
    assert all((c.sql is None) != (c.python is None) for c in CLEANERS.values())
