"""The catalogue: every file has a typed face, every face a file, and the rules for two engines hold."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from importlib.resources import files
from typing import Any

import pytest

from cypher.catalog import CATALOGUE
from cypher.query import Query
from graphmodel.schema import sqlite_indexes, sqlite_schema

IDS = [query.name for query in CATALOGUE]
# Words of one engine only, or that the two understand differently (design 4, rule 4).
NOT_COMMON = r"\b(labels|type|startNode|elementId|duration|datetime|shortestPath|CALL|FOREACH|LOAD|COPY|ACYCLIC)\b"


def aliases(query: Query[Any]) -> set[str]:
    """The columns a statement returns."""
    returned = query.statement.rpartition("RETURN")[2]
    return set(re.findall(r"\bAS (\w+)", returned))


def test_every_file_is_in_the_catalogue() -> None:
    """No query file lies about unused, and none is missing."""
    folder = files("cypher") / "queries"
    names = [f"{subject.name}/{file.name}" for subject in folder.iterdir() for file in subject.iterdir()]
    assert {name.removesuffix(".cypher") for name in names if not name.endswith(".sql")} == set(IDS)
    assert {name.removesuffix(".sql") for name in names if name.endswith(".sql")} <= set(IDS)


@pytest.mark.parametrize("query", CATALOGUE, ids=IDS)
def test_a_query_says_what_it_asks(query: Query[Any]) -> None:
    """The header has a question in plain words, the parameters the statement uses, and what it returns."""
    assert query.header["question"].endswith("?")
    assert query.header["returns"]
    assert set(query.parameters) == set(re.findall(r"\$(\w+)", query.statement))


@pytest.mark.parametrize("query", CATALOGUE, ids=IDS)
def test_the_row_fits_the_columns(query: Query[Any]) -> None:
    """Every column is aliased and has its field; every field its column."""
    columns = {"evidence" if name.startswith("ev_") else name for name in aliases(query)}
    assert columns == {field.name for field in fields(query.row)}


@pytest.mark.parametrize("query", CATALOGUE, ids=IDS)
def test_it_speaks_what_both_engines_understand(query: Query[Any]) -> None:
    """Anchored at a key, one MATCH a hop, no expression twice, no word of one engine only."""
    assert re.match(r"MATCH \(\w+:\w+ \{id: \$id\}\)", query.statement)
    for match in re.findall(r"MATCH [^\n]*", query.statement):
        assert len(re.findall(r"-\[", match)) == 1
    assert not re.search(NOT_COMMON, query.statement)
    returned = re.findall(r"(\S+) AS \w+", query.statement.rpartition("RETURN")[2])
    assert len(returned) == len(set(returned))
    assert "ORDER BY" in query.statement


TWINNED = [query for query in CATALOGUE if query.twin]


@pytest.mark.parametrize("query", TWINNED, ids=lambda query: query.name)
def test_a_twin_says_what_its_cypher_says(query: Query[Any]) -> None:
    """The SQL file has the header of the Cypher file word for word, its columns in turn, and its order."""
    sql = (files("cypher") / "queries" / f"{query.name}.sql").read_text("utf-8")
    assert dict(re.findall(r"^-- (question|parameters|returns): (.*)$", sql, re.MULTILINE)) == query.header
    assert query.twin
    assert re.findall(r"\bAS (\w+)", query.twin) == re.findall(r"\bAS (\w+)", query.statement.rpartition("RETURN")[2])
    assert query.twin.rpartition("ORDER BY")[2] == query.statement.rpartition("ORDER BY")[2]
    assert set(re.findall(r"\$(\w+)", query.twin)) == set(query.parameters)


@pytest.fixture(scope="module")
def empty_twin() -> Iterator[sqlite3.Connection]:
    """A twin without rows."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in (*sqlite_schema(), *sqlite_indexes()):
            connection.execute(statement)
        yield connection


@pytest.mark.parametrize("query", TWINNED, ids=lambda query: query.name)
def test_a_twin_reads_by_index_alone(empty_twin: sqlite3.Connection, query: Query[Any]) -> None:
    """Every table is searched by an index, none is read through: what is asked costs the same in a larger state."""
    plan = [row[3] for row in empty_twin.execute(f"EXPLAIN QUERY PLAN {query.twin}", {"id": "P1"})]
    assert any(step.startswith("SEARCH") for step in plan)
    assert not [step for step in plan if step.startswith("SCAN") and step != "SCAN kin_tie"]
