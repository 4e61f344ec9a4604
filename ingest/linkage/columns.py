"""The table that linkage compares: one row per record, derived from `person_record` in a database of its own.

Work happens in a second, in-memory DuckDB, so that the staging file gains nothing but the results. Rows are ordered by
record id, and numbered in that order: whatever order the extracts came in, linkage sees the same table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa

from ingest.linkage.names import clean_name, clean_street, given_variants, sound, surname_parts

COMPARED = (
    "given_name", "middle_name", "surname", "former_surname", "suffix", "birth_date", "sex", "race", "ssn",
    "phone", "email", "street_number", "street_name", "unit", "city", "zip", "multiple_birth",
    "household_key", "household_from", "household_to",
)  # fmt: skip

_LINKAGE_TABLE = """
CREATE TABLE linkage_record AS
WITH numbered AS (
    SELECT *, row_number() OVER (ORDER BY record_id) - 1 AS link_id FROM staged
)
SELECT
    link_id::INTEGER AS link_id, record_id, system, repeats, links,
    g.cleaned AS given, g.variants AS given_variants, g.sound AS given_sound, g.cleaned[1] AS given_initial,
    m.cleaned AS middle, m.cleaned[1] AS middle_initial,
    s.cleaned AS surname, list_distinct(s.parts || coalesce(f.parts, [])) AS surname_parts, s.sound AS surname_sound,
    CASE upper(regexp_replace(suffix, '[^A-Za-z]', '', 'g'))
        WHEN 'JR' THEN 'JR' WHEN 'JUNIOR' THEN 'JR' WHEN 'SR' THEN 'SR' WHEN 'SENIOR' THEN 'SR' WHEN 'II' THEN 'II'
        WHEN 'III' THEN 'III' WHEN 'IV' THEN 'IV' WHEN 'V' THEN 'V' END AS suffix,
    CASE WHEN regexp_full_match(birth_date, '\\d{4}-\\d{2}-\\d{2}') THEN birth_date END AS born,
    CASE WHEN regexp_full_match(birth_date, '\\d{4}(-.*)?') THEN birth_date[1:4] END AS birth_year,
    lower(sex) AS sex, lower(race) AS race, coalesce(multiple_birth, false) AS multiple_birth,
    CASE WHEN length(regexp_replace(ssn, '[^0-9]', '', 'g')) BETWEEN 6 AND 9
         AND replace(regexp_replace(ssn, '[^0-9]', '', 'g'), ssn[1], '') <> ''
         THEN regexp_replace(ssn, '[^0-9]', '', 'g') END AS ssn,
    nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 10), '') AS phone,
    nullif(lower(trim(email)), '') AS email,
    nullif(regexp_replace(lower(street_number), '[^a-z0-9]', '', 'g'), '') AS house_number,
    a.street AS street,
    nullif(regexp_replace(lower(unit), '[^0-9]', '', 'g'), '') AS unit,
    nullif(regexp_replace(lower(city), '[^a-z]', '', 'g'), '') AS city,
    nullif(regexp_replace(lower(zip), '[^a-z0-9]', '', 'g')[1:5], '') AS zip,
    household_key, household_from, household_to, born_by
FROM numbered AS n
LEFT JOIN given_form AS g ON g.raw = n.given_name
LEFT JOIN given_form AS m ON m.raw = n.middle_name
LEFT JOIN surname_form AS s ON s.raw = n.surname
LEFT JOIN surname_form AS f ON f.raw = n.former_surname
LEFT JOIN street_form AS a ON a.raw = n.street_name
ORDER BY link_id
"""


# Whom a source ties to each other, as parent and child or as partners, it holds to be two persons.
_TIED_TABLE = """
CREATE TABLE tied_record AS
SELECT a.link_id AS a, b.link_id AS b
FROM ties_arrow
JOIN linkage_record AS a ON a.record_id = from_record
JOIN linkage_record AS b ON b.record_id = to_record
WHERE a.link_id <> b.link_id
ORDER BY a, b
"""
_YEARS_BETWEEN_PARENT_AND_CHILD = 12
"""Fewest years between a parent or guardian and the child; a parent record without birth date is at least that old."""


def build_linkage_records(staging: duckdb.DuckDBPyConnection, work: duckdb.DuckDBPyConnection) -> int:
    """Fill ``linkage_record`` in the working database from the staging database.

    Args:
        staging: The staging database; only read.
        work: The working database; gains the tables ``linkage_record`` and ``tied_record``.

    Returns:
        The number of records.
    """
    staged = staging.execute(
        f"""
        SELECT p.record_id, p.system, coalesce(f.repeats, true) AS repeats, coalesce(f.links, 'full') AS links,
               {", ".join(f"nullif(trim(p.{c}::VARCHAR), '') AS {c}" for c in COMPARED if c != "multiple_birth")},
               p.multiple_birth, t.born_by
        FROM person_record AS p
        LEFT JOIN (
            SELECT tie.from_record AS record_id, min(try_cast(child.birth_date[1:4] AS INTEGER)) - ? AS born_by
            FROM stated_tie AS tie JOIN person_record AS child ON child.record_id = tie.to_record
            WHERE tie.kind IN ('PARENT_OF', 'GUARDIAN_OF') AND child.birth_date >= '1900'
            GROUP BY tie.from_record
        ) AS t USING (record_id)
        LEFT JOIN (
            SELECT system, bool_or(people_repeat <> 'never') AS repeats,
                   CASE WHEN bool_or(links = 'never') THEN 'never' WHEN bool_or(links = 'attach') THEN 'attach'
                        ELSE 'full' END AS links
            FROM source_file GROUP BY system
        ) AS f USING (system)
        ORDER BY p.record_id
        """,
        [_YEARS_BETWEEN_PARENT_AND_CHILD],
    ).to_arrow_reader()
    work.register("staged_arrow", staged)
    work.execute("CREATE TEMP TABLE staged AS SELECT * FROM staged_arrow")
    work.unregister("staged_arrow")
    _register_forms(work, "given_form", ("given_name", "middle_name"), _given_form)
    _register_forms(work, "surname_form", ("surname", "former_surname"), _surname_form)
    _register_forms(work, "street_form", ("street_name",), lambda raw: {"street": clean_street(raw)})
    work.execute(_LINKAGE_TABLE)
    work.register(
        "ties_arrow",
        staging.execute("SELECT DISTINCT from_record, to_record FROM stated_tie ORDER BY ALL").to_arrow_table(),
    )
    work.execute(_TIED_TABLE)
    work.unregister("ties_arrow")
    for name in ("staged", "given_form", "surname_form", "street_form"):
        work.execute(f"DROP TABLE {name}")
    row = work.execute("SELECT count(*) FROM linkage_record").fetchone()
    return int(row[0]) if row else 0


def _given_form(raw: str) -> dict[str, Any]:
    cleaned = clean_name(raw)
    return {"cleaned": cleaned, "variants": list(given_variants(raw)), "sound": sound(cleaned) if cleaned else None}


def _surname_form(raw: str) -> dict[str, Any]:
    parts = surname_parts(raw)
    cleaned = clean_name(raw) if len(parts) > 1 else next(iter(parts), None)
    return {"cleaned": cleaned, "parts": list(parts), "sound": sound(cleaned) if cleaned else None}


_FORM_TYPES = {
    "raw": pa.string(),
    "cleaned": pa.string(),
    "variants": pa.list_(pa.string()),
    "parts": pa.list_(pa.string()),
    "sound": pa.string(),
    "street": pa.string(),
}


def _register_forms(
    work: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], form: Callable[[str], dict[str, Any]]
) -> None:
    """Register a look-up from each distinct raw value of the columns to its compared forms."""
    union = " UNION ALL ".join(f"SELECT {column} AS raw FROM staged WHERE {column} IS NOT NULL" for column in columns)
    raws = [row[0] for row in work.execute(f"SELECT DISTINCT raw FROM ({union}) ORDER BY raw").fetchall()]
    forms = [{"raw": raw, **form(raw)} for raw in raws]
    keys = ["raw", *form("a")]
    arrays = {key: pa.array([row[key] for row in forms], type=_FORM_TYPES[key]) for key in keys}
    work.register("forms_arrow", pa.table(arrays))
    work.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM forms_arrow")
    work.unregister("forms_arrow")
