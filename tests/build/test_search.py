"""The search index of a build: the keys of the shared functions, each with the sources that give it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from built import SECRET, Built
from staged import Staged

from graphmodel.search_keys import keys_of_record, ssn_key

Build = Callable[[], Built]
JANE = {
    "surname": "Niemeyer-Köhler", "former_surname": "O'Hara", "given_name": "Liz", "birth_date": "1980-02-03",
    "street_number": "12", "street_name": "n oak ave", "phone": "2175550100", "person_number": "RIN-77",
    "ssn": "123456789",
}  # fmt: skip


def given(built: Built, person: str) -> dict[str, list[str]]:
    """Key -> the sources that give it, of one person."""
    return {key: [source for source, _ in pairs] for key, pairs in built.keys().get(person, {}).items()}


def test_a_person_has_every_key_of_every_record(staged: Staged, build: Build) -> None:
    """What the load writes over distinct values is what the shared function says of each record, by source."""
    staged.record("snap:1", "P1", **JANE)
    staged.record("wic:2", "P1", **JANE | {"surname": "Kohler", "phone": None})
    built = build()
    first = keys_of_record({**JANE, "record_key": "1"}, SECRET)
    second = keys_of_record({**JANE, "surname": "Kohler", "phone": None, "record_key": "2"}, SECRET)
    expected = {key: [s for s, keys in (("snap", first), ("wic", second)) if key in keys] for key in {*first, *second}}
    assert given(built, "P1") == expected
    assert (built.report.search_keys, built.report.search_hits) == (len(expected), len(expected))
    assert "phone:2175550100" in first
    assert expected["phone:2175550100"] == ["snap"]


def test_identifiers_are_folded_as_the_search_folds_them(staged: Staged, build: Build) -> None:
    """Plain ones in SQL, odd ones in Python, with the same result: accents, breaks, capitals, nothing but marks."""
    odd = ["RIN77", "rin-78", "Ñ9", "O'Hara 3", "A_1", "ß7", "İ5", "a\nb", "--", "", " X ", "٣4", "ﬁ1", "0"]
    for place, number in enumerate(odd):
        staged.record(f"snap:K-{place}", f"P{place}", person_number=number)
    found = build().keys()
    for place, number in enumerate(odd):
        expected = keys_of_record({"person_number": number, "record_key": f"K-{place}"})
        assert tuple(sorted(found[f"P{place}"])) == expected, number


def test_a_source_and_its_domain_stand_side_by_side(staged: Staged, build: Build) -> None:
    """Position i of both lists is one source, so that hiding a domain hides what it alone gives."""
    staged.record("vital:1", "P1", birth_date="1980-02-03")
    staged.record("snap:1", "P1", birth_date="1980-02-03")
    staged.record("snap:2", "P1", birth_date="1980-02-03")
    assert build().keys()["P1"]["born:1980-02-03"] == (("snap", "snap"), ("vital", "vital records"))


def test_the_number_itself_is_nowhere_in_the_snapshot(staged: Staged, build: Build) -> None:
    """A social security number leaves a keyed hash among the keys and its ending on the record, and no more."""
    staged.record("snap:1", "P1", ssn="123456789")
    built = build()
    assert ssn_key(SECRET, "123-45-6789") in given(built, "P1")
    written = [*built.folder.iterdir(), built.search_index]
    assert not [path.name for path in written if b"123456789" in path.read_bytes()]


def test_a_child_is_found_by_its_mother_in_the_source_that_says_so(staged: Staged, build: Build) -> None:
    """The mother's name is a key under the source that states the parentage, as it spells it; fathers give none."""
    mother = staged.record("vital:M", "P1", given_name="Elizabeth", surname="Roe", former_surname="Doe", sex="female")
    father = staged.record("vital:F", "P2", given_name="John", surname="Roe", sex="male")
    child = staged.record("vital:C", "P3", given_name="Kim", surname="Roe")
    staged.record("snap:M", "P1", given_name="Liz", surname="Roe", sex="female")
    for parent in (mother, father):
        staged.tie("PARENT_OF", "biological", parent, child)
    mothers = {key: sources for key, sources in given(build(), "P3").items() if key.startswith("mother:")}
    assert mothers == {"mother:roe|elizabeth": ["vital"], "mother:doe|elizabeth": ["vital"]}


def test_the_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    """The same records in another order give the same index, number by number."""
    records = [
        (f"{system}:{n}", f"P{n % 7}", {"surname": "Roe", "given_name": given, "phone": f"217555{n:04}"})
        for n, (system, given) in enumerate(zip(["snap", "vital", "welfare"] * 9, ["Ana", "Liz"] * 13, strict=False))
    ]
    dumps = []
    for turn, ordered in enumerate((records, records[::-1], records[13:] + records[:13])):
        folder = tmp_path / str(turn)
        folder.mkdir()
        staged = Staged(folder / "staging.duckdb")
        for record, person, values in ordered:
            staged.record(record, person, **values)
        with closing(sqlite3.connect(Built(staged, folder / "parquet").search_index)) as connection:
            dumps.append(list(connection.iterdump()))
    assert dumps[0] == dumps[1] == dumps[2]
    assert len(dumps[0]) > len(records)


def test_a_case_number_finds_those_on_the_case(staged: Staged, build: Build) -> None:
    """Case keys of involvements, enrolments and placements are identifiers of the people they name."""
    one, two = staged.record("welfare:1", "P1"), staged.record("snap:2", "P2")
    staged.add(
        "case_involvement", system="welfare", record_id=one, case_key="CW-12", case_kind="removal", opened="2020-01-01"
    )
    staged.add("enrolment", system="snap", record_id=two, service="SNAP", case_key="S 9")
    built = build()
    assert given(built, "P1")["id:cw12"] == ["welfare"]
    assert given(built, "P2")["id:s9"] == ["snap"]
