"""Ties between two people: stated by a source, read from placements and court orders, inferred from household roles."""

from __future__ import annotations

from graphmodel.model import KIN_TIES
from graphmodel.model.relationships import PartnerOf, SiblingOf
from graphmodel.model.vocabulary import Basis
from ingest.build.evidence import COURT, detail_sql
from ingest.build.household_roles import infer_from_roles
from ingest.build.workbench import Workbench

SYMMETRIC = (PartnerOf.type_, SiblingOf.type_)
"""Ties that read the same from both ends; stored from the smaller person id to the larger."""

SAME_PERSON = "both records describe one person"
COMMON_PARENT = "a common parent is known, so the tie is derived"

# What a stated tie is called when its source gives it no nature.
_UNNAMED = {
    "PARENT_OF": "unknown",
    "PARTNER_OF": "unknown",
    "SIBLING_OF": "unknown",
    "GUARDIAN_OF": "guardianship",
    "CAREGIVER_OF": "caregiver",
    "FICTIVE_TIE": "unknown",
}
_UNNAMED_SQL = " ".join(f"WHEN '{tie}' THEN '{nature}'" for tie, nature in _UNNAMED.items())
_CUSTODY_ORDERS = ("legal custody", "guardianship", "legal guardian")

# A source that states care or custody beside the placement or the order itself says one thing twice: the placement or
# the order, which says more, is kept.
_SAID = f"""
CREATE OR REPLACE TEMP TABLE build_kin_said AS
WITH acted AS (
    SELECT 'CAREGIVER_OF' AS tie, setting AS nature, caregiver_record AS from_record, child_record AS to_record, system,
        valid_from AS said_from, valid_to AS said_to, '{Basis.STATED}' AS basis,
        {detail_sql("'placement: ' || placement_key", "'ended: ' || end_reason")} AS detail
    FROM placement WHERE caregiver_record IS NOT NULL
    UNION ALL
    SELECT 'GUARDIAN_OF', lower(kind), holder_record, child_record, system, valid_from, valid_to, '{COURT}',
        {detail_sql("'order: ' || order_key", "detail")}
    FROM court_order WHERE holder_record IS NOT NULL AND lower(kind) IN {_CUSTODY_ORDERS}),
stated AS (
    SELECT kind AS tie, coalesce(nature, CASE kind {_UNNAMED_SQL} END) AS nature, from_record, to_record, system,
        valid_from AS said_from, valid_to AS said_to, '{Basis.STATED}' AS basis,
        {detail_sql("status", "detail")} AS detail
    FROM stated_tie)
SELECT * FROM acted
UNION ALL
SELECT * FROM stated WHERE NOT EXISTS (
    SELECT 1 FROM acted WHERE acted.tie = stated.tie AND acted.nature = stated.nature
        AND acted.from_record = stated.from_record AND acted.to_record = stated.to_record
        AND acted.said_from IS NOT DISTINCT FROM stated.said_from
        AND acted.said_to IS NOT DISTINCT FROM stated.said_to)
"""

_KNOWN = f"""
CREATE OR REPLACE TEMP TABLE build_kin AS
WITH known AS (
    SELECT said.*, first.person_id AS from_person, second.person_id AS to_person,
        tie IN {SYMMETRIC} AND first.person_id > second.person_id AS turned
    FROM build_kin_said said
    JOIN identity first ON first.record_id = said.from_record
    JOIN identity second ON second.record_id = said.to_record)
SELECT tie, nature, CASE WHEN turned THEN to_person ELSE from_person END AS start_id,
    CASE WHEN turned THEN from_person ELSE to_person END AS end_id,
    CASE WHEN turned THEN to_record ELSE from_record END AS record,
    from_record, to_record, system AS source, said_from, said_to, basis, detail
FROM known
"""


def build_kin_ties(bench: Workbench) -> None:
    """Write every kin tie, and leave the assertions of parentage in ``build_kin`` for the search keys."""
    connection = bench.connection
    bench.note_dangling("stated_tie", "from_record")
    bench.note_dangling("stated_tie", "to_record")
    connection.execute(_SAID)
    infer_from_roles(bench)
    connection.execute(_KNOWN)
    _drop(bench, SAME_PERSON, "start_id = end_id")
    _drop(
        bench,
        COMMON_PARENT,
        """tie = 'SIBLING_OF' AND EXISTS (
            SELECT 1 FROM build_kin one JOIN build_kin other USING (start_id)
            WHERE one.tie = 'PARENT_OF' AND other.tie = 'PARENT_OF'
                AND one.end_id = build_kin.start_id AND other.end_id = build_kin.end_id)""",
    )
    for tie in KIN_TIES:
        # What tells two ties of a pair apart is called nature on PARENT_OF and kind on the others.
        bench.write_ties(tie, f"SELECT *, nature AS kind FROM build_kin WHERE tie = '{tie.type_}'")


def _drop(bench: Workbench, reason: str, condition: str) -> None:
    """Take assertions out of ``build_kin``, noting each with its records."""
    columns = "tie, ?, source, from_record, to_record"
    bench.connection.execute(f"INSERT INTO build_dropped SELECT {columns} FROM build_kin WHERE {condition}", [reason])
    bench.connection.execute(f"DELETE FROM build_kin WHERE {condition}")
