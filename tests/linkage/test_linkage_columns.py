"""The derived columns linkage compares."""

from __future__ import annotations

from typing import Any

import duckdb
from linkage_cases import staging

from ingest.linkage.blocking import PREDICTION_RULES, rule_sql, usable_rules
from ingest.linkage.columns import build_linkage_records
from ingest.linkage.comparisons import choose_comparisons


def linkage_records(*records: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """A working database holding these records."""
    work = duckdb.connect()
    build_linkage_records(staging([{"system": "a", **record} for record in records]), work)
    return work


def test_records_are_numbered_by_their_ids() -> None:
    """Whatever order they came in."""
    work = linkage_records({"record_id": "a:2"}, {"record_id": "a:1"})
    assert work.execute("SELECT link_id, record_id FROM linkage_record").fetchall() == [(0, "a:1"), (1, "a:2")]


def test_values_are_brought_to_one_form() -> None:
    """Suffix words, partial dates, punctuation in numbers, placeholders for names."""
    names = {"given_name": "Baby Boy", "surname": "O'Brien", "suffix": "Junior", "birth_date": "2011-03"}
    numbers = {"ssn": "123-45-6789", "phone": "+1 (217) 555-0142", "email": " A@B.ORG ", "unit": "Apt # 4"}
    work = linkage_records({"record_id": "a:1", **names, **numbers}, {"record_id": "a:2", "ssn": "000-00-0000"})
    row = work.execute(
        "SELECT given, surname, suffix, born, birth_year, ssn, phone, email, unit FROM linkage_record ORDER BY link_id"
    ).fetchall()
    assert row[0] == (None, "obrien", "JR", None, "2011", "123456789", "2175550142", "a@b.org", "4")
    assert row[1][5] is None


def test_only_filled_columns_are_compared_and_blocked_on() -> None:
    """Without SSN and address neither is compared, and no rule asks for them."""
    filled = {"given_name": "Rosa", "surname": "Okafor", "birth_date": "1988-04-19"}
    work = linkage_records({"record_id": "a:1", **filled}, {"record_id": "a:2", **filled})
    assert [c.name for c in choose_comparisons(work, 0.005)] == ["given_name", "surname_and_address", "birth_date"]
    rules = usable_rules(work, PREDICTION_RULES)
    assert ("given", "surname") in rules
    assert not any({"ssn", "street", "phone"} & set(rule) for rule in rules)
    assert rule_sql(("given", "surname")) == "l.given = r.given AND l.surname = r.surname"
