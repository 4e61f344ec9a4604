"""The referee: a Neo4j server of the gate's own, filled by Neo4j's import, asked over the product's own reader."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import neo4j
import pyarrow as pa

from deploy.neo4j.artifacts import CURRENT
from deploy.neo4j.server import Neo4jServer
from engine_gate.answers import Answer
from engine_gate.worker import MOST_ROWS
from graphmodel.closing import Closing
from graphmodel.errors import GraphStoreError, StoreTimeout, StoreUnavailable
from graphmodel.model import NODES, RELATIONSHIPS
from graphmodel.schema import neo4j_schema
from graphmodel.stores.neo4j_store import Neo4jLogin, Neo4jReader

_BETWEEN = ";"
_TYPES = {
    pa.string(): "string", pa.float64(): "double", pa.int64(): "long", pa.bool_(): "boolean", pa.date32(): "date",
    pa.list_(pa.string()): "string[]", pa.list_(pa.float64()): "double[]",
}  # fmt: skip


def server_cypher(statement: str) -> str:
    """The embedded engine's statement as Neo4j takes it: its ``*1..n`` are trails anyway (design 4, rule 1)."""
    return statement.replace("*TRAIL ", "*")


class Referee(Closing):
    """A Neo4j server that holds the gate's graph.

    Args:
        folder: Where its home stands; must be empty.
        heap: The most memory its heap may take.
    """

    def __init__(self, folder: Path, *, heap: str = "1g") -> None:
        self._server = Neo4jServer(CURRENT, folder, heap=heap)
        self._folder = folder
        self._reader: Neo4jReader | None = None

    def load(self, tables: Mapping[str, pa.Table]) -> Self:
        """Import the tables and start the server.

        Raises:
            StoreUnavailable: The import failed, or the server does not start.
            SettingError: Neo4j or its Java is missing.
        """
        (self._folder / "conf").mkdir(parents=True)
        sources = []
        for node in NODES:
            if tables[node.label].num_rows:
                header = ["id:ID(" + node.label + ")", *_headers(node.arrow_schema(), 1)]
                sources.append(f"--nodes={node.label}={self._csv(node.label, tables[node.label], header)}")
        for tie in RELATIONSHIPS:
            if tables[tie.type_].num_rows:
                ends = [f":START_ID({tie.start.label})", f":END_ID({tie.end.label})"]
                path = self._csv(tie.type_, tables[tie.type_], [*ends, *_headers(tie.arrow_schema(), 2)])
                sources.append(f"--relationships={tie.type_}={path}")
        self._server.admin("database", "import", "full", "neo4j", *sources)
        self._server.start()
        login = (self._server.user, self._server.password)
        with neo4j.GraphDatabase.driver(f"bolt://{self._server.address}", auth=login) as driver:
            for statement in (*neo4j_schema(), "CALL db.awaitIndexes(300)"):
                driver.execute_query(statement, database_="neo4j")
        self._reader = Neo4jReader(Neo4jLogin(self._server.uri, *login))
        return self

    def ask(self, statement: str, parameters: Mapping[str, Any], *, seconds: float) -> Answer:
        """Ask one question. Safe to use from several threads.

        Raises:
            StoreUnavailable: The server is away, so that there is no referee.
        """
        assert self._reader is not None
        try:
            rows = self._reader.rows(server_cypher(statement), parameters, seconds=seconds)
        except StoreTimeout as error:
            return Answer(unknown=str(error))
        except StoreUnavailable:
            raise
        except GraphStoreError as error:
            return Answer(error=str(error)[:500])
        if len(rows) > MOST_ROWS:
            return Answer(unknown=f"more than {MOST_ROWS} rows")
        columns = tuple(rows[0]) if rows else ()
        return Answer(columns, tuple(tuple(_plain(value) for value in row.values()) for row in rows))

    def close(self) -> None:
        """End the server at once: its home is thrown away."""
        if self._reader is not None:
            self._reader.close()
        self._server.kill()

    def _csv(self, name: str, table: pa.Table, header: list[str]) -> Path:
        """A table as the import reads it: NULL is nothing, a list is one field."""
        path = self._folder / f"{name}.csv"
        columns = [column.to_pylist() for column in table.columns]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows([_field(value) for value in row] for row in zip(*columns, strict=True))
        return path


def _headers(schema: pa.Schema, first: int) -> list[str]:
    return [f"{field.name}:{_TYPES[field.type]}" for field in list(schema)[first:]]


def _field(value: Any) -> str:  # noqa: ANN401 - any value of the model
    if value is None:
        return ""
    if isinstance(value, list):
        return _BETWEEN.join(map(_field, value))
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """A node or tie as the map of its properties, as the worker gives it; all else as it is."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, neo4j.graph.Entity):
        return {name: part.to_native() if hasattr(part, "to_native") else part for name, part in value.items()}
    return value
