"""The model, walked: what every declaration must hold to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphmodel.model import KIN_TIES, NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.model.relationships import Asserted, Describes
from graphmodel.stores.kuzu_store import KuzuReader, KuzuWriter

# Why it carries no full evidence: DESCRIBES is what linkage decided, not what a source states.
WITHOUT_EVIDENCE = {Describes}
BASE_WORDS = {"Order", "Case", "Match", "With", "Node", "Group"}


@pytest.mark.parametrize("node", NODES, ids=lambda n: n.label)
def test_node(node: type[Node]) -> None:
    """A node has a label of its own that is no word of Cypher, an id, and a meaning for each property."""
    assert re.fullmatch(r"[A-Z][A-Za-z]+", node.label)
    assert node.label not in BASE_WORDS
    assert node.label == node.__name__
    assert next(iter(node.properties()))[0] == "id"
    assert all(meaning for _, _, meaning in node.properties())
    assert node.about.endswith((".", ")"))


@pytest.mark.parametrize("tie", RELATIONSHIPS, ids=lambda t: t.type_)
def test_relationship(tie: type[Relationship]) -> None:
    """A relationship joins declared nodes, has an inverse name, and is told apart by properties it has."""
    names = [name for name, _, _ in tie.properties()]
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", tie.type_)
    assert {tie.start, tie.end} <= set(NODES)
    assert tie.inverse
    assert set(tie.identity) <= set(names)
    assert issubclass(tie, Asserted) is (tie not in WITHOUT_EVIDENCE)
    assert not {"from", "to"} & set(names), "words of Cypher"
    assert all(meaning for _, _, meaning in tie.properties())


def test_names_are_unique() -> None:
    """No two nodes share a label, no two relationships a type."""
    assert len({n.label for n in NODES}) == len(NODES)
    assert len({t.type_ for t in RELATIONSHIPS}) == len(RELATIONSHIPS)


def test_a_person_is_an_id_and_nothing_else() -> None:
    """What a source says of a person stands on source records only."""
    person = next(n for n in NODES if n.label == "Person")
    assert [name for name, _, _ in person.properties()] == ["id"]


def test_no_kin_term_is_stored() -> None:
    """Kin ties are the primitives terms derive from; there is no aunt and no cousin in the graph."""
    assert {t.type_ for t in KIN_TIES} == {
        "PARENT_OF",
        "PARTNER_OF",
        "SIBLING_OF",
        "GUARDIAN_OF",
        "CAREGIVER_OF",
        "FICTIVE_TIE",
    }


def test_the_engine_accepts_the_schema(tmp_path: Path) -> None:
    """The embedded engine makes every table that is generated, and each answers."""
    with KuzuWriter(tmp_path / "graph.kuzu", buffer_bytes=1 << 26) as writer:
        writer.create_schema()
    with KuzuReader(tmp_path / "graph.kuzu", buffer_bytes=1 << 26) as reader:
        for node in NODES:
            assert reader.rows(f"MATCH (n:{node.label}) RETURN count(*) AS n", {}) == [{"n": 0}]
        for tie in RELATIONSHIPS:
            ends = f"(:{tie.start.label})-[r:{tie.type_}]->(:{tie.end.label})"
            assert reader.rows(f"MATCH {ends} RETURN count(*) AS n", {}) == [{"n": 0}]
