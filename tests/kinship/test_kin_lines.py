"""Lines of kinship on hand-made families with hand-written answers."""

from __future__ import annotations

from graphmodel.kinship.family_graph import FamilyGraph, Tie
from graphmodel.kinship.lines import Line, relatives, sibling_kind


def parent(a: str, b: str, nature: str = "biological") -> Tie:
    """A parent tie."""
    return Tie("PARENT_OF", a, b, nature)


def couple(a: str, b: str, *, former: bool = False) -> Tie:
    """A marriage."""
    return Tie("PARTNER_OF", a, b, "married", former)


FAMILY = FamilyGraph(
    [
        *(parent(p, c) for p in ("gm", "gf") for c in ("mum", "aunt")),
        parent("gm", "half_uncle"),
        parent("gm2", "half_uncle"),
        *(parent(p, c) for p in ("mum", "dad") for c in ("kid", "sis")),
        parent("dad", "half_bro"),
        parent("other_mum", "half_bro"),
        parent("aunt", "cousin"),
        parent("pgm", "dad"),
        couple("mum", "stepdad"),
        parent("stepdad", "step_bro"),
        couple("aunt", "uncle", former=True),
        Tie("SIBLING_OF", "great_aunt", "pgm", "unknown"),
        parent("great_aunt", "dads_cousin"),
        Tie("FICTIVE_TIE", "godmother", "kid", "godparent"),
        Tie("CAREGIVER_OF", "aunt", "kid", "Foster Family Home (Relative)"),
        Tie("GUARDIAN_OF", "gm", "kid", "legal custody"),
        parent("kid", "baby"),
        parent("maybe", "kid", "putative"),
    ],
    {"mum": "female", "dad": "male", "maybe": "male"},
)


def shape(line: Line) -> tuple[str, int, int, str | None, str | None]:
    """What a line looks like."""
    return (line.route, line.up, line.down, line.side, line.half)


def shapes(person: str, most: int = 4) -> list[tuple[str, int, int, str | None, str | None]]:
    """The lines from the kid to a person."""
    return [shape(line) for line in relatives(FAMILY, "kid", most).get(person, ())]


def test_direct_lines_give_generations_and_side() -> None:
    """Parents, grandparents and children stand on direct lines, told apart by side."""
    assert shapes("mum") == [("line", 1, 0, "maternal", None)]
    assert shapes("pgm") == [("line", 2, 0, "paternal", None)]
    assert shapes("baby") == [("line", 0, 1, None, None)]


def test_siblings_are_full_half_or_unknown() -> None:
    """A sibling by both parents is full, by one of two known is half, and where a parent is not on record unknown."""
    assert shapes("sis") == [("line", 1, 1, "both", "full")]
    assert shapes("half_bro") == [("line", 1, 1, "paternal", "half")]
    assert sibling_kind(FAMILY, "aunt", "half_uncle") == "half"
    assert sibling_kind(FAMILY, "baby", "cousin") == "unknown"


def test_collaterals_keep_the_half_of_their_branches() -> None:
    """Aunts and cousins carry whether the two branches part at full or half siblings."""
    assert shapes("aunt")[0] == ("line", 2, 1, "maternal", "full")
    assert shapes("half_uncle") == [("line", 2, 1, "maternal", "half")]
    assert shapes("cousin") == [("line", 2, 2, "maternal", "full")]


def test_a_sibling_tie_without_parents_still_leads_on() -> None:
    """A great-aunt known only as a grandmother's sister, and her child, are found."""
    assert shapes("great_aunt") == [("line", 3, 1, "paternal", "unknown")]
    assert shapes("dads_cousin", most=5) == [("line", 3, 2, "paternal", "unknown")]
    assert shapes("dads_cousin") == []


def test_unions_lead_to_step_and_in_law() -> None:
    """A parent's partner, that partner's child and an aunt's former husband are relatives by union."""
    assert shapes("stepdad") == [("partner of relative", 1, 0, "maternal", None)]
    assert shapes("step_bro") == [("step sibling", 1, 1, "maternal", None)]
    uncle = relatives(FAMILY, "kid", 4)["uncle"][0]
    assert (uncle.route, uncle.former) == ("partner of relative", True)


def test_every_line_is_kept() -> None:
    """The aunt who cares for the child is aunt and caregiver; the grandmother grandmother and guardian."""
    assert [line.route for line in relatives(FAMILY, "kid", 4)["aunt"]] == ["line", "caregiver"]
    assert [line.route for line in relatives(FAMILY, "kid", 4)["gm"]] == ["line", "guardian"]
    assert relatives(FAMILY, "kid", 4)["godmother"][0].kind == "godparent"


def test_putative_parentage_is_marked() -> None:
    """A putative father stands on a line that says so, and makes nobody a full sibling."""
    assert relatives(FAMILY, "kid", 4)["maybe"][0].natures == {"putative"}
    assert "kid" not in relatives(FAMILY, "kid", 4)


def test_the_bound_counts_generations_up_and_down_together() -> None:
    """Within one generation step there are only parents, children and direct ties."""
    near = {p for p, lines in relatives(FAMILY, "kid", 1).items() if lines[0].route == "line"}
    assert near == {"mum", "dad", "maybe", "baby"}
