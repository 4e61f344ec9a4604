"""The main job on the sample state: extracts in, the child's family out, against the truth."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from product_engines import ProductEngine
from truth_of_state import person_of_entity, person_of_record, rows
from typer.testing import CliRunner

from cli.main import app
from graphmodel.home import Home
from ingest.pipeline import ingest_folder, relink

Kin360 = Callable[..., str]


@pytest.fixture
def kin360(engine: ProductEngine, state_home: Path) -> Kin360:
    """Runs a command over the sample home and gives what it prints."""
    settings = {**engine.settings, "KIN360_HOME": str(state_home)}

    def run(*arguments: str, fails: bool = False) -> str:
        result = CliRunner().invoke(app, list(arguments), env=settings)
        assert (result.exit_code != 0) is fails, result.output + str(result.exception)
        return result.output if not fails else result.output + result.stderr

    return run


def as_json(text: str) -> Any:
    """The JSON a command printed."""
    return json.loads(text)


def test_every_row_is_accounted_for(state_home: Path, sample_state: Path) -> None:
    """In = loaded + rejected for every file, and what was rejected is what was planted."""
    run = (state_home / "current").read_text().strip()
    report = json.loads((state_home / "runs" / run / "load_report.json").read_text())
    assert len({f["system"] for f in report["files"]}) == 14
    assert all(f["rows_in"] == f["rows_loaded"] + f["rows_rejected"] for f in report["files"])
    planted = rows(sample_state / "truth" / "planted.csv")
    assert sum(f["rows_rejected"] for f in report["files"]) == len(planted)


def test_a_child_in_care_is_found_with_day_and_place(kin360: Kin360, sample_state: Path) -> None:
    """Each child of an open removal opens as in care, since the day the truth says."""
    children = rows(sample_state / "truth" / "children_in_care.csv")
    assert children
    for child in children:
        (found,) = as_json(kin360("find", child["record_id"], "--json"))["people"]
        sheet = as_json(kin360("profile", found["brief"]["person"], "--json"))
        assert sheet["in_care"] is not None, child
        assert sheet["in_care"]["since"] == child["removed_on"]


def test_stated_parents_are_found(kin360: Kin360, state_home: Path, sample_state: Path) -> None:
    """Of the parents that some source states, nineteen in twenty stand on the child's Person 360."""
    person = person_of_entity(state_home, sample_state)
    stated = {(r["parent_id"], r["child_id"]) for r in rows(sample_state / "truth" / "stated_parentage.csv")}
    in_care = {r["entity_id"] for r in rows(sample_state / "truth" / "children_in_care.csv")}
    wanted = {(p, c) for p, c in stated if c in in_care and p in person and c in person}
    assert wanted
    found = set()
    for child in {c for _, c in wanted}:
        sheet = as_json(kin360("profile", person[child], "--json"))
        parents = {r["brief"]["person"] for r in sheet["parents"]}
        found |= {(p, c) for p, c in wanted if c == child and person[p] in parents}
    assert len(found) >= 0.95 * len(wanted)


def test_relatives_within_four_generations(kin360: Kin360, state_home: Path, sample_state: Path) -> None:
    """Relatives are many, nobody stands twice, each has a line, and every tie has its sources."""
    child = rows(sample_state / "truth" / "children_in_care.csv")[0]
    family = as_json(kin360("relatives", person_of_record(state_home)[child["record_id"]], "--json"))
    people = [r["brief"]["person"] for r in family["relatives"]]
    assert len(people) == len(set(people)) > 5
    assert all(r["lines"] for r in family["relatives"])
    assert all(tie["citations"] for tie in family["ties"])


def test_what_is_not_there_is_said_the_same_way(kin360: Kin360) -> None:
    """A search without result, and an unknown person, are told as none in the records open to you."""
    assert "None in the records open to you" in kin360("find", "Zzyzx Qwrt")
    assert "None in the records open to you" in kin360("profile", "PNOBODY", fails=True)


def test_plain_output_is_readable(kin360: Kin360, state_home: Path, sample_state: Path) -> None:
    """Without --json each command prints tables for people."""
    child = rows(sample_state / "truth" / "children_in_care.csv")[0]
    person = person_of_record(state_home)[child["record_id"]]
    assert "why" in kin360("find", child["record_id"])
    assert "In care since" in kin360("profile", person)
    assert "relative" in kin360("relatives", person, "--generations", "2")
    assert "held because of" in kin360("link", "held")


def test_clusters_are_written_out(kin360: Kin360, tmp_path: Path, sample_state: Path) -> None:
    """Every record of the truth that was loaded stands in the file, once."""
    kin360("link", "clusters", "--out", str(tmp_path / "clusters.csv"))
    written = [row["record_id"] for row in rows(tmp_path / "clusters.csv")]
    assert len(written) == len(set(written))
    true_keys = {row["record_id"] for row in rows(sample_state / "truth" / "records.csv")}
    assert len(true_keys - set(written)) <= 0.02 * len(true_keys), "more missing than malformed rows explain"


def test_judgements_hold_and_ids_last(
    spare_engine: ProductEngine, sample_state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same home through its life: load, load again, unlink by judgement, load again, take it back."""
    home = tmp_path / "home"
    for variable, value in {**spare_engine.settings, "KIN360_HOME": str(home)}.items():
        monkeypatch.setenv(variable, value)
    ingest_folder(Home(home), sample_state)
    before = person_of_record(home)
    ingest_folder(Home(home), sample_state)
    assert person_of_record(home) == before, "loading again changes nothing"

    with open_staging_of(home) as staging:
        a, b = staging.execute("SELECT record_l, record_r FROM link ORDER BY match_weight DESC LIMIT 1").fetchone()
    runner = CliRunner()
    judged = runner.invoke(app, ["link", "judge", a, b, "different", "--why", "two people, says the worker"])
    assert judged.exit_code == 0, judged.output
    relink(Home(home))
    key_a, key_b = a.partition(":")[2], b.partition(":")[2]
    apart = person_of_record(home)
    assert apart[key_a] != apart[key_b]
    ingest_folder(Home(home), sample_state)
    assert person_of_record(home) == apart, "a judgement outlives a reload"

    runner.invoke(app, ["link", "judge", a, b, "withdrawn", "--why", "the worker was mistaken"])
    relink(Home(home))
    assert person_of_record(home) == before, "taken back, everybody has the id they had"


def open_staging_of(home: Path) -> Any:
    """The staging database of a home, for reading."""
    from ingest.link_export import open_read_only

    return open_read_only(Home(home))
