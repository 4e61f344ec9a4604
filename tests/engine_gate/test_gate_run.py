"""A short run of the gate against a real Neo4j, and planted faults that it must catch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine_gate.asking.generator import Generator
from engine_gate.comparing import MODES
from engine_gate.environment import locked_release
from engine_gate.forbidden import FORBIDDEN
from engine_gate.gate import Outcome, Settings, compare_engines
from engine_gate.made.graph import MadeGraph, make_graph
from engine_gate.referee import Referee
from engine_gate.report import as_markdown
from engine_gate.statement import Match, Question
from engine_gate.tested import TestedEngine
from graphmodel.schema import kuzu_schema

pytestmark = pytest.mark.server
PLANTED = Path(__file__).with_name("planted.py")
SETTINGS = Settings(locked_release(), queries=160, seed=11, cut_down=1)


@dataclass(frozen=True)
class Loaded:
    """Both engines with the gate's graph in them."""

    graph: MadeGraph
    referee: Referee
    database: Path

    def run(self, *, fault: str = "", questions: list[Question] | None = None) -> Outcome:
        """Run the gate, with a fault planted in the tested engine or none."""
        command = (sys.executable, str(PLANTED), fault) if fault else None
        with TestedEngine(SETTINGS.release, self.database, command=command) as tested:
            return compare_engines(SETTINGS, self.graph, tested, self.referee, questions=questions)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The gate's graph of ten thousand people, once in each engine."""
    folder = tmp_path_factory.mktemp("gate")
    graph = make_graph(SETTINGS.people, SETTINGS.seed)
    files = graph.write(folder / "parquet")
    with Referee(folder / "neo4j", heap="512m") as referee:
        referee.load(graph.tables)
        with TestedEngine(SETTINGS.release, folder / "tested.db") as tested:
            tested.load(list(kuzu_schema()), files)
        yield Loaded(graph, referee, folder / "tested.db")


@pytest.fixture(scope="module")
def outcome(loaded: Loaded) -> Outcome:
    """A short run on the engine of the product."""
    return loaded.run()


@pytest.fixture(scope="module")
def questions(loaded: Loaded) -> list[Question]:
    """A few questions, some of them over the tie that the planted faults are about."""
    made = list(Generator(loaded.graph, 5).questions(60))
    concerned = [one for one in made if "PARTNER_OF" in one.statement.text]
    return concerned[:2] + [one for one in made if one not in concerned][:2]


def test_the_products_engine_passes(outcome: Outcome) -> None:
    """It answers as Neo4j does: the seeded statements, the catalogue and the random ones, in every mode."""
    assert outcome.passed, as_markdown(outcome)
    assert outcome.tally.statements >= 60
    assert outcome.tally.runs == outcome.tally.compared + sum(outcome.tally.unknown.values())
    assert {"catalogue", "known", "shared", "trail", "union"} <= set(outcome.tally.shapes)


def test_most_answers_have_rows(outcome: Outcome) -> None:
    """Two empty answers prove nothing: at least half of the answers compared are not empty."""
    assert outcome.tally.filled >= outcome.tally.compared / 2


def test_every_forbidden_form_is_proved(outcome: Outcome) -> None:
    """Each form said to differ on this engine does; a rule without a reason would be told."""
    assert [proof.form.name for proof in outcome.proofs if not proof.differs] == []
    assert len(outcome.proofs) == len(FORBIDDEN)


@pytest.mark.parametrize(
    ("fault", "mode", "sets"),
    [
        ("loses a row", "fresh", 1),
        ("loses a row when reused", "reused", 2),
        ("loses a row in threads", "threads", 1),
        ("ends", "fresh", 1),
    ],
)
def test_a_planted_fault_is_caught_and_cut_down(
    loaded: Loaded, questions: list[Question], fault: str, mode: str, sets: int
) -> None:
    """The smallest failing query is named: the hop over the tie at fault and what leads to it, and the mode."""
    outcome = loaded.run(fault=fault, questions=questions)
    assert not outcome.passed
    smallest = outcome.smallest
    assert smallest is not None
    assert (smallest.mode, len(smallest.question.sets)) == (mode, sets)
    (branch,) = smallest.question.statement.branches
    assert smallest.question.statement.size < min(one.question.statement.size for one in outcome.findings)
    assert not any(isinstance(step, Match) and step.where for step in branch.steps)
    assert (len(branch.columns), branch.distinct, smallest.question.statement.order) == (1, False, ())
    assert "PARTNER_OF" in smallest.question.statement.text
    report = as_markdown(outcome)
    assert "**fails**" in report
    assert smallest.question.statement.text in report
    assert str(smallest.question.asked()[smallest.place][1].get("id", "$")).strip("$") in report
    assert MODES[mode] in report
