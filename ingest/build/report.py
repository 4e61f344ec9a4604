"""What a build did and what it left out: never silently."""

from __future__ import annotations

import duckdb
from pydantic import BaseModel, ConfigDict

from graphmodel.search_index import IndexedCounts


class Left(BaseModel):
    """Assertions that did not become a tie, for one reason."""

    model_config = ConfigDict(frozen=True)
    what: str
    """The tie (``SIBLING_OF``), or the fact and the column that names a person (``placement.child_record``)."""
    reason: str
    number: int


class BuildReport(BaseModel):
    """Rows built, and what was left out. The records of every assertion left out stand in the run's side files."""

    model_config = ConfigDict(frozen=True)
    counts: dict[str, int]
    """Node label or relationship type -> rows."""
    dropped: tuple[Left, ...]
    dangling: tuple[Left, ...]
    search_keys: int
    """Distinct keys of the search index."""
    search_hits: int
    """Keys and people they find, counted pair by pair."""


def report_of(connection: duckdb.DuckDBPyConnection, counts: dict[str, int], indexed: IndexedCounts) -> BuildReport:
    """Read the report off the tables a build has left on its connection."""

    def left(select: str) -> tuple[Left, ...]:
        rows = connection.execute(select).fetchall()
        return tuple(Left(what=what, reason=reason, number=number) for what, reason, number in rows)

    return BuildReport(
        counts=dict(counts),
        dropped=left("SELECT tie, reason, count(*) FROM build_dropped GROUP BY ALL ORDER BY ALL"),
        dangling=left("SELECT field, reason, count(*) FROM build_reject GROUP BY ALL ORDER BY ALL"),
        search_keys=indexed.keys,
        search_hits=indexed.hits,
    )
