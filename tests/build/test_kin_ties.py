"""Ties between two people: one edge a distinct tie, its assertions beside it, and nothing dropped silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from built import Built
from staged import Staged

from ingest.build.household_roles import ROLE_TIES
from ingest.build.kin_ties import COMMON_PARENT, SAME_PERSON

NO_HEAD = "the household names no head at that time"
TWO_HEADS = "the household names more than one head at that time"
TOO_YOUNG = "the parent is not 12 years older"

Build = Callable[[], Built]


@pytest.mark.parametrize("sources", [1, 3, 5])
def test_one_tie_with_one_assertion_a_source(staged: Staged, build: Build, sources: int) -> None:
    """However many sources state a tie it is one edge, with their assertions in order of source, repeats dropped."""
    for place in range(sources, 0, -1):
        mother = staged.record(f"s{place}:M", "P1")
        child = staged.record(f"s{place}:C", "P2")
        for _ in range(2):
            staged.tie("PARENT_OF", "biological", mother, child)
    (row,) = build().kin()
    names = [f"s{place}" for place in range(1, sources + 1)]
    assert (row["start_id"], row["end_id"], row["starts_at"]) == ("P1", "P2", "P1")
    assert row["ev_source"] == names
    assert row["ev_record"] == [f"{name}:M" for name in names]
    assert row["ev_basis"] == ["stated"] * sources
    assert row["ev_confidence"] == [0.9] * sources
    assert row["ev_from"] is row["ev_to"] is row["ev_detail"] is None
    assert row["valid_from"] is row["valid_to"] is None


def test_contradicting_natures_are_different_ties(staged: Staged, build: Build) -> None:
    """Two sources that contradict each other on the nature of a parentage leave two edges, each with its own source."""
    for system, nature in (("vital", "biological"), ("welfare", "adoptive")):
        parent, child = staged.record(f"{system}:1", "P1"), staged.record(f"{system}:2", "P2")
        staged.tie("PARENT_OF", nature, parent, child)
    rows = build().kin()
    assert [(row["nature"], row["ev_source"], row["ev_confidence"]) for row in rows] == [
        ("adoptive", ["welfare"], [0.9]),
        ("biological", ["vital"], [0.99]),
    ]


def test_dates_span_the_assertions(staged: Staged, build: Build) -> None:
    """A tie runs from the first day of the earliest start to the last day of the latest end."""
    one, other = staged.record("snap:1", "P1"), staged.record("snap:2", "P2")
    staged.tie("PARTNER_OF", "married", one, other, valid_from="2001-05", valid_to="2003")
    staged.tie("PARTNER_OF", "married", one, other, valid_from="2002", valid_to="2004-02", status="divorced")
    staged.tie("PARTNER_OF", "cohabiting", one, other, valid_from="1999", valid_to="2000")
    staged.tie("PARTNER_OF", "cohabiting", one, other, valid_from="2006-07-04")
    cohabiting, married = build().kin()
    assert (married["valid_from"], married["valid_to"]) == (date(2001, 5, 1), date(2004, 2, 29))
    assert married["ev_from"] == ["2001-05", "2002"]
    assert married["ev_to"] == ["2003", "2004-02"]
    assert married["ev_detail"] == ["", "divorced"]
    assert (cohabiting["valid_from"], cohabiting["valid_to"]) == (date(1999, 1, 1), None)


def test_symmetric_ties_run_from_the_smaller_id(staged: Staged, build: Build) -> None:
    """Partner and sibling ties of both directions are one edge from the smaller id, its record beside it."""
    one, other = staged.record("snap:1", "P9"), staged.record("snap:2", "P1")
    staged.tie("PARTNER_OF", "married", one, other)
    staged.tie("PARTNER_OF", "married", other, one)
    staged.tie("SIBLING_OF", "half", one, other)
    staged.tie("FICTIVE_TIE", "godparent", one, other)
    rows = build().kin()
    assert [(row["start_id"], row["tie"], row["end_id"], row["ev_record"]) for row in rows] == [
        ("P9", "FICTIVE_TIE", "P1", ["snap:1"]),
        ("P1", "PARTNER_OF", "P9", ["snap:2"]),
        ("P1", "SIBLING_OF", "P9", ["snap:2"]),
    ]


def test_a_tie_of_one_person_to_themself_is_dropped_and_counted(staged: Staged, build: Build) -> None:
    """Where both records of a tie describe one person there is no tie, and the report says so with the records."""
    staged.tie("PARENT_OF", "biological", staged.record("snap:1", "P1"), staged.record("snap:2", "P1"))
    built = build()
    assert built.drawn() == []
    assert built.dropped() == {("PARENT_OF", SAME_PERSON): 1}
    row = staged.connection.execute("SELECT tie, system, from_record, to_record FROM build_dropped").fetchall()
    assert row == [("PARENT_OF", "snap", "snap:1", "snap:2")]


def test_siblings_only_where_no_common_parent_is_known(staged: Staged, build: Build) -> None:
    """A stated sibling tie goes where a common parent is known for both, and stays where only one has that parent."""
    mother = staged.record("vital:M", "P1")
    children = [staged.record(f"vital:{n}", f"P{n}") for n in (2, 3, 4)]
    for child in children[:2]:
        staged.tie("PARENT_OF", "biological", mother, child)
    staged.tie("SIBLING_OF", "full", children[0], children[1])
    staged.tie("SIBLING_OF", "half", children[0], children[2])
    built = build()
    assert ("P2", "SIBLING_OF", "half", "P4") in built.drawn()
    assert ("P2", "SIBLING_OF", "full", "P3") not in built.drawn()
    assert built.dropped() == {("SIBLING_OF", COMMON_PARENT): 1}


def test_a_tie_to_an_unknown_record_is_a_reject(staged: Staged, build: Build) -> None:
    """A stated tie that names a record nobody loaded makes no tie and stands in the rejects."""
    child = staged.record("vital:1", "P1")
    staged.tie("PARENT_OF", "biological", "vital:nobody", child)
    built = build()
    assert built.drawn() == []
    assert [(left.what, left.number) for left in built.report.dangling] == [("stated_tie.from_record", 1)]
    rejects = staged.connection.execute("SELECT system, file, field, value FROM build_reject").fetchall()
    assert rejects == [("vital", "vital.csv", "stated_tie.from_record", "vital:nobody")]


def household(staged: Staged, *members: tuple[str, str, str | None]) -> None:
    """A household of one system: (record key, role, birth date); person ids are P + key."""
    for key, role, born in members:
        staged.record(f"snap:{key}", f"P{key}", household_key="H", household_role=role, birth_date=born)


def test_a_role_speaks_of_the_head_only(staged: Staged, build: Build) -> None:
    """The stepchild under the head's household is nothing to the head's spouse, nor are the other members."""
    household(
        staged, ("1", "Reference person", "1980-01-01"), ("2", "Opposite-sex spouse", "1981-01-01"),
        ("3", "Stepchild", "2010-01-01"), ("4", "Biological child", "2012-01-01"), ("5", "Grandchild", "2020-01-01"),
        ("6", "Other nonrelative", None), ("7", "Parent", "1950-01-01"), ("8", "Child-in-law", None),
        ("9", "Sibling", "1979-01-01"),
    )  # fmt: skip
    built = build()
    assert built.drawn() == [
        ("P1", "PARENT_OF", "step", "P3"),
        ("P1", "PARENT_OF", "biological", "P4"),
        ("P7", "PARENT_OF", "unknown", "P1"),
        ("P1", "PARTNER_OF", "married", "P2"),
        ("P1", "SIBLING_OF", "unknown", "P9"),
    ]
    assert {basis for row in built.kin() for basis in row["ev_basis"]} == {"household role"}
    assert {n for row in built.kin() for n in row["ev_confidence"]} == {0.7}
    assert built.report.counts["MEMBER_OF"] == 9


def test_two_heads_at_a_time_say_nothing(staged: Staged, build: Build) -> None:
    """Where two people are head at the same time no role is read as kinship, and each refusal is counted."""
    household(staged, ("1", "self", None), ("2", "head", None), ("3", "child", None), ("4", "spouse", None))
    built = build()
    assert built.drawn() == []
    assert built.dropped() == {("PARENT_OF", TWO_HEADS): 1, ("PARTNER_OF", TWO_HEADS): 1}


def test_heads_after_one_another_speak_for_their_own_time(staged: Staged, build: Build) -> None:
    """A child's role is towards the head of its own stay; a stay that meets no head gives nothing and is counted."""
    for key, role, start, end in (
        ("1", "head", "2010", "2014"), ("2", "head", "2015", None), ("3", "child", "2011", "2013-06"),
        ("4", "child", "2016", None), ("5", "child", "2001", "2002"),
    ):  # fmt: skip
        staged.record(
            f"snap:{key}", f"P{key}", household_key="H", household_role=role, household_from=start, household_to=end
        )
    built = build()
    assert built.drawn() == [("P1", "PARENT_OF", "unknown", "P3"), ("P2", "PARENT_OF", "unknown", "P4")]
    assert built.dropped() == {("PARENT_OF", NO_HEAD): 1}
    assert [row["valid_from"] for row in built.kin()] == [None, None]


def test_two_records_of_one_head_are_one_head(staged: Staged, build: Build) -> None:
    """A head who stands twice on the roster is still one person, and the tie names one of the records."""
    staged.record("snap:1", "P1", household_key="H", household_role="head")
    staged.record("snap:2", "P1", household_key="H", household_role="head")
    staged.record("snap:3", "P3", household_key="H", household_role="adopted child")
    (row,) = build().kin()
    assert (row["start_id"], row["nature"], row["end_id"], row["ev_record"]) == ("P1", "adoptive", "P3", ["snap:1"])


@pytest.mark.parametrize(
    ("head_born", "child_born", "kept"),
    [
        ("1980-06-01", "1992-06-01", True),
        ("1980-06-01", "1992-05-31", False),
        ("1980", "1992", False),
        ("1980", "1993-01-01", True),
        ("2015-01-01", "1990-01-01", False),
        (None, "1990-01-01", True),
        ("1980-06-01", None, True),
    ],
)
def test_an_inferred_parent_is_twelve_years_older(
    staged: Staged, build: Build, head_born: str | None, child_born: str | None, kept: bool
) -> None:
    """A role becomes parentage only where the birth dates, both known, surely put twelve years between the two."""
    household(staged, ("1", "head", head_born), ("2", "biological child", child_born))
    built = build()
    assert built.drawn() == ([("P1", "PARENT_OF", "biological", "P2")] if kept else [])
    assert built.dropped() == ({} if kept else {("PARENT_OF", TOO_YOUNG): 1})


def test_a_parent_in_the_household_is_older_than_the_head(staged: Staged, build: Build) -> None:
    """For the role 'parent' it is the member who must be twelve years older than the head."""
    household(staged, ("1", "head", "1980-01-01"), ("2", "parent", "1985-01-01"), ("3", "parent", "1950-01-01"))
    built = build()
    assert built.drawn() == [("P3", "PARENT_OF", "unknown", "P1")]
    assert built.dropped() == {("PARENT_OF", TOO_YOUNG): 1}


def test_a_stated_tie_needs_no_age(staged: Staged, build: Build) -> None:
    """What a source states outright is not second-guessed by birth dates: the contradiction is there to be seen."""
    young, old = (
        staged.record("vital:1", "P1", birth_date="2000-01-01"),
        staged.record("vital:2", "P2", birth_date="1990"),
    )
    staged.tie("PARENT_OF", "biological", young, old)
    assert build().drawn() == [("P1", "PARENT_OF", "biological", "P2")]


def test_a_role_corroborates_a_stated_tie(staged: Staged, build: Build) -> None:
    """A biological child by role and by birth record is one tie with two assertions of different basis."""
    household(staged, ("1", "head", None), ("2", "biological child", None))
    staged.tie("PARENT_OF", "biological", staged.record("vital:M", "P1"), staged.record("vital:C", "P2"))
    (row,) = build().kin()
    assert row["ev_source"] == ["snap", "vital"]
    assert row["ev_basis"] == ["household role", "stated"]
    assert row["ev_confidence"] == [0.7, 0.99]


def test_living_together_is_dated_by_the_stay_and_marriage_is_not(staged: Staged, build: Build) -> None:
    """A partner by role is a partner for the time of the stay; a spouse by role gives no date of marriage."""
    staged.record("snap:1", "P1", household_key="H", household_role="head")
    for key, role in (("2", "unmarried partner"), ("3", "spouse"), ("4", "foster child")):
        staged.record(
            f"snap:{key}",
            f"P{key}",
            household_key="H",
            household_role=role,
            household_from="2019",
            household_to="2020-03",
        )
    foster, partner, spouse = build().kin()
    for row in (foster, partner):
        assert (row["valid_from"], row["valid_to"]) == (date(2019, 1, 1), date(2020, 3, 31))
    assert (spouse["end_id"], spouse["valid_from"], spouse["valid_to"]) == ("P3", None, None)


def test_every_role_word_of_the_brief_is_read() -> None:
    """Folded role words give the tie the design names for them; roles of further kin give none."""
    said = {role: (tie.tie, tie.nature) for role, tie in ROLE_TIES.items()}
    assert said["child"] == ("PARENT_OF", "unknown")
    assert said["foster child"] == ("PARENT_OF", "foster")
    assert said["same sex spouse"] == ("PARTNER_OF", "married")
    assert said["same sex unmarried partner"] == ("PARTNER_OF", "cohabiting")
    assert not {"grandchild", "parent in law", "child in law", "other relative", "roommate or housemate"} & set(said)


def test_custody_and_care_come_from_orders_and_placements(staged: Staged, build: Build) -> None:
    """A custody order with a holder is guardianship, a protection order is not; a placement with a carer is care."""
    child, aunt = staged.record("welfare:C", "P1"), staged.record("welfare:A", "P2")
    for key, kind in (("O1", "legal custody"), ("O2", "protection")):
        staged.add(
            "court_order", system="welfare", order_key=key, kind=kind, child_record=child, holder_record=aunt,
            valid_from="2022-01-05",
        )  # fmt: skip
    staged.add(
        "placement", system="welfare", placement_key="L1", case_key="K", child_record=child, caregiver_record=aunt,
        setting="foster family home (relative)", valid_from="2022-01-06", valid_to="2022-09",
    )  # fmt: skip
    care, guard = build().kin()
    assert (care["tie"], care["start_id"], care["nature"]) == ("CAREGIVER_OF", "P2", "foster family home (relative)")
    assert (care["valid_from"], care["valid_to"]) == (date(2022, 1, 6), date(2022, 9, 30))
    assert (guard["tie"], guard["nature"], guard["ev_confidence"]) == ("GUARDIAN_OF", "legal custody", [0.99])
    assert guard["ev_basis"] == ["stated"]


def test_the_order_of_staging_rows_changes_no_file(
    staged: Staged, build: Build, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same staging with its rows in another order gives the same Parquet files to the byte."""
    household(staged, ("1", "head", None), ("2", "child", None), ("3", "sibling", None))
    for system in ("vital", "welfare"):
        parent, child = staged.record(f"{system}:1", "P1"), staged.record(f"{system}:2", "P2")
        staged.tie("PARENT_OF", "biological", parent, child, valid_from="2001")
    turned = Staged(tmp_path_factory.mktemp("turned") / "staging.duckdb")
    for table in ("source_file", "person_record", "identity", "stated_tie"):
        rows = staged.connection.execute(f"SELECT * FROM {table}").fetchall()
        turned.connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows[::-1])
    first = {path.name: path.read_bytes() for path in build().folder.iterdir()}
    second = {path.name: path.read_bytes() for path in Built(turned, turned.folder / "parquet").folder.iterdir()}
    assert second == first
