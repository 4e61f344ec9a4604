"""Export and import files: what leaves is masked and private, and what CSV cannot say is refused."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphmodel.errors import SettingError, SnapshotError, ViewRefused
from graphmodel.home import Home
from graphmodel.model.nodes import Address
from graphmodel.model.relationships import LivedAt, LocatedAt
from graphmodel.snapshot import Run, begin_run, finish_run, put_in_service
from ingest.graph_export import export_graph
from ingest.server_load.import_files import SEPARATOR, write_import_files
from ingest.server_load.tables import CLASSES, name_of

SECRET_PLACE = {"line": "9 Hidden Ln", "unit": "4", "city": "Cairo", "county": "Alexander", "state": "IL",
                "zip": "62914", "latitude": 37.0, "longitude": -89.2}  # fmt: skip
ROWS = {
    "Person": [{"id": "P1"}],
    "Household": [{"id": "H1", "system": "snap", "domain": "benefits", "household_key": "1"}],
    "Address": [
        {"id": "ASECRET", "protected": True, **SECRET_PLACE},
        {
            "id": "AOPEN",
            "protected": False,
            **SECRET_PLACE,
            "line": "1 Open St",
            "city": "Peoria",
            "zip": "61602",
            "longitude": -89.6,
        },
    ],
}


def tie(start: str, end: str, **said: object) -> dict[str, object]:
    """A tie with one assertion."""
    evidence = {"ev_source": ["snap"], "ev_domain": ["benefits"], "ev_record": ["snap:1"], "ev_basis": ["stated"],
                "ev_confidence": [0.9]}  # fmt: skip
    return {"start_id": start, "end_id": end, **evidence, **said}


def write(folder: Path, rows: dict[str, list[dict[str, object]]]) -> Path:
    """Tables with these rows; a class that has none is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for declared in CLASSES:
        schema = declared.arrow_schema()
        made = [{name: row.get(name) for name in schema.names} for row in rows.get(name_of(declared), [])]
        pq.write_table(pa.Table.from_pylist(made, schema), folder / f"{name_of(declared)}.parquet")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A snapshot in service with a protected address and an open one, lived at and located at."""
    home = Home(tmp_path / "home").create()
    run = begin_run(home)
    lived = [tie("P1", "ASECRET"), tie("P1", "AOPEN")]
    write(run.tables, ROWS | {"LIVED_AT": lived, "LOCATED_AT": [tie("H1", "ASECRET")]})
    say_fictional(run, True)
    put_in_service(home, finish_run(run))
    return home


def say_fictional(run: Run, fictional: bool) -> None:
    """Write the manifest of a run."""
    said = {"format": 2, "run": run.name, "built_at": "2026-11-22T00:00:00Z", "fictional": fictional,
            "engine": "embedded", "versions": {}, "counts": {}, "sources": []}  # fmt: skip
    (run.folder / "manifest.json").write_text(json.dumps(said))


def test_a_protected_address_does_not_leave(home: Home, tmp_path: Path) -> None:
    """No part of it, nor its id, stands in any file; who lived there still shows, at a place that leads nowhere."""
    for form in ("csv", "parquet"):
        done = export_graph(home, tmp_path / form, form=form)
        assert (done.masked, done.protected_addresses) == (True, 1)
    text = "".join(path.read_text() for path in (tmp_path / "csv").iterdir())
    assert not [word for word in ("ASECRET", "9 Hidden Ln", "Cairo", "62914", "-89.2") if word in text]
    assert "1 Open St" in text
    addresses = {row["id"]: row for row in pq.read_table(tmp_path / "parquet" / "Address.parquet").to_pylist()}
    masked = next(row for id_, row in addresses.items() if id_ != "AOPEN")
    assert masked == {
        **dict.fromkeys(Address.arrow_schema().names),
        "id": masked["id"], "line": "Confidential address", "county": "Alexander", "state": "IL", "protected": True,
    }  # fmt: skip
    for declared, starts in ((LivedAt, ["P1", "P1"]), (LocatedAt, ["H1"])):
        rows = pq.read_table(tmp_path / "parquet" / f"{declared.type_}.parquet").to_pylist()
        assert [row["start_id"] for row in rows] == starts
        assert {row["end_id"] for row in rows} <= set(addresses)


def test_files_are_their_owners(home: Home, tmp_path: Path) -> None:
    """Folder and files are readable by nobody else, and a folder in use is left alone."""
    export_graph(home, tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}
    with pytest.raises(SettingError, match="in use"):
        export_graph(home, tmp_path / "out")


def test_unmasked_is_for_a_server_alone(home: Home, tmp_path: Path) -> None:
    """As Parquet it is refused; as CSV it is the same graph, for another store of the same custodian."""
    with pytest.raises(SettingError, match="750 ILCS 61"):
        export_graph(home, tmp_path / "no", form="parquet", masked=False)
    assert not (tmp_path / "no").exists()
    export_graph(home, tmp_path / "out", masked=False)
    assert "9 Hidden Ln" in (tmp_path / "out" / "Address.csv").read_text()


def test_data_that_are_not_fictional_stay(home: Home, tmp_path: Path) -> None:
    """Until a disclosure policy is installed nothing real is written out."""
    say_fictional(next(Run(path) for path in home.runs.iterdir()), False)
    with pytest.raises(ViewRefused, match="fictional"):
        export_graph(home, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_files_say_what_the_tables_say(tmp_path: Path) -> None:
    """Quotes, empty text, missing values and list ends come through; line breaks are noticed."""
    details = {"ev_from": ["x", ""], "ev_to": ["", "x"], "ev_detail": ['a "b"', "c,d"]}
    plain = write(tmp_path / "plain", ROWS | {"LIVED_AT": [tie("P1", "AOPEN", **details)]})
    files = write_import_files(plain, tmp_path / "csv")
    assert files.multiline is False
    [row] = csv.reader((tmp_path / "csv" / "LIVED_AT.csv").open())
    header = (tmp_path / "csv" / "LIVED_AT.header.csv").read_text().strip().split(",")
    said = dict(zip(header, row, strict=True))
    assert said["ev_from:string[]"] == f"x{SEPARATOR}"
    assert said["ev_to:string[]"] == f"{SEPARATOR}x"
    assert said["ev_detail:string[]"] == f'a "b"{SEPARATOR}c,d'
    assert header[:2] == [":START_ID(Person)", ":END_ID(Address)"]
    broken = write(tmp_path / "broken", {"Person": [{"id": "P\n1"}]})
    assert write_import_files(broken, tmp_path / "csv2").multiline is True
    arguments = write_import_files(broken, tmp_path / "csv2").arguments("neo4j")
    assert arguments[0] == "neo4j"
    assert f"--nodes=Person={tmp_path}/csv2/Person.header.csv,{tmp_path}/csv2/Person.csv" in arguments
    assert "--multiline-fields=true" in arguments


@pytest.mark.parametrize("said", [[""], [], [f"a{SEPARATOR}b"]], ids=["one empty text", "empty", "separator"])
def test_a_list_that_csv_cannot_say_is_refused(tmp_path: Path, said: list[str]) -> None:
    """It would come back as another list: the load ends instead, and names the class."""
    tables = write(tmp_path / "tables", {"LIVED_AT": [tie("P1", "AOPEN", ev_detail=said)]})
    with pytest.raises(SnapshotError, match=r"1 rows hold a list.*LIVED_AT"):
        write_import_files(tables, tmp_path / "csv")


def test_nothing_in_service_is_one_clear_error(tmp_path: Path) -> None:
    """Before the first load there is nothing to export."""
    with pytest.raises(SnapshotError, match="kin360 ingest"):
        export_graph(Home(tmp_path).create(), tmp_path / "out")
