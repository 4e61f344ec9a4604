"""Addresses: one node however many systems name the place, who lived there, and what help the home was given."""

from __future__ import annotations

import base64
import hashlib

import pyarrow as pa

from graphmodel.folding import fold
from graphmodel.model.nodes import Address
from graphmodel.model.relationships import AssistedBy, LivedAt
from graphmodel.model.vocabulary import Basis
from graphmodel.streets import DIRECTIONS, street_words, unit_words
from ingest.build.evidence import detail_sql
from ingest.build.workbench import Workbench

_PARTS = ("street_number", "street_name", "unit", "city", "state", "zip")
_ZIP_DIGITS = 5
_ID_BYTES = 8
_ID_LENGTH = 12
_SHORT_DIRECTIONS = frozenset(DIRECTIONS.values())


def address_id(
    number: str | None, street: str, unit: str | None, *, city: str | None, state: str | None, zip_code: str | None
) -> str:
    """The id of an address, the same on every load: ``A`` and twelve characters (60 bits) of a hash of its parts.

    The place is the five-digit ZIP code, or the city where there is none: a ZIP code has one spelling.
    """
    digits = fold(zip_code)[:_ZIP_DIGITS]
    place = digits if len(digits) == _ZIP_DIGITS else fold(city)
    parts = (fold(number), " ".join(street_words(street)), " ".join(unit_words(unit or "")), place, fold(state))
    digest = hashlib.blake2b("|".join(parts).encode(), digest_size=_ID_BYTES).digest()
    return "A" + base64.b32encode(digest).decode("ascii")[:_ID_LENGTH]


def address_line(number: str | None, street: str, unit: str | None) -> str:
    """Number, street and unit as people write them.

    >>> address_line("2506", "ashburn ln", "apt 3b"), address_line("77", "n 7th st", None)
    ('2506 Ashburn Ln Apt 3B', '77 N 7th St')
    """
    words = [word.upper() if word.lower() in _SHORT_DIRECTIONS else _capital(word) for word in street.split()]
    lettered = [
        word.upper() if any(sign.isdigit() for sign in word) else _capital(word) for word in (unit or "").split()
    ]
    return " ".join([*(number or "").upper().split(), *words, *lettered])


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def build_addresses(bench: Workbench) -> None:
    """Write Address, LIVED_AT and ASSISTED_BY, and leave ``build_record_address`` for the households."""
    _identify(bench)
    bench.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE build_record_address AS
            SELECT p.record_id, a.address_id, p.system, p.address_from, p.address_to
            FROM person_record p JOIN build_address a ON {_same_parts("p", "a")}"""
    )
    bench.write_nodes(Address, _NODES)
    bench.write_ties(
        LivedAt,
        f"""SELECT i.person_id AS start_id, r.address_id AS end_id, r.system AS source, r.record_id AS record,
                r.address_from AS said_from, r.address_to AS said_to, '{Basis.STATED}' AS basis, '' AS detail
            FROM build_record_address r JOIN identity i USING (record_id)""",
    )
    bench.write_ties(
        AssistedBy,
        f"""SELECT a.address_id AS start_id, s.system || ':' || s.service AS end_id,
                coalesce(s.case_key, '') AS case_key, s.system AS source,
                s.system || ':' || coalesce(s.case_key, s.file || '#' || s.line) AS record,
                s.valid_from AS said_from, s.valid_to AS said_to, '{Basis.STATED}' AS basis,
                {detail_sql("s.status", "s.detail")} AS detail
            FROM address_service s JOIN build_address a ON {_same_parts("s", "a")}""",
    )


_NODES = f"""
WITH named AS (
    SELECT {", ".join(_PARTS)}, county, coalesce(address_protected, false) AS protected FROM person_record
    UNION ALL SELECT {", ".join(_PARTS)}, county, false FROM address_service),
spelt AS (
    SELECT a.address_id, a.line, n.unit, n.city, n.county, n.state, n.zip, bool_or(n.protected) AS protected,
        count(*) AS times
    FROM named n JOIN build_address a ON {" AND ".join(f"n.{p} IS NOT DISTINCT FROM a.{p}" for p in _PARTS)}
    GROUP BY ALL)
SELECT address_id AS id, {
    ", ".join(
        f"first({c} ORDER BY {c} IS NULL, times DESC, {c}) AS {c}"
        for c in ("line", "unit", "city", "county", "state", "zip")
    )
},
    NULL::DOUBLE AS latitude, NULL::DOUBLE AS longitude, bool_or(protected) AS protected
FROM spelt GROUP BY address_id
"""
"""Where spellings of one place differ, the commonest is shown. No source gives a position yet."""


def _identify(bench: Workbench) -> None:
    """Give every distinct combination of address parts its id and its line: the table ``build_address``."""
    columns = ", ".join(_PARTS)
    rows = bench.connection.execute(
        f"""SELECT DISTINCT {columns} FROM (
                SELECT {columns} FROM person_record UNION ALL SELECT {columns} FROM address_service)
            WHERE street_name IS NOT NULL"""
    ).fetchall()
    known = pa.table(
        {
            **{name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate(_PARTS)},
            "address_id": pa.array(
                [address_id(*row[:3], city=row[3], state=row[4], zip_code=row[5]) for row in rows], pa.string()
            ),
            "line": pa.array([address_line(*row[:3]) for row in rows], pa.string()),
        }
    )
    bench.connection.register("build_address_arrow", known)
    bench.connection.execute("CREATE OR REPLACE TEMP TABLE build_address AS SELECT * FROM build_address_arrow")
    bench.connection.unregister("build_address_arrow")


def _same_parts(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{part} IS NOT DISTINCT FROM {other}.{part}" for part in _PARTS)
