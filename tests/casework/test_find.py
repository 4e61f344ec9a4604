"""Finding people by whatever is known of them."""

from __future__ import annotations

import pytest
from rosas_family import ANA, CARL, DAN, MIA, ROSA, THEO

from casework.find import children_in_care, find_people
from casework.view import View


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mia Ruiz", MIA),
        ("ruiz, mia", MIA),
        ("Ruiz Mia", MIA),
        ("mia ruiz 2015", MIA),
        ("Rosa Vega", ROSA),
        ("Dan Osei", DAN),
        ("Karl Ruis", CARL),
        ("2015-03-09", MIA),
        ("03/09/2015", MIA),
        ("9/3/2015", MIA),
        ("(217) 555-0123", ROSA),
        ("12 Oak Street", THEO),
        ("mother Rosa Ruiz", MIA),
        ("mother: Rosa Vega", THEO),
        ("812-34-5678", CARL),
        ("osei", DAN),
        ("Veg", ANA),
        (MIA, MIA),
    ],
)
def test_found_by(view: View, text: str, wanted: str) -> None:
    """Each way of asking finds the person meant."""
    assert wanted in [found.brief.person for found in find_people(view, text).people]


def test_the_closest_comes_first_and_says_why(view: View) -> None:
    """A full name and year that fit stand before those that fit less, with reasons."""
    first = find_people(view, "Mia Ruiz 2015").people[0]
    assert first.brief.person == MIA
    assert first.why == ("name", "year of birth")
    assert first.mother == "Rosa Ruiz"
    assert first.in_care


def test_a_year_that_does_not_fit_finds_nobody(view: View) -> None:
    """A year of birth is a condition, not a hint."""
    assert find_people(view, "Mia Ruiz 1999").people == ()


@pytest.mark.parametrize(
    "text", ["", "   ", "?", "$id'}) MATCH (n) RETURN n //", "x" * 10_000, "99/99/9999", "44 Hidden Ln"]
)
def test_nonsense_finds_nobody_and_harms_nothing(view: View, text: str) -> None:
    """Empty, hostile and endless input, and a confidential address, are answered with nobody."""
    assert find_people(view, text).people == ()


def test_children_in_care_are_listed_without_a_search(view: View) -> None:
    """Mia's removal is open; nobody else's is, and a child at home is not listed."""
    assert [(found.brief.person, found.in_care) for found in children_in_care(view)] == [(MIA, True)]
