"""The Person 360 of a hand-made child against hand-written answers."""

from __future__ import annotations

import pytest
from rosas_family import ANA, CARL, DAN, ELENA, GWEN, MIA, ROSA, THEO

from casework.profile import person_360
from casework.view import View
from graphmodel.errors import NotInView


def test_the_first_look_says_where_the_child_is(view: View) -> None:
    """Removed on day 0, 51 days ago, tonight with the aunt, in a relative's home."""
    sheet = person_360(view, MIA)
    assert sheet.portrait.name == "Mia Ruiz"
    assert (sheet.portrait.birth_date, sheet.portrait.age) == ("2015-03-09", 11)
    assert sheet.in_care is not None
    assert (sheet.in_care.since, sheet.in_care.day) == ("2026-10-02", 51)
    assert sheet.in_care.tonight is not None
    assert sheet.in_care.tonight.setting == "Foster Family Home (Relative)"
    assert [c.person for c in sheet.in_care.tonight.caregivers] == [ANA]


def test_the_head_of_household_is_no_silent_father(view: View) -> None:
    """SNAP's 'child' of Carl is a tie of unstated nature from a household role; the father's place stays open."""
    sheet = person_360(view, MIA)
    ties = {(t.start, t.nature): t for t in sheet.ties if t.tie == "PARENT_OF"}
    assert set(ties) == {(ROSA, "biological"), (CARL, "unknown"), (DAN, "putative")}
    assert {c.basis for c in ties[CARL, "unknown"].citations} == {"household role"}
    assert (ROSA, "unknown") not in ties


def test_relatives_stand_where_they_belong(view: View) -> None:
    """Mother, half-brother, dead grandmother, aunt who is carer and custodian, godmother."""
    lines = {r.brief.person: r.lines for r in person_360(view, MIA).relatives}
    assert [(li.route, li.up, li.down) for li in lines[ROSA]] == [("line", 1, 0)]
    assert lines[THEO][0].up == lines[THEO][0].down == 1
    assert (lines[ELENA][0].up, lines[ELENA][0].side) == (2, "maternal")
    assert {li.route for li in lines[ANA]} == {"line", "caregiver", "guardian"} or {li.route for li in lines[ANA]} == {
        "caregiver",
        "guardian",
    }
    assert lines[GWEN][0].kind == "godparent"


def test_contradictions_are_kept(view: View) -> None:
    """Day and month swapped by one source is a contradiction, with both sources named."""
    about = {c.about: c for c in person_360(view, MIA).contradictions}
    assert [claim.value for claim in about["birth date"].claims] == ["2015-03-09", "2015-09-03"]
    assert about["birth date"].claims[1].records == ("welfare:1",)


def test_services_of_child_home_and_housemates(view: View) -> None:
    """Mia's own SNAP is current, Rosa's of 2011 is not, and the home was weatherized."""
    sheet = person_360(view, MIA)
    assert [(s.name, s.current) for s in sheet.services] == [("SNAP", True)]
    rosas = next(m for m in sheet.services_of_home if m.member.brief.person == ROSA)
    assert [s.current for s in rosas.services] == [False]
    assert [(h.name, h.status, h.detail) for h in sheet.home_help] == [
        ("Weatherization", "completed", "attic insulation")
    ]


def test_the_journey_is_dated_and_cited(view: View) -> None:
    """Every stretch of the journey has a citation with its source's as-of date."""
    journey = person_360(view, MIA).journey
    assert [e.kind for e in journey if e.span.since == "2026-10-03"] == ["placement"]
    assert {e.kind for e in journey} >= {"home", "placement", "school", "case", "order"}
    assert all(e.citations and all(c.as_of == "2026-11-01" for c in e.citations) for e in journey)


def test_unsafe_numbers_are_said_to_be_unsafe(view: View) -> None:
    """A number marked unsafe comes last and says so; one nobody speaks of is unknown, not safe."""
    ana = next(r for r in person_360(view, MIA).relatives if r.brief.person == ANA)
    assert [(r.contact, r.safe) for r in ana.brief.reach] == [("2175550188", "unknown"), ("2175550199", "no")]


def test_nobody_of_that_id(view: View) -> None:
    """An unknown id is told as every absence is: none in the records open to you."""
    with pytest.raises(NotInView, match="open to you"):
        person_360(view, "PNOBODY")


def test_a_protected_address_is_shown_to_nobody(view: View) -> None:
    """Gwen's address is confidential: no page part holds its street or town, and the page says why."""
    sheet = person_360(view, GWEN)
    assert [stop.kind for stop in sheet.safety_stops] == ["protected address"]
    shown = sheet.model_dump_json()
    assert "Hidden" not in shown
    assert "Peoria" not in shown
    assert "Confidential address" in shown


def test_a_protection_order_names_whom_it_keeps_away(view: View) -> None:
    """The order about Theo concerns Dan, by id and not by a name in its text."""
    (stop,) = person_360(view, THEO).safety_stops
    assert (stop.kind, stop.concerns) == ("protection order", (DAN,))
