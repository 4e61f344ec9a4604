"""The family as a table."""

from __future__ import annotations

from made_home import ELLA, JORGE, MARCUS

from casework.family import family
from casework.view import View
from explorer.family_table import family_table, kept


def test_filters_keep_a_side_a_telephone_and_the_living(view: View) -> None:
    """By side, by telephone, by life; people of both sides pass for each."""
    relatives = family(view, MARCUS, 4).relatives

    def names(side: str | None = None, phone: bool = False, living: bool = False) -> set[str]:
        return {relative.brief.name for relative in kept(relatives, side=side, phone=phone, living=living)}

    assert "Ana Jones" in names(side="maternal") & names(side="paternal")
    assert "Ella Jones" not in names(side="maternal")
    assert "Dwight Jones" not in names(living=True)
    assert "Bo Fernandez" not in names(phone=True)
    assert names() == {r.brief.name for r in relatives}


def test_each_row_tells_term_whereabouts_telephone_and_sources(view: View) -> None:
    """The grandmother may be called, the grandfather must not; each row names its sources and leads to its person."""
    whole = family(view, MARCUS, 4)
    rows = family_table(whole, whole.relatives).split("<tr>")
    ella = next(row for row in rows if f"person={ELLA}" in row)
    jorge = next(row for row in rows if f"person={JORGE}" in row)
    assert "paternal grandmother" in ella
    assert "safe to call" in ella
    assert "Child welfare information, Child and Family Services; record" in ella
    assert "<s class=" in jorge
    assert "do NOT call" in jorge
