"""The tables a run is loaded from: how many rows each has, and the check that a graph holds as many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from graphmodel.errors import SnapshotError
from graphmodel.model import NODES, RELATIONSHIPS, Node, Relationship
from graphmodel.snapshot import Run
from graphmodel.stores.neo4j_marker import Marker
from ingest.build.workbench import parquet_file

Declared = type[Node] | type[Relationship]
CLASSES: tuple[Declared, ...] = (*NODES, *RELATIONSHIPS)


@dataclass(frozen=True)
class Cargo:
    """What is to be loaded.

    Args:
        run: The run.
        tables: Its tables, one Parquet file a class.
        owner: Mark of this Kin360 home, by which a server knows it again.
    """

    run: Run
    tables: Path
    owner: str

    def marker(self, state: str) -> Marker:
        """What the graph says of itself in this state."""
        return Marker(self.run.name, state, self.owner)


def name_of(declared: type[Node] | type[Relationship]) -> str:
    """The label or the type."""
    return declared.label if issubclass(declared, Node) else declared.type_


def rows_built(tables: Path) -> dict[str, int]:
    """Label or type -> rows of its file.

    Raises:
        SnapshotError: A file is missing or damaged.
    """
    return {name_of(declared): _rows(parquet_file(tables, declared)) for declared in CLASSES}


def check_counts(held: Mapping[str, int], built: Mapping[str, int]) -> None:
    """Refuse a graph that holds more or fewer rows of a class than its file.

    Raises:
        SnapshotError: Names the first class that differs.
    """
    for name, rows in built.items():
        if held[name] != rows:
            raise SnapshotError(
                f"The graph holds {held[name]} rows where {rows} were built",
                to=name,
                do="The earlier snapshot stays in service; run `kin360 ingest` again.",
            )


def _rows(path: Path) -> int:
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, ValueError) as error:
        raise SnapshotError(
            f"A built file cannot be read: {error}", to=str(path), do="Run `kin360 ingest` again."
        ) from error
