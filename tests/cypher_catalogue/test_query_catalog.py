"""The catalogue: every file has a typed face, every face a file, and the rules for two engines hold."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib.resources import files
from typing import Any

import pytest

from cypher.catalog import CATALOGUE
from cypher.query import Query

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
    found = {
        f"{subject.name}/{f.name.removesuffix('.cypher')}" for subject in folder.iterdir() for f in subject.iterdir()
    }
    assert found == set(IDS)


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
