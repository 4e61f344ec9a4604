"""What is always asked: the product's own catalogue, and statements that some release is known to get wrong."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from cypher.catalog import CATALOGUE
from engine_gate.asking.conditions import TODAY
from engine_gate.asking.walks import Walker, Way
from engine_gate.made.graph import MadeGraph
from engine_gate.statement import Branch, Column, Match, Parameters, Question, Statement, Verbatim

_ANCHOR = re.compile(r"\(\w+:(\w+) \{id: \$id\}\)")
_TIE = re.compile(r"\(\w+:\w+ \{id: \$id\}\)(<?)-\[\w*:(\w+)")
# Ladybug 0.21.2 loses rows of one reused statement in ten.
_SETS_OF_FAILURES = 12
_SETS_OF_THE_CATALOGUE = 4
_SINCE = TODAY.replace(year=TODAY.year - 5)


def seeded_questions(graph: MadeGraph, seed: int) -> Iterator[Question]:
    """The seeded statements, each with some sets of parameters about people and places that have what is asked."""
    walker = Walker(graph, random.Random(seed))  # noqa: S311 - repeatable, not secret
    member = Way(("MEMBER_OF",), "out", "Person", "Household")
    for statement in known_failures():
        yield Question(statement, tuple(_asked(walker.someone_on(member)) for _ in range(_SETS_OF_FAILURES)))
    for statement in catalogue():
        way = _first_way(statement, walker)
        if way is not None:
            yield Question(statement, tuple(_asked(walker.someone_on(way)) for _ in range(_SETS_OF_THE_CATALOGUE)))


def _asked(identifier: str) -> Parameters:
    return {"id": identifier, "today": TODAY, "since": _SINCE, "most": 10}


def known_failures() -> Iterator[Statement]:
    """Who shares an address: a condition on the tie and ``<> $id`` behind a second MATCH.

    Ladybug 0.22.0 loses rows of it for nearly everybody, and shows rows that fail the condition; ladybug 0.21.2 loses
    rows when the prepared statement is asked again.
    """
    there = Match(
        "(n0:Person {id: $id})",
        ("-[t1:MEMBER_OF]->(n1:Household)", "-[t2:LOCATED_AT]->(n2:Address)"),
        ("coalesce(t1.valid_to, $today) >= $since",),
    )
    ties = ("<-[t3:LOCATED_AT]-(n3:Household)", "<-[t4:MEMBER_OF]-(n4:Person)")
    current = "coalesce(t4.valid_to, $today) >= $since"
    forms = {
        "as found": (current, "n4.id <> $id"),
        "compared with the node": (current, "n4.id <> n0.id"),
        "open ties": ("t4.valid_to IS NULL", "n4.id <> $id"),
    }
    columns = (Column("n2.id", "address"), Column("n3.id", "household"), Column("n4.id", "other"))
    for where in forms.values():
        back = Match("(n2)", ties, where)
        yield Statement((Branch((there, back), columns, distinct=True),), shape="known failure")
    a_match_a_hop = (
        Match(there.start, there.hops[:1], there.where),
        Match("(n1)", there.hops[1:]),
        Match("(n2)", ties[:1]),
        Match("(n3)", ties[1:], forms["as found"]),
    )
    yield Statement((Branch(a_match_a_hop, columns, distinct=True),), shape="known failure")


def catalogue() -> Iterator[Statement]:
    """The product's own questions that begin at one node by its id."""
    for query in CATALOGUE:
        if _ANCHOR.search(query.statement):
            yield Verbatim((), shape=f"catalogue {query.name}", cypher=query.statement)


def _first_way(statement: Statement, walker: Walker) -> Way | None:
    """The first hop of a statement of the catalogue, where this graph has such ties."""
    found = _TIE.search(statement.text)
    if not found:
        return None
    direction = "in" if found[1] else "out"
    return next((way for way in walker.ways if way.types == (found[2],) and way.direction in (direction, "any")), None)
