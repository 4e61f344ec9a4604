"""Why one person, in words."""

from __future__ import annotations

import pytest
from made_home import CARMEN, MARCUS

from casework.view import View
from casework.why_one_person import why_one_person
from explorer.why_sheet import held_block, introduction, link_block, records_table, strength


@pytest.mark.parametrize(
    ("bits", "told"),
    [(9.0, "strongly for"), (4.0, "for"), (0.5, "slightly for"), (0.1, "neither way"), (-0.1, "neither way"),
     (-0.5, "slightly against"), (-4.0, "against"), (-9.0, "strongly against")],
)  # fmt: skip
def test_weights_are_told_in_words(bits: float, told: str) -> None:
    """From 3 bits (8 to 1) evidence speaks, from 7 bits (100 to 1) strongly; near zero it says nothing either way."""
    assert strength(bits) == told


def test_records_stand_side_by_side_with_a_verdict(view: View) -> None:
    """A column a record, a row a field, and match, mismatch or blank at the end."""
    table = records_table(why_one_person(view, MARCUS))
    assert [table.count(word) for word in ("cwis:100", "vital:b1", "snap:1<", "school:s1")] == [1, 1, 1, 1]
    birth = next(row for row in table.split("<tr>") if "Birth date" in row)
    assert "2 Mar 2015" in birth
    assert "✗ mismatch" in birth


def test_links_show_bars_and_held_links_their_reason(view: View) -> None:
    """Each comparison has words and a bar, hatched where it speaks against; a held link says why it was held."""
    why = why_one_person(view, MARCUS)
    block = link_block(why.links[0])
    assert "Surname and address together" in block
    assert block.count('class="k-bar"') == 2
    assert block.count("k-bar-against") == 1
    assert "different birth dates in one household" in held_block(why.held[0])


def test_a_lone_record_was_not_linked(view: View) -> None:
    """Somebody of one record is told so."""
    assert (
        introduction(why_one_person(view, CARMEN)) == "Carmen Castellano stands in one record only: nothing was linked."
    )
