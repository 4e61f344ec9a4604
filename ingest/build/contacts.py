"""Telephone numbers and e-mail addresses, and whose they are."""

from __future__ import annotations

from graphmodel.model.nodes import ContactPoint
from graphmodel.model.relationships import ReachedAt
from graphmodel.model.vocabulary import Basis
from ingest.build.workbench import Workbench

# A first phone stands both on the person record and, with what is said of its safety, among the contact points: the
# latter speaks, so that "not safe" is never softened by the same record saying nothing.
_REACHED = """
CREATE OR REPLACE TEMP TABLE build_reached AS
WITH stated AS (
    SELECT system, record_id, kind, value, 'safe: ' || safe AS detail, valid_from, valid_to FROM contact_point),
first_ones AS (
    SELECT system, record_id, 'phone' AS kind, phone AS value FROM person_record WHERE phone IS NOT NULL
    UNION ALL SELECT system, record_id, 'email', email FROM person_record WHERE email IS NOT NULL)
SELECT stated.*, i.person_id FROM stated JOIN identity i USING (record_id)
UNION ALL
SELECT first_ones.*, NULL, NULL, NULL, i.person_id FROM first_ones
    ANTI JOIN stated USING (record_id, kind, value) JOIN identity i USING (record_id)
"""


def build_contacts(bench: Workbench) -> None:
    """Write ContactPoint and REACHED_AT."""
    bench.note_dangling("contact_point", "record_id")
    bench.connection.execute(_REACHED)
    bench.write_nodes(ContactPoint, "SELECT DISTINCT kind || ':' || value AS id, kind, value FROM build_reached")
    bench.write_ties(
        ReachedAt,
        f"""SELECT person_id AS start_id, kind || ':' || value AS end_id, system AS source, record_id AS record,
                valid_from AS said_from, valid_to AS said_to, '{Basis.STATED}' AS basis, detail
            FROM build_reached""",
    )
