"""The View: what is hidden is removed before anything is derived, and real data does not open at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rosas_family import ANA, CARL, DAN, MIA, ROSA, THEO, TODAY

from casework.family import family
from casework.find import find_people
from casework.opening import Casework
from casework.profile import person_360
from casework.view import AllowAll, Stage, View, Viewer
from casework.why_one_person import why_one_person
from cypher import catalog
from graphmodel import search_keys
from graphmodel.errors import NotInView, SnapshotError, ViewRefused
from graphmodel.home import Home
from graphmodel.snapshot import Manifest, Run, put_in_service


class Without(AllowAll):
    """Everything but some systems."""

    def __init__(self, *systems: str) -> None:
        self.hidden = systems

    def shows(self, viewer: Viewer, purpose: str, stage: Stage, source: str, domain: str) -> bool:
        """No for the hidden ones."""
        return source not in self.hidden


@contextmanager
def seen_without(home: Home, *systems: str) -> Iterator[View]:
    """A view from which some systems are hidden."""
    casework = Casework(home, policy=Without(*systems))
    with casework.view(today=TODAY) as view:
        yield view
    casework.close()


def test_a_tie_without_visible_assertions_is_gone(home: Home) -> None:
    """Without child support there is no putative father, and nobody could tell that there was one."""
    with seen_without(home, "support") as view:
        sheet = person_360(view, MIA)
        assert {t.start for t in sheet.ties if t.tie == "PARENT_OF"} == {ROSA, CARL}
        assert "support" not in sheet.model_dump_json()
        assert DAN in {p.brief.person for p in find_people(view, "Dan Osei").people}, "child welfare knows Dan as well"


def test_a_person_without_visible_records_does_not_exist(home: Home) -> None:
    """Carl is known to SNAP alone: hidden, he is no parent, no partner, no housemate, no search result."""
    with seen_without(home, "snap") as view:
        with pytest.raises(NotInView):
            person_360(view, CARL)
        assert CARL not in person_360(view, MIA).model_dump_json()
        assert CARL not in family(view, MIA).model_dump_json()
        assert find_people(view, "Carl Ruiz").people == ()
        assert find_people(view, "12 Oak St").people == ()


def test_hidden_people_take_no_place_in_a_search(home: Home) -> None:
    """However few hits are wanted, the visible ones are given: hiding a source leaves no gap in their number."""
    key = search_keys.surname_key("Ruiz")
    with seen_without(home) as view:
        everybody = [hit.person for hit in view.people_by_key(key, 100)]
    with seen_without(home, "snap") as view:
        visible = [hit.person for hit in view.people_by_key(key, 100)]
        assert [hit.person for hit in view.people_by_key(key, len(visible))] == visible
        assert all("snap" not in hit.sources for hit in view.people_by_key(key, 100))
        assert view.people_by_key(key, 100) is view.people_by_key(key, 100), "asked once, kept for the view"
    assert CARL in everybody
    assert CARL not in visible


def test_a_snapshot_of_another_version_does_not_open(home: Home, run: Run, tmp_path: Path) -> None:
    """One error says what to do before any of its files is opened."""
    old = Home(tmp_path / "old").create()
    folder = old.runs / run.name
    shutil.copytree(run.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 1}))
    (folder / "search.sqlite").unlink()
    put_in_service(old, Run(folder))
    with pytest.raises(SnapshotError, match=r"another version.*kin360 ingest"), Casework(old).view():
        pass


def test_values_are_composed_from_visible_records_only(home: Home) -> None:
    """Without child welfare nothing contradicts Mia's birth date, and she is not in care."""
    with seen_without(home, "welfare") as view:
        sheet = person_360(view, MIA)
        assert sheet.portrait.contradictions == ()
        assert sheet.in_care is None
        assert sheet.portrait.languages == ()
        assert ANA not in {r.brief.person for r in sheet.carers}


def test_links_of_hidden_records_are_not_explained(home: Home) -> None:
    """The link to a hidden record, and a held link to one, are not shown."""
    with seen_without(home, "support") as view:
        assert why_one_person(view, MIA).links == ()
        assert why_one_person(view, CARL).held == ()


def test_fetching_ahead_changes_no_answer(home: Home) -> None:
    """What is fetched together is what would have been asked one by one, thinned alike; nothing is asked twice."""
    queries = (catalog.TIES, catalog.RECORDS, catalog.ENROLMENTS)
    with seen_without(home, "snap") as fetched, seen_without(home, "snap") as asking:
        fetched.ahead([MIA, CARL, ROSA, MIA, "nobody"], *queries)
        fetched.ahead([ROSA, ANA], *queries)
        for person in (MIA, CARL, ROSA, ANA, "nobody"):
            for query in queries:
                assert fetched.ask(query, id=person) == asking.ask(query, id=person)
        assert fetched.ask(catalog.RECORDS, id=CARL) == []


def test_evidence_is_thinned_not_dropped(home: Home) -> None:
    """Theo's father stands by SNAP's household role; hidden, the mother stays by her birth record."""
    with seen_without(home, "snap") as view:
        assert {t.start for t in person_360(view, THEO).ties if t.tie == "PARENT_OF"} == {ROSA}


def test_real_data_does_not_open(run: Run, home: Home) -> None:
    """A snapshot that is not wholly fictional is refused until a disclosure policy exists."""
    real: Manifest = run.manifest().model_copy(update={"fictional": False})
    with pytest.raises(ViewRefused, match="fictional"):
        AllowAll().opens(real)


def test_a_cache_key_names_run_viewer_purpose_stage_and_policy(view: View) -> None:
    """Two views that may differ never share what was derived."""
    assert view.key == (view.run.name, TODAY, "Demo investigator", "investigator", "family finding", "case work", 0)


def test_an_empty_home_says_what_to_do(empty_home: Home) -> None:
    """Before the first load casework has no manifest and opens no view."""
    casework = Casework(empty_home)
    assert casework.manifest() is None
    with pytest.raises(Exception, match="kin360 ingest"), casework.view():
        pass
