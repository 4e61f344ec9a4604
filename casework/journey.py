"""The dated journey of a child: homes, carers, schools, cases and orders in one line of time."""

from __future__ import annotations

from typing import Literal

from casework.care import cases, placements
from casework.citation import Citation, Shown, Span, cite, span_of
from casework.homes import household_stays
from casework.view import View
from cypher import catalog

Kind = Literal["birth", "home", "address", "placement", "school", "case", "order"]


class JourneyEntry(Shown):
    """One stretch of the journey. ``people`` are ids of those it was shared with, such as carers or housemates."""

    kind: Kind
    what: str
    where: str | None
    people: tuple[str, ...]
    names: tuple[str, ...]
    span: Span
    citations: tuple[Citation, ...]


def journey(view: View, person: str) -> tuple[JourneyEntry, ...]:
    """Every dated stretch, the latest first; what has no date comes last."""
    entries = [*_homes(view, person), *_addresses(view, person), *_care(view, person), *_schools(view, person)]
    entries += [*_cases(view, person), *_orders(view, person)]
    return tuple(sorted(entries, key=lambda e: (e.span.since or "", e.span.to or "9", e.kind, e.what), reverse=True))


def _homes(view: View, person: str) -> list[JourneyEntry]:
    return [
        JourneyEntry(
            kind="home",
            what=stay.role,
            where="; ".join(", ".join(p for p in (a.line, a.city) if p) for a in stay.addresses) or None,
            people=tuple(m.brief.person for m in stay.members),
            names=tuple(m.brief.name for m in stay.members),
            span=stay.span,
            citations=stay.citations,
        )
        for stay in household_stays(view, person)
    ]


def _addresses(view: View, person: str) -> list[JourneyEntry]:
    """Addresses that no household of the same source accounts for."""
    housed = {c.record for stay in household_stays(view, person) for c in stay.citations}
    entries = []
    for row in view.ask(catalog.ADDRESSES_OF_PERSON, id=person):
        alone = tuple(a for a in row.evidence if a.record not in housed)
        if alone:
            entries.append(
                JourneyEntry(
                    kind="address",
                    what="address on record",
                    where=", ".join(p for p in (row.line, row.city) if p),
                    people=(),
                    names=(),
                    span=span_of(alone),
                    citations=cite(view, alone),
                )
            )
    return entries


def _care(view: View, person: str) -> list[JourneyEntry]:
    return [
        JourneyEntry(
            kind="placement",
            what=p.setting,
            where=next(
                (c.whereabouts.city for c in p.caregivers if c.whereabouts and not c.whereabouts.protected), None
            ),
            people=tuple(c.person for c in p.caregivers),
            names=tuple(c.name for c in p.caregivers),
            span=p.span,
            citations=p.citations,
        )
        for p in placements(view, person)
    ]


def _schools(view: View, person: str) -> list[JourneyEntry]:
    entries = []
    for row in view.ask(catalog.SCHOOLS, id=person):
        grades = sorted({a.detail.removeprefix("grade: ") for a in row.evidence if a.detail})
        entries.append(
            JourneyEntry(
                kind="school",
                what=(row.name or row.school) + (f" (grade {', '.join(grades)})" if grades else ""),
                where=row.district,
                people=(),
                names=(),
                span=span_of(row.evidence),
                citations=cite(view, row.evidence),
            )
        )
    return entries


def _cases(view: View, person: str) -> list[JourneyEntry]:
    return [
        JourneyEntry(
            kind="case",
            what=f"{case.kind} ({case.role})",
            where=None,
            people=(),
            names=(),
            span=Span(since=case.opened, to=case.closed),
            citations=case.citations,
        )
        for case in cases(view, person)
    ]


def _orders(view: View, person: str) -> list[JourneyEntry]:
    return [
        JourneyEntry(
            kind="order",
            what=f"{row.kind} ({row.role})",
            where=None,
            people=(),
            names=(),
            span=span_of(row.evidence),
            citations=cite(view, row.evidence),
        )
        for row in view.ask(catalog.COURT_ORDERS, id=person)
    ]
