"""Persons, the source records that describe them, and what links the two."""

from __future__ import annotations

from graphmodel.model.nodes import Person, SourceRecord
from graphmodel.model.relationships import Describes
from ingest.build.workbench import Workbench

# Of the social security number only its ending enters the graph, and only when all nine digits were there.
_SSN_ENDING = "CASE WHEN length(ssn) = 9 THEN right(ssn, 4) END"


def build_persons(bench: Workbench) -> None:
    """Write Person, SourceRecord and DESCRIBES."""
    bench.write_nodes(Person, "SELECT DISTINCT person_id AS id FROM identity")
    # A person's records are read together by every page, and twice as quickly where they lie together.
    bench.write_nodes(
        SourceRecord,
        f"SELECT p.*, record_id AS id, {_SSN_ENDING} AS ssn_ending, identity.person_id"
        " FROM person_record p JOIN identity USING (record_id)",
        order="person_id, id",
    )
    bench.write_rows(
        Describes,
        "SELECT record_id AS start_id, person_id AS end_id, probability, basis FROM identity"
        " SEMI JOIN person_record USING (record_id)",
    )
