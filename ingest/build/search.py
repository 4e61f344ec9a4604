"""The search index: every way of finding a person, with the sources that give it.

Keys are made once for each distinct combination of the few values they depend on (a surname and a given name, a birth
date), then laid on the records that hold it; no Python runs over the records themselves. People and sources are numbers
until the end, where one sort brings all keys into the order in which the index is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from graphmodel.search_index import IndexedCounts, write_search_index
from graphmodel.search_keys import KEY_FAMILIES, identifier_keys, mother_keys, removal_keys, ssn_key
from ingest.build.workbench import Workbench

BATCH_ROWS = 100_000

# A source is a bit of a mask, so that the sources of a key are gathered by OR: a third of the time of sorted lists.
_PREPARATION = """
CREATE OR REPLACE TEMP TABLE search_person AS
    SELECT (row_number() OVER (ORDER BY id))::INTEGER AS person, id
    FROM (SELECT DISTINCT person_id AS id FROM identity);
CREATE OR REPLACE TEMP TABLE search_source AS
    SELECT system, domain, (row_number() OVER (ORDER BY system))::INTEGER AS source,
        set_bit(repeat('0', (SELECT count(*) FROM build_source)::INTEGER)::BIT,
            (row_number() OVER (ORDER BY system))::INTEGER - 1, 1) AS mask
    FROM build_source;
CREATE OR REPLACE TEMP TABLE search_key (key VARCHAR, person INTEGER, source INTEGER);
"""
_HELD = "SELECT p.*, i.person_id FROM person_record p JOIN identity i USING (record_id)"

# An address that any source marks confidential finds nobody, whoever else names it (750 ILCS 61).
_OPEN_ADDRESSES = f"""
SELECT h.* FROM ({_HELD}) h ANTI JOIN (
    SELECT street_number, street_name FROM person_record WHERE address_protected
) hidden ON h.street_number = hidden.street_number AND h.street_name = hidden.street_name
"""

# The mother's name as the record that states the parentage gives it: whoever may see the parentage may see this name,
# and whoever may not finds the child by neither.
_MOTHERS = """
SELECT child.end_id AS person_id, mother.system, mother.surname, mother.former_surname, mother.given_name
FROM build_kin child JOIN person_record mother ON mother.record_id = child.from_record
WHERE child.tie = 'PARENT_OF' AND mother.sex = 'female'
"""

_CASES = """
SELECT i.person_id, c.system, c.case_key FROM (
    SELECT system, record_id, case_key FROM case_involvement
    UNION SELECT system, record_id, case_key FROM enrolment WHERE case_key IS NOT NULL
    UNION SELECT system, child_record, case_key FROM placement WHERE case_key IS NOT NULL) c
JOIN identity i USING (record_id)
"""

_OPEN_REMOVALS = """
SELECT i.person_id, c.system, c.opened FROM case_involvement c JOIN identity i USING (record_id)
WHERE c.case_kind = 'removal' AND c.role = 'child' AND c.closed IS NULL AND coalesce(c.status, '') <> 'closed'
"""

# Number the combinations of sources by the sources themselves: the same whatever the order of the rows.
_GATHER = """
CREATE OR REPLACE TEMP TABLE search_hit AS
    SELECT key, person, bit_or(mask) AS mask FROM search_key JOIN search_source USING (source) GROUP BY key, person;
CREATE OR REPLACE TEMP TABLE search_giver AS
    SELECT (row_number() OVER (ORDER BY sources))::INTEGER AS number, mask, sources, domains FROM (
        SELECT h.mask, list(s.system ORDER BY s.system) AS sources, list(s.domain ORDER BY s.system) AS domains
        FROM (SELECT DISTINCT mask FROM search_hit) h JOIN search_source s ON bit_count(h.mask & s.mask) > 0
        GROUP BY h.mask);
"""
_PEOPLE = "SELECT person AS number, id FROM search_person ORDER BY number"
_GIVERS = """
SELECT number, to_json(sources)::VARCHAR AS sources, to_json(domains)::VARCHAR AS domains
FROM search_giver ORDER BY number
"""
_HITS = """
SELECT h.key, h.person, g.number AS giver FROM search_hit h JOIN search_giver g USING (mask) ORDER BY h.key, h.person
"""
_TABLES = ("search_person", "search_source", "search_key", "search_hit", "search_giver")


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
    bench.connection.execute(_GATHER)

    def rows(select: str) -> pa.RecordBatchReader:
        return bench.connection.execute(select).to_arrow_reader(BATCH_ROWS)

    # One result at a time is open on a connection, so the small ones are read whole before the hits are begun.
    people, givers = rows(_PEOPLE).read_all(), rows(_GIVERS).read_all()
    hits = _Counted(rows(_HITS))
    written = write_search_index(path, people=people, givers=givers, hits=hits.reader())
    for table in _TABLES:
        bench.connection.execute(f"DROP TABLE {table}")
    return IndexedCounts(keys=hits.keys, hits=written)


class _Counted:
    """Counts the distinct keys of hits that pass by, which come in the order of their keys."""

    def __init__(self, hits: pa.RecordBatchReader) -> None:
        self._hits, self.keys = hits, 0

    def reader(self) -> pa.RecordBatchReader:
        """The hits, to be read once."""
        return pa.RecordBatchReader.from_batches(self._hits.schema, self._passing())

    def _passing(self) -> Iterator[pa.RecordBatch]:
        last = None
        for batch in self._hits:
            keys = batch.column("key")
            if len(keys):
                self.keys += pc.sum(pc.not_equal(keys[1:], keys[:-1])).as_py() or 0
                self.keys += keys[0].as_py() != last
                last = keys[-1].as_py()
            yield batch


def _add_keys(bench: Workbench, records: str, columns: tuple[str, ...], make: Callable[..., Iterable[str]]) -> None:
    """Make the keys of every distinct combination of ``columns`` and lay them on the persons whose records hold it."""
    connection, names = bench.connection, ", ".join(columns)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE search_value AS
            SELECT {names}, (row_number() OVER ())::INTEGER AS n
            FROM (SELECT DISTINCT {names} FROM ({records}) WHERE coalesce({names}) IS NOT NULL)"""
    )
    counted = connection.execute("SELECT count(*) FROM search_value").fetchone()
    connection.execute("CREATE OR REPLACE TEMP TABLE search_made (n INTEGER, key VARCHAR)")
    for first in range(1, (counted[0] if counted else 0) + 1, BATCH_ROWS):
        _make_batch(
            bench, f"SELECT n, {names} FROM search_value WHERE n BETWEEN {first} AND {first + BATCH_ROWS - 1}", make
        )
    same = " AND ".join(f"r.{column} IS NOT DISTINCT FROM v.{column}" for column in columns)
    connection.execute(
        f"""INSERT INTO search_key SELECT m.key, p.person, s.source
            FROM ({records}) r JOIN search_value v ON {same} JOIN search_made m USING (n)
            JOIN search_person p ON p.id = r.person_id JOIN search_source s ON s.system = r.system"""
    )
    connection.execute("DROP TABLE search_value; DROP TABLE search_made")


def _make_batch(bench: Workbench, values: str, make: Callable[..., Iterable[str]]) -> None:
    """Add to ``search_made`` the keys of some combinations of values."""
    numbers: list[int] = []
    keys: list[str] = []
    for number, *parts in bench.connection.execute(values).fetchall():
        made = dict.fromkeys(make(*parts))
        keys += made
        numbers += [number] * len(made)
    made_keys = pa.table({"n": pa.array(numbers, pa.int32()), "key": pa.array(keys, pa.string())})
    bench.connection.register("search_batch", made_keys)
    bench.connection.execute("INSERT INTO search_made SELECT * FROM search_batch")
    bench.connection.unregister("search_batch")
