"""Staging accounts for every row, whatever the files do."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path

import duckdb
import pytest
from source_bench import CSV_HEAD, PERSON, Bench, csv_contract

from graphmodel.errors import SettingError
from ingest import stage
from ingest.contracts.catalog import match_files
from ingest.stage import as_of_date, stage_folder
from ingest.staging import TABLES

REPEATING = PERSON.replace('key = ["ID"]', 'key = ["ID"]\nrepeats = true')
FAMILY = """
[[person]]
name = "child"
key = ["ID"]
[person.fields]
given_name = "FIRST"
surname = "LAST"
[[person]]
name = "mother"
key = ["ID"]
key_suffix = "-M"
optional = true
[person.fields]
given_name = "MFIRST"
surname = "MLAST"
[[fact]]
table = "stated_tie"
persons = {from_record = "mother", to_record = "child"}
fields = {kind = {value = "PARENT_OF"}, nature = {value = "biological"}}
[[fact]]
table = "enrolment"
when = {column = "STATUS", not_in = ["", "NONE"]}
persons = {record_id = "child"}
fields = {service = {value = "WIC"}, status = "STATUS", valid_from = "SINCE"}
[[fact]]
table = "placement"
when = {column = "CARER", present = true}
persons = {child_record = "child", caregiver_record = {key = ["CARER"]}}
fields = {placement_key = "ID", setting = {value = "kinship care"}}
"""
FAMILY_HEAD = "ID,FIRST,LAST,MFIRST,MLAST,STATUS,SINCE,CARER"


def test_a_bad_row_is_rejected_with_everything_that_is_wrong(bench: Bench) -> None:
    """Line, field, value and reason are kept for each fault of a row, and nothing of the row is loaded."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,2011-02-30,H1\n,Bo,Lee,20X1,\n3,Cy,Lee,,\n")
    report = bench.stage(csv_contract())
    assert bench.keys() == ["3"]
    assert report.rows_rejected == 2
    assert bench.rows("SELECT line, field, value, reason FROM reject ORDER BY line, field") == [
        (2, "DOB", "2011-02-30", "cannot be read as birth_date (date)"),
        (3, "DOB", "20X1", "cannot be read as birth_date (date)"),
        (3, "ID", "", "no record key"),
    ]


def test_a_value_may_count_as_missing_with_a_note(bench: Bench) -> None:
    """``bad_value = missing`` loads the row without the value and keeps a note of it."""
    sections = PERSON.replace('"DOB"', '{column = "DOB", bad_value = "missing"}')
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,03/25/200G,H1\n")
    report = bench.stage(csv_contract(sections=sections))
    assert (report.rows_loaded, report.rows_rejected) == (1, 0)
    assert bench.rows("SELECT birth_date FROM person_record") == [(None,)]
    assert bench.rejects() == [(2, "note: cannot be read as birth_date (date)")]
    assert [(r.note, r.count) for r in report.reasons] == [(True, 1)]


def test_codes_allowed_values_and_required_fields(bench: Bench) -> None:
    """Unknown codes, values not allowed and missing required values each reject with their own reason."""
    sections = """
[[person]]
key = ["ID"]
[person.fields]
given_name = {column = "FIRST", required = true}
surname = {column = "LAST", allowed = ["Lee", "Roe"]}
sex = {column = "HH", codes = {1 = "male", 2 = "female", 9 = ""}}
"""
    rows = ["1,Ann,LEE,,2", "2,,Lee,,1", "3,Cy,Moe,,1", "4,Di,Roe,,7", "5,Ed,Roe,,9", "6,UNKNOWN,Roe,,"]
    bench.file("a.csv", CSV_HEAD + "\n" + "\n".join(rows) + "\n")
    bench.stage(csv_contract(sections=sections))
    assert bench.rows("SELECT record_key, sex FROM person_record ORDER BY 1") == [("1", "female"), ("5", None)]
    assert bench.rejects() == [
        (3, "given_name is required and missing"),
        (4, "not one of the values allowed for surname"),
        (5, "not one of the codes the contract knows for sex"),
        (7, "given_name is required and missing"),
    ]


def test_nobody_is_staged_without_anything_that_tells_who(bench: Bench) -> None:
    """A key alone describes no person; a birth date does."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,,,,H1\n2,,,2011-03-09,H1\n3,BABY BOY,N/A,,H1\n")
    bench.stage(csv_contract())
    assert bench.keys() == ["2"]
    assert [line for line, _ in bench.rejects()] == [2, 4]


def test_a_repeated_key_is_rejected_naming_the_first(bench: Bench) -> None:
    """The earliest line keeps a key, also over files of one system; each later one says where it stands already."""
    bench.file("b.csv", f"{CSV_HEAD}\n1,Bo,Lee,,\n3,Di,Lee,,\n")
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n2,Cy,Lee,,\n1,Al,Lee,,\n")
    bench.stage(csv_contract())
    assert bench.rows("SELECT record_key, given_name, file FROM person_record ORDER BY 1") == [
        ("1", "Ann", "a.csv"),
        ("2", "Cy", "a.csv"),
        ("3", "Di", "b.csv"),
    ]
    assert bench.rejects() == [
        (4, "record key stands already at line 2"),
        (2, "record key stands already at line 2 of a.csv"),
    ]


def test_one_key_in_two_systems_is_two_records(bench: Bench) -> None:
    """Keys belong to their system."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n")
    bench.file("b.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n")
    bench.stage(csv_contract(files='["a.csv"]'), csv_contract(system='"wic"', files='["b.csv"]'))
    assert bench.rows("SELECT record_id FROM person_record ORDER BY 1") == [("snap:1",), ("wic:1",)]


def test_repeating_records_keep_the_last_row(bench: Bench) -> None:
    """With ``repeats`` the last row's values count, within a file and over files, and every row's facts do."""
    sections = REPEATING + '[[fact]]\ntable = "enrolment"\npersons = {record_id = "person"}\n'
    sections += 'fields = {service = {value = "SNAP"}, valid_from = "DOB"}\n'
    bench.file("a.csv", f"{CSV_HEAD}\n1,Old,Lee,2011-01-01,H1\n1,New,Lee,2011-02-01,H2\n2,Cy,Lee,2011-01-01,\n")
    bench.file("b.csv", f"{CSV_HEAD}\n2,Last,Lee,2011-03-01,H9\n")
    report = bench.stage(csv_contract(sections=sections))
    assert report.rows_loaded == 4
    assert bench.rows("SELECT record_key, given_name, household_key FROM person_record ORDER BY 1") == [
        ("1", "New", "H2"),
        ("2", "Last", "H9"),
    ]
    assert bench.rows("SELECT record_id, valid_from FROM enrolment ORDER BY ALL") == [
        ("snap:1", "2011-01-01"),
        ("snap:1", "2011-02-01"),
        ("snap:2", "2011-01-01"),
        ("snap:2", "2011-03-01"),
    ]


def test_persons_and_facts_of_one_row(bench: Bench) -> None:
    """A row's persons, their tie and the facts whose conditions hold are staged; absent ones are absent."""
    rows = ["1,Ann,Lee,Mia,Lee,ACTIVE,2020-01-01,", "2,Bo,Roe,,,NONE,,", "3,Cy,Moe,Zoe,Moe,,,1"]
    bench.file("a.csv", FAMILY_HEAD + "\n" + "\n".join(rows) + "\n")
    report = bench.stage(csv_contract(sections=FAMILY))
    assert report.rows_loaded == 3
    assert bench.keys() == ["1", "1-M", "2", "3", "3-M"]
    assert bench.rows("SELECT from_record, to_record, nature, line FROM stated_tie ORDER BY line") == [
        ("snap:1-M", "snap:1", "biological", 2),
        ("snap:3-M", "snap:3", "biological", 4),
    ]
    assert bench.rows("SELECT record_id, status, valid_from FROM enrolment") == [("snap:1", "active", "2020-01-01")]
    assert bench.rows("SELECT child_record, caregiver_record FROM placement") == [("snap:3", "snap:1")]


def test_facts_about_records_that_never_came(bench: Bench) -> None:
    """A fact that names a record nobody delivered loses that person, with a note; the row stays loaded."""
    bench.file("a.csv", f"{FAMILY_HEAD}\n1,Ann,Lee,,,,,77\n")
    report = bench.stage(csv_contract(sections=FAMILY))
    assert report.rows_loaded == 1
    assert bench.rows("SELECT child_record, caregiver_record FROM placement") == [("snap:1", None)]
    assert bench.rejects() == [(2, "note: names a record that was not loaded")]


def test_nobody_is_tied_to_themselves(bench: Bench) -> None:
    """A mother with her child's own key is left out with a note."""
    sections = (
        PERSON + '[[fact]]\ntable = "stated_tie"\npersons = {from_record = {key = ["HH"]}, to_record = "person"}\n'
    )
    sections += 'fields = {kind = {value = "PARENT_OF"}}\n'
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,1\n2,Bo,Lee,,1\n")
    bench.stage(csv_contract(sections=sections))
    assert bench.rows("SELECT from_record, to_record FROM stated_tie") == [("snap:1", "snap:2")]
    assert bench.rejects() == [(2, "note: a person is tied to itself; the tie was left out")]


def test_a_row_that_states_nothing_is_rejected(bench: Bench) -> None:
    """A row to which no section applies is not loaded in silence."""
    sections = PERSON.replace('key = ["ID"]', 'key = ["ID"]\nwhen = {column = "HH", in = ["H1"]}')
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,H1\n2,Bo,Lee,,H2\n")
    bench.stage(csv_contract(sections=sections))
    assert bench.keys() == ["1"]
    assert bench.rejects() == [(3, "the row states nothing that the contract loads")]


def test_row_order_does_not_change_what_is_loaded(tmp_path: Path) -> None:
    """Shuffled rows give the same persons and the same facts."""
    rows = [f"{i},Ann{i % 7},Lee,Mia,Lee,ACTIVE,2020-01-0{i % 9 + 1},{(i * 5) % 40 or ''}" for i in range(1, 40)]
    found = []
    for seed in (1, 2):
        (tmp_path / str(seed)).mkdir()
        bench = Bench(tmp_path / str(seed))
        random.Random(seed).shuffle(rows)
        bench.file("a.csv", FAMILY_HEAD + "\n" + "\n".join(rows) + "\n")
        bench.stage(csv_contract(sections=FAMILY))
        persons = bench.rows("SELECT * EXCLUDE line FROM person_record ORDER BY ALL")
        facts = [
            bench.rows(f"SELECT * EXCLUDE line FROM {t} ORDER BY ALL") for t in ("stated_tie", "placement", "enrolment")
        ]
        found.append((persons, facts))
    assert found[0] == found[1]


def test_chunks_see_keys_of_earlier_chunks(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key repeated a chunk later is still rejected by the line of its first row, and counts add up."""
    monkeypatch.setattr(stage, "CHUNK_ROWS", 10)
    monkeypatch.setattr("ingest.readers.lines._BLOCK_BYTES", 64)
    monkeypatch.setattr("ingest.readers.reader.ROWS_PER_BATCH", 4)
    rows = "".join(f"{i % 90},Ann,Lee,2011-03-09,H{i}\n" for i in range(100))
    bench.file("a.csv", f"{CSV_HEAD}\n{rows}")
    report = bench.stage(csv_contract())
    assert (report.rows_loaded, report.rows_rejected) == (90, 10)
    assert bench.rejects()[0] == (92, "record key stands already at line 2")


def test_long_lines_are_handed_on_by_size(bench: Bench) -> None:
    """Rows of nearly a megabyte do not pile up to the usual number of rows in memory."""
    bench.file("a.csv", f"{CSV_HEAD}\n" + "".join(f"{i},{'x' * 900_000},Lee,,\n" for i in range(40)))
    tracemalloc.start()
    report = bench.stage(csv_contract())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.rows_loaded == 40
    assert peak < 100_000_000


def test_no_working_tables_are_left(bench: Bench) -> None:
    """Whoever goes on with the connection finds the staging tables alone."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n1,Bo,Lee,,\n")
    bench.stage(csv_contract())
    assert {name for (name,) in bench.rows("SHOW TABLES")} == set(TABLES)


def test_one_broken_file_stops_no_other(bench: Bench) -> None:
    """Empty, binary, header-less and foreign files each have their error; the good one loads."""
    bench.file("a.csv", b"")
    bench.file("b.csv", bytes(5000))
    bench.file("c.csv", "\n\n\n")
    bench.file("d.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n")
    bench.file("e.csv", "FOO,BAR\n1,2\n")
    report = bench.stage(csv_contract())
    assert [bool(file.error) for file in report.files] == [True, True, True, False, True]
    assert [file.rows_in for file in report.files] == [0, 0, 0, 1, 0]
    assert "no column ID" in (report.files[4].error or "")
    assert bench.rows("SELECT count(*) FROM source_file WHERE sha256 <> ''") == [(5,)]


def test_a_missing_minor_column_is_noted(bench: Bench) -> None:
    """A column the agency dropped counts as empty, and says so once."""
    bench.file("a.csv", "ID,FIRST,LAST\n1,Ann,Lee\n")
    report = bench.stage(csv_contract())
    assert report.rows_loaded == 1
    assert bench.rejects() == [(1, "note: the file has no such column; it counts as empty")] * 2


def test_an_unforeseen_failure_leaves_no_half_file(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database itself fails in the middle of a file, nothing of that file stands and the next one loads."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n")
    bench.file("b.csv", f"{CSV_HEAD}\n2,Bo,Lee,,\n")
    whole = stage.ChunkStager.stage
    calls = iter([True])

    def once_broken(self: stage.ChunkStager) -> None:
        whole(self)
        if next(calls, False):
            raise duckdb.IOException("disk full")

    monkeypatch.setattr(stage.ChunkStager, "stage", once_broken)
    report = bench.stage(csv_contract())
    assert "disk full" in (report.files[0].error or "")
    assert bench.keys() == ["2"]


def test_progress_ends_at_the_files_size(bench: Bench) -> None:
    """Progress names the file and ends at its size in bytes."""
    path = bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n")
    told: list[tuple[str, int, int]] = []
    stage_folder(bench.db, bench.folder, contracts=[csv_contract()], progress=lambda *step: told.append(step))
    assert told[-1] == ("a.csv", path.stat().st_size, path.stat().st_size)


def test_the_report_is_json_and_lists_unmatched_files(bench: Bench) -> None:
    """A file no contract claims is named with the reason."""
    bench.file("notes.txt", "hello")
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n")
    report = bench.stage(csv_contract())
    assert [u.file for u in report.unmatched] == ["notes.txt"]
    assert type(report).model_validate_json(report.model_dump_json()) == report


def test_a_folder_that_is_not_there(bench: Bench) -> None:
    """A wrong path is a setting error, not an empty load."""
    with pytest.raises(SettingError):
        stage_folder(bench.db, bench.folder / "gone", contracts=[csv_contract()])


def test_as_of_from_the_file_name(bench: Bench) -> None:
    """The date in the name wins over the contract's; without one the contract's stands."""
    contract = csv_contract(as_of='"2026-01-31"', as_of_in_name=r"'_(\d{8})\.'")
    assert as_of_date(contract, "snap_20260228.csv") == "2026-02-28"
    assert as_of_date(contract, "snap.csv") == "2026-01-31"


def test_values_with_quotes_do_not_become_sql(bench: Bench) -> None:
    """Names, codes and file names with apostrophes are data."""
    sections = PERSON.replace('"HH"', '{column = "HH", codes = {"H\'1" = "O\'Hare"}}')
    bench.file("it's.csv", f"{CSV_HEAD}\n1';--,D'Arcy,O'Neil,,H'1\n")
    bench.stage(csv_contract(sections=sections, title='"Agency\'s"'))
    assert bench.rows("SELECT record_key, given_name, household_key, file FROM person_record") == [
        ("1';--", "D'Arcy", "O'Hare", "it's.csv")
    ]


def test_file_order_does_not_matter(bench: Bench) -> None:
    """Files given in any order are taken by name, so the same duplicate wins."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n")
    bench.file("b.csv", f"{CSV_HEAD}\n1,Bo,Lee,,\n")
    matches = match_files(bench.folder, [csv_contract()])
    matches.matched.reverse()
    stage.stage_files(bench.db, matches)
    assert bench.rows("SELECT given_name FROM person_record") == [("Ann",)]
