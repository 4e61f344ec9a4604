"""A walk through a family."""

from __future__ import annotations

from functools import partial

from made_home import ANA, BO, CARMEN, DWIGHT, ELLA, LUCIA, MARCUS, PAUL, RAY, ROSE, TIM

from casework.family import KinTieShown, family, neighbours
from casework.view import View
from explorer import family_walk as walking
from explorer.components.walkable_graph import Drawing


def _drawn(view: View, address: str = "") -> tuple[walking.Walk, Drawing]:
    walk = walking.at_first("run:child", family(view, MARCUS, 2), address)
    return walking.draw(walk, partial(neighbours, view), {CARMEN: "maternal grandmother"})


def test_a_walk_begins_with_the_relatives_of_the_child_and_the_parents(view: View) -> None:
    """Parents, carer, siblings and grandparents are drawn at once; the parents count as expanded."""
    walk, drawing = _drawn(view)
    assert {person.id for person in drawing.people} == {
        MARCUS,
        LUCIA,
        DWIGHT,
        ROSE,
        ANA,
        BO,
        CARMEN,
        ELLA,
        *_jorge(drawing),
    }
    assert {person.id for person in drawing.people if person.expanded} == {MARCUS, LUCIA, DWIGHT}
    assert set(walk.spots) == {person.id for person in drawing.people}


def _jorge(drawing: Drawing) -> set[str]:
    return {person.id for person in drawing.people if person.name == "Jorge Fernandez"}


def test_a_step_adds_relatives_and_moves_nobody(view: View) -> None:
    """Asking for the grandmother brings the uncle, asking for him the cousin; everybody drawn before stays."""
    walk, _ = _drawn(view)
    for person, brought in ((ELLA, RAY), (RAY, TIM)):
        before = dict(walk.spots)
        walk, drawing = walking.draw(walking.expand(walk, person), partial(neighbours, view), {})
        assert brought in {drawn.id for drawn in drawing.people}
        assert {known: walk.spots[known] for known in before} == before
    assert walking.expand(walk, RAY) == walk


def test_the_address_of_a_walk_leads_back_to_it(view: View) -> None:
    """What the address says is walked again and gives the same people; strangers named in it are passed over."""
    walk, _ = _drawn(view)
    walk, drawing = walking.draw(walking.expand(walking.expand(walk, ELLA), RAY), partial(neighbours, view), {})
    address = walking.address_of(walk)
    assert address == drawing.address
    asked = address.partition("walk=")[2]
    _, again = _drawn(view, asked)
    assert {person.id for person in again.people} == {person.id for person in drawing.people}
    _, tampered = _drawn(view, f"{asked}.NOBODY.<script>")
    assert {person.id for person in tampered.people} == {person.id for person in drawing.people}


def test_people_are_drawn_with_what_is_known_of_them(view: View) -> None:
    """Symbol, death, caption, page and panel; a protected address is told as protected."""
    _, drawing = _drawn(view)
    people = {person.id: person for person in drawing.people}
    assert (people[DWIGHT].symbol, people[DWIGHT].deceased) == ("male", True)
    assert people[CARMEN].caption == "maternal grandmother · age 66"
    assert people[CARMEN].href == f"./person?person={CARMEN}"
    assert ("Last address", "address protected, not shown") in people[CARMEN].facts
    assert people[MARCUS].caption.startswith("index person")


def test_ties_are_drawn_by_nature_each_with_a_word(view: View) -> None:
    """Birth plain, a putative father uncertain, a former union marked, the carer dotted and called so."""
    walk, drawing = _drawn(view)
    walk, drawing = walking.draw(walking.expand(walk, BO), partial(neighbours, view), {})
    styles = {(tie.start, tie.end): (tie.style, tie.word) for tie in drawing.ties}
    assert styles[LUCIA, MARCUS] == ("biological", "")
    assert styles[PAUL, BO] == ("uncertain", "putative")
    assert {("foster", "carer"), ("fictive", "godparent")} == {
        (tie.style, tie.word) for tie in drawing.ties if tie.start == ROSE or tie.end == ROSE
    }
    union = next(tie for tie in drawing.ties if {tie.start, tie.end} == {LUCIA, DWIGHT})
    assert (union.style, union.word) == ("former_partner", "former")


def test_a_source_without_a_nature_adds_no_second_line() -> None:
    """Where one source states birth and another only 'parent', one line is drawn."""

    def tie(nature: str) -> KinTieShown:
        return KinTieShown.model_validate(
            {
                "tie": "PARENT_OF", "start": "a", "end": "b", "nature": nature, "former": False, "citations": (),
                "span": {"since": None, "to": None},
            }
        )  # fmt: skip

    assert [drawn.style for drawn in walking.drawn_ties([tie("unknown"), tie("biological")])] == ["biological"]
    assert [drawn.style for drawn in walking.drawn_ties([tie("unknown")])] == ["uncertain"]
    assert len(walking.drawn_ties([tie("adoptive"), tie("biological")])) == 2


def test_every_word_of_the_drawing_is_given(view: View) -> None:
    """Each symbol and each style of tie has a word for the legend, each button a label."""
    words = walking.walk_words()
    _, drawing = _drawn(view)
    assert {tie.style for tie in drawing.ties} <= set(words["ties"])  # type: ignore[call-overload]
    assert {"male", "female", "unknown", "index", "deceased", "nameless", "more"} == set(words["symbols"])  # type: ignore[call-overload]
    assert {"in", "out", "fit", "centre", "expand"} == set(words["buttons"])  # type: ignore[call-overload]
