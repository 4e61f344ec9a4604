"""An increment on a server: rows gone, changed and new, all in one transaction with the marker of the new run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from graphmodel.errors import Kin360Error, SnapshotError, StoreConflict, StoreUnavailable
from graphmodel.model import NODES, RELATIONSHIPS
from graphmodel.model.declaration import Node, Relationship
from graphmodel.schema import neo4j_node_load, neo4j_relationship_load
from graphmodel.stores.neo4j_connection import HeldTransaction, Neo4jConnection, Neo4jLogin
from graphmodel.stores.neo4j_marker import Marker, announce_commit, settle, write_marker

CHANGE_SECONDS = 1800.0
"""How long the server keeps the transaction open."""
_RETRY_SECONDS = 5.0
_OUTCOME = "`kin360 graph status` tells whether it counts; the next load, or the next page, settles it."
Declared = type[Node] | type[Relationship]
Rows = Sequence[Sequence[Any]]
_NODES_FIRST: tuple[Declared, ...] = (*NODES, *RELATIONSHIPS)
_TIES_FIRST: tuple[Declared, ...] = (*RELATIONSHIPS, *NODES)


class Differences(Protocol):
    """What changed between two states of the tables, in batches of rows."""

    def gone(self, declared: Declared) -> Iterator[Rows]:
        """Keys of rows that are no more: see :func:`key_of`."""

    def changed(self, declared: Declared) -> Iterator[Rows]:
        """Rows whose key was there and whose other values differ, in the columns of ``arrow_schema()``."""

    def new(self, declared: Declared) -> Iterator[Rows]:
        """Rows whose key was not there, in the columns of ``arrow_schema()``."""


def key_of(declared: Declared) -> tuple[str, ...]:
    """The columns that tell two rows of a class apart: the id, or both ends and the tie's identity."""
    return ("id",) if issubclass(declared, Node) else ("start_id", "end_id", *declared.identity)


def removal(declared: Declared) -> str:
    """The statement that deletes what ``$rows`` of keys name, and returns how many as ``n``."""
    matched, name = _matched(declared, list(key_of(declared)))
    return f"UNWIND $rows AS row {matched} DELETE {name} RETURN count(*) AS n"


def replacement(declared: Declared) -> str:
    """The statement that gives nodes or ties the values of ``$rows``, and returns how many it found as ``n``."""
    columns = [field.name for field in declared.arrow_schema()]
    matched, name = _matched(declared, columns)
    rest = [column for column in columns if column not in key_of(declared)]
    values = ", ".join(f"{name}.{column} = row[{columns.index(column)}]" for column in rest)
    return f"UNWIND $rows AS row {matched} SET {values} RETURN count(*) AS n"


def _matched(declared: Declared, columns: list[str]) -> tuple[str, str]:
    if issubclass(declared, Node):
        return f"MATCH (n:{declared.label} {{id: row[0]}})", "n"
    identity = ", ".join(f"{name}: row[{columns.index(name)}]" for name in declared.identity)
    told_apart = f" {{{identity}}}" if identity else ""
    start, end = f"(a:{declared.start.label} {{id: row[0]}})", f"(b:{declared.end.label} {{id: row[1]}})"
    return f"MATCH {start} MATCH {end} MATCH (a)-[r:{declared.type_}{told_apart}]->(b)", "r"


class Increment:
    """One increment under way: begun, made, checked, and then committed or given up."""

    def __init__(self, login: Neo4jLogin, *, before: str, after: Marker) -> None:
        """Begin.

        Args:
            login: The server.
            before: The run that the graph must hold.
            after: What it says of itself afterwards.

        Raises:
            StoreConflict: The graph holds another run.
            StoreUnavailable: The server is away.
        """
        self._connection = Neo4jConnection(login, retry_seconds=_RETRY_SECONDS)
        self._before, self._after = before, after
        self._transaction: HeldTransaction | None = None
        try:
            marker = settle(self._connection)
            if marker is None or marker.run != before:
                raise StoreConflict(
                    f"The server holds another snapshot than the one to be changed: {marker and marker.run}",
                    to=login.place,
                    do="Run `kin360 ingest` again.",
                )
            self._transaction = self._connection.hold(seconds=CHANGE_SECONDS)
            # First of all, so that whoever else would change the marker waits for the end of this transaction.
            write_marker(self._transaction, after)
        except BaseException:
            self.give_up()
            raise

    def make(self, differences: Differences, heard: Callable[[int], None]) -> None:
        """Do all changes, seen by nobody yet: ties go before nodes, and come after them.

        Args:
            differences: What changed.
            heard: Is told of every batch how many rows it had.

        Raises:
            SnapshotError: A row to change or delete is not there, or an end of a new tie is missing.
            GraphStoreError: The server refused, or is away.
        """
        for declared in _TIES_FIRST:
            for rows in differences.gone(declared):
                self._found(removal(declared), declared, rows)
                heard(len(rows))
        for declared in _NODES_FIRST:
            for rows in differences.new(declared):
                self._create(declared, rows)
                heard(len(rows))
            for rows in differences.changed(declared):
                self._found(replacement(declared), declared, rows)
                heard(len(rows))

    def counts(self) -> dict[str, int]:
        """Node label or relationship type -> how many the graph will hold."""
        patterns: dict[str, str] = {node.label: f"(n:{node.label})" for node in NODES}
        patterns |= {tie.type_: f"()-[r:{tie.type_}]->()" for tie in RELATIONSHIPS}
        held = self._held
        return {name: int(held.rows(f"MATCH {p} RETURN count(*) AS n", {})[0]["n"]) for name, p in patterns.items()}

    def commit(self) -> None:
        """Let all readers see it at once.

        Raises:
            SnapshotError: The server says that it does not count.
            StoreUnavailable: The server was lost; whether it counts is settled when it answers again.
        """
        announced = Neo4jConnection(self._connection.login, retry_seconds=_RETRY_SECONDS)
        try:
            announce_commit(announced, self._after.run)
            try:
                self._held.commit()
            except Kin360Error as error:
                self._ask_for_the_outcome(error)
            else:
                settle(announced)
        finally:
            announced.close()
            self.give_up()

    def _ask_for_the_outcome(self, error: Kin360Error) -> None:
        try:
            marker = settle(self._connection)
        except Kin360Error as away:
            raise StoreUnavailable(
                f"The server was lost while the new snapshot was committed: {error.what}",
                to=self._connection.login.place,
                do=_OUTCOME,
            ) from away
        if marker is None or marker.run != self._after.run:
            raise SnapshotError(
                f"The server did not take the new snapshot: {error.what}",
                to=self._connection.login.place,
                do="The earlier snapshot stays in service. If memory was short, give it more "
                "(server.memory.heap.max_size) or set KIN360_INCREMENT_ROWS lower; then run `kin360 ingest` again.",
            ) from error

    def give_up(self) -> None:
        """Take back what is not committed, and let go of the server. Harmless at any time."""
        if self._transaction is not None:
            self._transaction.give_up()
        self._connection.close()

    @property
    def _held(self) -> HeldTransaction:
        assert self._transaction is not None
        return self._transaction

    def _create(self, declared: Declared, rows: Rows) -> None:
        statement = neo4j_node_load(declared) if issubclass(declared, Node) else neo4j_relationship_load(declared)
        written = self._held.write(statement, {"rows": rows})
        self._check(declared, len(rows), written.nodes_created + written.relationships_created)

    def _found(self, statement: str, declared: Declared, rows: Rows) -> None:
        parameters: Mapping[str, Any] = {"rows": rows}
        self._check(declared, len(rows), int(self._held.rows(statement, parameters)[0]["n"]))

    def _check(self, declared: Declared, wanted: int, done: int) -> None:
        if done != wanted:
            raise SnapshotError(
                f"The graph took {done} of {wanted} changed rows: it is not the snapshot that the tables say it is",
                to=declared.label if issubclass(declared, Node) else declared.type_,
                do="The earlier snapshot stays in service. `kin360 graph import` loads it anew at another berth.",
            )
