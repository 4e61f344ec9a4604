"""Reading what people type into the search box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.asked import Asked, read_query


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Garcia", Asked(lone="Garcia")),
        ("born 2015 Garcia", Asked(lone="Garcia", year="2015")),
        ("2015-03-09", Asked(born="2015-03-09")),
        ("3/9/2015", Asked(born="2015-03-09")),
        ("217.555.0123", Asked(phone="2175550123")),
        ("812-34-5678", Asked(ssn="812345678")),
        ("12 Oak St, Springfield", Asked(address=("12", "Oak St"))),
        ("12b N Oak St", Asked(address=("12b", "N Oak St"))),
        ("C153220664", Asked(identifiers=("C153220664",))),
        ("mother: Ana Ruiz", Asked(mother=(("Ana", "Ruiz"), ("Ruiz", "Ana")))),
        ("", Asked()),
        ("13/45/2015", Asked(year="2015")),
    ],
)
def test_what_is_understood(text: str, asked: Asked) -> None:
    """Each kind of thing people know is read as that kind."""
    assert read_query(text) == asked


@given(st.text(max_size=400))
def test_anything_can_be_typed(text: str) -> None:
    """No text is an error, and blanks around it change nothing."""
    assert read_query(f" {text} ") == read_query(text)


def test_a_comma_tells_which_is_the_surname() -> None:
    """Surname first, then a comma: so written on forms."""
    assert read_query("de la Cruz, María").names[0] == ("María", "de la Cruz")
