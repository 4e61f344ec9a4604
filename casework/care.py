"""Is the child in care, since when, and where tonight; and what must be known before anybody rings a bell."""

from __future__ import annotations

from casework.brief import Brief, brief, whereabouts
from casework.citation import Citation, Shown, Span, cite, span_of
from casework.view import View
from cypher import catalog
from cypher.rows import CaseRow, PlacementRow
from graphmodel.dates import PartialDate

REMOVAL = "removal"


class PlacementShown(Shown):
    """A stay in care: setting in NIEM's words, and who cares for the child there."""

    placement: str
    setting: str
    span: Span
    end_reason: str | None
    caregivers: tuple[Brief, ...]
    citations: tuple[Citation, ...]


class CaseShown(Shown):
    """A part in an agency's case."""

    case_id: str
    kind: str
    role: str
    status: str | None
    opened: str | None
    closed: str | None
    detail: str | None
    citations: tuple[Citation, ...]


class InCare(Shown):
    """An open removal. ``day`` counts from the day of removal, which is day 0."""

    case_id: str
    since: str | None
    day: int | None
    tonight: PlacementShown | None
    citations: tuple[Citation, ...]


class SafetyStop(Shown):
    """Something to know before contact. ``kind``: protection order, protected address.

    ``concerns`` names the other people of an order, such as the one who must keep away.
    """

    kind: str
    text: str
    concerns: tuple[str, ...] = ()
    citations: tuple[Citation, ...]


def cases(view: View, person: str) -> tuple[CaseShown, ...]:
    """Agency cases the person is part of, the latest opened first."""
    rows = view.ask(catalog.CASES, id=person)
    ordered = sorted(rows, key=lambda row: (row.opened or "", row.case_id), reverse=True)
    return tuple(_case(view, row) for row in ordered)


def _case(view: View, row: CaseRow) -> CaseShown:
    return CaseShown(
        case_id=row.case_id,
        kind=row.kind,
        role=row.role,
        status=row.status,
        opened=row.opened,
        closed=row.closed,
        detail=row.detail,
        citations=cite(view, row.evidence),
    )


def placements(view: View, person: str) -> tuple[PlacementShown, ...]:
    """The child's placements, in time order."""
    rows = view.ask(catalog.PLACEMENTS, id=person)
    shown = [_placement(view, row) for row in rows]
    return tuple(sorted(shown, key=lambda p: (p.span.since or "", p.placement)))


def _placement(view: View, row: PlacementRow) -> PlacementShown:
    carers = view.ask(catalog.CAREGIVERS_OF_PLACEMENT, id=row.placement)
    visible = [carer.person for carer in carers if view.ask(catalog.RECORDS, id=carer.person)]
    return PlacementShown(
        placement=row.placement,
        setting=row.setting,
        span=span_of(row.evidence),
        end_reason=row.end_reason,
        caregivers=tuple(brief(view, carer) for carer in visible),
        citations=cite(view, row.evidence),
    )


def open_removal(view: View, person: str) -> CaseShown | None:
    """The child's open removal case, the latest if several are open, or None."""
    for case in cases(view, person):
        if case.kind == REMOVAL and case.role == "child" and not case.closed and case.status != "closed":
            return case
    return None


def in_care(view: View, person: str) -> InCare | None:
    """The child's open removal with the placement that holds on the view's day, or None."""
    case = open_removal(view, person)
    if case is None:
        return None
    since = PartialDate.maybe(case.opened)
    now = [p for p in placements(view, person) if p.span.holds_on(view.today) and p.span.to is None]
    return InCare(
        case_id=case.case_id,
        since=case.opened,
        day=(view.today - since.earliest).days if since else None,
        tonight=now[-1] if now else None,
        citations=case.citations,
    )


def _others(view: View, person: str, court_order: str) -> tuple[str, ...]:
    people = {row.person for row in view.ask(catalog.PEOPLE_OF_COURT_ORDER, id=court_order)} - {person}
    return tuple(sorted(p for p in people if view.ask(catalog.RECORDS, id=p)))


def safety_stops(view: View, person: str) -> tuple[SafetyStop, ...]:
    """Protection orders in force, a protected address, and contact points marked unsafe."""
    stops = [
        SafetyStop(
            kind="protection order",
            text=order.detail or "An order of protection is in force.",
            concerns=_others(view, person, order.court_order),
            citations=cite(view, order.evidence),
        )
        for order in view.ask(catalog.COURT_ORDERS, id=person)
        if "protection" in order.kind and span_of(order.evidence).holds_on(view.today)
    ]
    home = whereabouts(view, person)
    if home and home.protected:
        stops.append(
            SafetyStop(kind="protected address", text="The address is confidential.", citations=home.citations)
        )
    return tuple(stops)
