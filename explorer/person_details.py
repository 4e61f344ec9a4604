"""What stands below the first look: the dated journey, services, the home, and every fact with its source."""

from __future__ import annotations

from casework.homes import ServiceUse
from casework.journey import JourneyEntry
from casework.profile import Person360
from explorer.citing import as_of_words, cited
from explorer.markup import Child, Html, joined, link, table, tag
from explorer.people_words import address
from explorer.wording import counted, group, say
from explorer.wording.telling import told_date, told_span


def journey_table(sheet: Person360) -> Html:
    """Homes, carers, schools, cases and orders in one line of time."""
    head = [say(f"person.journey.{column}") for column in ("when", "kind", "what", "where", "with")]
    hidden = any(stop.kind == "protected address" for stop in sheet.safety_stops)
    rows = [_stretch(entry, hidden) for entry in sheet.journey]
    if not rows:
        return tag("p", say("none.here"), class_="k-none")
    return table([*head, say("family.sources")], rows, say("person.journey.caption"))


def _stretch(entry: JourneyEntry, hidden: bool) -> list[Child]:
    """A row. Where the person's address is protected no home of theirs is told: an old one may be the same."""
    where = say("person.protected_where") if hidden and entry.kind in ("home", "address") else entry.where
    people = joined(
        (link(name, "person", person=person) for person, name in zip(entry.people, entry.names, strict=True)), ", "
    )
    what = _household_role(entry.what) if entry.kind == "home" else entry.what
    return [
        told_span(entry.span.since, entry.span.to),
        say(f"person.kind.{entry.kind}"),
        what,
        where,
        people,
        cited(entry.citations),
    ]


def _household_role(role: str) -> str:
    """A role is towards the head of the household and nobody else; said so, it is not taken for parentage."""
    known = group("person.role")
    return known.get(role) or say("person.role_to_head", role=role)


def services_tables(sheet: Person360) -> Html:
    """Services of the person, of those who live there, and help given to the home."""
    own = [_service(use) for use in sheet.services]
    others: list[list[Child]] = [
        [link(each.member.brief.name, "person", person=each.member.brief.person), *_service(use)]
        for each in sheet.services_of_home
        for use in each.services
    ]
    home = [_service(use) for use in sheet.home_help]
    head = [say(f"person.{column}") for column in ("service", "agency", "status", "case", "journey.when")]
    head.append(say("family.sources"))
    where = f": {address(sheet.whereabouts)}" if sheet.whereabouts else ""
    return joined(
        (
            _titled(say("person.services", name=sheet.portrait.name), head, own),
            _titled(say("person.services_home"), [say("person.who"), *head], others),
            _titled(say("person.home_help") + where, head, home),
        )
    )


def _titled(title: str, head: list[str], rows: list[list[Child]]) -> Html:
    if not rows:
        return joined((tag("h3", title), tag("p", say("none.here"), class_="k-none")))
    return table(head, rows, tag("b", title))


def _service(use: ServiceUse) -> list[Child]:
    now = say("person.now") if use.current else say("person.ended")
    status = f"{now} ({use.status})" if use.status and use.status not in (now, "active") else now
    return [use.name, use.agency, status, use.case_key, told_span(use.span.since, use.span.to), cited(use.citations)]


def facts_table(sheet: Person360) -> Html:
    """Every value that any record states, with the records that state it; and every tie with its sources."""
    fields = group("field")
    rows: list[list[Child]] = []
    for field, label in fields.items():
        stated: dict[str, list[str]] = {}
        for record in sheet.records:
            if field in record.values:
                where = f"{record.agency}, {record.system}, {record.record}, {record.file} line {record.line}"
                stated.setdefault(record.values[field], []).append(f"{where}, {as_of_words(record.as_of)}")
        dated = field.endswith("_date")
        rows += [[label, told_date(value) if dated else value, _records(by)] for value, by in sorted(stated.items())]
    head = [say("person.fact"), say("person.value"), say("person.said_by")]
    return table(head, rows, say("person.facts.caption"))


def _records(lines: list[str]) -> Html:
    body = tag("ul", joined(tag("li", line) for line in lines))
    return tag("details", tag("summary", counted("record", len(lines))), body, class_="k-source")


def coverage_lines(sheet: Person360) -> Html:
    """How many relatives are known on each side, by generation."""
    lines = []
    for side in sheet.coverage:
        counts = [
            say("person.coverage.1", count=count) if up == 1 else say("person.coverage.up", count=count, up=up)
            for up, count in sorted(side.by_up.items())
        ]
        lines.append(
            tag(
                "li",
                say(
                    "person.coverage",
                    side=say(f"person.call.{side.side}"),
                    counts=", ".join(counts) or say("none.here"),
                    reach=side.with_contact,
                ),
            )
        )
    return tag("ul", joined(lines))
