"""What the records themselves say about their sources."""

from __future__ import annotations

import duckdb
from linkage_cases import staging, town

from ingest.linkage.columns import build_linkage_records
from ingest.linkage.measures import conflicts_in_force, measure_duplicate_rates
from ingest.linkage.settings import ALL_CONFLICTS, FAMILY_CONFLICTS, LinkageSettings


def linkage_records(records: list[dict[str, object]], repeats: tuple[str, ...] = ()) -> duckdb.DuckDBPyConnection:
    """A working database holding ``linkage_record``."""
    work = duckdb.connect()
    build_linkage_records(staging(records, repeats=repeats), work)
    return work


def test_plain_duplicates_are_counted_where_a_source_claims_none() -> None:
    """Two of three records that repeat a person; a source that admits repeats is not asked."""
    same = {"given_name": "Rosa", "surname": "Okafor", "birth_date": "1988-04-19"}
    other = {"given_name": "Anna", "surname": "Okafor", "birth_date": "1988-04-19"}
    rows = [dict(same, record_id=f"{s}:{n}", system=s) for s in ("a", "b") for n in (1, 2)]
    rows += [dict(other, record_id=f"{s}:3", system=s) for s in ("a", "b")]
    assert measure_duplicate_rates(linkage_records(rows, repeats=("b",))) == {"a": 2 / 3}


def test_family_conflicts_hold_where_families_are() -> None:
    """A town of families keeps all conflicts; so does a load too small to tell."""
    assert conflicts_in_force(linkage_records(town(360)[0]), LinkageSettings()) == ALL_CONFLICTS
    assert conflicts_in_force(linkage_records(town(8)[0]), LinkageSettings()) == ALL_CONFLICTS


def test_family_conflicts_are_off_where_addresses_are_not_shared() -> None:
    """Where people of one surname and address differ in a letter or a digit only, they are one person's slips."""
    rows = []
    for number, row in enumerate(town(1200)[0]):
        lone = dict(row, street_number=str(number), record_id=f"x:{number}")
        rows += [lone, dict(lone, record_id=f"y:{number}", given_name=f"{row['given_name']}x")]
    in_force = conflicts_in_force(linkage_records(rows), LinkageSettings())
    assert in_force == ALL_CONFLICTS - FAMILY_CONFLICTS
