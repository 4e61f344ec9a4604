"""What a household role says of kinship: something about the head, and never about another adult.

"Child" on a benefits case is the child of the head of that case. Whether the head's spouse is a parent too, nobody
said; so nothing is inferred towards anybody but the head, nothing where two people are head at the same time, and no
parent tie where the birth dates, both known, do not put the parent twelve years before the child.
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from graphmodel.model.vocabulary import Basis
from ingest.build.workbench import Workbench

LEAST_YEARS_BETWEEN = 12
"""A parent tie inferred from a role needs this many years between the births; our own choice, far below the youngest
ages at which births are commonly registered, so that it refuses swapped roles and generations and nothing else."""

HEAD_ROLES = ("head", "head of household", "householder", "reference person", "self")


class RoleTie(NamedTuple):
    """The tie a role states between a member and the head."""

    tie: str
    nature: str
    head_first: bool
    """The tie runs from the head to the member (the head is the parent)."""
    dated: bool = False
    """The tie lasts as long as the stay: living together, foster care. Parentage and marriage outlast a household."""


_CHILD, _PARENT = RoleTie("PARENT_OF", "unknown", True), RoleTie("PARENT_OF", "unknown", False)
_SPOUSE = RoleTie("PARTNER_OF", "married", True)
_PARTNER = RoleTie("PARTNER_OF", "cohabiting", True, dated=True)
_SIBLING = RoleTie("SIBLING_OF", "unknown", True)
ROLE_TIES: dict[str, RoleTie] = {
    **dict.fromkeys(("child", "son", "daughter", "son or daughter", "own child"), _CHILD),
    **dict.fromkeys(("biological child", "natural child"), RoleTie("PARENT_OF", "biological", True)),
    **dict.fromkeys(("adopted child", "adoptive child"), RoleTie("PARENT_OF", "adoptive", True)),
    **dict.fromkeys(("stepchild", "step child", "stepson", "stepdaughter"), RoleTie("PARENT_OF", "step", True)),
    "foster child": RoleTie("PARENT_OF", "foster", True, dated=True),
    **dict.fromkeys(("parent", "mother", "father"), _PARENT),
    **dict.fromkeys(("spouse", "husband", "wife", "opposite sex spouse", "same sex spouse"), _SPOUSE),
    **dict.fromkeys(("partner", "unmarried partner", "domestic partner", "opposite sex unmarried partner"), _PARTNER),
    "same sex unmarried partner": _PARTNER,
    "spouse or partner": RoleTie("PARTNER_OF", "unknown", True),
    **dict.fromkeys(("sibling", "brother", "sister", "brother or sister"), _SIBLING),
}
"""Role, folded to lower-case words -> the tie to the head. Grandchildren, in-laws, other relatives and people who are
no relatives give none; their role stays on MEMBER_OF. Role words follow the American Community Survey's relationship
item and HUD's RelationshipToHoH."""

_INFERRED = """
CREATE OR REPLACE TEMP TABLE build_role_pair AS
WITH stay AS (
    SELECT p.record_id, i.person_id, p.system, p.household_key, folded_words(p.household_role) AS role,
        p.household_from, p.household_to, p.birth_date,
        coalesce(earliest_day(p.household_from), DATE '0001-01-01') AS first_day,
        coalesce(latest_day(p.household_to), DATE '9999-12-31') AS last_day
    FROM person_record p JOIN identity i USING (record_id)
    WHERE p.household_key IS NOT NULL),
head AS (SELECT * FROM stay WHERE role IN (SELECT role FROM build_head_role)),
member AS (SELECT * FROM stay JOIN build_role USING (role)),
pair AS (
    SELECT member.*, head.record_id AS head_record, head.person_id AS head_person, head.birth_date AS head_birth
    FROM member JOIN head ON head.system = member.system AND head.household_key = member.household_key
        AND head.record_id <> member.record_id
        AND head.first_day <= member.last_day AND member.first_day <= head.last_day),
counted AS (
    SELECT member.record_id, count(DISTINCT pair.head_person) AS heads
    FROM member LEFT JOIN pair USING (record_id) GROUP BY member.record_id),
chosen AS (SELECT * FROM pair QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY head_record) = 1)
SELECT member.record_id AS member_record, member.system, member.tie, member.nature, member.role,
    coalesce(counted.heads, 0) AS heads, chosen.head_record, member.head_first,
    CASE WHEN member.dated THEN member.household_from END AS said_from,
    CASE WHEN member.dated THEN member.household_to END AS said_to,
    member.tie = 'PARENT_OF' AND
        CASE WHEN member.head_first THEN latest_day(chosen.head_birth) ELSE latest_day(member.birth_date) END
        + to_years(?) >
        CASE WHEN member.head_first THEN earliest_day(member.birth_date) ELSE earliest_day(chosen.head_birth) END
        AS too_young
FROM member JOIN counted USING (record_id) LEFT JOIN chosen USING (record_id)
"""

_REFUSALS = {
    "the household names no head at that time": "heads = 0",
    "the household names more than one head at that time": "heads > 1",
    f"the parent is not {LEAST_YEARS_BETWEEN} years older": "heads = 1 AND coalesce(too_young, false)",
}


def infer_from_roles(bench: Workbench) -> None:
    """Add to ``build_kin_said`` the ties that household roles state, and to ``build_dropped`` those refused.

    The birth dates compared are those of the two records themselves: what another source says may be hidden from
    whoever looks at this tie, and the tie must not depend on it.
    """
    connection = bench.connection
    roles = [{"role": role, **tie._asdict()} for role, tie in ROLE_TIES.items()]
    connection.register("build_role", pa.Table.from_pylist(roles))
    connection.register("build_head_role", pa.table({"role": list(HEAD_ROLES)}))
    connection.execute(_INFERRED, [LEAST_YEARS_BETWEEN])
    connection.unregister("build_role")
    connection.unregister("build_head_role")
    for reason, condition in _REFUSALS.items():
        connection.execute(
            "INSERT INTO build_dropped SELECT tie, ?, system, coalesce(head_record, ''), member_record"
            f" FROM build_role_pair WHERE {condition}",
            [reason],
        )
    connection.execute(
        f"""INSERT INTO build_kin_said
            SELECT tie, nature, CASE WHEN head_first THEN head_record ELSE member_record END,
                CASE WHEN head_first THEN member_record ELSE head_record END,
                system, said_from, said_to, '{Basis.HOUSEHOLD_ROLE}', 'role: ' || role
            FROM build_role_pair WHERE heads = 1 AND NOT coalesce(too_young, false)"""
    )
