"""The source of a fact, and how sure a link is."""

from __future__ import annotations

import pytest

from casework.citation import Citation
from casework.portrait import Certainty
from explorer.citing import cited, percent, sureness


def _citation(**said: str | None) -> Citation:
    base = {
        "source": "snap", "title": "SNAP", "agency": "Human Services", "domain": "snap", "record": "snap:1",
        "stated_from": None, "stated_to": None, "basis": "stated", "detail": None, "as_of": "2026-11-01",
    }  # fmt: skip
    return Citation.model_validate(base | said)


def test_a_fact_tells_system_agency_record_dates_basis_and_age() -> None:
    """All of a citation stands in its line; the summary counts systems, and a doubled line stands once."""
    text = cited([_citation(stated_from="2020-01-05"), _citation(stated_from="2020-01-05"), _citation(source="vital")])
    assert "2 sources" in text
    assert text.count("SNAP, Human Services; record snap:1; stated; since 5 Jan 2020; as of 1 Nov 2026") == 1
    assert cited([]) == ""


def test_an_inferred_or_household_fact_is_never_told_as_stated() -> None:
    """The basis is told in words of its own."""
    assert "inferred by a rule, not stated" in cited([_citation(basis="inferred by rule")])
    assert "from a household role" in cited([_citation(basis="household role")])
    assert "source gives no date" in cited([_citation(as_of=None)])


@pytest.mark.parametrize(
    ("records", "weakest", "confirmed", "told"),
    [
        (1, 1.0, False, "one record"),
        (3, 0.97, True, "links confirmed by a person"),
        (3, 0.97, False, "machine link 97%"),
        (3, 0.61, False, "weak machine link 61%: confirm"),
    ],
)
def test_a_machines_link_is_shown_as_one(records: int, weakest: float, confirmed: bool, told: str) -> None:
    """How sure, and who linked; a weak link asks to be confirmed."""
    assert told in sureness(Certainty(records=records, systems=records, weakest=weakest, confirmed=confirmed))


def test_no_probability_is_rounded_up_to_certainty() -> None:
    """Only 1 is told as 100%."""
    assert [percent(p) for p in (1.0, 0.99996, 0.9957, 0.874)] == ["100%", ">99.9%", "99.6%", "87%"]
