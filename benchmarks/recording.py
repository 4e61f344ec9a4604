"""Records what a call sends to the graph, and sends it again bare: as Cypher to kuzu, as SQL to SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import kuzu

from graphmodel.stores.base import QUERY_SECONDS, Asked, GraphReader, Row


@dataclass
class RecordingReader(GraphReader):
    """Passes statements on to a reader and keeps them."""

    reader: GraphReader
    sent: list[Asked] = field(default_factory=list)

    def rows(
        self,
        statement: str,
        parameters: Mapping[str, Any],
        *,
        seconds: float = QUERY_SECONDS,
        twin: str | None = None,
    ) -> list[Row]:
        """Run a statement and keep it; see :meth:`GraphReader.rows`."""
        self.sent.append(Asked(statement, dict(parameters), twin))
        return self.reader.rows(statement, parameters, seconds=seconds, twin=twin)

    def taken(self) -> list[Asked]:
        """What was sent since the last call of this."""
        sent, self.sent = self.sent, []
        return sent

    def close(self) -> None:
        """Close the reader behind."""
        self.reader.close()


class BareReplay:
    """Sends recorded statements straight to kuzu: prepared once, every row fetched, nothing made of them."""

    def __init__(self, graph: Path) -> None:
        self._database = kuzu.Database(str(graph), read_only=True)
        self._connection = kuzu.Connection(self._database, num_threads=1)
        self._prepared: dict[str, kuzu.PreparedStatement] = {}

    def send(self, sent: list[Asked]) -> int:
        """Send the statements of one call; returns the rows they gave."""
        rows = 0
        for statement, parameters, _ in sent:
            if statement not in self._prepared:
                self._prepared[statement] = self._connection.prepare(statement)
            result = cast(kuzu.QueryResult, self._connection.execute(self._prepared[statement], parameters))
            rows += len(result.get_all())
            result.close()
        return rows

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
        self._database.close()


class BareTwinReplay:
    """Sends the SQL of recorded questions straight to SQLite: every row fetched, nothing made of it."""

    def __init__(self, twin: Path) -> None:
        self._connection = sqlite3.connect(f"{twin.resolve().as_uri()}?mode=ro&immutable=1", uri=True)

    def send(self, sent: list[Asked]) -> int:
        """Send the questions of one call that have SQL; returns the rows they gave."""
        return sum(len(self._connection.execute(s.twin, s.parameters).fetchall()) for s in sent if s.twin)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
