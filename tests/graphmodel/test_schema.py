"""What is generated for Neo4j names every class and every property of the model."""

from __future__ import annotations

import re

import pytest

from graphmodel.model import NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.schema import neo4j_node_load, neo4j_relationship_load, neo4j_schema


def test_every_node_class_has_one_constraint() -> None:
    """One uniqueness constraint a label, of distinct names, and nothing else."""
    found = [
        re.fullmatch(r"CREATE CONSTRAINT (\w+) .*FOR \(n:(\w+)\) REQUIRE n.id IS UNIQUE", s) for s in neo4j_schema()
    ]
    assert [match and match[2] for match in found] == [node.label for node in NODES]
    assert len({match and match[1] for match in found}) == len(NODES)


@pytest.mark.parametrize("declared", [*NODES, *RELATIONSHIPS], ids=lambda declared: declared.__name__)
def test_every_column_goes_to_its_property(declared: type[Node] | type[Relationship]) -> None:
    """Each property takes the column that stands at its place in the bulk file."""
    statement = neo4j_node_load(declared) if issubclass(declared, Node) else neo4j_relationship_load(declared)
    columns = declared.arrow_schema().names
    taken = {
        name: columns[int(place)] for name, place in re.findall(r"(\w+): row\[(\d+)\]", statement.split("CREATE")[1])
    }
    assert taken == {name: name for name, _, _ in declared.properties()}
    if issubclass(declared, Relationship):
        assert f"(a:{declared.start.label} {{id: row[0]}})" in statement
        assert f"(b:{declared.end.label} {{id: row[1]}})" in statement
        assert columns[:2] == ["start_id", "end_id"]
