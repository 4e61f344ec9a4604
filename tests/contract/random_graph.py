"""Random graphs in the columns of the model: every class, awkward text, missing values, several ties of a pair."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graphmodel.model import NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.model.vocabulary import Basis
from ingest.build.workbench import parquet_file

NODES_EACH = 40
TIES_EACH = 160
_WORDS = (
    "Ruiz", "O'Neil", 'a "quoted" word', "Ñandú", "李", "two\nlines", "a,b;c|d", "\\", "é", "e\u0301", "", " ",
    "x" * 300,
)  # fmt: skip


def make_random_graph(seed: int, folder: Path) -> Path:
    """Write one Parquet file a class. The same seed gives the same graph.

    The far ends are drawn from half of the nodes, so that some have many ties and some none.
    """
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    for node in NODES:
        rows = [_node(chance, node, number) for number in range(NODES_EACH)]
        _write(folder, node, rows)
    for tie in RELATIONSHIPS:
        rows = [_tie(chance, tie) for _ in range(TIES_EACH)]
        # A build drops what ties somebody to themselves; the engines disagree on how often such a tie is met.
        rows = [row for row in rows if row["start_id"] != row["end_id"]]
        distinct = {tuple(row[name] for name in ("start_id", "end_id", *tie.identity)): row for row in rows}
        _write(folder, tie, [distinct[key] for key in sorted(distinct)])
    return folder


def node_id(node: type[Node], number: int) -> str:
    """The id of a node, in an alphabet that sorts alike everywhere."""
    return f"{node.label}:{number:03d}"


def _node(chance: random.Random, node: type[Node], number: int) -> dict[str, Any]:
    row = {name: _value(chance, node, name, kind) for name, kind, _ in node.properties()}
    return row | {"id": node_id(node, number)}


def _tie(chance: random.Random, tie: type[Relationship]) -> dict[str, Any]:
    start = node_id(tie.start, chance.randrange(NODES_EACH))
    end = node_id(tie.end, chance.randrange(NODES_EACH // 2))
    row = {name: _value(chance, tie, name, kind) for name, kind, _ in tie.properties() if not name.startswith("ev_")}
    return row | _evidence(chance, tie) | _said_of_itself(tie, row, start) | {"start_id": start, "end_id": end}


def _said_of_itself(tie: type[Relationship], row: dict[str, Any], start: str) -> dict[str, str]:
    said = {"tie": tie.type_, "starts_at": start}
    # Few values, so that a pair meets with several ties and rows are told apart by more than their ends.
    said |= {name: said.get(name, f"kind {len(str(row[name])) % 3}") for name in tie.identity}
    return {name: value for name, value in said.items() if name in row}


def _value(chance: random.Random, declared: type[Node | Relationship], name: str, kind: pa.DataType) -> Any:
    if not declared.model_fields[name].is_required() and chance.random() < 0.3:
        return None
    if kind == pa.bool_():
        return chance.random() < 0.5
    if kind == pa.int64():
        return chance.randrange(-(2**62), 2**62)
    if kind == pa.float64():
        return chance.uniform(-1e6, 1e6)
    if kind == pa.date32():
        return date(1900, 1, 1) + timedelta(days=chance.randrange(50_000))
    return chance.choice(_WORDS)


def _evidence(chance: random.Random, tie: type[Relationship]) -> dict[str, Any]:
    names = [name for name, _, _ in tie.properties() if name.startswith("ev_")]
    many = chance.randint(1, 4)
    lists: dict[str, Any] = {}
    for name in names:
        if name == "ev_confidence":
            lists[name] = [round(chance.random(), 3) for _ in range(many)]
        elif name == "ev_basis":
            lists[name] = [str(chance.choice(list(Basis))) for _ in range(many)]
        elif tie.model_fields[name].is_required():
            lists[name] = [f"{name} {chance.randrange(9)}" for _ in range(many)]
        else:
            said = [chance.choice(_WORDS) for _ in range(many)]
            lists[name] = said if any(said) else None
    return lists


def _write(folder: Path, declared: type[Node] | type[Relationship], rows: list[dict[str, Any]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows, declared.arrow_schema()), parquet_file(folder, declared))
