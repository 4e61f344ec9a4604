"""Cutting down: what is left is the fault and nothing else."""

from __future__ import annotations

from engine_gate.shrinking import shrunk, smaller
from engine_gate.statement import Barrier, Branch, Column, Match, Question, Statement, Verbatim

LARGE = Statement(
    (
        Branch(
            (
                Match("(n0:Person {id: $id})", ("-[t1:PARENT_OF]->(n1:Person)",), ("t1.nature = $nature",)),
                Match("(n1)", ("-[t2:MEMBER_OF]->(n2:Household)", "-[t3:LOCATED_AT]->(n3:Address)")),
                Barrier(("n0", "n1", "n3"), (("v4", "count(*)"),)),
                Match("(n3)", ("<-[t5:LIVED_AT]-(n5:Person)",), ("n5.id <> $id", "t5.valid_to IS NULL"), optional=True),
            ),
            (Column("n5.id", "c0"), Column("v4", "c1"), Column("n1.id", "c2")),
            distinct=True,
        ),
    ),
    ("c0", "c1 DESC", "c2"),
    "SKIP $skip LIMIT $most",
)
SETS = tuple({"id": f"p{n}", "nature": "step", "skip": 0, "most": 5} for n in range(4))


def test_every_smaller_statement_is_a_statement() -> None:
    """Whatever is left out, what hung on it goes too."""
    found = list(smaller(LARGE))
    assert len(found) > 10
    assert all(one.faults() == [] and one.size < LARGE.size for one in found)


def test_it_ends_at_the_fault() -> None:
    """Of a statement that fails for one condition, that condition and what it needs is left."""
    left = shrunk(Question(LARGE, SETS), lambda question: "n5.id <> $id" in question.statement.text)
    assert left.sets == SETS[:1]
    (branch,) = left.statement.branches
    conditions = [text for step in branch.steps if isinstance(step, Match) for text in step.where]
    assert conditions == ["n5.id <> $id"]
    assert "LIMIT" not in left.statement.text
    assert "ORDER" not in left.statement.text
    assert len(branch.columns) == 1
    assert not any(isinstance(step, Barrier) for step in branch.steps)


def test_a_fault_of_the_second_time_keeps_both_times() -> None:
    """Of a prepared statement that fails when asked again, two sets of parameters are left."""
    left = shrunk(Question(LARGE, SETS), lambda question: len(question.sets) >= 2)
    assert len(left.sets) == 2
    assert left.statement.size < LARGE.size


def test_a_union_loses_the_branch_without_the_fault() -> None:
    """One branch is left where one is enough."""
    one = Branch((Match("(n0:Person {id: $id})", ("-[t1:PARENT_OF]->(n1:Person)",)),), (Column("n1.id", "c0"),))
    other = Branch((Match("(n0:Person {id: $id})", ("-[t2:PARTNER_OF]-(n2:Person)",)),), (Column("n2.id", "c0"),))
    union = Question(Statement((one, other)), ({"id": "p"},))
    left = shrunk(union, lambda question: "PARTNER_OF" in question.statement.text)
    assert left.statement.branches == (other,)


def test_nothing_is_cut_from_what_cannot_be() -> None:
    """A written statement stays as it is, and so does one whose every part is needed."""
    written = Question(Verbatim((), cypher="MATCH (n) RETURN n.id AS id"), ({},))
    assert shrunk(written, lambda _: True) == written
    whole = Question(LARGE, SETS[:1])
    assert shrunk(whole, lambda question: question == whole) == whole


def test_the_number_of_tries_is_bounded() -> None:
    """However stubborn the fault, it is asked so often and no more."""
    asked = 0

    def never(_: Question) -> bool:
        nonlocal asked
        asked += 1
        return True

    shrunk(Question(LARGE, SETS), never, tries=7)
    assert asked == 7
