"""One run of the gate: make the graph, load it into both engines, ask, compare, cut down what differs."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path

from engine_gate.asking.generator import Generator
from engine_gate.asking.seeded import seeded_questions
from engine_gate.comparing import MODES, Comparison, Finding, Tally
from engine_gate.environment import EngineRelease, python_of
from engine_gate.forbidden import Proof, prove
from engine_gate.made.graph import MadeGraph, make_graph
from engine_gate.referee import Referee
from engine_gate.shrinking import shrunk
from engine_gate.statement import Question
from engine_gate.tested import TestedEngine
from graphmodel.errors import SettingError
from graphmodel.schema import kuzu_schema

LEAST_COMPARED = 0.95
"""Share of the runs that must have been compared; what ran out of time or memory was not."""
LEAST_PEOPLE = 10_000
"""Smaller graphs do not set off the faults that are known (ladybug 0.22.0 is right on a few hundred people)."""
SETS = 4
_CUT_SECONDS = 90.0


@dataclass(frozen=True)
class Settings:
    """What to run.

    Args:
        release: The engine under test.
        queries: Random questions: a statement with one set of parameters each, asked in every mode.
        people: Size of the graph, at least :data:`LEAST_PEOPLE`.
        seed: Where chance begins, for the graph and the questions.
        cut_down: How many of the differing statements are cut down in the search for the smallest.

    Raises:
        SettingError: The graph would be too small, or nothing would be asked.
    """

    release: EngineRelease
    queries: int = 4_000
    people: int = LEAST_PEOPLE
    seed: int = 1
    cut_down: int = 6

    def __post_init__(self) -> None:
        if self.people < LEAST_PEOPLE or self.queries < 1:
            raise SettingError(
                f"The gate asks at least one query about at least {LEAST_PEOPLE} people",
                to=f"{self.queries} queries, {self.people} people",
            )


@dataclass(frozen=True)
class Outcome:
    """What a run of the gate found.

    Args:
        settings: What was run.
        tally: What was compared.
        findings: Differences as they were met, the smallest statement first.
        cut_down: Some of them cut down, the smallest first; empty where nothing differs.
        proofs: Whether each forbidden form still differs.
        seconds: How long it took, loading included.
    """

    settings: Settings
    tally: Tally
    findings: tuple[Finding, ...]
    cut_down: tuple[Finding, ...]
    proofs: tuple[Proof, ...]
    seconds: float

    @property
    def smallest(self) -> Finding | None:
        """The smallest failing question; None where nothing differs."""
        return self.cut_down[0] if self.cut_down else None

    @property
    def stale(self) -> tuple[Proof, ...]:
        """Forbidden forms that are said to differ on this release, and did not."""
        name = str(self.settings.release)
        return tuple(proof for proof in self.proofs if name in proof.form.on and not proof.differs)

    @property
    def passed(self) -> bool:
        """Whether this release may enter: nothing differs, enough was compared, and the forbidden forms are proved."""
        return not self.findings and self.tally.share >= LEAST_COMPARED and not self.stale


def run_gate(settings: Settings, *, command: Sequence[str] | None = None) -> Outcome:
    """Run the gate.

    Args:
        settings: What to run.
        command: What starts the tested engine's worker; for tests of the gate itself.

    Raises:
        SettingError: The engine cannot be installed, or Neo4j is missing.
        StoreUnavailable: The referee does not start.
        StoreCorrupt: The tested engine cannot load the graph.
    """
    began = time.monotonic()
    if command is None:
        python_of(settings.release)
    with tempfile.TemporaryDirectory(prefix="kin360-engine-gate-") as folder:
        scratch = Path(folder)
        graph = make_graph(settings.people, settings.seed)
        _say(f"{settings.people:,} people, {sum(t.num_rows for t in graph.tables.values()):,} nodes and ties made")
        with (
            Referee(scratch / "neo4j") as referee,
            TestedEngine(settings.release, scratch / "tested.db", command=command) as tested,
        ):
            referee.load(graph.tables)
            _say("referee loaded")
            tested.load(list(kuzu_schema()), graph.write(scratch / "parquet"))
            _say(f"{settings.release} loaded after {time.monotonic() - began:.0f} s")
            return compare_engines(settings, graph, tested, referee, began=began)


def compare_engines(
    settings: Settings,
    graph: MadeGraph,
    tested: TestedEngine,
    referee: Referee,
    *,
    questions: Iterable[Question] | None = None,
    began: float | None = None,
) -> Outcome:
    """Ask two engines that hold the graph, compare, and cut down what differs.

    Args:
        settings: What to run.
        graph: What both hold.
        tested: The engine under test.
        referee: The engine taken to be right.
        questions: What to ask; by default the seeded questions and as many random ones as the settings say, and then
            the forbidden forms.
        began: When the run began, as ``time.monotonic()`` tells it; by default now.
    """
    began = began or time.monotonic()
    comparison = Comparison(tested, referee)
    asked = _questions(settings, graph) if questions is None else questions
    findings = sorted(comparison.findings(asked, _progress()), key=_size)
    cut_down = _cut_down_some(comparison, findings, settings.cut_down)
    walker = Generator(graph, settings.seed).walker
    proofs = tuple(prove(tested, referee, walker)) if questions is None else ()
    spent = time.monotonic() - began
    return Outcome(settings, comparison.tally, tuple(findings), cut_down, proofs, spent)


def _questions(settings: Settings, graph: MadeGraph) -> Iterator[Question]:
    statements = max(1, settings.queries // SETS)
    generated = Generator(graph, settings.seed, sets=SETS).questions(statements)
    return chain(seeded_questions(graph, settings.seed), generated)


def _size(finding: Finding) -> tuple[tuple[int, int], str]:
    return finding.question.statement.size, finding.mode


def _cut_down_some(comparison: Comparison, findings: Sequence[Finding], most: int) -> tuple[Finding, ...]:
    """Cut down the smallest few of each mode in turn; the smallest result first."""
    chosen: dict[str, Finding] = {}
    modes = [sorted((one for one in findings if one.mode == mode), key=_size) for mode in MODES]
    for finding in filter(None, chain.from_iterable(zip_longest(*modes))):
        chosen.setdefault(finding.question.statement.text, finding)
    until = time.monotonic() + _CUT_SECONDS
    found: list[Finding] = []
    for finding in list(chosen.values())[:most]:
        if not found or time.monotonic() < until:
            _say(f"cutting down a statement of {finding.question.statement.size[0]} parts")
            found.append(_cut_down(comparison, finding))
    return tuple(sorted(found, key=_size))


def _cut_down(comparison: Comparison, finding: Finding) -> Finding:
    seen = finding

    def differs(question: Question) -> bool:
        nonlocal seen
        witness = comparison.differs(question, finding.mode)
        if witness is not None:
            seen = witness
        return witness is not None

    question = shrunk(finding.question, differs)
    # The last that differed is the smallest: every step goes on from one that did.
    return seen if seen.question == question else replace(finding, question=finding.question)


def _progress() -> Callable[[Tally], None]:
    told = time.monotonic()

    def tell(tally: Tally) -> None:
        nonlocal told
        if time.monotonic() - told > 5:
            told = time.monotonic()
            _say(
                f"{tally.statements:,} statements, {tally.runs:,} runs, {tally.wrong:,} wrong, "
                f"{sum(tally.unknown.values()):,} not compared"
            )

    return tell


def _say(text: str) -> None:
    print(f"engine gate: {text}", file=sys.stderr, flush=True)
