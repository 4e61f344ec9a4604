"""The catalogue's answers without any engine: a statement of its one shape, read off the built files row by row."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from graphmodel.stores.base import Row

_MATCH = re.compile(r"MATCH \((\w+):(\w+) \{id: \$id\}\)(<?)-\[(\w*):([\w|]+)\]-(>?)\((\w+):(\w+)\)\s+RETURN")
_COLUMN = re.compile(r"(coalesce\([^)]*\)|\w+\.\w+) AS (\w+)")


@cache
def _table(path: Path) -> list[dict[str, Any]]:
    return pq.read_table(path).to_pylist()


@cache
def _nodes(path: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in _table(path)}


def anchors(files: Path, statement: str) -> list[str]:
    """The ids of every node that a statement may be asked of."""
    found = _MATCH.match(statement)
    assert found, statement
    return sorted(_nodes(files / f"{found[2]}.parquet"))


@cache
def _edges(path: Path, end: str) -> dict[str, list[dict[str, Any]]]:
    """The ties of a file by the id at one end."""
    found: dict[str, list[dict[str, Any]]] = {}
    for edge in _table(path):
        found.setdefault(edge[end], []).append(edge)
    return found


def plain_answer(files: Path, statement: str, parameters: dict[str, Any]) -> list[Row]:
    """The rows of a catalogue statement."""
    found = _MATCH.match(statement)
    assert found, statement
    near, _, backward, tie, types, forward, far, label = found.groups()
    others = _nodes(files / f"{label}.parquet")
    me = _nodes(files / f"{found[2]}.parquet").get(parameters["id"])
    rows = []
    for name in types.split("|"):
        for mine, theirs, drawn in (("start_id", "end_id", not backward), ("end_id", "start_id", not forward)):
            for edge in _edges(files / f"{name}.parquet", mine).get(parameters["id"], []) if drawn and me else []:
                if edge[theirs] in others:
                    rows.append(_columns(statement, {near: me, tie: edge, far: others[edge[theirs]]}))
    order = re.search(r"ORDER BY ([\w, ]+)", statement)
    assert order, statement
    rows.sort(key=lambda row: [row[name] for name in order[1].split(", ")])
    return rows[: parameters.get("most", len(rows))]


def _columns(statement: str, bound: dict[str, dict[str, Any]]) -> Row:
    def value(expression: str) -> Any:
        for part in re.findall(r"(\w+)\.(\w+)", expression):
            said = bound[part[0]].get(part[1])
            if said is not None:
                return said
        return None

    return {alias: value(expression) for expression, alias in _COLUMN.findall(statement)}
