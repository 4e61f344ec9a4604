"""The first look at a person."""

from __future__ import annotations

from made_home import ANA, MARCUS

from casework.profile import person_360
from casework.view import View
from explorer.person_details import coverage_lines, facts_table, journey_table, services_tables
from explorer.person_sheet import first_look, headline
from explorer.relatives_near import near_table


def test_the_headline_names_ages_and_numbers(view: View) -> None:
    """Name, age, birth date, sex; ids, other names, how sure."""
    text = headline(person_360(view, MARCUS))
    for words in ("Marcus Lee Jones", "age 11 · born 3 Feb 2015 · male", "CW-100", "SSN ending 2222", "Markus Jones"):
        assert words in text


def test_cards_stand_in_the_order_in_which_they_are_needed(view: View) -> None:
    """Care and safety come first in their columns, sources last."""
    text = first_look(person_360(view, MARCUS))
    order = [text.index(f"<h2>{title}") for title in ("In care", "Parents", "Before any contact", "Contradictions")]
    assert order == sorted(order)
    assert text.count('class="k-column"') == 3


def test_a_child_at_home_is_shown_at_home(view: View) -> None:
    """Without an open removal the first card tells the home and who lives there, and that no removal is open to us."""
    text = first_look(person_360(view, ANA))
    assert "Where they live" in text
    assert "12 Oak St" in text
    assert "No open removal in the records open to you" in text
    assert "No safety stop in the records open to you. That is not a clearance." in text


def test_carers_of_the_past_come_last_and_are_called_former(view: View) -> None:
    """A carer whose stay has ended is told as former, after those of today."""
    sheet = person_360(view, MARCUS)
    tie = next(t for t in sheet.ties if t.tie == "CAREGIVER_OF")
    ended = tie.model_copy(update={"former": True, "span": tie.span.model_copy(update={"to": "2026-11-01"})})
    past = first_look(sheet.model_copy(update={"ties": (ended,)}))
    assert "former:" in past
    assert "21 Oct 2026 to 1 Nov 2026" in past
    assert "former:" not in first_look(sheet)


def test_details_tell_journey_services_facts_and_coverage(view: View) -> None:
    """One line of time; services of the child, of the home's people and of the home; every value with its records."""
    sheet = person_360(view, MARCUS)
    journey = journey_table(sheet)
    for words in ("Lincoln Middle School", "removal", "foster family home", "child of the head of household"):
        assert words in journey
    services = services_tables(sheet)
    for words in ("Services of Marcus Lee Jones", "Weatherization", "Services of those who live there"):
        assert words in services
    facts = facts_table(sheet)
    assert "cwis.csv line" in facts
    assert facts.count("Birth date") == 2
    assert "Mother&#x27;s side: 3 parents and siblings" in coverage_lines(sheet)
    assert "paternal grandmother" in near_table(sheet)
