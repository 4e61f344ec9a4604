"""Search keys: every way of finding a person, with the sources that give it.

Keys are made once for each distinct combination of the few values they depend on (a surname and a given name, a birth
date), then laid on the records that hold it; no Python runs over the records themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyarrow as pa

from graphmodel.model.nodes import SearchKey
from graphmodel.model.relationships import HasKey
from graphmodel.search_keys import KEY_FAMILIES, identifier_keys, mother_keys, removal_keys, ssn_key
from ingest.build.workbench import Workbench

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


def build_search_keys(bench: Workbench) -> None:
    """Write SearchKey and HAS_KEY; ``build_kin`` must be there, for the mothers' names."""
    bench.connection.execute("CREATE OR REPLACE TEMP TABLE build_key (person_id VARCHAR, key VARCHAR, system VARCHAR)")
    for family in KEY_FAMILIES:
        records = _OPEN_ADDRESSES if "street_name" in family.columns else _HELD
        _add_keys(bench, records, family.columns, family.make)
    _add_keys(bench, _HELD, ("ssn",), lambda ssn: [ssn_key(bench.secret, ssn)] if ssn else [])
    _add_keys(bench, _MOTHERS, ("surname", "former_surname", "given_name"), mother_keys)
    _add_keys(bench, _CASES, ("case_key",), identifier_keys)
    _add_keys(bench, _OPEN_REMOVALS, ("opened",), removal_keys)
    bench.write_nodes(SearchKey, "SELECT DISTINCT key AS id FROM build_key")
    bench.write_rows(
        HasKey,
        """SELECT start_id, end_id, [e.system FOR e IN ev] AS ev_source, [e.domain FOR e IN ev] AS ev_domain FROM (
                SELECT person_id AS start_id, key AS end_id,
                    list_sort(list(DISTINCT {'system': system, 'domain': domain})) AS ev
                FROM build_key JOIN build_source USING (system) GROUP BY person_id, key)""",
    )
    bench.connection.execute("DROP TABLE build_key")


def _add_keys(bench: Workbench, records: str, columns: tuple[str, ...], make: Callable[..., Iterable[str]]) -> None:
    """Make the keys of every distinct combination of ``columns`` and lay them on the persons whose records hold it."""
    connection, names = bench.connection, ", ".join(columns)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE build_value AS
            SELECT {names}, row_number() OVER () AS n FROM (SELECT DISTINCT {names} FROM ({records}))"""
    )
    numbers: list[int] = []
    keys: list[str] = []
    for *values, number in connection.execute(f"SELECT {names}, n FROM build_value").fetchall():
        made = dict.fromkeys(make(*values))
        keys += made
        numbers += [number] * len(made)
    connection.register(
        "build_made", pa.table({"n": pa.array(numbers, pa.int64()), "key": pa.array(keys, pa.string())})
    )
    same = " AND ".join(f"r.{column} IS NOT DISTINCT FROM v.{column}" for column in columns)
    connection.execute(
        f"""INSERT INTO build_key SELECT DISTINCT r.person_id, m.key, r.system
            FROM ({records}) r JOIN build_value v ON {same} JOIN build_made m USING (n)"""
    )
    connection.unregister("build_made")
