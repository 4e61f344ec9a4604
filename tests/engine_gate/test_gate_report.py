"""The verdict of a run, and the report of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from engine_gate.answers import Difference
from engine_gate.comparing import Finding, Tally
from engine_gate.environment import EngineRelease
from engine_gate.forbidden import FORBIDDEN, Proof
from engine_gate.gate import Outcome, Settings
from engine_gate.report import as_markdown
from engine_gate.statement import Question, Verbatim
from graphmodel.errors import SettingError

WRONG = Finding(
    Question(
        Verbatim(
            (), shape="known failure", cypher="MATCH (n0:Person {id: $id}) WHERE n0.born < $day RETURN n0.id AS id"
        ),
        ({"id": "person-1", "day": dt.date(2026, 1, 2)}, {"id": "person-2", "day": dt.date(2026, 1, 3)}),
    ),
    "reused",
    1,
    Difference("rows", tuple(f'{{"id": "lost-{n}"}}' for n in range(30)), ('{"id": "extra"}',), 40, 11),
)
OTHER = Finding(Question(Verbatim((), cypher="MATCH (n) RETURN n.id AS id"), ({},)), "fresh", 0, Difference("order"))
PASSED = Outcome(
    Settings(EngineRelease("kuzu", "0.11.3")),
    Tally(runs=300, compared=297, filled=200, statements=25, unknown=Counter({"the referee": 3})),
    (),
    (),
    tuple(Proof(form, True, "rows") for form in FORBIDDEN),
    61.0,
)


@pytest.fixture
def passed() -> Outcome:
    """A run in which all is well, but for three runs that the referee did not answer in time."""
    PASSED.tally.slow["the referee"] = WRONG.question
    return PASSED


def test_a_pass(passed: Outcome) -> None:
    """It says so first, with what was compared and what was not."""
    assert passed.passed
    report = as_markdown(passed)
    assert report.startswith("# Engine gate: kuzu==0.11.3 passes")
    assert "25 statements in 300 runs, 297 compared, **0 wrong**, 3 not compared" in report
    assert "because of the referee: 3 runs" in report


def test_a_failure_names_the_smallest_query(passed: Outcome) -> None:
    """Statement, parameters, the set that went wrong, and the first rows missing and extra."""
    tally = replace(passed.tally, wrong=5, wrong_by_mode=Counter(reused=5))
    failed = replace(passed, findings=(WRONG,), cut_down=(WRONG, OTHER), tally=tally)
    assert not failed.passed
    report = as_markdown(failed)
    assert "kuzu==0.11.3 **fails**" in report
    assert WRONG.question.statement.text in report
    assert "2. `day` = 2026-01-03, `id` = 'person-2' ← wrong here" in report
    assert "Rows expected: 40. Rows got: 11." in report
    assert '{"id": "lost-0"}' in report
    assert "lost-29" not in report
    assert "… and 20 more" in report
    assert '{"id": "extra"}' in report
    assert "Also with a connection of its own (order):" in report
    assert OTHER.question.statement.text in report


def test_an_error_is_told_in_its_words(passed: Outcome) -> None:
    """Where the engine gave no rows, what it said stands there."""
    ended = replace(WRONG, difference=Difference("error", expected=4, error="the process ended: code -11"))
    report = as_markdown(replace(passed, findings=(ended,), cut_down=(ended,)))
    assert "Expected 4 rows; the engine said: the process ended: code -11" in report


@pytest.mark.parametrize(("compared", "verdict"), [(285, True), (284, False)])
def test_what_was_not_compared_is_no_pass(passed: Outcome, compared: int, verdict: bool) -> None:
    """At least 95 in a hundred runs must have been compared."""
    run = replace(passed, tally=replace(passed.tally, compared=compared))
    assert run.passed is verdict
    assert ("95% are needed" in as_markdown(run)) is not verdict


@pytest.mark.parametrize(("version", "verdict"), [("0.11.3", False), ("0.12.0", True)])
def test_a_rule_without_a_reason_is_told(passed: Outcome, version: str, verdict: bool) -> None:
    """A forbidden form that no longer differs fails the release it is said of, and informs of any other."""
    proofs = (Proof(FORBIDDEN[0], False, "no difference"), *passed.proofs[1:])
    run = replace(passed, proofs=proofs, settings=Settings(EngineRelease("kuzu", version)))
    assert run.passed is verdict
    assert f"| {FORBIDDEN[0].name} | no longer |" in as_markdown(run)


def test_the_graph_may_not_be_small() -> None:
    """Known faults do not show themselves on a few hundred people."""
    with pytest.raises(SettingError, match="10000 people"):
        Settings(EngineRelease("kuzu", "0.11.3"), people=500)
