"""Why records are one person: fields side by side, contributions, held links."""

from __future__ import annotations

import pytest
from rosas_family import CARL, DAN, MIA

from casework.view import View
from casework.why_one_person import why_one_person


def test_fields_agree_differ_or_are_blank(view: View) -> None:
    """The birth date differs, the surname agrees, the suffix is blank."""
    verdicts = {f.field: f.verdict for f in why_one_person(view, MIA).fields}
    assert (verdicts["birth_date"], verdicts["surname"], verdicts["suffix"]) == ("differ", "agree", "blank")


def test_contributions_sum_to_the_weight(view: View) -> None:
    """What each comparison gave, with the prior, is the whole weight of the link."""
    (link,) = why_one_person(view, MIA).links
    assert sum(c.weight for c in link.contributions) == pytest.approx(link.weight)


def test_a_held_link_shows_from_both_sides(view: View) -> None:
    """The link refused between Carl and Dan is told on both pages, with its reason."""
    for person in (CARL, DAN):
        (held,) = why_one_person(view, person).held
        assert (held.person_l, held.person_r, held.reason) == (CARL, DAN, "first_name")
