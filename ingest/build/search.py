"""The search index: every way of finding a person, with the sources that give it.

Keys are made once for each distinct combination of the few values they depend on (a surname and a given name, a birth
date), then laid on the records that hold it; no Python runs over the records themselves. People and sources are numbers
until the end, where one sort brings all keys into the order in which the index is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

from graphmodel.search_index import IndexedCounts, write_search_index
from graphmodel.search_keys import KEY_FAMILIES, identifier_key, identifier_keys, mother_keys, removal_keys, ssn_key
from ingest.build.workbench import Workbench

BATCH_ROWS = 100_000
KEYS_AT_ONCE = 1_000_000
"""Keys whose hits are gathered together; two hits a key, some hundred bytes each while it lasts."""

# A source is a bit of a mask, so that the sources of a key are gathered by OR, and everything else is a number: strings
# are compared once, when the keys are numbered in their order.
_PREPARATION = """
CREATE OR REPLACE TEMP TABLE search_person AS
    SELECT (row_number() OVER (ORDER BY id))::INTEGER AS person, id
    FROM (SELECT DISTINCT person_id AS id FROM identity);
CREATE OR REPLACE TEMP TABLE search_source AS
    SELECT system, domain, (row_number() OVER (ORDER BY system))::INTEGER AS source,
        set_bit(repeat('0', (SELECT count(*) FROM build_source)::INTEGER)::BIT,
            (row_number() OVER (ORDER BY system))::INTEGER - 1, 1) AS mask
    FROM build_source;
CREATE OR REPLACE TEMP TABLE search_record AS
    SELECT p.rowid AS place, s.person, q.source FROM person_record p JOIN identity i USING (record_id)
    JOIN search_person s ON s.id = i.person_id JOIN search_source q ON q.system = p.system;
CREATE OR REPLACE TEMP TABLE search_made (value INTEGER, key VARCHAR);
CREATE OR REPLACE TEMP TABLE search_laid (value INTEGER, person INTEGER, source INTEGER);
"""
_HELD = "SELECT p.*, r.person, r.source FROM person_record p JOIN search_record r ON r.place = p.rowid"
_NUMBERED = "JOIN search_person s ON s.id = {person} JOIN search_source q ON q.system = {system}"

# An address that any source marks confidential finds nobody, whoever else names it (750 ILCS 61).
_OPEN_ADDRESSES = f"""
SELECT h.* FROM ({_HELD}) h ANTI JOIN (
    SELECT street_number, street_name FROM person_record WHERE address_protected
) hidden ON h.street_number = hidden.street_number AND h.street_name = hidden.street_name
"""

# The mother's name as the record that states the parentage gives it: whoever may see the parentage may see this name,
# and whoever may not finds the child by neither.
_MOTHERS = f"""
SELECT s.person, q.source, mother.surname, mother.former_surname, mother.given_name
FROM build_kin child JOIN person_record mother ON mother.record_id = child.from_record
{_NUMBERED.format(person="child.end_id", system="mother.system")}
WHERE child.tie = 'PARENT_OF' AND mother.sex = 'female'
"""

_CASES = f"""
SELECT s.person, q.source, c.case_key FROM (
    SELECT system, record_id, case_key FROM case_involvement
    UNION SELECT system, record_id, case_key FROM enrolment WHERE case_key IS NOT NULL
    UNION SELECT system, child_record, case_key FROM placement WHERE case_key IS NOT NULL) c
JOIN identity i USING (record_id) {_NUMBERED.format(person="i.person_id", system="c.system")}
"""

_OPEN_REMOVALS = f"""
SELECT s.person, q.source, c.opened FROM case_involvement c JOIN identity i USING (record_id)
{_NUMBERED.format(person="i.person_id", system="c.system")}
WHERE c.case_kind = 'removal' AND c.role = 'child' AND c.closed IS NULL AND coalesce(c.status, '') <> 'closed'
"""

_NUMBER_KEYS = """
CREATE OR REPLACE TEMP TABLE search_key AS
    SELECT (row_number() OVER (ORDER BY key))::INTEGER AS number, key FROM (SELECT DISTINCT key FROM search_made);
CREATE OR REPLACE TEMP TABLE search_numbered AS
    SELECT m.value, k.number AS key FROM search_made m JOIN search_key k USING (key);
DROP TABLE search_made;
"""
_PEOPLE = "SELECT person AS number, id FROM search_person ORDER BY number"
_KEYS = "SELECT key, number FROM search_key ORDER BY number"
_HITS = """
SELECT n.key, l.person, bit_or(q.mask)::VARCHAR AS mask
FROM (SELECT value, key FROM search_numbered WHERE key BETWEEN {first} AND {last}) n
JOIN search_laid l USING (value) JOIN search_source q USING (source)
GROUP BY n.key, l.person ORDER BY n.key, l.person
"""
_TABLES = ("search_person", "search_source", "search_record", "search_laid", "search_key", "search_numbered")
_PLAIN_IDENTIFIER = "[A-Za-z0-9]+"


def build_search_index(bench: Workbench, path: Path) -> IndexedCounts:
    """Write the search index; ``build_kin`` must be there, for the mothers' names.

    Args:
        bench: The build; its tables of ties are read.
        path: The new file, see :mod:`graphmodel.search_index`.

    Raises:
        StoreUnavailable: The file could not be written.
    """
    bench.connection.execute(_PREPARATION)
    for family in KEY_FAMILIES:
        records = _OPEN_ADDRESSES if "street_name" in family.columns else _HELD
        _add_keys(bench, records, family.columns, family.make)
    _add_keys(bench, _HELD, ("ssn",), lambda ssn: [ssn_key(bench.secret, ssn)])
    _add_keys(bench, _MOTHERS, ("surname", "former_surname", "given_name"), mother_keys)
    _add_keys(bench, _CASES, ("case_key",), identifier_keys)
    _add_keys(bench, _OPEN_REMOVALS, ("opened",), removal_keys)
    bench.connection.execute(_NUMBER_KEYS)
    givers = _Givers(bench)
    give = (
        partial(_rows, bench, _PEOPLE),
        partial(_rows, bench, _KEYS),
        lambda: pa.RecordBatchReader.from_batches(givers.hit_schema, _hits(bench, givers)),
        lambda: givers.rows().to_reader(),
    )
    counts = write_search_index(path, give)
    for table in _TABLES:
        bench.connection.execute(f"DROP TABLE {table}")
    return counts


def _rows(bench: Workbench, select: str) -> pa.RecordBatchReader:
    return bench.connection.execute(select).to_arrow_reader(BATCH_ROWS)


def _hits(bench: Workbench, givers: _Givers) -> Iterator[pa.RecordBatch]:
    """All hits in the order of key and person, gathered for so many keys at a time as fit in little memory."""
    (keys,) = bench.connection.execute("SELECT count(*) FROM search_key").fetchone() or (0,)
    for first in range(1, keys + 1, KEYS_AT_ONCE):
        for batch in _rows(bench, _HITS.format(first=first, last=first + KEYS_AT_ONCE - 1)):
            yield givers.numbered(batch)


class _Givers:
    """The combinations of sources that give keys, numbered as they are met in the hits, which pass in one order."""

    hit_schema = pa.schema([("key", pa.int32()), ("person", pa.int32()), ("giver", pa.int32())])

    def __init__(self, bench: Workbench) -> None:
        self._sources = bench.connection.execute("SELECT system, domain FROM search_source ORDER BY source").fetchall()
        self._numbers: dict[str, int] = {}

    def numbered(self, hits: pa.RecordBatch) -> pa.RecordBatch:
        """Hits with the number of each combination for its mask."""
        masks = hits.column("mask").dictionary_encode()
        numbers = [self._numbers.setdefault(mask, len(self._numbers)) for mask in masks.dictionary.to_pylist()]
        giver = pa.array(numbers, pa.int32()).take(masks.indices)
        return pa.record_batch([hits.column("key"), hits.column("person"), giver], schema=self.hit_schema)

    def rows(self) -> pa.Table:
        """The combinations met so far, by number."""
        met = [
            [source for source, bit in zip(self._sources, mask, strict=True) if bit == "1"] for mask in self._numbers
        ]
        return pa.table(
            {
                "number": pa.array(range(len(met)), pa.int32()),
                "sources": pa.array([json.dumps([system for system, _ in pairs]) for pairs in met], pa.string()),
                "domains": pa.array([json.dumps([domain for _, domain in pairs]) for pairs in met], pa.string()),
            }
        )


def _add_keys(bench: Workbench, records: str, columns: tuple[str, ...], make: Callable[..., Iterable[str]]) -> None:
    """Make the keys of every distinct combination of ``columns`` and lay them on the persons whose records hold it.

    Args:
        bench: The build.
        records: SQL with ``person``, ``source`` and the columns.
        columns: What the keys depend on.
        make: Values of the columns -> keys.
    """
    connection, names = bench.connection, ", ".join(columns)
    (before,) = connection.execute("SELECT coalesce(max(value), 0) FROM search_laid").fetchone() or (0,)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE search_value AS
            SELECT {names}, (row_number() OVER ())::INTEGER + {before} AS value
            FROM (SELECT DISTINCT {names} FROM ({records}) WHERE coalesce({names}) IS NOT NULL)"""
    )
    (last,) = connection.execute("SELECT coalesce(max(value), 0) FROM search_value").fetchone() or (0,)
    same = " AND ".join(f"r.{column} IS NOT DISTINCT FROM v.{column}" for column in columns)
    connection.execute(
        f"INSERT INTO search_laid SELECT v.value, r.person, r.source FROM ({records}) r JOIN search_value v ON {same}"
    )
    if make is identifier_keys:
        _make_plain_identifiers(bench, names)
    for first in range(before + 1, last + 1, BATCH_ROWS):
        part = f"value BETWEEN {first} AND {first + BATCH_ROWS - 1}"
        _make_batch(bench, f"SELECT value, {names} FROM search_value WHERE {part}", make)
    connection.execute("DROP TABLE search_value")


def _make_plain_identifiers(bench: Workbench, column: str) -> None:
    """Make the keys of identifiers in plain letters and digits, nearly all there are, as fold() would."""
    bench.connection.execute(
        f"""INSERT INTO search_made SELECT value, '{identifier_key("")}' || lower({column})
            FROM search_value WHERE regexp_full_match({column}, '{_PLAIN_IDENTIFIER}')"""
    )
    bench.connection.execute(f"DELETE FROM search_value WHERE regexp_full_match({column}, '{_PLAIN_IDENTIFIER}')")


def _make_batch(bench: Workbench, values: str, make: Callable[..., Iterable[str]]) -> None:
    """Add to ``search_made`` the keys of some combinations of values."""
    numbers: list[int] = []
    keys: list[str] = []
    for number, *parts in bench.connection.execute(values).fetchall():
        made = dict.fromkeys(make(*parts))
        keys += made
        numbers += [number] * len(made)
    made_keys = pa.table({"value": pa.array(numbers, pa.int32()), "key": pa.array(keys, pa.string())})
    bench.connection.register("search_batch", made_keys)
    bench.connection.execute("INSERT INTO search_made SELECT * FROM search_batch")
    bench.connection.unregister("search_batch")
