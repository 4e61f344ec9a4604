"""Whether two answers are the same: multisets, order, floats, dates, lists in no order."""

from __future__ import annotations

import datetime as dt

import pytest

from engine_gate.answers import Answer, compare
from engine_gate.statement import Branch, Column, Match, Statement

PEOPLE = Statement(
    (Branch((Match("(n0:Person)"),), (Column("n0.id", "person"), Column("collect(n0.id)", "all", bag=True))),)
)
ORDERED = Statement((Branch((Match("(n0:Person)"),), (Column("n0.id", "a"), Column("n0.b", "b"))),), order=("a DESC",))


def answer(*rows: tuple[object, ...], columns: tuple[str, ...] = ("person", "all")) -> Answer:
    """An answer of these rows."""
    return Answer(columns, rows)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ([("a", [1]), ("b", [2])], [("b", [2]), ("a", [1])]),
        ([("a", [2, 1])], [("a", [1, 2])]),
        ([("a", [0.1 + 0.2])], [("a", [0.3])]),
        ([("a", [2.0])], [("a", [2])]),
        ([("a", [dt.date(2026, 1, 2)])], [("a", [{"$date": "2026-01-02"}])]),
        ([("a", [{"x": 1, "y": None}])], [("a", [{"y": None, "x": 1}])]),
        ([("a", [])], [("a", None)]),
        ([], []),
    ],
    ids=["other order", "a list in no order", "last digits", "whole float", "dates", "maps", "empty list", "nothing"],
)
def test_the_same(expected: list[tuple[object, ...]], got: list[tuple[object, ...]]) -> None:
    """What means the same compares as the same."""
    assert compare(PEOPLE, answer(*expected), answer(*got)) is None


@pytest.mark.parametrize(
    ("expected", "got", "missing", "extra"),
    [
        ([("a", [1]), ("b", [1])], [("a", [1])], 1, 0),
        ([("a", [1])], [("a", [1]), ("a", [1])], 0, 1),
        ([("a", [1])], [("a", [2])], 1, 1),
        ([("a", [1])], [("a", [True])], 1, 1),
        ([(None, [1])], [("", [1])], 1, 1),
        ([("a", [0.3])], [("a", [0.3000001])], 1, 1),
    ],
    ids=["row lost", "row doubled", "other value", "number and truth", "null and empty", "another float"],
)
def test_not_the_same(
    expected: list[tuple[object, ...]], got: list[tuple[object, ...]], missing: int, extra: int
) -> None:
    """A row that is lost, doubled or changed is found and named."""
    found = compare(PEOPLE, answer(*expected), answer(*got))
    assert found is not None
    assert (found.kind, len(found.missing), len(found.extra)) == ("rows", missing, extra)


def test_order_counts_as_far_as_it_is_asked_for() -> None:
    """Rows alike in what is ordered by may change places; others may not."""
    rows = ("b", 1), ("b", 2), ("a", 3)
    expected = answer(*rows, columns=("a", "b"))
    assert compare(ORDERED, expected, answer(rows[1], rows[0], rows[2], columns=("a", "b"))) is None
    found = compare(ORDERED, expected, answer(rows[0], rows[2], rows[1], columns=("a", "b")))
    assert found is not None
    assert found.kind == "order"


def test_columns_in_another_order_are_the_same() -> None:
    """A column is known by its name."""
    assert compare(ORDERED, answer(("x", 1), columns=("a", "b")), answer((1, "x"), columns=("b", "a"))) is None


def test_refusals() -> None:
    """An error differs from an answer, on either side; two errors do not."""
    refused, empty = Answer(error="no such function"), answer()
    assert compare(PEOPLE, refused, refused) is None
    for expected, got in ((empty, refused), (refused, empty)):
        found = compare(PEOPLE, expected, got)
        assert found is not None
        assert found.kind == "error"
        assert "no such function" in found.error
