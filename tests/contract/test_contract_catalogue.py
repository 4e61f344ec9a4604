"""Every question of the catalogue has the same rows on every engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plain_answers import anchors, plain_answer
from rosas_family import ANA, CARL, DAN, ELENA, GWEN, MIA, ROSA, THEO

from cypher.catalog import (
    CAREGIVERS_OF_PLACEMENT,
    CASES,
    CATALOGUE,
    CONTACT_POINTS,
    COURT_ORDERS,
    DESCRIBED_BY,
    ENROLMENTS,
    MEMBERS_OF_HOUSEHOLD,
    PLACEMENTS,
    RECORDS,
    TIES,
)
from cypher.query import Query
from graphmodel.stores.base import GraphReader

IDS = [query.name for query in CATALOGUE]


@pytest.mark.parametrize("query", CATALOGUE, ids=IDS)
def test_every_question_of_every_node(family: GraphReader, family_files: Path, query: Query[Any]) -> None:
    """For each node a question can be asked of: the rows the built files give, in order, value by value and type."""
    answered = 0
    for id_ in anchors(family_files, query.statement):
        rows = family.rows(query.statement, {"id": id_}, twin=query.twin)
        expected = plain_answer(family_files, query.statement, {"id": id_})
        assert rows == expected, id_
        assert [[type(v) for v in row.values()] for row in rows] == [[type(v) for v in r.values()] for r in expected]
        answered += len(rows)
    assert answered > 0


@pytest.mark.parametrize("query", CATALOGUE, ids=IDS)
def test_nobody_has_no_rows(family: GraphReader, query: Query[Any]) -> None:
    """An id that is not in the graph is answered with an empty list."""
    assert query.read(family, {"id": "no such id"}) == []


@pytest.mark.parametrize(
    ("person", "ties"),
    [
        (
            MIA,
            [
                ("CAREGIVER_OF", ANA, ANA, "Foster Family Home (Relative)"),
                ("FICTIVE_TIE", GWEN, GWEN, "godparent"),
                ("GUARDIAN_OF", ANA, ANA, "legal custody"),
                ("PARENT_OF", DAN, DAN, "putative"),
                ("PARENT_OF", CARL, CARL, "unknown"),
                ("PARENT_OF", ROSA, ROSA, "biological"),
            ],
        ),
        (
            ROSA,
            [
                ("PARENT_OF", ROSA, MIA, "biological"),
                ("PARENT_OF", ROSA, THEO, "biological"),
                ("PARENT_OF", ELENA, ELENA, "biological"),
                ("PARTNER_OF", CARL, CARL, "married"),
            ],
        ),
        (DAN, [("PARENT_OF", DAN, MIA, "putative")]),
    ],
    ids=["Mia", "Rosa", "Dan"],
)
def test_kin_ties(family: GraphReader, person: str, ties: list[tuple[str, str, str, str]]) -> None:
    """Who is tied to a person, from which end and how, as the family was made."""
    found = TIES.read(family, {"id": person})
    assert [(tie.tie, tie.starts_at, tie.other, tie.nature) for tie in found] == ties


def test_evidence_of_a_tie(family: GraphReader) -> None:
    """An assertion carries its source, record, dates, basis, detail and confidence."""
    guardian = next(tie for tie in TIES.read(family, {"id": MIA}) if tie.tie == "GUARDIAN_OF")
    (said,) = guardian.evidence
    assert (said.source, said.domain, said.record) == ("welfare", "child welfare", "welfare:2")
    assert (said.stated_from, said.stated_to, said.basis, said.detail) == ("2026-10-05", "", "stated", "order: O1")
    assert said.confidence == pytest.approx(0.99)


def test_records_of_a_person(family: GraphReader) -> None:
    """What each source says, its contradictions kept; what it does not say is None."""
    found = RECORDS.read(family, {"id": MIA})
    assert [(r.record, r.birth_date, r.language) for r in found] == [
        ("snap:4", "2015-03-09", None),
        ("support:2", "2015-03-09", None),
        ("vital:1", "2015-03-09", None),
        ("welfare:1", "2015-09-03", "Spanish"),
    ]
    assert [r.sex for r in found] == ["female", None, "female", "female"]
    assert [r.record for r in DESCRIBED_BY.read(family, {"id": ELENA})] == ["vital:5"]


def test_care_of_a_child(family: GraphReader) -> None:
    """The removal, the placement and who gives it, the orders, the services."""
    (case,) = CASES.read(family, {"id": MIA})
    assert (case.case_id, case.kind, case.status, case.opened, case.role) == (
        "welfare:W1", "removal", "open", "2026-10-02", "child",
    )  # fmt: skip
    (placement,) = PLACEMENTS.read(family, {"id": MIA})
    assert placement.setting == "Foster Family Home (Relative)"
    assert [c.person for c in CAREGIVERS_OF_PLACEMENT.read(family, {"id": placement.placement})] == [ANA]
    assert [(o.court_order, o.role) for o in COURT_ORDERS.read(family, {"id": ANA})] == [("welfare:O1", "holder")]
    (enrolled,) = ENROLMENTS.read(family, {"id": MIA})
    assert (enrolled.name, enrolled.case_key) == ("SNAP", "H1")


def test_home_and_telephone(family: GraphReader) -> None:
    """Who lives together, by role; how Ana is reached, and that one number is not safe."""
    members = MEMBERS_OF_HOUSEHOLD.read(family, {"id": "snap:H1"})
    assert [(m.person, m.role) for m in members] == [
        (MIA, "child"),
        (CARL, "head"),
        (ROSA, "spouse"),
        (THEO, "biological child"),
    ]
    reached = CONTACT_POINTS.read(family, {"id": ANA})
    assert [(c.contact, c.evidence[0].detail) for c in reached] == [("2175550188", ""), ("2175550199", "safe: no")]
