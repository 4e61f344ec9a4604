"""What agencies and courts do: cases, placements, court orders, and each person's part in them."""

from __future__ import annotations

from graphmodel.model.nodes import AgencyCase, CourtOrder, Placement
from graphmodel.model.relationships import InvolvedIn, PlacedIn, ProvidedBy, SubjectOf, UnderCase
from graphmodel.model.vocabulary import Basis
from ingest.build.evidence import COURT
from ingest.build.workbench import Workbench


def build_cases(bench: Workbench) -> None:
    """Write AgencyCase and INVOLVED_IN.

    A case that several rows describe is shown as the row opened last says, the one closed last among these. A placement
    may name a case that no row describes: it is there, of kind ``unknown``.
    """
    bench.note_dangling("case_involvement", "record_id")
    bench.write_nodes(
        AgencyCase,
        """WITH described AS (
                SELECT system, case_key, case_kind AS kind, status, opened, closed, detail FROM case_involvement
                UNION ALL
                SELECT system, case_key, 'unknown', NULL, NULL, NULL, NULL FROM placement WHERE case_key IS NOT NULL)
            SELECT system || ':' || case_key AS id, system, domain, case_key, kind, status, opened, closed, detail
            FROM described JOIN build_source USING (system)
            QUALIFY row_number() OVER (PARTITION BY system, case_key ORDER BY kind = 'unknown', opened DESC NULLS LAST,
                closed DESC NULLS LAST, status NULLS LAST, kind, detail NULLS LAST) = 1""",
    )
    bench.write_ties(
        InvolvedIn,
        f"""SELECT i.person_id AS start_id, c.system || ':' || c.case_key AS end_id,
                coalesce(c.role, 'member') AS role, c.system AS source, c.record_id AS record,
                c.opened AS said_from, c.closed AS said_to, '{Basis.STATED}' AS basis,
                concat_ws('; ', c.case_kind, c.status, c.detail) AS detail
            FROM case_involvement c JOIN identity i USING (record_id)""",
    )


def build_placements(bench: Workbench) -> None:
    """Write Placement, PLACED_IN, PROVIDED_BY and UNDER_CASE. A placement whose child is not known is left out."""
    bench.note_dangling("placement", "child_record")
    bench.note_dangling("placement", "caregiver_record")
    bench.connection.execute(
        """CREATE OR REPLACE TEMP TABLE build_placement AS
            SELECT p.*, p.system || ':' || p.placement_key AS placement, child.person_id AS child,
                carer.person_id AS caregiver
            FROM placement p JOIN identity child ON child.record_id = p.child_record
            LEFT JOIN identity carer ON carer.record_id = p.caregiver_record"""
    )
    bench.write_nodes(
        Placement,
        """SELECT placement AS id, system, domain, placement_key, setting, end_reason
            FROM build_placement JOIN build_source USING (system)
            QUALIFY row_number() OVER (PARTITION BY placement ORDER BY valid_from DESC NULLS LAST,
                valid_to DESC NULLS LAST, setting, end_reason NULLS LAST) = 1""",
    )
    said = f"""system AS source, child_record AS record, valid_from AS said_from, valid_to AS said_to,
        '{Basis.STATED}' AS basis, '' AS detail"""
    bench.write_ties(PlacedIn, f"SELECT child AS start_id, placement AS end_id, {said} FROM build_placement")
    bench.write_ties(
        ProvidedBy,
        f"""SELECT placement AS start_id, caregiver AS end_id, {said.replace("child_record", "caregiver_record")}
            FROM build_placement WHERE caregiver IS NOT NULL""",
    )
    bench.write_ties(
        UnderCase,
        f"""SELECT placement AS start_id, system || ':' || case_key AS end_id, {said}
            FROM build_placement WHERE case_key IS NOT NULL""",
    )


def build_court_orders(bench: Workbench) -> None:
    """Write CourtOrder and SUBJECT_OF. Custody under an order is also a GUARDIAN_OF, written with the kin ties."""
    bench.note_dangling("court_order", "child_record")
    bench.note_dangling("court_order", "holder_record")
    bench.connection.execute(
        """CREATE OR REPLACE TEMP TABLE build_order_part AS
            WITH part AS (
                SELECT *, 'child' AS role, child_record AS record FROM court_order
                UNION ALL SELECT *, 'holder', holder_record FROM court_order)
            SELECT part.*, system || ':' || order_key AS court_order, i.person_id
            FROM part JOIN identity i ON i.record_id = part.record"""
    )
    bench.write_nodes(
        CourtOrder,
        """SELECT court_order AS id, system, domain, kind, detail FROM build_order_part JOIN build_source USING (system)
            QUALIFY row_number() OVER (PARTITION BY court_order ORDER BY valid_from DESC NULLS LAST,
                valid_to DESC NULLS LAST, kind, detail NULLS LAST) = 1""",
    )
    bench.write_ties(
        SubjectOf,
        f"""SELECT person_id AS start_id, court_order AS end_id, role, system AS source, record,
                valid_from AS said_from, valid_to AS said_to, '{COURT}' AS basis, kind AS detail
            FROM build_order_part""",
    )
