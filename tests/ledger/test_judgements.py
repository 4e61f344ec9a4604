"""What people decide about two records: validated, kept in full, the latest in force."""

from __future__ import annotations

import datetime

import pytest

from casework.ledger import IdentityChange, Ledger, NewJudgement
from graphmodel.errors import LedgerError


@pytest.fixture
def ledger(tmp_path):
    """An empty ledger in a new file."""
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as opened:
        yield opened


def test_pair_is_kept_in_order_whoever_names_it_first(ledger):
    """A judgement stands for the pair: the smaller record id comes first."""
    said = ledger.judge("wic:9", "snap:1", "same", who="Ada", why="same social security card")
    assert (said.record_a, said.record_b) == ("snap:1", "wic:9")
    assert ledger.judgements() == [said]


def test_time_is_utc_with_microseconds(ledger):
    """The time of a judgement is ISO 8601 in UTC with six decimals."""
    before = datetime.datetime.now(datetime.UTC)
    at = ledger.judge("a:1", "b:1", "same", who="Ada", why="seen").at
    assert len(at) == len("2026-11-22T17:00:00.000000+00:00")
    assert before <= datetime.datetime.fromisoformat(at) <= datetime.datetime.now(datetime.UTC)


def test_latest_judgement_of_a_pair_is_in_force(ledger):
    """A later judgement outranks the earlier in either order of the pair, and the earlier stays in the history."""
    first = ledger.judge("a:1", "b:1", "same", who="Ada", why="alike")
    other = ledger.judge("a:1", "c:1", "unsure", who="Ada", why="too little to say")
    second = ledger.judge("b:1", "a:1", "different", who="Ben", why="met both")
    assert ledger.judgements() == [other, second]
    assert ledger.judgement_history() == [first, other, second]
    assert ledger.judgement_history("b:1") == [first, second]


def test_withdrawn_judgement_is_no_longer_in_force_and_can_be_made_again(ledger):
    """Withdrawing leaves nothing in force for the pair, keeps the history, and does not bar a new judgement."""
    ledger.judge("a:1", "b:1", "same", who="Ada", why="alike")
    ledger.judge("a:1", "b:1", "withdrawn", who="Ada", why="wrong pair")
    assert ledger.judgements() == []
    again = ledger.judge("a:1", "b:1", "different", who="Ada", why="two cards")
    assert ledger.judgements() == [again]
    assert [j.verdict for j in ledger.judgement_history("a:1")] == ["same", "withdrawn", "different"]


def test_nothing_can_be_withdrawn_where_nothing_stands(ledger):
    """Withdrawing a pair that was never judged, or twice, is refused by name."""
    with pytest.raises(LedgerError, match="a:1, b:1"):
        ledger.judge("a:1", "b:1", "withdrawn", who="Ada", why="oops")
    both = [NewJudgement("a:1", "b:1", v, "Ada", "seen") for v in ("same", "withdrawn", "withdrawn")]
    with pytest.raises(LedgerError, match="withdraw"):
        ledger.judge_many(both)
    assert ledger.judgement_history() == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"record_a": "no colon"}, "no colon"),
        ({"record_a": ":key"}, "SYSTEM:RECORD_KEY"),
        ({"record_a": "snap: "}, "SYSTEM:RECORD_KEY"),
        ({"record_a": "wic:2"}, "two different records"),
        ({"record_a": " wic:2 "}, "two different records"),
        ({"verdict": "maybe"}, "same, different, unsure, withdrawn"),
        ({"why": " \n"}, "why"),
        ({"who": ""}, "who"),
        ({"source": ""}, "source"),
    ],
)
def test_unusable_judgement_is_refused_with_what_would_do(ledger, change, message):
    """A judgement without two records, a known verdict, a person and a reason is refused and not written."""
    said = {"record_a": "snap:1", "record_b": "wic:2", "verdict": "same", "who": "Ada", "why": "seen", "source": "cli"}
    with pytest.raises(LedgerError, match=message):
        ledger.judge_many([NewJudgement("x:1", "y:1", "same", "Ada", "fine"), NewJudgement(**(said | change))])
    assert ledger.judgement_history() == []


def test_many_judgements_are_all_or_none_and_keep_their_order(ledger):
    """judge_many writes in the order given, and of two about a pair the later counts."""
    said = ledger.judge_many(
        NewJudgement("a:1", f"b:{n % 3}", "same" if n < 3 else "unsure", "Ada", f"line {n}", f"file x.csv line {n}")
        for n in range(5)
    )
    assert [j.why for j in ledger.judgement_history()] == [f"line {n}" for n in range(5)]
    assert ledger.judgements() == said[2:]
    assert ledger.judge_many([]) == []


@pytest.mark.parametrize("filler", [0, 40], ids=["looked up one by one", "looked up together"])
def test_person_ids_of_that_time_are_kept(ledger, filler):
    """A judgement keeps the persons its records had when it was made, following redirects, however many there are."""
    ledger.prepare_load(
        "r1", [IdentityChange("minted", "P1", ("a:1", 'b:"é%_')), IdentityChange("minted", "P2", ("c:1",))], {}
    )
    fillers = [NewJudgement(f"x:{n}", f"y:{n}", "same", "Ada", "filler") for n in range(filler)]
    early = ledger.judge_many([NewJudgement("c:1", 'b:"é%_', "same", "Ada", "seen"), *fillers])[0]
    ledger.mark_in_service("r1")
    between = ledger.judge_many([NewJudgement("c:1", 'b:"é%_', "same", "Ada", "seen"), *fillers])[0]
    ledger.prepare_load("r2", [IdentityChange("redirected", "P2", ("c:1",), "P1")], {})
    ledger.mark_in_service("r2")
    late = ledger.judge_many([NewJudgement("c:1", "C:1", "same", "Ada", "seen"), *fillers])[0]
    assert (early.person_a, early.person_b) == (None, None)
    assert (between.person_a, between.person_b) == ("P1", "P2")
    assert (late.person_a, late.person_b) == (None, "P1")
    assert ledger.judgement_history("C:1") == [late]
