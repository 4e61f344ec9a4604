"""`kin360 find`, `profile` and `relatives`: what the explorer shows, on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from casework.brief import Brief
from cli.output import clear_errors, print_json, print_table
from explorer.wording.kinship import kin_term, side_word
from explorer.wording.telling import told_age, told_contact, told_date, told_span

JSON = Annotated[bool, typer.Option("--json", help="Write JSON.")]
PERSON = Annotated[str, typer.Argument(help="A person's id, as `kin360 find` shows it.")]


def find(
    text: Annotated[str, typer.Argument(help="Name, birth date, year, address, telephone, mother's name, identifier.")],
    json: JSON = False,
) -> None:
    """Find people by whatever is known of them."""
    from casework.find import find_people
    from casework.opening import Casework

    with clear_errors(), Casework.from_environment().view() as view:
        result = find_people(view, text)
    if json:
        print_json(result)
        return
    if not result.people:
        print("None in the records open to you.")
        return
    rows = [
        (f.brief.person, f.brief.name, told_date(f.brief.birth_date), _age(f.brief), f.mother, "; ".join(f.why))
        for f in result.people
    ]
    print_table(("person", "name", "born", "age", "mother", "why"), rows)
    if result.more:
        print("There are more: add a first name, a year of birth or a street.")


def profile(person: PERSON, json: JSON = False) -> None:
    """The Person 360 of somebody."""
    from casework.opening import Casework
    from casework.profile import person_360

    with clear_errors(), Casework.from_environment().view() as view:
        sheet = person_360(view, person)
    if json:
        print_json(sheet)
        return
    who = sheet.portrait
    print(f"{who.name}  ({who.person})")
    print(f"born {told_date(who.birth_date)}, {told_age(who.age, who.deceased)}")
    if sheet.in_care:
        print(f"In care since {told_date(sheet.in_care.since)}, day {sheet.in_care.day}")
    near = [(kin_term(r.lines[0], r.brief.sex), r.brief.name, _age(r.brief), _phone(r.brief)) for r in sheet.relatives]
    print_table(("relative", "name", "age", "telephone"), near, title="Near relatives")
    dated = [(told_span(e.span.since, e.span.to), e.kind, e.what, e.where, ", ".join(e.names)) for e in sheet.journey]
    print_table(("when", "kind", "what", "where", "with"), dated, title="Journey")
    services = [(s.name, s.status, told_span(s.span.since, s.span.to), s.agency) for s in sheet.services]
    print_table(("service", "status", "when", "agency"), services, title="Services")
    for contradiction in sheet.contradictions:
        print(f"Sources differ on {contradiction.about}: " + " / ".join(c.value for c in contradiction.claims))


def relatives(
    person: PERSON,
    generations: Annotated[int, typer.Option(min=1, max=6, help="Generations up and down, counted together.")] = 4,
    json: JSON = False,
) -> None:
    """Everybody related to somebody within so many generations, nearest first."""
    from casework.family import family
    from casework.opening import Casework

    with clear_errors(), Casework.from_environment().view() as view:
        found = family(view, person, generations)
    if json:
        print_json(found)
        return
    rows = [
        (
            kin_term(r.lines[0], r.brief.sex),
            side_word(r.lines[0].side),
            r.brief.name,
            _age(r.brief),
            _phone(r.brief),
            r.brief.person,
        )
        for r in found.relatives
    ]
    print_table(("relative", "side", "name", "age", "telephone", "person"), rows)
    if found.truncated:
        print("The family is larger than can be shown; ask for fewer generations.")


def _age(brief: Brief) -> str:
    return told_age(brief.age, brief.deceased)


def _phone(brief: Brief) -> str:
    return next((told_contact(r.contact) for r in brief.reach if r.safe != "no"), "")
