"""Statements in parts: what they say as Cypher, and what makes them faulty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine_gate.statement import Barrier, Branch, Column, Match, Question, Statement, Unwind, Verbatim
from graphmodel.errors import BadQuery

HOMES = Branch(
    (
        Match(
            "(n0:Person {id: $id})", ("-[t1:MEMBER_OF]->(n1:Household)",), ("t1.valid_to IS NULL", "t1.role = $role")
        ),
        Barrier(("n1",), (("v2", "count(*)"),)),
        Match("(n1)", ("<-[t3:MEMBER_OF]-(n3:Person)",), ("n3.id <> $id",), optional=True),
    ),
    (Column("n3.id", "other"), Column("v2", "stays")),
    distinct=True,
)
GOOD = Statement((HOMES,), ("other", "stays DESC"), "LIMIT $most")


def test_it_reads_as_cypher() -> None:
    """Clauses stand a line each, conditions joined by AND."""
    assert GOOD.text == (
        "MATCH (n0:Person {id: $id})-[t1:MEMBER_OF]->(n1:Household)\n"
        "WHERE t1.valid_to IS NULL AND t1.role = $role\n"
        "WITH n1, count(*) AS v2\n"
        "OPTIONAL MATCH (n1)<-[t3:MEMBER_OF]-(n3:Person)\n"
        "WHERE n3.id <> $id\n"
        "RETURN DISTINCT n3.id AS other, v2 AS stays\n"
        "ORDER BY other, stays DESC\n"
        "LIMIT $most"
    )
    assert GOOD.faults() == []
    assert GOOD.parameters == {"id", "role", "most"}


def branch(**parts: object) -> Branch:
    """The good branch with other parts."""
    return replace(HOMES, **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "faulty",
    [
        replace(GOOD, order=("other",)),
        replace(GOOD, order=("nobody",), window=""),
        replace(GOOD, branches=(branch(columns=(Column("n0.id", "other"),)),), order=(), window=""),
        replace(GOOD, branches=(branch(steps=HOMES.steps[1:]),)),
        replace(GOOD, branches=(branch(columns=()),), order=(), window=""),
        Statement((branch(columns=HOMES.columns[:1]), HOMES)),
        Statement((HOMES, HOMES), order=("other", "stays")),
        Statement((HOMES, branch(columns=(Column("n3.id", "other"), Column("n3.id", "stays"))))),
    ],
    ids=[
        "window without full order", "order by nothing returned", "variable behind a barrier", "barrier first",
        "no column", "branches unlike", "order after a union", "expression twice in a branch",
    ],
)  # fmt: skip
def test_faults_are_found(faulty: Statement) -> None:
    """What the two engines need not answer alike is no statement of ours."""
    assert faulty.faults()


def test_a_list_of_anchors() -> None:
    """The variable of an UNWIND is bound for the anchor behind it, and for nothing without it."""
    anchors = Unwind("ids", "v0"), Match("(n0:Person {id: v0})")
    columns = (Column("n0.id", "person"),)
    assert Statement((Branch(anchors, columns),)).faults() == []
    assert Statement((Branch(anchors[1:], columns),)).faults()


def test_the_keys_of_a_written_statement() -> None:
    """A statement of the catalogue is ordered by its last ORDER BY."""
    written = Verbatim((), cypher="MATCH (n) RETURN n.id AS a, n.b AS b ORDER BY a DESC, b\nLIMIT $most")
    assert written.keys == ("a", "b")


def test_a_question_lacks_no_parameter() -> None:
    """A question is asked with the parameters it names and no other; one that lacks any is refused."""
    asked = Question(GOOD, ({"id": "x", "role": "child", "most": 3, "spare": 1},)).asked()
    assert asked == [(GOOD.text, {"id": "x", "most": 3, "role": "child"})]
    with pytest.raises(BadQuery, match="most"):
        Question(GOOD, ({"id": "x", "role": "child"},))
