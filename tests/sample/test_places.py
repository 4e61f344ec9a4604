"""Addresses of the sample state: let again, never twice at a time."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise

from state_on_disk import State

from ingest.sample.places import AddressBook, abbreviate


def test_a_home_houses_one_household_at_a_time_and_many_in_sequence(state: State) -> None:
    """Spells at one address do not overlap, and a good part of homes had several households."""
    spells = defaultdict(list)
    for home in state.truth("homes"):
        if home["valid_to"] != home["valid_from"]:
            place = tuple(home[c] for c in ("number", "street", "unit", "city", "zip"))
            spells[place].append((home["valid_from"], home["valid_to"] or "9999", home["household_id"]))
    for times in spells.values():
        assert all(a[1] <= b[0] for a, b in pairwise(sorted(times)))
    shared = [times for times in spells.values() if len({household for _, _, household in times}) > 1]
    assert len(shared) > len(spells) / 4


def test_towns_of_one_city_share_no_zip_code() -> None:
    """A city that is drawn again gets other ZIP codes, so that two towns never share an address."""
    first, again = (AddressBook(random.Random(1), town) for town in (0, 30))
    assert first.city == again.city
    assert {first.build().zip for _ in range(20)}.isdisjoint({again.build().zip for _ in range(20)})


def test_streets_are_abbreviated_as_the_post_does() -> None:
    """Directions and kinds of street are shortened, names are not."""
    assert abbreviate("North Bluestem Avenue") == "N Bluestem Ave"
    assert abbreviate("Court Lane") == "Ct Ln"
