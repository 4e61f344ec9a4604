"""JSON lines: each line stands or falls alone."""

from __future__ import annotations

import json

import pytest
from source_bench import Bench, csv_contract

JSON = 'kind = "json_lines"\npaths = {FIRST = "name.first", LAST = "name.last"}'


def line(key: object, **more: object) -> str:
    """A whole line."""
    return json.dumps({"ID": key, "name": {"first": "Ann", "last": "Lee"}, "DOB": "2011-03-09", **more}) + "\n"


def test_paths_numbers_and_nulls(bench: Bench) -> None:
    """Dotted paths reach nested values, numbers keep their digits, null is missing."""
    bench.file("a.csv", line(7, HH=None) + '{"ID": 008.0, "x": 1}\n' + '{"ID": 80.10, "name": {"last": "Roe"}}\n')
    bench.stage(csv_contract(format=JSON))
    assert bench.rows("SELECT record_key, surname, household_key FROM person_record ORDER BY 1") == [
        ("7", "Lee", None),
        ("80.10", "Roe", None),
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("[1, 2]", "the line holds no JSON object"),
        ('"text"', "the line holds no JSON object"),
        ("{not json}", "not JSON at character 2"),
        ("[" * 100_000, "the JSON is nested too deeply"),
        ('{"a":' * 50_000, "the JSON is nested too deeply"),
    ],
)
def test_a_line_that_is_no_object_is_rejected_alone(bench: Bench, bad: str, reason: str) -> None:
    """Its neighbours load."""
    bench.file("a.csv", line(1) + bad + "\n" + line(2))
    bench.stage(csv_contract(format=JSON))
    assert bench.keys() == ["1", "2"]
    [(number, said)] = bench.rejects()
    assert number == 2
    assert said.startswith(reason)


def test_a_cut_last_line(bench: Bench) -> None:
    """The line the file ends inside is rejected and says so."""
    bench.file("a.csv", line(1) + line(2)[:20])
    bench.stage(csv_contract(format=JSON))
    assert bench.keys() == ["1"]
    assert bench.rejects()[0][1].endswith("the file ends inside this line")


def test_each_part_is_a_row_of_the_same_line(bench: Bench) -> None:
    """``each`` makes a row of every member, which reaches the whole by ``^.``; rejects count rows, not lines."""
    members = [{"id": "a", "n": "Ann"}, {"id": "b", "n": "Bo"}, {"n": "nobody"}]
    bench.file("a.csv", json.dumps({"case": "C1", "members": members}) + "\n" + json.dumps({"case": "C2"}) + "\n")
    sections = '[[person]]\nkey = ["id"]\n[person.fields]\ngiven_name = "n"\nhousehold_key = "^.case"\n'
    report = bench.stage(csv_contract(format='kind = "json_lines"\neach = "members"', sections=sections))
    assert (report.rows_in, report.rows_loaded, report.rows_rejected) == (3, 2, 1)
    assert bench.rows("SELECT record_key, household_key, line FROM person_record ORDER BY 1") == [
        ("a", "C1", 1),
        ("b", "C1", 1),
    ]


def test_parts_that_are_no_objects_are_rejected(bench: Bench) -> None:
    """A list of something else is one rejected row."""
    bench.file("a.csv", '{"members": ["Ann"]}\n')
    sections = '[[person]]\nkey = ["id"]\n[person.fields]\ngiven_name = "n"\n'
    bench.stage(csv_contract(format='kind = "json_lines"\neach = "members"', sections=sections))
    assert bench.rejects() == [(1, "members is no list of objects")]


def test_escaped_control_characters_and_lone_surrogates(bench: Bench) -> None:
    r"""``\u0000`` and half a surrogate pair, legal in JSON, never reach staging."""
    bench.file("a.csv", '{"ID": "1", "name": {"first": "A\\u0000nn", "last": "Le\\ud800e"}}\n')
    bench.stage(csv_contract(format=JSON))
    assert bench.rows("SELECT given_name, surname FROM person_record") == [("A nn", "Le e")]
