"""Citations and spans of time."""

from __future__ import annotations

from datetime import date

import pytest

from casework.citation import Span, span_of
from cypher.evidence import Assertion


def said(since: str, to: str) -> Assertion:
    """An assertion that holds from, to."""
    return Assertion("snap", "snap", "snap:1", since, to, "stated", "", 0.9)


def test_a_span_reaches_over_all_assertions() -> None:
    """The earliest start, and the latest end unless one leaves it open."""
    assert span_of([said("2020-05", "2021-01-01"), said("2019", "2022")]) == Span(since="2019", to="2022")
    assert span_of([said("2020-05", "2021-01-01"), said("", "")]) == Span(since="2020-05", to=None)


@pytest.mark.parametrize(
    ("span", "holds"),
    [
        (Span(since=None, to=None), True),
        (Span(since="2026-11-22", to=None), True),
        (Span(since="2026-11-23", to=None), False),
        (Span(since="2020", to="2026-11-21"), False),
        (Span(since="2020", to="2026"), True),
        (Span(since="2026", to=None), True),
    ],
)
def test_a_span_holds_unless_it_certainly_does_not(span: Span, holds: bool) -> None:
    """A year may still be this year."""
    assert span.holds_on(date(2026, 11, 22)) is holds
