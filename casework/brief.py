"""A person in brief: who they are, where they live and how to reach them, as a list of relatives shows it."""

from __future__ import annotations

from collections.abc import Iterable

from casework.citation import Citation, Shown, Span, cite, span_of
from casework.portrait import Certainty, portrait
from casework.view import View
from cypher import catalog
from cypher.rows import AddressRow


class Reach(Shown):
    """A telephone number or e-mail address. ``safe`` is ``yes``, ``no`` or ``unknown`` (never taken for granted)."""

    kind: str
    contact: str
    safe: str
    span: Span
    citations: tuple[Citation, ...]


class Whereabouts(Shown):
    """The latest address known. ``protected`` marks one that a source holds confidential (750 ILCS 61)."""

    address: str
    line: str
    city: str | None
    county: str | None
    state: str | None
    zip: str | None
    protected: bool
    span: Span
    citations: tuple[Citation, ...]


class Brief(Shown):
    """A person in one line of a list."""

    person: str
    name: str
    birth_date: str | None
    age: int | None
    sex: str | None
    deceased: bool
    certainty: Certainty
    whereabouts: Whereabouts | None
    reach: tuple[Reach, ...]


def brief(view: View, person: str) -> Brief:
    """The person in brief.

    Raises:
        NotInView: No record of that person is visible in this view.
    """
    who = portrait(view, person)
    return Brief(
        person=person,
        name=who.name,
        birth_date=who.birth_date,
        age=who.age,
        sex=who.sex,
        deceased=who.deceased,
        certainty=who.certainty,
        whereabouts=whereabouts(view, person),
        reach=reach(view, person),
    )


def fetch_briefs(view: View, people: Iterable[str]) -> None:
    """Fetch together what the briefs of several people will ask; see :meth:`casework.view.View.ahead`."""
    view.ahead(people, catalog.RECORDS, catalog.ADDRESSES_OF_PERSON, catalog.CONTACT_POINTS)


def whereabouts(view: View, person: str) -> Whereabouts | None:
    """The address most lately stated for the person, or None."""
    rows = view.ask(catalog.ADDRESSES_OF_PERSON, id=person)
    latest = max(rows, key=lambda row: _lateness(view, row), default=None)
    return place(view, latest) if latest else None


def place(view: View, row: AddressRow) -> Whereabouts:
    """An address row as it is shown."""
    return Whereabouts(
        address=row.address,
        line=row.line,
        city=row.city,
        county=row.county,
        state=row.state,
        zip=row.zip,
        protected=row.protected,
        span=span_of(row.evidence),
        citations=cite(view, row.evidence),
    )


def _lateness(view: View, row: AddressRow) -> tuple[bool, str, int, str]:
    """Orders addresses by how lately they held: still open, last start or as-of, number of sources."""
    span = span_of(row.evidence)
    as_of = {state.system: state.as_of or "" for state in view.manifest.sources}
    stated = max(max(a.stated_from, a.stated_to or as_of.get(a.source, "")) for a in row.evidence)
    return (span.to is None, span.since or stated, len(row.evidence), row.address)


def reach(view: View, person: str) -> tuple[Reach, ...]:
    """Every way of reaching the person: safe ones first, then by date."""
    rows = view.ask(catalog.CONTACT_POINTS, id=person)
    found = [
        Reach(
            kind=row.kind,
            contact=row.contact,
            safe=_safe([a.detail for a in row.evidence]),
            span=span_of(row.evidence),
            citations=cite(view, row.evidence),
        )
        for row in rows
    ]
    order = {"yes": 0, "unknown": 1, "no": 2}
    return tuple(sorted(found, key=lambda r: (order[r.safe], r.kind != "phone", r.contact)))


def _safe(details: list[str]) -> str:
    """One ``no`` outweighs every ``yes``: a call to an unsafe number can hurt somebody."""
    stated = {detail.removeprefix("safe: ") for detail in details if detail.startswith("safe: ")}
    return "no" if "no" in stated else "yes" if "yes" in stated else "unknown"
