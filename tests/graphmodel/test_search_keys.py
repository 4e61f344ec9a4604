"""Search keys: what is stored and what is asked are made by the same functions, and meet."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel import search_keys as keys
from graphmodel.given_names import canonical_given, given_forms
from graphmodel.search_keys import keys_of_record

SECRET = b"k" * 32


def test_keys_of_a_whole_record() -> None:
    """A record with a double surname, a double given name and everything else gives exactly these keys."""
    record = {
        "surname": "Roe-Köhler", "given_name": "Mary Ann", "birth_date": "2011-03-09", "street_number": "2506",
        "street_name": "N Ashburn Lane", "phone": "(217) 555-0100", "person_number": "RIN 7", "record_key": "S-1",
    }  # fmt: skip
    formal = canonical_given("Mary")
    expected = {
        "born:2011-03-09", "phone:2175550100", "id:rin7", "id:s1",
        "addr:2506|ashburn", "addrline:2506 n ashburn ln", "given:maryann|2011", "given:mary|2011",
    }  # fmt: skip
    for form in ("roekohler", "roe", "kohler"):
        sound = keys.phonetic(form)
        expected |= {
            f"surname:{form}", f"name:{form}|maryann", f"name:{form}|mary", f"pre:{form[:3]}|m",
            f"phon:{sound}|{formal[0]}", f"nick:{form}|{formal}", f"bornyear:{sound}|2011",
        }  # fmt: skip
    assert set(keys_of_record(record)) == expected


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ({"birth_date": "2011-03"}, set()),
        ({"birth_date": "2011", "given_name": "Kim"}, {"given:kim|2011"}),
        ({"street_number": "12", "street_name": None}, set()),
        ({"street_number": None, "street_name": "oak st"}, set()),
        ({"phone": "555-0100"}, set()),
        ({"phone": "+1 217 555 0100"}, {"phone:2175550100"}),
        ({"surname": "-", "given_name": "?"}, set()),
        ({"surname": "Ng"}, {"surname:ng"}),
        ({"person_number": "--"}, set()),
    ],
)
def test_half_a_fact_gives_no_half_key(record: dict[str, str | None], found: set[str]) -> None:
    """What is missing or too vague gives no key that would match strangers."""
    assert set(keys_of_record(record)) == found


def test_a_number_is_kept_by_its_keyed_hash_alone() -> None:
    """The same nine digits, however written, are one key under one secret, another under another, and never plain."""
    one = keys.ssn_key(SECRET, "123-45-6789")
    assert one == keys.ssn_key(SECRET, "123456789")
    assert one != keys.ssn_key(b"x" * 32, "123456789")
    assert re.fullmatch(r"ssn:[0-9a-f]{32}", one)
    assert one in keys_of_record({"ssn": "123456789"}, SECRET)
    assert not keys_of_record({"ssn": "123456789"})


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [("Bill", "William"), ("Peggy", "Margaret"), ("Jack", "John"), ("Tony", "Anthony"), ("Kate", "Katherine")],
)
def test_a_nickname_meets_the_name_on_record(typed: str, recorded: str) -> None:
    """Asked under every form of a nickname, the record's one formal key is among the questions, both ways round."""
    asked = {keys.nickname_key("Roe", form) for form in given_forms(typed)}
    assert asked & set(keys_of_record({"surname": "Roe", "given_name": recorded}))
    asked = {keys.nickname_key("Roe", form) for form in given_forms(recorded)}
    assert asked & set(keys_of_record({"surname": "Roe", "given_name": typed}))


@pytest.mark.parametrize(("one", "other"), [("Stephens", "Stevens"), ("Meyer", "Mayer"), ("Reid", "Reed")])
def test_names_that_sound_alike_share_a_key(one: str, other: str) -> None:
    """A surname written as heard is found, with the first letter of the given name."""
    shared = set(keys_of_record({"surname": one, "given_name": "Robert"}))
    shared &= set(keys_of_record({"surname": other, "given_name": "Bob"}))
    assert any(key.startswith("phon:") for key in shared)


NAMES = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=25)


@given(NAMES, NAMES)
def test_keys_are_plain_whatever_is_written(surname: str, given_name: str) -> None:
    """Any text gives keys of lower-case ASCII letters and digits, and capitals change nothing."""
    made = keys_of_record({"surname": surname, "given_name": given_name})
    assert all(re.fullmatch(r"[a-z]+:[a-z0-9|]*", key) for key in made)
    if surname.upper().lower() == surname.lower() and given_name.upper().lower() == given_name.lower():
        assert keys_of_record({"surname": surname.upper(), "given_name": given_name.upper()}) == made


@given(NAMES, NAMES)
def test_the_key_asked_is_the_key_stored(surname: str, given_name: str) -> None:
    """The constructors a search uses give keys that the record of the same name holds."""
    made = keys_of_record({"surname": surname, "given_name": given_name})
    if keys.fold(surname) and keys.fold(given_name):
        assert {
            keys.name_key(surname, given_name), keys.prefix_key(surname, given_name), keys.surname_key(surname),
            keys.phonetic_key(surname, given_name), keys.nickname_key(surname, canonical_given(given_name)),
        } <= set(made)  # fmt: skip
