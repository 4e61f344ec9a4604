"""Asks both engines the same questions and finds where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

from engine_gate.answers import Answer, Difference, compare
from engine_gate.referee import Referee
from engine_gate.statement import Question
from engine_gate.tested import TestedEngine

MODES = {
    "fresh": "a connection of its own",
    "reused": "the prepared statement reused with other parameters",
    "threads": "four threads at once",
}
"""How a question is put to the tested engine."""
BATCH = 12
SECONDS = 10.0
AGAIN = 3
_REFEREES = 2


@dataclass(frozen=True)
class Finding:
    """A question that the engines answer differently.

    Args:
        question: The statement and its sets of parameters, in the order they were asked.
        mode: How it was put, a key of :data:`MODES`.
        place: The set that differed first.
        difference: How.
    """

    question: Question
    mode: str
    place: int
    difference: Difference


@dataclass
class Tally:
    """What was compared so far. A run is one question with one set of parameters, put in one mode."""

    runs: int = 0
    compared: int = 0
    wrong: int = 0
    filled: int = 0
    statements: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    slow: dict[str, Question] = field(default_factory=dict)
    shapes: Counter[str] = field(default_factory=Counter)
    wrong_by_mode: Counter[str] = field(default_factory=Counter)
    wrong_by_shape: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Compared among all runs, 0 to 1."""
        return self.compared / self.runs if self.runs else 0.0


class Comparison:
    """Puts questions to the tested engine and the referee.

    Args:
        tested: The engine under test.
        referee: The engine taken to be right.
        seconds: How long one question may take on either.
    """

    def __init__(self, tested: TestedEngine, referee: Referee, *, seconds: float = SECONDS) -> None:
        self._tested, self._referee, self._seconds = tested, referee, seconds
        self.tally = Tally()

    def findings(self, questions: Iterable[Question], progress: Callable[[Tally], None]) -> Iterator[Finding]:
        """Ask all questions in all modes and yield where the answers differ, once a question and mode."""
        waiting = iter(questions)
        with ThreadPoolExecutor(_REFEREES) as pool:
            while batch := list(islice(waiting, BATCH)):
                asked = [[(n, one) for one in question.asked()] for n, question in enumerate(batch)]
                flat = [pair for sets in asked for pair in sets]
                told = pool.map(lambda pair: self._referee.ask(*pair[1], seconds=self._seconds), flat)
                given = {
                    mode: self._tested.ask([one for _, one in flat], mode, seconds=self._seconds) for mode in MODES
                }
                expected = _by_question(flat, list(told), len(batch))
                for mode, answers in given.items():
                    got = _by_question(flat, answers, len(batch))
                    for question, right, mine in zip(batch, expected, got, strict=True):
                        yield from self._compared(question, mode, right, mine)
                self.tally.statements += len(batch)
                progress(self.tally)

    def differs(self, question: Question, mode: str) -> Finding | None:
        """The first difference of one question in one mode, outside the tally; None where there is none.

        What depends on what was asked before is asked several times: it shows itself every second or third time.
        """
        asked = question.asked()
        right = [self._referee.ask(*one, seconds=self._seconds) for one in asked]
        for _ in range(1 if mode == "fresh" else AGAIN):
            mine = self._tested.ask(asked, mode, seconds=self._seconds)
            if (found := _first_difference(question, mode, right, mine)) is not None:
                return found
        return None

    def _compared(
        self, question: Question, mode: str, expected: Sequence[Answer], got: Sequence[Answer]
    ) -> Iterator[Finding]:
        tally, wrong = self.tally, 0
        for right, mine in zip(expected, got, strict=True):
            tally.runs += 1
            if side := _why_not_compared(right, mine):
                tally.unknown[side] += 1
                tally.slow.setdefault(side, question)
                continue
            tally.compared += 1
            tally.filled += bool(right.rows)
            wrong += compare(question.statement, right, mine) is not None
        tally.shapes[question.statement.shape.split(" ")[0]] += len(expected)
        if wrong:
            tally.wrong += wrong
            tally.wrong_by_mode[mode] += wrong
            tally.wrong_by_shape[question.statement.shape.split(" ")[0]] += wrong
            found = _first_difference(question, mode, expected, got)
            assert found is not None
            yield found


def _why_not_compared(expected: Answer, got: Answer) -> str:
    """Who is to blame that there is nothing to compare; "" where there is."""
    if expected.error and got.error:
        return "both, which refuse it"
    return "the referee" if expected.unknown else "the tested engine" if got.unknown else ""


def _by_question(flat: Sequence[tuple[int, object]], answers: Sequence[Answer], count: int) -> list[list[Answer]]:
    found: list[list[Answer]] = [[] for _ in range(count)]
    for (n, _), answer in zip(flat, answers, strict=True):
        found[n].append(answer)
    return found


def _first_difference(
    question: Question, mode: str, expected: Sequence[Answer], got: Sequence[Answer]
) -> Finding | None:
    for place, (right, mine) in enumerate(zip(expected, got, strict=True)):
        if not right.unknown and not mine.unknown and (found := compare(question.statement, right, mine)):
            return Finding(question, mode, place, found)
    return None
