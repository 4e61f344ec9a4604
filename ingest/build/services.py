"""Services people are enrolled in, and schools they attend."""

from __future__ import annotations

from graphmodel.model.nodes import School, Service
from graphmodel.model.relationships import Attends, EnrolledIn
from graphmodel.model.vocabulary import Basis
from ingest.build.evidence import detail_sql
from ingest.build.workbench import Workbench


def build_services(bench: Workbench) -> None:
    """Write Service and ENROLLED_IN; help given to a home is with the addresses."""
    bench.note_dangling("enrolment", "record_id")
    bench.write_nodes(
        Service,
        """SELECT system || ':' || service AS id, system, domain, service AS name, agency FROM (
                SELECT system, service FROM enrolment UNION SELECT system, service FROM address_service)
            JOIN build_source USING (system)""",
    )
    bench.write_ties(
        EnrolledIn,
        f"""SELECT i.person_id AS start_id, e.system || ':' || e.service AS end_id,
                coalesce(e.case_key, '') AS case_key, e.system AS source, e.record_id AS record,
                e.valid_from AS said_from, e.valid_to AS said_to, '{Basis.STATED}' AS basis,
                {detail_sql("e.status", "e.detail")} AS detail
            FROM enrolment e JOIN identity i USING (record_id)""",
    )


def build_schools(bench: Workbench) -> None:
    """Write School and ATTENDS. Where spellings of a school's name differ, the commonest is shown."""
    bench.note_dangling("attendance", "record_id")
    bench.write_nodes(
        School,
        """WITH named AS (
                SELECT system, school_key, school_name, district, count(*) AS times FROM attendance GROUP BY ALL)
            SELECT system || ':' || school_key AS id, system, domain,
                first(school_name ORDER BY school_name IS NULL, times DESC, school_name) AS name,
                first(district ORDER BY district IS NULL, times DESC, district) AS district
            FROM named JOIN build_source USING (system) GROUP BY system, school_key, domain""",
    )
    bench.write_ties(
        Attends,
        f"""SELECT i.person_id AS start_id, a.system || ':' || a.school_key AS end_id, a.system AS source,
                a.record_id AS record, a.valid_from AS said_from, a.valid_to AS said_to,
                '{Basis.STATED}' AS basis, 'grade: ' || a.grade AS detail
            FROM attendance a JOIN identity i USING (record_id)""",
    )
