"""Addresses: one node a place, however it is spelt, and what is known to have happened there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from built import Built
from hypothesis import given
from hypothesis import strategies as st
from staged import Staged

from graphmodel.model.nodes import Address
from graphmodel.model.relationships import AssistedBy, LivedAt
from ingest.build.addresses import address_id, address_line

Build = Callable[[], Built]
HOME = {"street_number": "2506", "street_name": "ashburn ln", "unit": "apt 3", "city": "Peoria", "state": "IL"}


@pytest.mark.parametrize(
    ("street", "unit", "city", "same"),
    [
        ("Ashburn Lane", "Apartment #3", "Peoria", True),
        ("ashburn ln", "unit 3", "PEORIA", True),
        ("ashburn ln", "apt 4", "Peoria", False),
        ("ashburn ln", None, "Peoria", False),
        ("ashburn ave", "apt 3", "Peoria", False),
        ("ashburn ln", "apt 3", "Pekin", False),
    ],
)
def test_spellings_of_one_place_share_an_id(street: str, unit: str | None, city: str, same: bool) -> None:
    """Street types, unit words and capitals do not part a place; number, street, unit and city do."""
    known = address_id("2506", "ashburn ln", "apt 3", city="Peoria", state="IL", zip_code=None)
    other = address_id("2506", street, unit, city=city, state="il", zip_code=None)
    assert (known == other) is same
    assert known == "AC7IJYZVJLBMZ"


def test_the_zip_code_outweighs_a_misspelt_city() -> None:
    """With one ZIP code two spellings of a city are one place, with or without the four digits after it."""
    ids = {
        address_id("1", "oak st", None, city=city, state="IL", zip_code=zip_code)
        for city, zip_code in (("Peoria", "61602"), ("Peroia", "61602-1234"), (None, "61602"))
    }
    assert len(ids) == 1


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_line_shows_every_word_it_was_given(street: str, unit: str) -> None:
    """Nothing of a street or unit is lost on the line that is shown."""
    assert address_line("7", street, unit).casefold().split() == f"7 {street} {unit}".casefold().split()


def test_one_node_for_two_systems(staged: Staged, build: Build) -> None:
    """Systems that name one place share its node: the commonest spelling shows, and protected if any says so."""
    staged.record("snap:1", "P1", **HOME, zip="61602", county="Peoria")
    staged.record("wic:2", "P1", **HOME | {"unit": "unit 3"}, zip="61602", address_from="2020-02", address_to="2021")
    staged.record("tanf:3", "P2", **HOME, zip="61602", address_protected=True)
    staged.record("tanf:4", "P3", **HOME | {"street_name": None})
    built = build()
    (address,) = built.rows(Address)
    assert address["line"] == "2506 Ashburn Ln Apt 3"
    assert (address["unit"], address["city"], address["county"], address["zip"]) == (
        "apt 3",
        "Peoria",
        "Peoria",
        "61602",
    )
    assert address["protected"] is True
    first, second = built.rows(LivedAt)
    assert (first["start_id"], first["ev_source"], first["ev_to"]) == ("P1", ["snap", "wic"], ["", "2021"])
    assert (first["valid_from"], first["valid_to"]) == (date(2020, 2, 1), date(2021, 12, 31))
    assert (second["start_id"], second["ev_record"]) == ("P2", ["tanf:3"])


def test_help_to_a_home_hangs_on_the_address(staged: Staged, build: Build) -> None:
    """Weatherization of a home nobody is registered at is kept on its address, with measures, status and dates."""
    staged.add(
        "address_service", system="weather", service="Weatherization", status="completed", case_key="W1", **HOME,
        valid_from="2024-03-01", valid_to="2024-04-01", detail="attic insulation; air sealing",
    )  # fmt: skip
    built = build()
    (address,), (help_,) = built.rows(Address), built.rows(AssistedBy)
    assert (help_["start_id"], help_["end_id"], help_["case_key"]) == (address["id"], "weather:Weatherization", "W1")
    assert help_["ev_detail"] == ["completed; attic insulation; air sealing"]
    assert (help_["valid_from"], help_["valid_to"]) == (date(2024, 3, 1), date(2024, 4, 1))
