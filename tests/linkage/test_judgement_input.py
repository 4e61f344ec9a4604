"""Judgements as linkage reads them."""

from __future__ import annotations

import pytest

from graphmodel.errors import LinkageError
from ingest.linkage.judgement_input import Judgement, read_judgements

NUMBERS = {"a": 0, "b": 1, "c": 2}


def test_contradicting_judgements_follow_different() -> None:
    """Judged same and different: kept apart, and told."""
    judged = read_judgements([Judgement("a", "b", "same"), Judgement("b", "a", "different")], NUMBERS)
    assert judged.same == set()
    assert judged.different == judged.contradictory == {(0, 1)}


def test_unsure_yields_to_a_decision() -> None:
    """Someone sure outranks someone unsure."""
    judged = read_judgements([Judgement("a", "c", "unsure"), Judgement("a", "c", "same")], NUMBERS)
    assert judged.same == {(0, 2)}
    assert judged.unsure == set()


def test_records_not_in_this_load_are_counted() -> None:
    """A judgement on a record that is not loaded waits, and is counted."""
    assert read_judgements([Judgement("a", "z", "same")], NUMBERS).unknown == 1


@pytest.mark.parametrize("bad", [Judgement("a", "b", "maybe"), Judgement("a", "a", "same")])
def test_a_malformed_judgement_is_an_error(bad: Judgement) -> None:
    """An unknown word or a pair of one record is refused with advice."""
    with pytest.raises(LinkageError):
        read_judgements([bad], NUMBERS)
