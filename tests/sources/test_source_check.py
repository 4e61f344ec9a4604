"""``check_source`` tells before a load what a load would find."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_bench import CSV_HEAD, Bench, csv_contract

from graphmodel.errors import SettingError
from ingest.source_check import check_source

CONTRACT = """
system = "snap"
title = "SNAP"
agency = "Human Services"
domain = "snap"
files = ["*.csv"]
[format]
kind = "delimited"
[[person]]
key = ["ID"]
[person.fields]
surname = "LAST"
"""


def test_a_good_contract_is_summed_up(tmp_path: Path) -> None:
    """The text says that it is fine and what it loads."""
    path = tmp_path / "snap.toml"
    path.write_text(CONTRACT)
    check = check_source(path)
    assert check.ok
    assert "snap reads *.csv: person (1 fields)" in check.text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CONTRACT.replace("surname", "surnam") + 'sexx = "S"\n', ["did you mean surname", "sexx"]),
        (CONTRACT.replace("title", "titel"), ["titel: this word is not known", "title: is missing"]),
        ("= broken", ["is not TOML"]),
    ],
)
def test_every_mistake_of_a_contract_is_listed(tmp_path: Path, text: str, said: list[str]) -> None:
    """All of them at once, not the first alone."""
    path = tmp_path / "snap.toml"
    path.write_text(text)
    check = check_source(path)
    assert not check.ok
    for part in said:
        assert part in check.text()


def test_extracts_are_run_dry(bench: Bench) -> None:
    """Counts, rejects, columns on both sides, missing shares and unmatched files are all told."""
    bench.file(
        "a.csv", f"{CSV_HEAD},EXTRA\n1,Ann,Lee,2011-03-09,H1,\n2,Bo,,,,\n3,Cy,Lee,2011-02-30,,\n".replace(",HH", "")
    )
    bench.file("a.csv", "ID,FIRST,LAST,DOB,EXTRA\n1,Ann,Lee,2011-03-09,x\n2,Bo,,,x\n3,Cy,Lee,2011-02-30,x\n")
    bench.file("b.txt", "?")
    check = check_source(bench.folder, contracts=[csv_contract()])
    assert not check.ok
    [file] = check.files
    assert (file.report.rows_in, file.report.rows_loaded, file.report.rows_rejected) == (3, 2, 1)
    assert (file.unused_columns, file.missing_columns) == (("EXTRA",), ("HH",))
    assert file.missing_share == {"given_name": 0.0, "surname": 0.5, "birth_date": 0.5, "household_key": 1.0}
    assert [(r.line, r.field) for r in file.rejects] == [(4, "DOB"), (1, "HH")]
    assert list(check.unmatched) == ["b.txt"]
    assert "3 rows in = 2 loaded + 1 rejected" in check.text()
    assert type(check).model_validate_json(check.model_dump_json()) == check


def test_at_most_twenty_rejects_are_shown(bench: Bench) -> None:
    """A thousand bad rows do not flood the terminal; rejected rows come before notes."""
    bench.file("a.csv", f"{CSV_HEAD}\n" + "".join(f"{i},Ann,Lee,never,\n" for i in range(1000)))
    [file] = check_source(bench.folder, contracts=[csv_contract()]).files
    assert len(file.rejects) == 20
    assert file.report.rows_rejected == 1000


def test_a_file_that_cannot_be_read_says_why(bench: Bench) -> None:
    """The file's error is in the text."""
    path = bench.file("a.csv", b"")
    check = check_source(path, contracts=[csv_contract()])
    assert not check.ok
    assert "error: Nothing of the file was loaded" in check.text() or "empty (0 bytes)" in check.text()


def test_a_target_that_is_not_there(tmp_path: Path) -> None:
    """A wrong path is a setting error."""
    with pytest.raises(SettingError):
        check_source(tmp_path / "gone")
