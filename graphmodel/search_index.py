"""The search index of a snapshot: which people a search key finds, and which sources say so.

It stands beside the graph, one SQLite file for every engine: keys are looked up and never walked along, they are the
most numerous rows of all, and a graph engine takes longest to load them. Three tables: the people by number in the
order of their ids, the distinct combinations of sources that give a key, and the hits.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from graphmodel.errors import BadQuery, StoreCorrupt
from graphmodel.stores.sqlite_file import INGEST_AGAIN, SqliteLoad, SqliteSnapshot

WHAT = "the search index"
_TABLES = (
    "CREATE TABLE person (number INTEGER PRIMARY KEY, id TEXT NOT NULL)",
    "CREATE TABLE giver (number INTEGER PRIMARY KEY, sources TEXT NOT NULL, domains TEXT NOT NULL)",
    "CREATE TABLE hit (key TEXT, person INTEGER, giver INTEGER NOT NULL, PRIMARY KEY (key, person)) WITHOUT ROWID",
)
# Both joins are by rowid from one hit to the next, so nothing is sorted and reading can stop at any hit.
_HITS = """
SELECT person.id, hit.giver FROM hit CROSS JOIN person ON person.number = hit.person
WHERE hit.key = ? ORDER BY hit.key, hit.person
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


def write_search_index(
    path: Path, *, people: pa.RecordBatchReader, givers: pa.RecordBatchReader, hits: pa.RecordBatchReader
) -> int:
    """Write a search index; the hits are taken batch by batch and never all held in memory.

    Args:
        path: The new file.
        people: ``number`` and ``id``, numbered in the order of ids.
        givers: ``number``, and ``sources`` and ``domains`` as JSON lists of one length.
        hits: ``key``, ``person`` and ``giver``, in the order of key and person, which makes the file smaller.

    Returns:
        How many hits were written.

    Raises:
        StoreUnavailable: The file could not be written.
    """
    load = SqliteLoad(path)
    try:
        for table in _TABLES:
            load.execute(table)
        load.append("person", people)
        load.append("giver", givers)
        return load.append("hit", hits)
    finally:
        load.close()
