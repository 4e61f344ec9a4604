"""Conflicts between two records: what holds a link, and what is only noise."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.linkage.conflicts import (
    Evidence,
    birth_dates_conflict,
    conflict_between,
    first_names_conflict,
    looks_like_twins,
    ssns_conflict,
    suffixes_conflict,
)
from ingest.linkage.names import clean_name, given_variants, sound
from ingest.linkage.settings import ALL_CONFLICTS


def evidence(given: str | None = None, **stated: Any) -> Evidence:
    """Evidence with the derived forms of the first name filled in."""
    cleaned = clean_name(given) if given else None
    return Evidence(
        given=cleaned,
        given_variants=frozenset(given_variants(given)) if given else frozenset(),
        given_sound=sound(cleaned) if cleaned else None,
        **stated,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("William", "Bill"),
        ("Mike", "Mikey"),
        ("Amy", "Army"),
        ("Rea", "Andrea"),
        ("Michelle", "Mixell"),
        ("Mary Ann", "Mary"),
        ("J", "Aniela"),
        ("Baby Boy", "Aniela"),
        (None, "Aniela"),
    ],
)
def test_slips_nicknames_and_placeholders_are_no_first_name_conflict(one: str | None, other: str) -> None:
    """Names that may stand for one another do not conflict."""
    assert not first_names_conflict(evidence(one), evidence(other))


@pytest.mark.parametrize(("one", "other"), [("Olivia", "Rosa"), ("Benjamin", "Kaiden"), ("Ann", "Eva")])
def test_different_first_names_conflict(one: str, other: str) -> None:
    """Names with nothing in common conflict."""
    assert first_names_conflict(evidence(one), evidence(other))


def test_exchanged_first_and_last_name_do_not_conflict() -> None:
    """A first name that is the other record's surname is a slip of columns."""
    assert not first_names_conflict(evidence("Zarran", surname="bradshaw"), evidence("Bradshaw", surname="zarran"))


def test_middle_names_speak_where_the_first_name_is_missing() -> None:
    """Without a first name, contradicting middle initials conflict."""
    assert first_names_conflict(evidence(None, middle="t"), evidence("Maria", middle="arielle"))


def test_father_and_son_suffixes_conflict_but_a_missing_one_does_not() -> None:
    """Jr and Sr conflict; Jr and nothing conflict only when the middle names contradict."""
    assert suffixes_conflict(evidence("Dan", suffix="JR"), evidence("Dan", suffix="SR"))
    assert not suffixes_conflict(evidence("Dan", suffix="JR"), evidence("Dan"))
    assert suffixes_conflict(evidence("Dan", suffix="JR", middle="m"), evidence("Dan", middle="c"))


@pytest.mark.parametrize("slip", ["1984-07-19", "1984-01-07", "1994-07-01", "2984-07-01", "1984-07-02", "1984-09-01"])
def test_slips_of_a_date_do_not_conflict(slip: str) -> None:
    """One or two digits, day and month exchanged, another day of the month: slips."""
    assert not birth_dates_conflict(evidence(born="1984-07-01"), evidence(born=slip))


def test_a_date_far_off_conflicts_unless_number_and_name_agree() -> None:
    """A sibling's birth date on a form is outweighed by SSN and first name; a generation's distance never is."""
    mine = evidence("Rosa", born="1999-06-26", ssn="123456789")
    assert birth_dates_conflict(mine, evidence("Rosa", born="1995-11-08"))
    assert not birth_dates_conflict(mine, evidence("Rosa", born="1995-11-08", ssn="123456789"))
    assert birth_dates_conflict(mine, evidence("Rosa", born="1971-11-08", ssn="123456789"))


def test_another_ssn_conflicts_unless_name_and_birth_date_agree() -> None:
    """A relative's number on a form is outweighed by first name and full birth date."""
    mine = evidence("Rosa", born="1999-06-26", ssn="123456789")
    assert not ssns_conflict(mine, evidence("Rosa", ssn="123456798"))
    assert ssns_conflict(mine, evidence("Rosa", ssn="987612345"))
    assert not ssns_conflict(mine, evidence("Rosa", born="1999-06-26", ssn="987612345"))


def test_a_shared_first_name_and_birth_date_do_not_excuse_another_ssn_and_surname() -> None:
    """Two strangers of one first name and birthday are two; so are Michael and Miguel, twins with two numbers."""
    mine = evidence("Jessica", surname="logan", born="1995-03-06", ssn="889444841")
    assert ssns_conflict(mine, evidence("Jessica", surname="valenzuela", born="1995-03-06", ssn="838210678"))
    michael = evidence("Michael", surname="alvarado", born="1990-03-12", ssn="818362310")
    assert ssns_conflict(michael, evidence("Miguel", surname="alvarado", born="1990-03-12", ssn="867128146"))


def test_a_stated_parent_is_no_namesake_child() -> None:
    """A father known by name alone conflicts with a namesake too young to be anyone's father."""
    father = evidence("Russell", born_by=2000)
    assert birth_dates_conflict(father, evidence("Russell", born="2012-12-05"))
    assert birth_dates_conflict(evidence("Russell", born="2012-12-05"), father)
    assert not birth_dates_conflict(father, evidence("Russell", born="1978-12-05"))


def test_twins_are_seen_by_name_or_by_number() -> None:
    """One birth date with other names, or with alike names and other numbers, or neighbouring numbers and no name."""
    jaden = evidence("Jaden", born="2016-11-23", ssn="552405144")
    assert looks_like_twins(jaden, evidence("Olivia", born="2016-11-23"))
    assert looks_like_twins(evidence("Tia", born="2016-11-23", ssn="552405144"),
                            evidence("Mia", born="2016-11-23", ssn="552405145"))  # fmt: skip
    assert looks_like_twins(jaden, evidence(None, born="2016-11-23", ssn="552405145"))
    assert not looks_like_twins(jaden, evidence("Jaden", born="2016-11-23", ssn="552405145"))


def test_a_conflict_switched_off_does_not_hold() -> None:
    """Each conflict is a setting."""
    a, b = evidence("Dan", suffix="JR"), evidence("Dan", suffix="SR")
    assert conflict_between(a, b, ALL_CONFLICTS) == "suffix"
    assert conflict_between(a, b, ALL_CONFLICTS - {"suffix"}) is None


_EVIDENCE = st.builds(
    evidence,
    st.sampled_from([None, "Rosa", "Rose", "Olivia", "Bill", "William", "J"]),
    middle=st.sampled_from([None, "a", "anna", "b"]),
    surname=st.sampled_from([None, "rosa", "kowalski"]),
    suffix=st.sampled_from([None, "JR", "SR"]),
    born=st.sampled_from([None, "1999-06-26", "1999-06-27", "1971-02-03"]),
    ssn=st.sampled_from([None, "123456789", "123456790", "987612345"]),
)


@given(_EVIDENCE, _EVIDENCE)
def test_conflicts_do_not_depend_on_which_record_comes_first(a: Evidence, b: Evidence) -> None:
    """A conflict is symmetric, and no record conflicts with itself."""
    assert conflict_between(a, b, ALL_CONFLICTS) == conflict_between(b, a, ALL_CONFLICTS)
    assert conflict_between(a, a, ALL_CONFLICTS) is None
