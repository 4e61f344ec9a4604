"""Contracts are found, checked, and laid to the right files."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_bench import CSV_HEAD, Bench, csv_contract

from graphmodel.errors import ContractError, SettingError
from ingest.contracts.catalog import load_contract, load_contracts, match_files

GOOD = """
system = "snap"
title = "Own SNAP"
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


def test_packaged_contracts_are_all_right() -> None:
    """Every contract that comes along loads, and no two claim the same files with the same columns."""
    contracts = load_contracts()
    assert len({c.system for c in contracts}) == len(contracts) >= 13
    claims = [(pattern, c.required_columns) for c in contracts for pattern in c.files]
    assert len(set(claims)) == len(claims)


def test_an_own_contract_replaces_the_packaged_one(tmp_path: Path) -> None:
    """The agency's folder wins on the same system, and adds systems of its own."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "one.toml").write_text(GOOD.replace('"snap"', '"sim_snap"', 1))
    (tmp_path / "two.toml").write_text(GOOD.replace('"snap"', '"new_system"', 1))
    by_system = {c.system: c for c in load_contracts(tmp_path)}
    assert by_system["sim_snap"].title == "Own SNAP"
    assert "new_system" in by_system
    assert "sim_wic" in by_system


def test_a_missing_folder_of_contracts(tmp_path: Path) -> None:
    """A folder that is not there is a setting error."""
    with pytest.raises(SettingError):
        load_contracts(tmp_path / "gone")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Own SNAP"', "", "title: is missing"),
        ('title = "Own SNAP"', 'titel = "x"', "titel: this word is not known here"),
        ('kind = "delimited"', 'kind = "excel"', "'delimited'"),
        ("[format]", "[format", "not TOML"),
        ("surname = ", "last_name = ", "is no canonical column"),
    ],
)
def test_a_wrong_contract_is_named_with_what_would_be_valid(tmp_path: Path, old: str, new: str, said: str) -> None:
    """The error names the file, the field and what is allowed."""
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(ContractError) as raised:
        load_contract(path)
    assert said in str(raised.value)
    assert "mine.toml" in str(raised.value)


def test_a_contract_that_cannot_be_read(tmp_path: Path) -> None:
    """A path that does not exist is a contract error, too."""
    with pytest.raises(ContractError, match="cannot be read"):
        load_contract(tmp_path / "gone.toml")


def test_columns_decide_between_contracts_of_one_name(bench: Bench) -> None:
    """Of several that fit by name, the contract with most required columns that are all there is taken."""
    bench.file("x/people.csv", f"{CSV_HEAD}\n")
    bench.file("y/people.csv", "ID,FIRST\n")
    plain = csv_contract(system='"plain"', required_columns='["ID"]')
    rich = csv_contract(system='"rich"', required_columns='["ID", "HH"]')
    found = match_files(bench.folder, [plain, rich]).matched
    assert [(m.name, m.contract.system) for m in found] == [("x/people.csv", "rich"), ("y/people.csv", "plain")]


def test_a_file_that_lacks_required_columns_is_unmatched(bench: Bench) -> None:
    """Its reason names the columns and the system."""
    bench.file("a.csv", "ID,FIRST\n")
    [left] = match_files(bench.folder, [csv_contract(required_columns='["ID", "HH"]')]).unmatched
    assert left.reason == "it lacks HH of snap"


def test_truth_hidden_and_readme_files_are_passed_over(bench: Bench) -> None:
    """The answers a load is scored by are never read, at any depth."""
    for name in ("truth/a.csv", "x/Truth/deep/a.csv", ".hidden/a.csv", "README.csv", "ok/a.csv", "ok/truth.csv"):
        bench.file(name, f"{CSV_HEAD}\n")
    found = match_files(bench.folder, [csv_contract()])
    assert [m.name for m in found.matched] == ["ok/a.csv", "ok/truth.csv"]
    assert found.unmatched == []


def test_patterns_fit_names_and_paths_in_any_case(bench: Bench) -> None:
    """A pattern is laid to the name and to the path below the folder."""
    bench.file("dhs/SNAP_2026.CSV", f"{CSV_HEAD}\n")
    bench.file("other/snap.csv", f"{CSV_HEAD}\n")
    found = match_files(bench.folder, [csv_contract(files='["dhs/snap_*.csv"]')])
    assert [m.name for m in found.matched] == ["dhs/SNAP_2026.CSV"]


def test_a_file_that_cannot_be_opened_goes_to_the_contract_of_its_name(bench: Bench) -> None:
    """So that the load says what is wrong with it, instead of leaving it aside."""
    bench.file("a.csv", b"")
    assert [m.name for m in match_files(bench.folder, [csv_contract(required_columns='["ID"]')]).matched] == ["a.csv"]


def test_a_single_file_can_be_given(bench: Bench) -> None:
    """A file stands for a folder that holds it alone."""
    path = bench.file("a.csv", f"{CSV_HEAD}\n")
    assert [m.name for m in match_files(path, [csv_contract()]).matched] == ["a.csv"]
