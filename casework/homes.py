"""Homes over time: the households somebody was counted in, who else lived there, and help given to the home."""

from __future__ import annotations

from casework.brief import Brief, Whereabouts, brief, fetch_briefs, place
from casework.citation import Citation, Shown, Span, cite, span_of
from casework.view import View
from cypher import catalog
from cypher.rows import HouseholdRow, ServiceRow

HOME_DOMAINS = frozenset({"housing", "energy_assistance", "weatherization"})


class Member(Shown):
    """Somebody of a household: the role is towards its head, and nobody else."""

    brief: Brief
    role: str
    span: Span


class HouseholdStay(Shown):
    """A stay in one household, as one system counts it. ``members`` are the others of the same time."""

    household: str
    system: str
    role: str
    span: Span
    addresses: tuple[Whereabouts, ...]
    members: tuple[Member, ...]
    citations: tuple[Citation, ...]


class ServiceUse(Shown):
    """An enrolment of a person, or help given to a home. ``status`` and ``detail`` are as the source says."""

    service: str
    name: str
    agency: str
    case_key: str | None
    status: str | None
    detail: str | None
    span: Span
    current: bool
    citations: tuple[Citation, ...]


def household_stays(view: View, person: str) -> tuple[HouseholdStay, ...]:
    """Every household the person was counted in, the latest first."""
    rows = view.ask(catalog.HOUSEHOLDS_OF_PERSON, id=person)
    view.ahead((row.household for row in rows), catalog.MEMBERS_OF_HOUSEHOLD, catalog.ADDRESSES_OF_HOUSEHOLD)
    stays = [_stay(view, person, row) for row in rows]
    return tuple(sorted(stays, key=lambda s: (s.span.to is None, s.span.since or "", s.household), reverse=True))


def _stay(view: View, person: str, row: HouseholdRow) -> HouseholdStay:
    span = span_of(row.evidence)
    others = [
        other
        for other in view.ask(catalog.MEMBERS_OF_HOUSEHOLD, id=row.household)
        if other.person != person and _overlap(span, span_of(other.evidence))
    ]
    fetch_briefs(view, (other.person for other in others))
    members = [
        Member(brief=brief(view, other.person), role=other.role, span=span_of(other.evidence))
        for other in others
        if view.ask(catalog.RECORDS, id=other.person)
    ]
    addresses = view.ask(catalog.ADDRESSES_OF_HOUSEHOLD, id=row.household)
    at_the_time = [a for a in addresses if _overlap(span, span_of(a.evidence))]
    return HouseholdStay(
        household=row.household,
        system=row.system,
        role=row.role,
        span=span,
        addresses=tuple(place(view, a) for a in at_the_time),
        members=tuple(members),
        citations=cite(view, row.evidence),
    )


def _overlap(a: Span, b: Span) -> bool:
    """ISO text compares as dates do, also where one is only a year."""
    return not (a.to and b.since and a.to < b.since[: len(a.to)]) and not (
        b.to and a.since and b.to < a.since[: len(b.to)]
    )


def living_with(view: View, person: str) -> tuple[Member, ...]:
    """Those who are counted in a household with the person today, each once."""
    found: dict[str, Member] = {}
    for stay in household_stays(view, person):
        if stay.span.holds_on(view.today):
            for member in stay.members:
                if member.span.holds_on(view.today):
                    found.setdefault(member.brief.person, member)
    return tuple(sorted(found.values(), key=lambda m: (m.brief.birth_date or "9", m.brief.person)))


def enrolments(view: View, person: str) -> tuple[ServiceUse, ...]:
    """Services the person is or was enrolled in; current ones first, then the latest."""
    return _uses(view, view.ask(catalog.ENROLMENTS, id=person))


def home_help(view: View, address: str) -> tuple[ServiceUse, ...]:
    """Housing help, energy help and weatherization that a home has had."""
    return _uses(view, view.ask(catalog.ASSISTANCE_OF_ADDRESS, id=address))


def _uses(view: View, rows: list[ServiceRow]) -> tuple[ServiceUse, ...]:
    uses = []
    for row in rows:
        span = span_of(row.evidence)
        # The evidence says "status; what else".
        said = [a.detail.partition("; ") for a in row.evidence if a.detail]
        status = said[-1][0] if said else None
        uses.append(
            ServiceUse(
                service=row.service,
                name=row.name,
                agency=row.agency,
                case_key=row.case_key or None,
                status=status,
                detail=said[-1][2] or None if said else None,
                span=span,
                current=span.holds_on(view.today) and status not in {"closed", "ended", "denied"},
                citations=cite(view, row.evidence),
            )
        )
    return tuple(sorted(uses, key=lambda u: (u.current, u.span.since or "", u.name), reverse=True))
