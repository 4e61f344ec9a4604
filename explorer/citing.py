"""The source of a fact, folded away beside it until somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

from casework.citation import Citation
from casework.portrait import Certainty
from explorer.markup import Html, joined, tag
from explorer.wording import counted, group, say
from explorer.wording.telling import told_date, told_span

STRONG_LINK = 0.95
"""From this probability on a machine's link is not called weak; the automatic tier of linkage begins there."""


def cited(citations: Sequence[Citation]) -> Html:
    """A summary that unfolds into every source of the fact: system, agency, record, dates, basis, as-of."""
    systems = len({citation.source for citation in citations})
    if not systems:
        return Html("")
    lines = joined(tag("li", _line(citation)) for citation in _distinct(citations))
    return tag("details", tag("summary", counted("source", systems)), tag("ul", lines), class_="k-source")


def _distinct(citations: Sequence[Citation]) -> list[Citation]:
    return sorted(set(citations), key=lambda c: (c.title, c.record, c.stated_from or "", c.stated_to or "", c.basis))


def _line(citation: Citation) -> str:
    bases = group("source.basis")
    dated = told_span(citation.stated_from, citation.stated_to) if citation.stated_from or citation.stated_to else ""
    parts = [
        f"{citation.title}, {citation.agency}" if citation.agency else citation.title,
        say("source.record", record=citation.record),
        bases.get(citation.basis, citation.basis),
        citation.detail or "",
        dated,
        as_of_words(citation.as_of),
    ]
    return "; ".join(part for part in parts if part)


def as_of_words(as_of: str | None) -> str:
    """How old a source is."""
    return say("source.as_of", date=told_date(as_of)) if as_of else say("source.as_of_unknown")


def percent(probability: float) -> str:
    """A probability as people read it; never a 100 that is not quite one."""
    if probability >= 1:
        return "100%"
    return ">99.9%" if probability > 0.999 else f"{probability:.1%}" if probability > 0.99 else f"{probability:.0%}"


def sureness(certainty: Certainty) -> Html:
    """How sure it is that the records are one person; a machine's link is shown as one."""
    if certainty.records == 1:
        return tag("span", say("sure.one"), class_="k-tag")
    if certainty.confirmed:
        return tag("span", say("sure.confirmed"), class_="k-tag k-tag-good")
    weak = certainty.weakest < STRONG_LINK
    text = say("sure.weak" if weak else "sure.strong", percent=percent(certainty.weakest))
    return tag("span", text, class_="k-tag k-tag-bad" if weak else "k-tag")
