"""What a search shows."""

from __future__ import annotations

from casework.find import Found, find_people
from casework.view import View
from explorer.found_people import found_card, of_age_group


def _all(view: View) -> list[Found]:
    return [*find_people(view, "jones").people, *find_people(view, "paul stone").people]


def test_age_groups_part_children_from_adults(view: View) -> None:
    """Under 18 are children; somebody without a birth date belongs to both groups."""
    people = _all(view)
    children, adults = of_age_group(people, "child"), of_age_group(people, "adult")
    assert {"Marcus Lee Jones", "Tim Jones"} <= {f.brief.name for f in children}
    assert "Ella Jones" in {f.brief.name for f in adults}
    assert len(children) + len(adults) == len(people) == len(of_age_group(people, "all"))
    ageless = people[0].model_copy(update={"brief": people[0].brief.model_copy(update={"age": None})})
    assert of_age_group([ageless], "child") == of_age_group([ageless], "adult") == [ageless]


def test_a_card_says_why_somebody_was_found(view: View) -> None:
    """The reason, the records and sources behind, and how sure their link is."""
    found = next(f for f in _all(view) if f.brief.name == "Marcus Lee Jones")
    card = found_card(found)
    for words in ("Found by: ", "4 records", "4 sources", "machine link 97%", "in care", "Mother Lucia Fernandez"):
        assert words in card
