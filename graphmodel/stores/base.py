"""The two faces of a graph store: pages and queries get the reader, a load gets the writer."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from graphmodel.closing import Closing
from graphmodel.errors import BadQuery
from graphmodel.model.declaration import Node, Relationship

Row = dict[str, Any]
"""One result row: alias -> plain Python value (str, int, float, bool, date, list of these, None)."""


class Asked(NamedTuple):
    """A reading statement with its parameters, and the SQL of the same question if it has any."""

    statement: str
    parameters: Mapping[str, Any]
    twin: str | None = None


QUERY_SECONDS = 10.0
"""How long one reading query may take unless its caller says otherwise."""

_PARAMETER = re.compile(r"\$(\w+)")


def check_parameters(statement: str, parameters: Mapping[str, Any]) -> None:
    """Refuse a parameter that is missing, None or not asked for, before the engine sees it.

    Kuzu reads a missing one as NULL, Neo4j ignores a spare one: both would answer another question in silence.

    Raises:
        BadQuery: The parameters are not those of the statement.
    """
    wanted = set(_PARAMETER.findall(statement))
    if wanted != set(parameters) or any(value is None for value in parameters.values()):
        given = {name for name, value in parameters.items() if value is not None}
        raise BadQuery(f"The statement asks for {sorted(wanted)} and was given {sorted(given)}", to=statement[:200])


class GraphReader(Closing):
    """Reads one snapshot of the graph. Safe to use from several threads."""

    @abstractmethod
    def rows(
        self,
        statement: str,
        parameters: Mapping[str, Any],
        *,
        seconds: float = QUERY_SECONDS,
        twin: str | None = None,
    ) -> list[Row]:
        """Run one reading statement.

        Args:
            statement: Cypher in the common subset of the catalogue; every column aliased.
            parameters: A value for every ``$name``; never None.
            seconds: Time after which the query is stopped.
            twin: SQL of the same question, for an engine that keeps a twin of its graph; others ignore it.

        Raises:
            BadQuery: The statement or a parameter is wrong.
            StoreTimeout: It ran out of its time.
            StoreUnavailable: The engine cannot be reached.
        """

    def rows_of_each(self, asked: Sequence[Asked], *, seconds: float = QUERY_SECONDS) -> list[list[Row]]:
        """Run several reading statements, and return the rows of each, in the order asked.

        One after another, unless an engine answers sooner when it is asked several at a time.

        Raises:
            BadQuery, StoreTimeout, StoreUnavailable: As :meth:`rows`, of the first that failed.
        """
        return [self.rows(one.statement, one.parameters, seconds=seconds, twin=one.twin) for one in asked]

    def held_run(self) -> str | None:
        """Which run the graph says it holds, where it can change under its readers; None where it cannot, as a file.

        Raises:
            StoreUnavailable: The engine cannot be reached.
            SnapshotError: The graph does not say, or is not whole.
        """
        return None


class GraphWriter(Closing):
    """Fills an empty graph, in bulk."""

    @abstractmethod
    def create_schema(self) -> None:
        """Make what the model declares."""

    @abstractmethod
    def load_nodes(self, node: type[Node], parquet: Path) -> int:
        """Load nodes from a Parquet file in the columns of ``node.arrow_schema()``; returns how many."""

    @abstractmethod
    def load_relationships(self, tie: type[Relationship], parquet: Path) -> int:
        """Load relationships from a Parquet file in the columns of ``tie.arrow_schema()``; returns how many."""
