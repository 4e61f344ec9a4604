"""Each page, run whole over a real snapshot."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from made_home import BO, CARMEN, MARCUS, RAY, SCRIPT_NAME, make_home
from streamlit.testing.v1 import AppTest

from graphmodel.home import HOME_VARIABLE, Home

OpenPage = Callable[..., AppTest]


def shown(app: AppTest) -> str:
    """All that a page shows, markup taken away."""
    assert not app.exception, app.exception
    bodies = [element.proto.body for element in app.get("html") if "<style>" not in element.proto.body]
    others = [element.value for kind in ("markdown", "info", "error", "warning") for element in app.get(kind)]
    text = re.sub(r"<[^>]+>", " ", " ".join(bodies)).replace("&#x27;", "'").replace("&amp;", "&")
    return " ".join(" ".join([text, *others]).replace("\\", "").split())


def html_of(app: AppTest) -> str:
    """The markup of a page."""
    return "".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)


def test_the_first_page_asks_who_is_looked_for(open_page: OpenPage) -> None:
    """The explorer opens on the search box, marks fictional data and the demo identity, and tells how old it is."""
    app = open_page("find")
    text = shown(app)
    assert app.text_input(key="q").value in ("", None)
    for words in ("Find a child", "Fictional data", "Demo identity", "Records as of 15 Sep 2026 to 20 Nov 2026"):
        assert words in text


def test_a_child_is_found_by_name_with_what_tells_people_apart(open_page: OpenPage) -> None:
    """Typing a name lists the child with age, birth date, town, mother, reason and number of sources."""
    app = open_page("find")
    text = shown(app.text_input(key="q").set_value("jones marcus").run())
    for words in (
        "Marcus Lee Jones",
        "in care",
        "age 11",
        "Born 3 Feb 2015",
        "Peoria",
        "Mother Lucia Fernandez",
        "4 sources",
    ):
        assert words in text
    assert "Found by" in text


def test_age_groups_narrow_what_was_found(open_page: OpenPage) -> None:
    """Adults only leaves no child in the list, and says how many were left out."""
    app = open_page("find")
    app.text_input(key="q").set_value("marcus jones").run()
    app.get("button_group")[0].set_value("adult").run()
    text = shown(app)
    assert "Marcus" not in text
    assert "None of the 1 found" in text


def test_nothing_found_is_told_as_none_open_to_you_with_other_ways(open_page: OpenPage) -> None:
    """A search without a hit never says that nobody exists, and names the other ways of searching."""
    app = open_page("find")
    text = shown(app.text_input(key="q").set_value("zzyzx qqq").run())
    assert "None in the records open to you" in text
    for way in ("birth date", "address", "telephone", "mother"):
        assert way in text


def test_person_360_tells_what_a_worker_must_know_first(open_page: OpenPage) -> None:
    """Removal day, tonight's carer, safety stop, tribal inquiry, parents, siblings, calls, contradictions, sources."""
    text = shown(open_page("person", person=MARCUS))
    for words in (
        "Marcus Lee Jones", "age 11 · born 3 Feb 2015 · male", "since removal", "Tonight: Rose Miller",
        "foster family home", "Order of protection : No contact with Lucia Fernandez.", "Tribal inquiry: not asked",
        "father: Dwight Jones", "died aged 41", "mother: Lucia Fernandez", "Ana Jones , sister, age 14, Peoria",
        "(309) 555-0104", "safe to call", "do NOT call: marked unsafe", "birth date:", "2 Mar 2015",
        "Vital records as of 31 Oct 2026", "Lincoln Middle School", "Weatherization",
    ):  # fmt: skip
        assert words in text, words


def test_a_missing_father_is_unknown_and_not_asked(open_page: OpenPage) -> None:
    """A putative father does not fill the father's place: it reads unknown, not asked, and he stands as putative."""
    text = shown(open_page("person", person=BO))
    assert "Father: unknown, not asked" in text
    assert "putative father: Paul Stone" in text


def test_a_protected_address_is_on_no_page(open_page: OpenPage) -> None:
    """Neither street nor town of a protected address is shown, on her own page or on her family's."""
    for page in ("person", "family", "why"):
        text = shown(open_page(page, person=CARMEN))
        assert "Elm" not in text
        assert "Pekin" not in text
    assert "address protected, not shown" in shown(open_page("person", person=CARMEN))


@pytest.mark.parametrize("page", ["person", "family", "why"])
def test_markup_in_a_name_stays_text(open_page: OpenPage, page: str) -> None:
    """A name that holds script is shown letter by letter on every page about that person."""
    markup = html_of(open_page(page, person=RAY))
    assert "<img" not in markup
    assert "&lt;img" in markup


def test_markup_in_a_name_stays_text_in_a_search(open_page: OpenPage) -> None:
    """A found name with HTML is escaped, and so is a search text that holds some."""
    app = open_page("find")
    markup = html_of(app.text_input(key="q").set_value("3095550105").run())
    assert html.escape(SCRIPT_NAME.split(" *")[0]) in markup
    assert "<img" not in markup
    app.text_input(key="q").set_value("<img src=x> *nobody*").run()
    assert "<img" not in html_of(app)
    assert "<img" not in app.get("info")[0].value


def test_every_page_links_to_the_others_with_the_person_in_the_address(open_page: OpenPage) -> None:
    """The links between the pages about a person carry the id, so that each can be shared and gone back to."""
    markup = html_of(open_page("person", person=MARCUS))
    for page in ("family", "why"):
        assert f'href="./{page}?person={MARCUS}"' in markup
    assert 'href="./"' in markup


def test_family_table_lists_every_relative(open_page: OpenPage) -> None:
    """As a table: grandparents on their sides, uncle and cousin, with filters by side and telephone."""
    app = open_page("family", **{"person": MARCUS, "as": "table"})
    text = shown(app)
    for words in ("paternal grandmother", "maternal grandfather", "paternal uncle", "first cousin", "also godparent"):
        assert words in text, words
    app.get("button_group")[1].set_value("maternal").run()
    assert "paternal uncle" not in shown(app)
    assert "maternal grandmother" in shown(app)


def test_family_graph_has_a_table_twin(open_page: OpenPage) -> None:
    """The drawing comes with a table of the same people, and its message holds a place for each."""
    app = open_page("family", person=MARCUS)
    text = shown(app)
    for name in ("Dwight Jones", "Carmen Castellano", "Ella Jones", "Bo Fernandez"):
        assert name in text
    assert len(app.get("bidi_component")) == 1


def test_why_one_person_sets_records_side_by_side(open_page: OpenPage) -> None:
    """Match, mismatch and blank by field; each link in words; the held link with its reason."""
    text = shown(open_page("why", person=MARCUS))
    for words in (
        "4 records of 4 sources", "✓ match", "✗ mismatch", "blank", "cwis:100 and vital:b1", "strongly for",
        "slightly against", "different birth dates in one household",
    ):  # fmt: skip
        assert words in text, words


def test_sources_tells_what_was_loaded(open_page: OpenPage) -> None:
    """Every source with agency, as-of date, records and rejected rows."""
    text = shown(open_page("sources"))
    assert "12 people from 18 records of 6 sources" in text
    assert "Child welfare information" in text
    assert "rejected row" in text


@pytest.mark.parametrize("page", ["person", "family", "why"])
def test_a_page_without_a_person_leads_to_the_search(open_page: OpenPage, page: str) -> None:
    """Nobody chosen: the page says so and links to the search."""
    text = shown(open_page(page))
    assert "Nobody chosen yet" in text
    assert "Find a child" in text


def test_an_unknown_person_is_none_open_to_you(open_page: OpenPage) -> None:
    """An id that no visible record has is told like one that never was."""
    assert "No such person in the records open to you" in shown(open_page("person", person="P404"))


def test_before_the_first_load_the_page_says_what_to_run(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a snapshot every page says that nothing has been loaded and how to load it."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    text = shown(open_page("sources"))
    assert "Nothing has been loaded yet" in text
    assert "kin360 ingest" in text


def test_a_damaged_snapshot_is_a_clear_error(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A graph file cut short is told with what to do, and no page breaks."""
    home = make_home(tmp_path)
    (home.runs / home.current.read_text().strip() / "graph.kuzu").write_bytes(b"cut short")
    monkeypatch.setenv(HOME_VARIABLE, str(home.root))
    text = shown(open_page("person", person=MARCUS))
    assert "The loaded records cannot be opened" in text
    assert "kin360 ingest" in text


def test_data_not_marked_fictional_is_refused(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """While no disclosure policy exists, a snapshot with any source not fictional is not opened, and no banner lies."""
    home: Home = make_home(tmp_path, fictional=False)
    monkeypatch.setenv(HOME_VARIABLE, str(home.root))
    text = shown(open_page("person", person=MARCUS))
    assert "These records may not be opened" in text
    assert "Fictional data" not in text
    assert "Marcus" not in text


def test_whoever_a_safety_stop_names_is_marked_among_those_to_call(open_page: OpenPage) -> None:
    """The mother, named by an order of protection, is called last on her side, and marked."""
    text = shown(open_page("person", person=MARCUS))
    side = text[text.index("Mother's side") : text.index("Father's side")]
    assert side.index("Carmen Castellano") < side.index("Lucia Fernandez")
    assert "Lucia Fernandez , mother named in a safety stop" in side
