"""The staging database: what the sources stated, cleaned, one DuckDB file.

Every table is rebuilt by each ingest. All dates are ISO text that may stop early (``2011``, ``2011-03``,
``2011-03-09``): precision is what the source gave, never more. ``record_id`` is ``<system>:<record_key>`` and is the
name of a source record everywhere in Kin360. Missing is NULL, never an empty string.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from ingest.memory import memory_limit

TABLES: dict[str, dict[str, str]] = {
    # One row per person record a source holds: the record linkage reads, and the SourceRecord node.
    "person_record": {
        "record_id": "VARCHAR PRIMARY KEY",
        "system": "VARCHAR NOT NULL",
        "agency": "VARCHAR NOT NULL",
        "domain": "VARCHAR NOT NULL",
        "record_key": "VARCHAR NOT NULL",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
        "as_of": "VARCHAR",
        "given_name": "VARCHAR",
        "middle_name": "VARCHAR",
        "surname": "VARCHAR",
        "former_surname": "VARCHAR",
        "suffix": "VARCHAR",
        "birth_date": "VARCHAR",
        "death_date": "VARCHAR",
        "sex": "VARCHAR",
        "race": "VARCHAR",
        "language": "VARCHAR",
        "tribe": "VARCHAR",
        "ssn": "VARCHAR",
        "person_number": "VARCHAR",
        "multiple_birth": "BOOLEAN",
        "phone": "VARCHAR",
        "email": "VARCHAR",
        "street_number": "VARCHAR",
        "street_name": "VARCHAR",
        "unit": "VARCHAR",
        "city": "VARCHAR",
        "county": "VARCHAR",
        "state": "VARCHAR",
        "zip": "VARCHAR",
        "address_from": "VARCHAR",
        "address_to": "VARCHAR",
        "address_protected": "BOOLEAN",
        "household_key": "VARCHAR",
        "household_role": "VARCHAR",
        "household_from": "VARCHAR",
        "household_to": "VARCHAR",
    },
    # A tie a source states between two of its own records.
    "stated_tie": {
        "system": "VARCHAR NOT NULL",
        "kind": "VARCHAR NOT NULL",  # PARENT_OF | PARTNER_OF | SIBLING_OF | GUARDIAN_OF | CAREGIVER_OF | FICTIVE_TIE
        "nature": "VARCHAR",  # of parentage; or the kind of union, sibling tie or fictive tie
        "status": "VARCHAR",
        "from_record": "VARCHAR NOT NULL",  # PARENT_OF: the parent; GUARDIAN_OF, CAREGIVER_OF: the adult
        "to_record": "VARCHAR NOT NULL",
        "valid_from": "VARCHAR",
        "valid_to": "VARCHAR",
        "detail": "VARCHAR",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
    },
    "enrolment": {
        "system": "VARCHAR NOT NULL",
        "record_id": "VARCHAR NOT NULL",
        "service": "VARCHAR NOT NULL",
        "status": "VARCHAR",
        "case_key": "VARCHAR",
        "valid_from": "VARCHAR",
        "valid_to": "VARCHAR",
        "detail": "VARCHAR",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
    },
    # Help given to a home rather than a person: weatherization work, energy assistance, a housing unit.
    "address_service": {
        "system": "VARCHAR NOT NULL",
        "service": "VARCHAR NOT NULL",
        "status": "VARCHAR",
        "case_key": "VARCHAR",
        "street_number": "VARCHAR",
        "street_name": "VARCHAR",
        "unit": "VARCHAR",
        "city": "VARCHAR",
        "county": "VARCHAR",
        "state": "VARCHAR",
        "zip": "VARCHAR",
        "valid_from": "VARCHAR",
        "valid_to": "VARCHAR",
        "detail": "VARCHAR",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
    },
    "case_involvement": {
        "system": "VARCHAR NOT NULL",
        "record_id": "VARCHAR NOT NULL",
        "case_key": "VARCHAR NOT NULL",
        "case_kind": "VARCHAR NOT NULL",  # removal, investigation, support order, supervision ...
        "role": "VARCHAR",  # child, parent, caregiver, subject ...
        "status": "VARCHAR",
        "opened": "VARCHAR",
        "closed": "VARCHAR",
        "detail": "VARCHAR",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
    },
    "placement": {
        "system": "VARCHAR NOT NULL",
        "placement_key": "VARCHAR NOT NULL",
        "case_key": "VARCHAR",
        "child_record": "VARCHAR NOT NULL",
        "caregiver_record": "VARCHAR",
        "setting": "VARCHAR NOT NULL",  # NIEM PlacementSettingCode words
        "valid_from": "VARCHAR",
        "valid_to": "VARCHAR",
        "end_reason": "VARCHAR",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
    },
    "court_order": {
        "system": "VARCHAR NOT NULL",
        "order_key": "VARCHAR NOT NULL",
        "kind": "VARCHAR NOT NULL",  # legal custody, protection, court supervision
        "child_record": "VARCHAR NOT NULL",
        "holder_record": "VARCHAR",
        "valid_from": "VARCHAR",
        "valid_to": "VARCHAR",
        "detail": "VARCHAR",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
    },
    "attendance": {
        "system": "VARCHAR NOT NULL",
        "record_id": "VARCHAR NOT NULL",
        "school_key": "VARCHAR NOT NULL",
        "school_name": "VARCHAR",
        "district": "VARCHAR",
        "grade": "VARCHAR",
        "valid_from": "VARCHAR",
        "valid_to": "VARCHAR",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
    },
    # Further phones and e-mail addresses; the first ones also stand on person_record, where linkage reads them.
    "contact_point": {
        "system": "VARCHAR NOT NULL",
        "record_id": "VARCHAR NOT NULL",
        "kind": "VARCHAR NOT NULL",  # phone, email
        "value": "VARCHAR NOT NULL",
        "safe": "VARCHAR",  # yes, no, unknown
        "valid_from": "VARCHAR",
        "valid_to": "VARCHAR",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
    },
    "reject": {
        "system": "VARCHAR NOT NULL",
        "file": "VARCHAR NOT NULL",
        "line": "BIGINT NOT NULL",
        "field": "VARCHAR",
        "value": "VARCHAR",
        "reason": "VARCHAR NOT NULL",
    },
    # One row per file read: rows_in = rows_loaded + rows_rejected, always.
    "source_file": {
        "system": "VARCHAR NOT NULL",
        "agency": "VARCHAR NOT NULL",
        "domain": "VARCHAR NOT NULL",
        "title": "VARCHAR NOT NULL",
        "agreement": "VARCHAR",
        "fictional": "BOOLEAN NOT NULL",
        "file": "VARCHAR NOT NULL",
        "sha256": "VARCHAR NOT NULL",
        "bytes": "BIGINT NOT NULL",
        "as_of": "VARCHAR",
        "rows_in": "BIGINT NOT NULL",
        "rows_loaded": "BIGINT NOT NULL",
        "rows_rejected": "BIGINT NOT NULL",
        "person_records": "BIGINT NOT NULL",
        "seconds": "DOUBLE NOT NULL",
        "error": "VARCHAR",
        "people_repeat": "VARCHAR NOT NULL",  # never | possible: may one person hold two records in this system
        "links": "VARCHAR NOT NULL",  # full | attach | never: how its records take part in linkage (design 6)
    },
    # What linkage decided. Every record of person_record stands here exactly once.
    "cluster": {"record_id": "VARCHAR PRIMARY KEY", "cluster_id": "VARCHAR NOT NULL"},
    # The links that stand inside clusters and their strength; contributions name -> log2 Bayes factor. Linkage makes
    # `link` and `held_link` anew with contributions as a STRUCT of the comparisons its model has.
    "link": {
        "record_l": "VARCHAR NOT NULL",
        "record_r": "VARCHAR NOT NULL",
        "match_weight": "DOUBLE NOT NULL",
        "match_probability": "DOUBLE NOT NULL",
        "basis": "VARCHAR NOT NULL",  # scored | judged
        "contributions": "MAP(VARCHAR, DOUBLE)",
    },
    # Links strong enough to make but refused by a conflict: the steward's work.
    "held_link": {
        "record_l": "VARCHAR NOT NULL",
        "record_r": "VARCHAR NOT NULL",
        "match_weight": "DOUBLE NOT NULL",
        "match_probability": "DOUBLE NOT NULL",
        "reason": "VARCHAR NOT NULL",
        "conflict_l": "VARCHAR",  # the two records in the joined clusters that conflict
        "conflict_r": "VARCHAR",
        "contributions": "MAP(VARCHAR, DOUBLE)",
    },
    # The person each record describes, after ids were minted against the ledger.
    "identity": {
        "record_id": "VARCHAR PRIMARY KEY",
        "person_id": "VARCHAR NOT NULL",
        "probability": "DOUBLE NOT NULL",  # strongest link of this record inside its cluster; 1.0 for a lone record
        "basis": "VARCHAR NOT NULL",  # single record | linked | judged
    },
}


def open_staging(path: Path, *, fresh: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the staging database, making every table that is missing.

    Args:
        path: The DuckDB file.
        fresh: Drop what an earlier ingest left first.
    """
    in_memory = str(path) == ":memory:"
    overflow = path.with_name(f"{path.name}.overflow")
    beside = {} if in_memory else {"temp_directory": str(overflow)}
    connection = duckdb.connect(str(path), config={"memory_limit": memory_limit(), **beside})
    if not in_memory:
        # What a killed process left; nobody else has the database open now.
        shutil.rmtree(overflow, ignore_errors=True)
    for name, columns in TABLES.items():
        if fresh:
            connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({', '.join(f'{c} {t}' for c, t in columns.items())})")
    return connection


def current_database(connection: duckdb.DuckDBPyConnection) -> str:
    """Name of the database a connection works in, quoted for SQL."""
    row = connection.execute("SELECT current_database()").fetchone()
    name = str(row[0]) if row else ""
    return '"' + name.replace('"', '""') + '"'
