"""Where a fact comes from, as a page shows it: source, agency, dates, and how old the source is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict

from casework.view import View
from cypher.evidence import Assertion, Evidence
from graphmodel.dates import PartialDate


class Shown(BaseModel):
    """A part of what casework shows: frozen, so that caches may share it."""

    model_config = ConfigDict(frozen=True)


class Citation(Shown):
    """One source's statement of a fact. Dates are ISO text, as exact as stated; None where it says none."""

    source: str
    title: str
    agency: str
    domain: str
    record: str
    stated_from: str | None
    stated_to: str | None
    basis: str
    detail: str | None
    as_of: str | None


class Span(Shown):
    """From when to when a fact holds, over all its visible citations. ``to`` is None while any of them is open."""

    since: str | None
    to: str | None

    def holds_on(self, day: date) -> bool:
        """True unless it certainly began later or ended before."""
        since, to = PartialDate.maybe(self.since), PartialDate.maybe(self.to)
        return not (since and since.earliest > day) and not (to and to.latest < day)


def cite(view: View, evidence: Evidence) -> tuple[Citation, ...]:
    """The citations of a row, with title and as-of date of each source from the snapshot's manifest."""
    sources = {state.system: state for state in view.manifest.sources}
    return tuple(_citation(assertion, sources.get(assertion.source)) for assertion in evidence)


def _citation(assertion: Assertion, state: object) -> Citation:
    return Citation(
        source=assertion.source,
        title=getattr(state, "title", assertion.source),
        agency=getattr(state, "agency", ""),
        domain=assertion.domain,
        record=assertion.record,
        stated_from=assertion.stated_from or None,
        stated_to=assertion.stated_to or None,
        basis=assertion.basis,
        detail=assertion.detail or None,
        as_of=getattr(state, "as_of", None),
    )


def span_of(evidence: Iterable[Assertion]) -> Span:
    """Earliest start stated, and latest end unless some assertion leaves it open."""
    starts, ends, still_open = [], [], False
    for assertion in evidence:
        if assertion.stated_from:
            starts.append(assertion.stated_from)
        if assertion.stated_to:
            ends.append(assertion.stated_to)
        else:
            still_open = True
    return Span(since=min(starts, default=None), to=None if still_open else max(ends, default=None))
