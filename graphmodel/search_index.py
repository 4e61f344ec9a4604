"""The search index of a snapshot: which people a search key finds, and which sources say so.

It stands beside the graph, one SQLite file for every engine: keys are looked up and never walked along, they are the
most numerous rows of all, and a graph engine takes longest to load them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from graphmodel.errors import BadQuery, StoreCorrupt
from graphmodel.stores.sqlite_file import INGEST_AGAIN, SqliteLoad, SqliteSnapshot

WHAT = "the search index"
TABLES = {
    "person": "number INTEGER PRIMARY KEY, id TEXT NOT NULL)",
    "key": "key TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
    "hit": "key INTEGER, person INTEGER, giver INTEGER NOT NULL, PRIMARY KEY (key, person)) WITHOUT ROWID",
    "giver": "number INTEGER PRIMARY KEY, sources TEXT NOT NULL, domains TEXT NOT NULL)",
}
"""Tables in the order they are written, and their columns. People are numbered in the order of their ids; ``sources``
and ``domains`` are JSON lists of one length."""
# Nothing is sorted: hits lie in the order of people below their key, so reading can stop at any of them.
_HITS = """
SELECT person.id, hit.giver
FROM key CROSS JOIN hit ON hit.key = key.number CROSS JOIN person ON person.number = hit.person
WHERE key.key = ? ORDER BY hit.person
"""
_GIVERS = "SELECT number, sources, domains FROM giver"


@dataclass(frozen=True, slots=True)
class KeyHit:
    """A person found by a search key, with the systems and domains whose records give the key, side by side."""

    person: str
    sources: tuple[str, ...]
    domains: tuple[str, ...]


class IndexedCounts(NamedTuple):
    """How much a search index holds: distinct keys, and hits (a key and a person)."""

    keys: int
    hits: int


class SearchIndex:
    """Reads one search index. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            StoreCorrupt: It is missing or damaged.
        """
        self._file = SqliteSnapshot(path, WHAT)
        try:
            with self._file.connection() as connection:
                rows = connection.execute(_GIVERS).fetchall()
                connection.execute(_HITS, ("",)).fetchall()  # fails where a table is missing or of another shape
            self._givers = {
                number: tuple(zip(json.loads(sources), json.loads(domains), strict=True))
                for number, sources, domains in rows
            }
        except (ValueError, BadQuery, StoreCorrupt) as error:
            self._file.close()
            raise StoreCorrupt("The search index is damaged", to=str(path), do=INGEST_AGAIN) from error
        except BaseException:
            self._file.close()
            raise

    def people_by_key(self, key: str, *, most: int, shows: Callable[[str, str], bool]) -> list[KeyHit]:
        """The first people found by a key, by id; what may not be shown is left out before any is counted.

        Args:
            key: A search key, see :mod:`graphmodel.search_keys`.
            most: How many people at most.
            shows: May this source and domain be shown? A hit keeps only those that may, and is gone without any.

        Raises:
            StoreTimeout, StoreCorrupt, StoreUnavailable: See :meth:`SqliteSnapshot.connection`.
        """
        visible: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        found: list[KeyHit] = []
        with self._file.connection() as connection:
            rows = connection.execute(_HITS, (key,))
            for person, giver in rows:
                if len(found) >= most:
                    break
                if giver not in visible:
                    pairs = [(source, domain) for source, domain in self._givers[giver] if shows(source, domain)]
                    visible[giver] = (tuple(source for source, _ in pairs), tuple(domain for _, domain in pairs))
                if visible[giver][0]:
                    found.append(KeyHit(person, *visible[giver]))
            rows.close()
        return found

    def close(self) -> None:
        """Close the file. Closing twice is harmless."""
        self._file.close()


def write_search_index(path: Path, rows: Iterable[Callable[[], pa.RecordBatchReader]]) -> IndexedCounts:
    """Write a search index; rows are taken batch by batch and never all held in memory.

    Args:
        path: The new file.
        rows: What gives the rows of each table of :data:`TABLES`, in their order and columns, each called when the
            one before is written. The file is smallest where rows come in the order of their primary keys.

    Raises:
        StoreUnavailable: The file could not be written.
    """
    load, written = SqliteLoad(path), {}
    try:
        for (table, columns), give in zip(TABLES.items(), rows, strict=True):
            load.execute(f"CREATE TABLE {table} ({columns}")
            written[table] = load.append(table, give())
    finally:
        load.close()
    return IndexedCounts(keys=written["key"], hits=written["hit"])
