"""Contacts, services, schools, cases, placements and court orders, against hand-written answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from built import Built
from staged import Staged

from graphmodel.model.nodes import AgencyCase, ContactPoint, CourtOrder, Placement, School, Service
from graphmodel.model.relationships import (
    Attends,
    EnrolledIn,
    InvolvedIn,
    PlacedIn,
    ProvidedBy,
    ReachedAt,
    SubjectOf,
    UnderCase,
)

Build = Callable[[], Built]


def test_an_unsafe_phone_stays_unsafe(staged: Staged, build: Build) -> None:
    """A first phone that the same record calls unsafe is one assertion that says so, beside another record's."""
    record = staged.record("welfare:1", "P1", phone="2175550100", email="a@example.org")
    staged.add("contact_point", system="welfare", record_id=record, kind="phone", value="2175550100", safe="no")
    staged.record("snap:1", "P1", phone="2175550100")
    built = build()
    assert [row["id"] for row in built.rows(ContactPoint)] == ["email:a@example.org", "phone:2175550100"]
    email, phone = built.rows(ReachedAt)
    assert (phone["ev_source"], phone["ev_detail"]) == (["snap", "welfare"], ["", "safe: no"])
    assert (email["ev_source"], email["ev_detail"]) == (["welfare"], None)


def test_enrolment_is_a_tie_for_each_case(staged: Staged, build: Build) -> None:
    """Two spells on one case are one tie with two assertions; another case, or none named, is another tie."""
    record = staged.record("snap:1", "P1")
    for status, case, start, end in (
        ("closed", "K1", "2019", "2020"), ("active", "K1", "2022-05", None), ("active", "K2", None, None),
        ("active", None, None, None),
    ):  # fmt: skip
        staged.add(
            "enrolment", system="snap", record_id=record, service="SNAP", status=status, case_key=case,
            valid_from=start, valid_to=end,
        )  # fmt: skip
    built = build()
    assert built.rows(Service) == [
        {"id": "snap:SNAP", "system": "snap", "domain": "snap", "name": "SNAP", "agency": "agency of snap"}
    ]
    none, first, second = built.rows(EnrolledIn)
    assert (none["case_key"], first["case_key"], second["case_key"]) == ("", "K1", "K2")
    assert (first["ev_from"], first["ev_detail"]) == (["2019", "2022-05"], ["closed", "active"])
    assert (first["valid_from"], first["valid_to"]) == (date(2019, 1, 1), None)


def test_attendance_keeps_grade_and_the_commonest_school_name(staged: Staged, build: Build) -> None:
    """A school is one node under its commonest name; each year attended is an assertion with its grade."""
    record = staged.record("school:1", "P1")
    for name, grade, start in (("Oak School", "4", "2021"), ("Oak Schol", "5", "2022"), ("Oak School", None, "2023")):
        staged.add(
            "attendance", system="school", record_id=record, school_key="S", school_name=name, grade=grade,
            valid_from=start,
        )  # fmt: skip
    built = build()
    (school,), (attends,) = built.rows(School), built.rows(Attends)
    assert (school["id"], school["name"], school["district"]) == ("school:S", "Oak School", None)
    assert attends["ev_detail"] == ["grade: 4", "grade: 5", ""]


def test_a_case_is_shown_as_its_last_row_says(staged: Staged, build: Build) -> None:
    """Of several rows on a case the one opened last describes it, and each person has a tie for each part."""
    child, mother = staged.record("welfare:1", "P1"), staged.record("welfare:2", "P2")
    for record, role, status, opened, closed in (
        (child, "child", "open", "2024-01-02", None), (mother, "parent", "open", "2024-01-02", None),
        (child, "child", "closed", "2020-01-01", "2021-01-01"),
    ):  # fmt: skip
        staged.add(
            "case_involvement", system="welfare", record_id=record, case_key="K", case_kind="removal", role=role,
            status=status, opened=opened, closed=closed,
        )  # fmt: skip
    built = build()
    (case,) = built.rows(AgencyCase)
    assert (case["id"], case["status"], case["opened"], case["closed"]) == ("welfare:K", "open", "2024-01-02", None)
    part, mothers = built.rows(InvolvedIn)
    assert (part["role"], part["ev_from"]) == ("child", ["2020-01-01", "2024-01-02"])
    assert part["valid_to"] is None
    assert (mothers["start_id"], mothers["role"]) == ("P2", "parent")


def test_a_placement_has_child_carer_and_case(staged: Staged, build: Build) -> None:
    """A placement hangs between child, carer and case; a case only the placement names is of unknown kind."""
    child, aunt = staged.record("welfare:1", "P1"), staged.record("welfare:2", "P2")
    staged.add(
        "placement", system="welfare", placement_key="L", case_key="K", child_record=child, caregiver_record=aunt,
        setting="group home", valid_from="2024", end_reason="moved to kin",
    )  # fmt: skip
    staged.add("placement", system="welfare", placement_key="M", child_record="welfare:nobody", setting="group home")
    staged.add(
        "placement", system="welfare", placement_key="N", child_record=child, caregiver_record="welfare:nobody",
        setting="group home",
    )  # fmt: skip
    built = build()
    first, second = built.rows(Placement)
    assert (first["id"], first["setting"], first["end_reason"]) == ("welfare:L", "group home", "moved to kin")
    assert second["id"] == "welfare:N"
    assert [(row["start_id"], row["end_id"]) for row in built.rows(PlacedIn)] == [
        ("P1", "welfare:L"),
        ("P1", "welfare:N"),
    ]
    assert [(row["start_id"], row["end_id"], row["ev_record"]) for row in built.rows(ProvidedBy)] == [
        ("welfare:L", "P2", ["welfare:2"])
    ]
    assert [(row["start_id"], row["end_id"]) for row in built.rows(UnderCase)] == [("welfare:L", "welfare:K")]
    assert [row["kind"] for row in built.rows(AgencyCase)] == ["unknown"]
    assert {(left.what, left.number) for left in built.report.dangling} == {
        ("placement.child_record", 1),
        ("placement.caregiver_record", 1),
    }


def test_a_court_order_concerns_child_and_holder(staged: Staged, build: Build) -> None:
    """A court order names the child and, where there is one, who holds what it grants."""
    child, aunt = staged.record("welfare:1", "P1"), staged.record("welfare:2", "P2")
    staged.add(
        "court_order", system="welfare", order_key="O", kind="protection", child_record=child, holder_record=aunt,
        valid_from="2024-02-03", valid_to="2025-02-03",
    )  # fmt: skip
    built = build()
    assert [(row["id"], row["kind"]) for row in built.rows(CourtOrder)] == [("welfare:O", "protection")]
    parts = built.rows(SubjectOf)
    assert [(row["start_id"], row["role"], row["ev_confidence"]) for row in parts] == [
        ("P1", "child", [0.99]),
        ("P2", "holder", [0.99]),
    ]
    assert parts[0]["valid_to"] == date(2025, 2, 3)
