"""What is generated from the model: each store's schema, Neo4j's loading statements, and the model page."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from graphmodel.model import KIN_TIES, NODES, RELATIONSHIPS
from graphmodel.model.declaration import Node, Relationship
from graphmodel.model.relationships import KinTie

_KUZU: dict[pa.DataType, str] = {
    pa.string(): "STRING",
    pa.float64(): "DOUBLE",
    pa.int64(): "INT64",
    pa.bool_(): "BOOL",
    pa.date32(): "DATE",
    pa.list_(pa.string()): "STRING[]",
    pa.list_(pa.float64()): "DOUBLE[]",
}
_SQLITE: dict[pa.DataType, str] = {
    pa.string(): "TEXT",
    pa.float64(): "REAL",
    pa.int64(): "INTEGER",
    pa.bool_(): "BOOL_INT",
    pa.date32(): "DATE_TEXT",
    pa.list_(pa.string()): "JSON_TEXT",
    pa.list_(pa.float64()): "JSON_TEXT",
}
"""Declared types by which the twin's reader turns values back, see graphmodel.stores.sqlite_twin."""


def kuzu_schema() -> Iterator[str]:
    """The statements that make the embedded engine's tables, nodes first."""
    for node in NODES:
        columns = ", ".join(f"{name} {_KUZU[kind]}" for name, kind, _ in node.properties())
        yield f"CREATE NODE TABLE {node.label}({columns}, PRIMARY KEY(id))"
    for tie in RELATIONSHIPS:
        columns = "".join(f", {name} {_KUZU[kind]}" for name, kind, _ in tie.properties())
        yield f"CREATE REL TABLE {tie.type_}(FROM {tie.start.label} TO {tie.end.label}{columns})"


def sqlite_schema() -> Iterator[str]:
    """The statements that make the twin's tables, named as the graph's classes, and the view ``kin_tie``.

    The view has every kin tie once from each of its ends: ``person``, ``other``, and what tells ties of a pair apart
    under ``nature``.
    """
    classes: list[type[Node] | type[Relationship]] = [*NODES, *RELATIONSHIPS]
    for declared in classes:
        names = [f"{field.name} {_SQLITE[field.type]}" for field in declared.arrow_schema()]
        yield f"CREATE TABLE {_table(declared)} ({', '.join(names)})"
    shared = ", ".join(name for name, _, _ in KinTie.properties())
    branches = [
        f"SELECT {near} AS person, {far} AS other, {tie.identity[0]} AS nature, {shared} FROM {tie.type_}"
        for tie in KIN_TIES
        for near, far in (("start_id", "end_id"), ("end_id", "start_id"))
    ]
    yield f"CREATE VIEW kin_tie AS {' UNION ALL '.join(branches)}"


def sqlite_indexes() -> Iterator[str]:
    """The statements that make the twin's indexes, once its rows are there: nodes by id, ties by both ends."""
    for node in NODES:
        yield f"CREATE UNIQUE INDEX {node.label}_id ON {node.label} (id)"
    for tie in RELATIONSHIPS:
        for end in ("start_id", "end_id"):
            yield f"CREATE INDEX {tie.type_}_{end} ON {tie.type_} ({end})"


def _table(declared: type[Node] | type[Relationship]) -> str:
    return declared.label if issubclass(declared, Node) else declared.type_


def neo4j_schema() -> Iterator[str]:
    """The statements that make Neo4j's constraints: one id a node of each class, with the index that finds it."""
    for node in NODES:
        name = f"{node.label.lower()}_id"
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{node.label}) REQUIRE n.id IS UNIQUE"


def neo4j_node_load(node: type[Node]) -> str:
    """The statement that creates nodes from ``$rows``, lists in the order of ``node.arrow_schema()``."""
    names = [name for name, _, _ in node.properties()]
    return f"UNWIND $rows AS row CREATE (:{node.label} {{{_from_row(names, first=0)}}})"


def neo4j_relationship_load(tie: type[Relationship]) -> str:
    """The statement that creates relationships from ``$rows``, lists in the order of ``tie.arrow_schema()``."""
    names = [name for name, _, _ in tie.properties()]
    return (
        f"UNWIND $rows AS row MATCH (a:{tie.start.label} {{id: row[0]}}) MATCH (b:{tie.end.label} {{id: row[1]}}) "
        f"CREATE (a)-[:{tie.type_} {{{_from_row(names, first=2)}}}]->(b)"
    )


def _from_row(names: list[str], *, first: int) -> str:
    return ", ".join(f"{name}: row[{place}]" for place, name in enumerate(names, start=first))


def _evidence(tie: type[Relationship]) -> str:
    names = [name for name, _, _ in tie.properties()]
    return "yes" if "ev_record" in names else "–"


def model_page() -> str:
    """The model as a Markdown section of ARCHITECTURE.md: every node and relationship with what it means."""
    lines = ["### Nodes", "", "| node | meaning | properties |", "|---|---|---|"]
    for node in NODES:
        names = ", ".join(f"`{name}`" for name, _, _ in node.properties())
        lines.append(f"| `{node.label}` | {node.about} | {names} |")
    lines += [
        "",
        "### Relationships",
        "",
        "| relationship | from → to | read backwards | told apart by | evidence | meaning |",
    ]
    lines.append("|---|---|---|---|---|---|")
    for tie in RELATIONSHIPS:
        apart = ", ".join(f"`{name}`" for name in tie.identity) or "both ends"
        ends = f"{tie.start.label} → {tie.end.label}"
        lines.append(f"| `{tie.type_}` | {ends} | `{tie.inverse}` | {apart} | {_evidence(tie)} | {tie.about} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(model_page(), end="")
