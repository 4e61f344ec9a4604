"""What agencies write down: the truth as it was on the day, changed at about the rates the habits say."""

from __future__ import annotations

import datetime as dt
import random

from ingest.sample.observe import Habits, observe
from ingest.sample.people import Person
from ingest.sample.town import Town, TownPlan

BEFORE, AFTER = dt.date(1999, 1, 1), dt.date(2010, 1, 1)
CAREFUL = Habits(mess=0.0, nickname=0.0, middle="full", ssn=1.0, stale_address=0.0, stale_name=0.0, missing_birth=0.0)


def _married_woman() -> Person:
    town = Town(TownPlan(0, 0, 100, 0, 1))
    person = town.new_person(dt.date(1970, 2, 11), "F", "us", arrived=dt.date(1970, 2, 11))
    person.given, person.middle, person.birth_surname, person.death = "Katherine", "Ruth", "Hoyt", None
    person.names.append((dt.date(2000, 5, 5), "Larkin"))
    home = town.found_household([person], dt.date(1990, 1, 1))
    town.relocate(home, dt.date(2005, 1, 1))
    return person


def test_a_careful_system_records_the_truth_of_the_day() -> None:
    """Name and address are those of the day, the name at birth is the former one after a marriage."""
    person = _married_woman()
    home = person.home
    assert home is not None
    earlier, later = (observe(random.Random(1), person, day, CAREFUL) for day in (BEFORE, AFTER))
    assert (earlier.surname, earlier.former, earlier.address) == ("Hoyt", "", home.homes[0][0])
    assert (later.given, later.surname, later.former, later.address) == (
        "Katherine",
        "Larkin",
        "Hoyt",
        home.homes[1][0],
    )
    assert (later.birth, later.ssn) == (person.birth, person.ssn)


def test_errors_come_at_about_the_rates_of_the_habits() -> None:
    """Of many records of one woman, few have a wrong birth date, some her earlier name, some no number."""
    person, rng = _married_woman(), random.Random(2)
    habits = Habits(mess=1.0, nickname=0.1, ssn=0.8, stale_name=0.2, missing_birth=0.05)
    seen = [observe(rng, person, AFTER, habits) for _ in range(4_000)]
    share = {
        "missing birth": sum(s.birth is None for s in seen) / 4_000,
        "wrong birth": sum(s.birth is not None and s.birth != person.birth for s in seen) / 4_000,
        "earlier name": sum(s.surname == "Hoyt" for s in seen) / 4_000,
        "no number": sum(s.ssn == "" for s in seen) / 4_000,
    }
    assert 0.035 < share["missing birth"] < 0.065
    assert 0.005 < share["wrong birth"] < 0.02
    assert 0.16 < share["earlier name"] < 0.24
    assert 0.16 < share["no number"] < 0.23
    assert any(s.given not in ("Katherine", "Larkin", "Ruth") for s in seen)
