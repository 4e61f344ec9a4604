"""The made-up graph and the questions about it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cypher.catalog import CATALOGUE
from engine_gate.asking.generator import Generator
from engine_gate.asking.seeded import catalogue, seeded_questions
from engine_gate.made.graph import MadeGraph, make_graph
from engine_gate.statement import Question
from graphmodel.model import NODES, RELATIONSHIPS

PEOPLE = 2_000
# Where a query may not be random: see engine_gate/forbidden.py.
FORBIDDEN = {
    "ACYCLIC": r"ACYCLIC",
    "lower bound of 0": r"\*(TRAIL )?0",
    "no upper bound": r"\*\s*\]|\.\.\s*\]",
    "DISTINCT before another aggregate": r"\(DISTINCT [^)]*\)+ AS c\d, (count|min|max|sum|avg|collect)\(",
    "IN inside CASE": r"CASE WHEN [^,]* IN \$",
    "sum of nothing": r"(?<!coalesce\()sum\(",
    "two labels": r"\(\w+:\w+:\w+",
}


@pytest.fixture(scope="module")
def graph() -> MadeGraph:
    """A graph large enough to have some of everything."""
    return make_graph(PEOPLE, 7)


@pytest.fixture(scope="module")
def questions(graph: MadeGraph) -> list[Question]:
    """Six hundred random questions."""
    return list(Generator(graph, 3).questions(600))


def test_the_graph_has_some_of_every_class(graph: MadeGraph) -> None:
    """A class of the model that the gate does not make could not be asked about."""
    known = {node.label for node in NODES} | {tie.type_ for tie in RELATIONSHIPS}
    assert set(graph.tables) == known
    assert {name for name in known if not graph.tables[name].num_rows} == set()


def test_ties_hang_on_nodes_that_are_there(graph: MadeGraph) -> None:
    """Both ends of every tie exist, and no tie is there twice."""
    ids = {node.label: set(graph.tables[node.label].column("id").to_pylist()) for node in NODES}
    for tie in RELATIONSHIPS:
        table = graph.tables[tie.type_]
        starts, ends = table.column("start_id").to_pylist(), table.column("end_id").to_pylist()
        assert set(starts) <= ids[tie.start.label]
        assert set(ends) <= ids[tie.end.label]
        assert len(set(zip(starts, ends, strict=True))) == len(starts)


def test_nobody_is_their_own_ancestor(graph: MadeGraph) -> None:
    """Parents are born before their children, so that parentage never closes a circle."""
    table = graph.tables["PARENT_OF"]
    pairs = zip(table.column("start_id").to_pylist(), table.column("end_id").to_pylist(), strict=True)
    assert all(parent < child for parent, child in pairs)


def test_a_seed_makes_one_graph_and_one_list_of_questions(graph: MadeGraph, questions: list[Question]) -> None:
    """The same seed gives the same, another seed something else."""
    again = make_graph(PEOPLE, 7)
    assert all(again.tables[name].equals(table) for name, table in graph.tables.items())
    assert list(Generator(again, 3).questions(600)) == questions
    assert make_graph(PEOPLE, 8).tables["PARENT_OF"] != graph.tables["PARENT_OF"]
    assert list(Generator(graph, 4).questions(20)) != questions[:20]


def test_questions_are_of_all_shapes_and_without_fault(questions: list[Question]) -> None:
    """Every shape is there, each statement once, none with a fault, each with four sets of parameters."""
    shapes = Counter(one.statement.shape for one in questions)
    assert set(shapes) == {"walk", "shared", "trail", "optional", "barrier", "union", "list", "overview"}
    assert all(one.statement.faults() == [] for one in questions)
    assert len({one.statement.text for one in questions}) == len(questions)
    assert {len(one.sets) for one in questions} == {4}


@pytest.mark.parametrize(
    "part",
    ["OPTIONAL MATCH", "*TRAIL 1..", "EXISTS {", "COUNT {", "UNION ALL", "UNWIND $", " IN $", "CASE WHEN", "ORDER BY",
     "WITH DISTINCT", "SKIP $skip", "collect({", "count(DISTINCT", "coalesce(", "<> $id", "nodes(", "length(", " OR "],
)  # fmt: skip
def test_every_part_of_the_common_subset_is_used(questions: list[Question], part: str) -> None:
    """A part that the product may use is asked about."""
    assert any(part in one.statement.text for one in questions)


@pytest.mark.parametrize("form", FORBIDDEN)
def test_no_forbidden_form_is_asked(questions: list[Question], form: str) -> None:
    """What is known to differ would hide what is not."""
    assert [one.statement.text for one in questions if re.search(FORBIDDEN[form], one.statement.text)] == []


def test_no_parameter_is_missing_or_none(questions: list[Question]) -> None:
    """Every set has a value for every parameter, as the stores demand."""
    for question in questions:
        for text, given in question.asked():
            assert set(re.findall(r"\$(\w+)", text)) == set(given)
            assert None not in given.values()


def test_the_catalogue_is_asked(graph: MadeGraph) -> None:
    """The product's own statements are among the seeded ones, all that begin at an id."""
    asked = {one.statement.shape for one in seeded_questions(graph, 1)}
    ours = {one.shape for one in catalogue()}
    assert len(ours) == len(CATALOGUE)
    assert ours <= asked
    assert "known failure" in asked
