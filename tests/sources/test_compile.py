"""A contract means in SQL what it says."""

from __future__ import annotations

import pytest
from source_bench import CSV_HEAD, PERSON, Bench, csv_contract

from ingest.contracts.compile import compile_contract, literal
from ingest.contracts.vocabulary import used_columns


@pytest.mark.parametrize(
    ("condition", "keys"),
    [
        ('in = ["H1", "H2"]', ["1", "2"]),
        ('in = [""]', ["3"]),
        ('not_in = ["H1"]', ["2", "3"]),
        ('not_in = ["H1", ""]', ["2"]),
        ("present = true", ["1", "2"]),
        ("present = false", ["3"]),
        ('not_in = ["H1"], present = true', ["2"]),
    ],
)
def test_conditions(bench: Bench, condition: str, keys: list[str]) -> None:
    """Values are compared stripped; "" stands for a missing one; several demands must all hold."""
    sections = PERSON.replace('key = ["ID"]', f'key = ["ID"]\nwhen = {{column = "HH", {condition}}}')
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,, H1 \n2,Bo,Lee,,H2\n3,Cy,Lee,, \n")
    bench.stage(csv_contract(sections=sections))
    assert bench.keys() == keys


def test_keys_of_several_columns(bench: Bench) -> None:
    """Parts are joined by a hyphen, the suffix is added, and a key with a part missing is no key."""
    sections = PERSON.replace('key = ["ID"]', 'key = ["HH", "ID"]\nkey_suffix = "-X"')
    bench.file("a.csv", f"{CSV_HEAD}\n01,Ann,Lee,,H1\n02,Bo,Lee,,\n")
    bench.stage(csv_contract(sections=sections))
    assert bench.keys() == ["H1-01-X"]
    assert bench.rejects() == [(3, "no record key")]


def test_full_names_fill_what_no_field_of_its_own_states(bench: Bench) -> None:
    """A full name gives given, middle, surname and suffix; a field of its own goes before it."""
    sections = '[[person]]\nkey = ["ID"]\n[person.fields]\nfull_name = {column = "FIRST", clean = "last_first"}\n'
    sections += 'middle_name = "LAST"\n'
    bench.file("a.csv", f'{CSV_HEAD}\n1,"DE LA CRUZ JR, JOSE A",,,\n2,"LEE, ANN B",Carla,,\n')
    bench.stage(csv_contract(sections=sections))
    assert bench.rows("SELECT given_name, middle_name, surname, suffix FROM person_record ORDER BY record_key") == [
        ("Jose", "A", "de la Cruz", "jr"),
        ("Ann", "Carla", "Lee", None),
    ]


def test_suffixes_move_from_names_to_their_column(bench: Bench) -> None:
    """A suffix at the end of a surname or given name is taken off and kept."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,John,Walker Jr.,,\n2,John III,Walker,,\n")
    bench.stage(csv_contract())
    assert bench.rows("SELECT given_name, surname, suffix FROM person_record ORDER BY record_key") == [
        ("John", "Walker", "jr"),
        ("John", "Walker", "iii"),
    ]


def test_whole_addresses_are_parted(bench: Bench) -> None:
    """One field fills six columns."""
    sections = PERSON.replace('household_key = "HH"', 'address_full = "HH"')
    bench.file("a.csv", f'{CSV_HEAD}\n1,Ann,Lee,,"12 N Oak Ave Apt 3, CAIRO, IL 62914"\n')
    bench.stage(csv_contract(sections=sections))
    columns = "street_number, street_name, unit, city, state, zip"
    assert bench.rows(f"SELECT {columns} FROM person_record") == [("12", "n oak ave", "apt 3", "Cairo", "IL", "62914")]


def test_yes_and_no_become_booleans(bench: Bench) -> None:
    """Columns that are truth values in staging are staged so."""
    sections = PERSON.replace('household_key = "HH"', 'multiple_birth = "HH"')
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,Y\n2,Bo,Lee,,N\n3,Cy,Lee,,\n")
    bench.stage(csv_contract(sections=sections))
    assert bench.rows("SELECT multiple_birth FROM person_record ORDER BY record_key") == [(True,), (False,), (None,)]


def test_bad_values_of_absent_persons_do_not_matter(bench: Bench) -> None:
    """What is written about an optional person who is not there rejects nothing."""
    sections = PERSON.replace('household_key = "HH"\n', "") + (
        '[[person]]\nname = "mother"\nkey = ["ID"]\nkey_suffix = "-M"\noptional = true\n'
        '[person.fields]\nsurname = "HH"\nbirth_date = {value = "never"}\nsex = "DOB"\n'
    )
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,2011,\n")
    bench.stage(csv_contract(sections=sections))
    assert bench.keys() == ["1"]


def test_contact_points_are_cleaned_by_their_kind(bench: Bench) -> None:
    """A fact with the fixed kind phone reads its value as a telephone number; without a value there is no fact."""
    sections = PERSON + '[[fact]]\ntable = "contact_point"\npersons = {record_id = "person"}\n'
    sections += 'fields = {kind = {value = "phone"}, value = "HH"}\n'
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,(312) 555-0143\n2,Bo,Lee,,\n")
    bench.stage(csv_contract(sections=sections))
    assert bench.rows("SELECT record_id, value FROM contact_point") == [("snap:1", "3125550143")]


def test_a_birth_after_the_as_of_date_is_a_bad_value(bench: Bench) -> None:
    """Nobody in an extract was born after it; a year alone is judged as a year."""
    bench.file(
        "a.csv", f"{CSV_HEAD}\n1,Ann,Lee,2026-03-01,\n2,Bo,Lee,2026-03-02,\n3,Cy,Lee,2026,\n4,Di,Lee,2215-01-01,\n"
    )
    bench.stage(csv_contract(as_of='"2026-03-01"'))
    assert bench.keys() == ["1", "3"]
    assert bench.rejects() == [(line, "birth_date lies after the file's as-of date") for line in (3, 5)]


def test_literals_are_escaped() -> None:
    """An apostrophe cannot end a literal."""
    assert literal("O'Hare'; DROP") == "'O''Hare''; DROP'"


def test_one_cleaner_run_serves_several_fields() -> None:
    """A column cleaned the same way twice is cleaned once."""
    contract = csv_contract(sections=PERSON.replace('household_key = "HH"', 'former_surname = "LAST"'))
    compiled = compile_contract(contract, used_columns(contract))
    assert [(d.column, d.cleaner) for d in compiled.dictionaries].count(("LAST", "name")) == 1
