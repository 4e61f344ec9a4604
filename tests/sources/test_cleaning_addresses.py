"""Addresses of one home written in many ways come out the same."""

from __future__ import annotations

import pytest

from ingest.cleaning.addresses import address_full, address_line, clean_number, clean_state, clean_street, clean_unit
from ingest.cleaning.cleaner import UNREADABLE


@pytest.mark.parametrize(
    "writings",
    [
        ("N 20th Ave", "north 20th avenue", "N. 20TH AVNUE", "n 20th av"),
        ("Martin Luther King Blvd", "MARTIN LUTHER KING BOULEVARD"),
        ("main st nw", "Main Street Northwest"),
        ("07th st", "7th street"),
    ],
)
def test_one_street_many_writings(writings: tuple[str, ...]) -> None:
    """Types, directions and zeros are written one way."""
    assert len({clean_street(w) for w in writings}) == 1


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("North Street", "north st"),
        ("West Avenue", "west ave"),
        ("Avenue K", "ave k"),
        ("Court Street", "ct st"),
        ("South Park Drive", "s park dr"),
        ("broadway", "broadway"),
        ("UNKNOWN", None),
        ("***", None),
    ],
)
def test_streets(raw: str, clean: str | None) -> None:
    """A direction that is the street's whole name stays a name."""
    assert clean_street(raw) == clean


@pytest.mark.parametrize(
    "writings",
    [
        ("apt # 109", "aprt 109", "unit 109", "Apartment No. 109", "#109", "109", "APT 109", "ste 109"),
        ("apt 23 c", "#23C", "unit 23-c", "apt 23c"),
        ("5th fl", "floor 5", "FL 5", "fl # 5"),
    ],
)
def test_one_unit_many_writings(writings: tuple[str, ...]) -> None:
    """The words for a unit and its number are written one way."""
    assert len({clean_unit(w) for w in writings}) == 1, [clean_unit(w) for w in writings]


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("12 N Main St", ("12", "n main st", None)),
        ("12-14 Main Street, Apt 3", ("12-14", "main st", "apt 3")),
        ("12B MAIN ST #4", ("12b", "main st", "apt 4")),
        ("12 1/2 Main St", ("12 1/2", "main st", None)),
        ("W247N8912 Elm Rd", ("w247n8912", "elm rd", None)),
        ("5 Floral Ave", ("5", "floral ave", None)),
        ("7 Lotus Court Lot 5", ("7", "lotus ct", "lot 5")),
        ("P.O. Box 12", (None, "po box 12", None)),
        ("100 5th Avenue Unit 6A", ("100", "5th ave", "apt 6a")),
    ],
)
def test_lines(raw: str, parts: tuple[str | None, ...]) -> None:
    """One line is parted into number, street and unit."""
    assert address_line(raw) == parts


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("12 Oak Ave, Springfield, IL 62701", ("12", "oak ave", None, "Springfield", "IL", "62701")),
        (
            "12 OAK AVE APT 3, EAST ST. LOUIS, IL, 62201-0001",
            ("12", "oak ave", "apt 3", "East St. Louis", "IL", "62201"),
        ),
        ("12 Oak Ave, Unit 2, Cairo, IL 00000", ("12", "oak ave", "apt 2", "Cairo", "IL", None)),
        ("12 Oak Ave", ("12", "oak ave", None, None, None, None)),
    ],
)
def test_full_addresses(raw: str, parts: tuple[str | None, ...]) -> None:
    """Line, city, state and ZIP code are parted."""
    assert address_full(raw) == parts


@pytest.mark.parametrize(
    ("raw", "clean"), [("007", "7"), ("0", "0"), ("12 a", "12 a"), ("|307", "307"), ("none", None)]
)
def test_numbers(raw: str, clean: str | None) -> None:
    """Zeros before and stray signs go."""
    assert clean_number(raw) == clean


def test_a_number_without_a_digit_is_unreadable() -> None:
    """A street in the number's column is told, not guessed at."""
    assert clean_number("Elm") == UNREADABLE


@pytest.mark.parametrize(
    ("raw", "clean"), [("il", "IL"), ("ILLINOIS", "IL"), ("District of Columbia", "DC"), ("XX", None)]
)
def test_states(raw: str, clean: str | None) -> None:
    """Codes and names."""
    assert clean_state(raw) == clean
