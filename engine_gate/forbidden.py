"""Forms that queries must not use, since an accepted engine answers them unlike the referee: each proved to differ.

They bound what the generator may make (design 4, rules for a query that runs on both). One that no longer differs is
told, so that a rule can go when its reason has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine_gate.answers import compare
from engine_gate.asking.walks import Walker, Way
from engine_gate.comparing import SECONDS
from engine_gate.referee import Referee
from engine_gate.statement import Verbatim
from engine_gate.tested import TestedEngine

_PEOPLE = 12


@dataclass(frozen=True)
class Forbidden:
    """A form that must not be used.

    Args:
        name: What it is.
        cypher: A statement that uses it, for the embedded engine, with the parameter ``$id``.
        instead: What to write.
        on: Releases on which it is known to differ.
        way: A hop that whoever is asked about can take, so that there is an answer.
        server_cypher: What Neo4j is asked, where it has no such word.
    """

    name: str
    cypher: str
    instead: str
    on: tuple[str, ...]
    way: Way
    server_cypher: str = ""

    @property
    def for_server(self) -> str:
        """The statement as the referee takes it, where it has words of its own."""
        return self.server_cypher or self.cypher


_CHILD = Way(("PARENT_OF",), "out", "Person", "Person")
_HOME = Way(("MEMBER_OF",), "out", "Person", "Household")
_ACCEPTED = ("kuzu==0.11.3", "ladybug==0.17.1")

FORBIDDEN = (
    Forbidden(
        "ACYCLIC",
        "MATCH p = (n0:Person {id: $id})-[:PARENT_OF*ACYCLIC 2..3]-(n1:Person) RETURN n1.id AS person",
        "`*TRAIL 1..n`",
        _ACCEPTED,
        _CHILD,
        "MATCH p = (n0:Person {id: $id})-[:PARENT_OF*2..3]-(n1:Person) RETURN n1.id AS person",
    ),
    Forbidden(
        "a lower bound of 0 in an OPTIONAL MATCH",
        "MATCH (n0:Person {id: $id}) OPTIONAL MATCH (n0)-[:PARENT_OF|PARTNER_OF*TRAIL 0..2]-(n1:Person) "
        "RETURN n1.id AS person",
        "begin at 1 and add the first row in Python",
        _ACCEPTED,
        _CHILD,
    ),
    Forbidden(
        "one expression twice in a branch of a UNION",
        "MATCH (s:Service) RETURN s.id AS a, s.name AS b UNION ALL MATCH (s:Service) RETURN s.id AS a, s.id AS b",
        "`s.id + ''` for the second",
        _ACCEPTED,
        _HOME,
    ),
    Forbidden(
        "a counting WITH that drops what UNWIND gave",
        "UNWIND [$id] AS one MATCH (n0:Person {id: one}) WITH n0, count(*) AS n "
        "MATCH (n0)-[:MEMBER_OF]->(h:Household) RETURN h.id AS household, n AS n",
        "carry the value on, or a loop of anchored statements",
        _ACCEPTED,
        _HOME,
    ),
    Forbidden(
        "several hops of one type in one MATCH",
        "MATCH (n0:Person {id: $id})-[:PARENT_OF]-(n1:Person)-[:PARENT_OF]-(n2:Person) RETURN n2.id AS person",
        "a MATCH a hop",
        _ACCEPTED,
        _CHILD,
    ),
    Forbidden(
        "a DISTINCT aggregate before another, grouped",
        "MATCH (n0:Person {id: $id})-[t:MEMBER_OF]->(h:Household) "
        "RETURN h.id AS household, collect(DISTINCT t.role) AS roles, count(*) AS stays",
        "the DISTINCT aggregate last",
        _ACCEPTED,
        _HOME,
    ),
    Forbidden(
        "IN inside CASE",
        "MATCH (n0:Person {id: $id})-[t:PARENT_OF]->(n1:Person) MATCH (n1)-[:LIVED_AT]->(a:Address) "
        "MATCH (a)<-[:LOCATED_AT]-(h:Household) "
        "RETURN h.id AS household, CASE WHEN t.nature IN ['biological', 'step', 'foster', 'unknown'] "
        "THEN 'yes' ELSE 'no' END AS listed",
        "the comparison as a column of its own, or `=` and OR",
        _ACCEPTED,
        _CHILD,
    ),
    Forbidden(
        "collect of nothing",
        "MATCH (n0:Person {id: $id})-[t:PARENT_OF]->(n1:Person) WHERE t.nature = 'none such' "
        "RETURN collect(n1.id) AS people",
        "read NULL as an empty list",
        _ACCEPTED,
        _CHILD,
    ),
    Forbidden(
        "sum of nothing",
        "MATCH (n0:Person {id: $id})-[t:PARENT_OF]->(n1:Person) "
        "OPTIONAL MATCH (n0)-[:LIVED_AT]->(a:Address) WHERE a.county = 'none such' "
        "RETURN n1.id AS child, sum(a.latitude) AS total",
        "`coalesce(sum(…), 0)`",
        _ACCEPTED,
        _CHILD,
    ),
)


@dataclass(frozen=True)
class Proof:
    """Whether a forbidden form differs on the release at hand, and what was seen."""

    form: Forbidden
    differs: bool
    seen: str


def prove(tested: TestedEngine, referee: Referee, walker: Walker) -> Iterator[Proof]:
    """Ask each forbidden form about some people until the engines differ."""
    for form in FORBIDDEN:
        statement = Verbatim((), shape=form.name, cypher=form.cypher)
        people = [walker.someone_on(form.way) for _ in range(_PEOPLE)]
        proof = Proof(form, False, "no difference")
        for person in people:
            given = dict.fromkeys(statement.parameters, person)
            right = referee.ask(form.for_server, given, seconds=SECONDS)
            mine = tested.ask([(form.cypher, given)], "fresh", seconds=SECONDS)[0]
            if right.unknown or mine.unknown:
                continue
            if (difference := compare(statement, right, mine)) is not None:
                proof = Proof(form, True, difference.error or f"{difference.got} rows for {difference.expected}")
                break
        yield proof
