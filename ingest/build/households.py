"""Households: who stayed in them, in which role, and where they were."""

from __future__ import annotations

from graphmodel.model.nodes import Household
from graphmodel.model.relationships import LocatedAt, MemberOf
from graphmodel.model.vocabulary import Basis
from ingest.build.household_roles import HEAD_ROLES
from ingest.build.workbench import Workbench

_STAYS = """
SELECT i.person_id, p.record_id, p.system, p.system || ':' || p.household_key AS household, p.household_key,
    p.household_role, p.household_from, p.household_to
FROM person_record p JOIN identity i USING (record_id) WHERE p.household_key IS NOT NULL
"""

_LOCATIONS = f"""
WITH given AS (
    SELECT s.household, s.system, s.person_id, s.record_id, folded_words(s.household_role) IN {HEAD_ROLES} AS is_head,
        r.address_id, r.address_from, r.address_to,
        coalesce(earliest_day(r.address_from), DATE '0001-01-01') AS first_day,
        coalesce(latest_day(r.address_to), DATE '9999-12-31') AS last_day
    FROM ({_STAYS}) s JOIN build_record_address r USING (record_id)),
place AS (
    SELECT household, address_id, min(first_day) AS first_day, max(last_day) AS last_day,
        count(DISTINCT person_id) AS members
    FROM given GROUP BY household, address_id),
outvoted AS (
    SELECT DISTINCT lesser.household, lesser.address_id FROM place lesser JOIN place greater USING (household)
    WHERE greater.members > lesser.members
        AND greater.first_day <= lesser.last_day AND lesser.first_day <= greater.last_day)
SELECT household AS start_id, address_id AS end_id, system AS source,
    first(record_id ORDER BY is_head DESC, record_id) AS record,
    address_from AS said_from, address_to AS said_to, '{Basis.STATED}' AS basis, '' AS detail
FROM given ANTI JOIN outvoted USING (household, address_id)
GROUP BY household, address_id, system, address_from, address_to
"""
"""A household was where most of its members were at the time: an address gives way to another that more members name
and whose time overlaps. Equal numbers stay side by side, since nothing says which is right. One assertion a span of
dates, by the record of the head where the head gives it."""


def build_households(bench: Workbench) -> None:
    """Write Household, MEMBER_OF and LOCATED_AT; ``build_record_address`` must be there."""
    bench.write_nodes(
        Household,
        f"SELECT DISTINCT household AS id, system, domain, household_key FROM ({_STAYS})"
        " JOIN build_source USING (system)",
    )
    bench.write_ties(
        MemberOf,
        f"""SELECT person_id AS start_id, household AS end_id, coalesce(household_role, 'member') AS role,
                system AS source, record_id AS record, household_from AS said_from, household_to AS said_to,
                '{Basis.STATED}' AS basis, '' AS detail
            FROM ({_STAYS})""",
    )
    bench.write_ties(LocatedAt, _LOCATIONS)
