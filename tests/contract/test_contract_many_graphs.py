"""The catalogue on the sample state and on random graphs: on every engine the rows that the built files give."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import load
from engines import Engine
from plain_answers import anchors, plain_answer
from random_graph import make_random_graph

from cypher.catalog import CATALOGUE
from cypher.query import Query
from graphmodel.home import Home
from graphmodel.snapshot import Run, current_run_name
from graphmodel.stores.base import GraphReader, Row

IDS = [query.name for query in CATALOGUE]
ASKED_OF = 120
SEEDS = (1, 2, 3)


@pytest.fixture(scope="session")
def sample_tables(sample_home: Path) -> Path:
    """The built tables of the sample state."""
    home = Home(sample_home)
    return Run(home.runs / str(current_run_name(home))).tables


@pytest.fixture(scope="module")
def sample(engine: Engine, sample_tables: Path) -> Iterator[GraphReader]:
    """A reader of the sample state on each engine."""
    load(engine, sample_tables)
    with engine.reader() as reader:
        yield reader


def differing(reader: GraphReader, tables: Path, query: Query[Any], asked: list[str]) -> tuple[str, int]:
    """The first node of whom the engine answers otherwise than the files ('' if none), and rows compared."""
    compared = 0
    for id_ in asked:
        rows = reader.rows(query.statement, {"id": id_})
        expected = plain_answer(tables, query.statement, {"id": id_})
        if not same(rows, expected, query.statement):
            return id_, compared
        compared += len(rows)
    return "", compared


def same(rows: list[Row], expected: list[Row], statement: str) -> bool:
    """Equal as a whole, and in the order the statement asks for; what it leaves open may stand in any order."""
    keys = [name.strip() for name in statement.rpartition("ORDER BY")[2].split(",")]
    ordered = [[row[key] for key in keys] for row in rows] == [[row[key] for key in keys] for row in expected]
    return ordered and Counter(map(repr, rows)) == Counter(map(repr, expected))


@pytest.mark.parametrize("query", CATALOGUE, ids=IDS)
def test_the_sample_state(sample: GraphReader, sample_tables: Path, query: Query[Any]) -> None:
    """Nodes drawn for each question, half of them with an answer: the rows the tables give."""
    everybody = anchors(sample_tables, query.statement)
    answering = [id_ for id_ in everybody if plain_answer(sample_tables, query.statement, {"id": id_})]
    draw = random.Random(query.name)
    chosen = [id_ for ids in (everybody, answering) for id_ in draw.sample(ids, min(ASKED_OF // 2, len(ids)))]
    wrong, compared = differing(sample, sample_tables, query, chosen)
    assert wrong == ""
    assert compared > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_random_graphs(engine: Engine, seed: int, tmp_path: Path) -> None:
    """Every question of every node of a random graph."""
    tables = make_random_graph(seed, tmp_path / "tables")
    load(engine, tables)
    with engine.reader() as reader:
        ask = partial(differing, reader, tables)
        found = {query.name: ask(query, anchors(tables, query.statement)) for query in CATALOGUE}
    assert {name: id_ for name, (id_, _) in found.items() if id_} == {}
    assert all(compared > 0 for _, compared in found.values())
