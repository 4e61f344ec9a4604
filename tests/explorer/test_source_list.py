"""What was loaded."""

from __future__ import annotations

from casework.view import View
from explorer.source_list import as_of_line, caption, sources_table


def test_each_source_tells_its_age_and_its_rejects(view: View) -> None:
    """Title, agency, agreement, as-of date, records, rejected rows and a problem, by title."""
    problem = view.manifest.sources[0].model_copy(update={"error": "cut <off>", "as_of": None, "agreement": None})
    manifest = view.manifest.model_copy(update={"sources": (problem, *view.manifest.sources[1:])})
    table = sources_table(manifest)
    assert "cut &lt;off&gt;" in table
    assert "none named" in table
    assert "no date" in table
    assert "20 Nov 2026" in sources_table(view.manifest)


def test_the_age_of_all_records_is_one_line(view: View) -> None:
    """From the oldest to the newest day; one day when they agree; nothing when none is known."""
    assert as_of_line(view.manifest) == "Records as of 15 Sep 2026 to 20 Nov 2026"
    one = view.manifest.model_copy(update={"sources": view.manifest.sources[:1]})
    assert as_of_line(one).startswith("Records as of ")
    assert as_of_line(view.manifest.model_copy(update={"sources": ()})) == ""
    assert "12 people from 18 records of 6 sources" in caption(view.manifest)
