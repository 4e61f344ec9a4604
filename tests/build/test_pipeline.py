"""The whole left side on a small state: one snapshot in service, re-links, refusals that leave it there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from killing import StageTimes, standing_state
from small_state import write_small_state

from casework.ledger import Ledger
from graphmodel.errors import SettingError, SnapshotError, SourceError
from graphmodel.home import Home
from graphmodel.snapshot import Run, current_run_name
from ingest import pipeline
from ingest.build.side_files import DROPPED_FILE
from ingest.ingest_report import IngestReport
from ingest.one_ingest import only_ingest
from ingest.pipeline import REPORT_FILE, ingest_folder, relink
from ingest.server_load.loaded import Loaded

FAMILIES = 15
HEAD, MOTHER = "benefits:0a", "births:B0-M"


@dataclass
class Ingested:
    """A small state in service."""

    home: Home
    extracts: Path
    contracts: Path
    report: IngestReport
    stages: StageTimes

    @property
    def run(self) -> Run:
        """The snapshot in service."""
        return Run(self.home.runs / str(current_run_name(self.home)))


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    """One load of a small state with a file nobody knows beside it; tests leave this snapshot's people as they are."""
    folder = tmp_path_factory.mktemp("state")
    extracts, contracts = write_small_state(folder, families=FAMILIES, seed=2)
    (extracts / "notes.doc").write_text("nothing", encoding="utf-8")
    home, stages = Home(folder / "home"), StageTimes()
    report = ingest_folder(home, extracts, contracts_folder=contracts, progress=stages)
    return Ingested(home, extracts, contracts, report, stages)


def test_every_row_is_accounted_for(ingested: Ingested) -> None:
    """The report names every file with rows in = loaded + rejected, the file nobody knows, and every stage's time."""
    report = ingested.report
    assert [(f.file, f.rows_in, f.rows_loaded, f.rows_rejected) for f in report.files] == [
        ("benefits.csv", 3 * FAMILIES, 3 * FAMILIES, 0),
        ("births.csv", FAMILIES, FAMILIES, 0),
    ]
    assert report.rows_in == report.rows_loaded + report.rows_rejected == 4 * FAMILIES
    assert [unmatched.file for unmatched in report.unmatched] == ["notes.doc"]
    assert list(report.seconds) == ["stage", "link", "identities", "build", "load", "switch", "sweep"]
    assert report.linkage.records == 5 * FAMILIES
    assert report.persons == report.counts["Person"] == report.identity_changes["minted"]
    assert report.counts == report.build.counts
    assert report.peak_memory_mb > 50


def test_a_watcher_hears_every_stage(ingested: Ingested) -> None:
    """Progress tells of each file read, each step of linkage, and of build, load and switch, in this order."""
    heard = [re.sub(r" \(.*", "", stage) for stage in ingested.stages.seconds]
    assert heard[:2] == ["read benefits.csv", "read births.csv"]
    assert heard[2].startswith("link: ")
    assert heard[-3:] == ["build", "load", "switch"]


def test_the_snapshot_says_what_it_is_made_of(ingested: Ingested) -> None:
    """The manifest has counts, versions, the day each source speaks of, and that all of it is fictional."""
    manifest = ingested.run.manifest()
    assert manifest.fictional
    assert manifest.run == ingested.report.run
    assert manifest.counts == ingested.report.counts
    built = ingested.report.build
    assert (manifest.search_keys, manifest.search_hits) == (built.search_keys, built.search_hits)
    assert manifest.search_hits > manifest.search_keys > 0
    assert {source.system: (source.as_of, source.records) for source in manifest.sources} == {
        "benefits": ("2026-11-01", 3 * FAMILIES),
        "births": ("2026-10-01", 2 * FAMILIES),
    }
    assert {"kin360", "kuzu", "duckdb", "splink", "python"} <= set(manifest.versions)
    assert ingested.run.graph.exists()
    assert (ingested.run.tables / "Person.parquet").exists()


def test_side_files_stand_beside_the_graph(ingested: Ingested) -> None:
    """Links with what they rest on are sorted by person; held links, rejects and the report are there."""
    links = pq.read_table(ingested.run.contributions)
    assert links.column_names == [
        "person_id", "record_l", "record_r", "match_weight", "match_probability", "basis", "contributions",
    ]  # fmt: skip
    persons = links["person_id"].to_pylist()
    assert persons == sorted(persons)
    assert len(persons) >= 2 * FAMILIES - 2
    weights = json.loads(links["contributions"][0].as_py())
    assert sum(weights.values()) == pytest.approx(links["match_weight"][0].as_py(), abs=1e-6)
    held = pq.read_table(ingested.run.held_links).column_names
    assert {"person_l", "person_r", "reason", "contributions"} <= set(held)
    assert pq.read_table(ingested.run.rejects).column_names == ["system", "file", "line", "field", "value", "reason"]
    assert (ingested.run.folder / DROPPED_FILE).exists()
    kept = json.loads((ingested.run.folder / REPORT_FILE).read_text("utf-8"))
    assert kept["run"] == ingested.report.run
    assert kept["files"][0]["rows_in"] == 3 * FAMILIES


def test_a_judgement_takes_effect_by_a_relink(ingested: Ingested) -> None:
    """Two records that a person says differ are two people after a re-link, and one again once that is withdrawn."""
    people = ingested.report.persons
    with Ledger.open(ingested.home.ledger_url) as ledger:
        one = ledger.identities().person_of
        assert one[HEAD] == one[MOTHER]
        ledger.judge(HEAD, MOTHER, "different", who="steward", why="met both")
    report = relink(ingested.home)
    assert report.persons == people + 1
    assert report.identity_changes == {"minted": 1, "split": 1}
    assert [file.file for file in report.files] == ["benefits.csv", "births.csv"]
    with Ledger.open(ingested.home.ledger_url) as ledger:
        assert ledger.identities().person_of[HEAD] != ledger.identities().person_of[MOTHER]
        ledger.judge(HEAD, MOTHER, "withdrawn", who="steward", why="it was her sister I met")
    report = relink(ingested.home)
    assert report.persons == people
    with Ledger.open(ingested.home.ledger_url) as ledger:
        assert ledger.identities().person_of[HEAD] == one[HEAD]


def test_loading_the_same_again_changes_no_id(ingested: Ingested) -> None:
    """A second load of the same extracts makes a new run with the same people and tells the ledger of no change."""
    before = standing_state(ingested.home)
    report = ingest_folder(ingested.home, ingested.extracts, contracts_folder=ingested.contracts)
    after = standing_state(ingested.home)
    assert report.identity_changes == {}
    assert after.persons == before.persons
    assert after.run != before.run
    assert len([path for path in ingested.home.runs.iterdir() if path.is_dir()]) == 2


def test_a_failed_load_leaves_the_snapshot_in_service(ingested: Ingested, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the load breaks, the error comes out, the earlier snapshot answers and nothing half-made is left."""
    before = standing_state(ingested.home)

    def broken(*_: object) -> Loaded:
        raise SnapshotError("The graph holds 1 rows where 2 were built")

    monkeypatch.setattr(pipeline, "load_run", broken)
    with pytest.raises(SnapshotError, match="where 2 were built"):
        relink(ingested.home)
    assert standing_state(ingested.home) == before
    assert not list(ingested.home.runs.glob("*.building"))


def test_a_folder_without_a_known_file_is_refused(ingested: Ingested, tmp_path: Path) -> None:
    """The error names what was found and what was looked for, and staging and snapshot stay as they were."""
    before = standing_state(ingested.home)
    (tmp_path / "benefit.xls").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match=r"benefit\.xls \(.*Looked for: benefits: benefits\.csv; births: births\.csv"):
        ingest_folder(ingested.home, tmp_path, contracts_folder=ingested.contracts)
    assert standing_state(ingested.home) == before


def test_files_without_a_single_record_are_refused(ingested: Ingested, tmp_path: Path) -> None:
    """Extracts that hold nobody do not replace a graph that holds people; the error says what is wrong."""
    before = standing_state(ingested.home)
    header = (ingested.extracts / "benefits.csv").read_text("utf-8").splitlines()[0]
    (tmp_path / "benefits.csv").write_text(header + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match="Not one person record could be read from 1 files"):
        ingest_folder(ingested.home, tmp_path, contracts_folder=ingested.contracts)
    assert standing_state(ingested.home) == before
    assert not list(ingested.home.root.glob("staging.building*"))


def test_one_ingest_at_a_time(ingested: Ingested) -> None:
    """While one ingest holds the home a second is refused at once, naming the lock; afterwards the lock is free."""
    with (
        only_ingest(ingested.home),
        pytest.raises(SnapshotError, match=r"Another ingest is under way .*ingest\.lock"),
    ):
        relink(ingested.home)
    with only_ingest(ingested.home):
        pass


def test_a_relink_needs_an_ingest_before(tmp_path: Path) -> None:
    """In an empty home there is nothing to link again, and nothing is made."""
    with pytest.raises(SettingError, match="Nothing was ingested"):
        relink(Home(tmp_path / "home"))
    assert not (tmp_path / "home").exists()
