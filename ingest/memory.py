"""How much memory DuckDB may take during an ingest: enough to be quick, little enough for a shared server."""

from __future__ import annotations

import os

MOST_BYTES = 3_000_000_000
"""An ingest of a million people is to stay under 6 GB in all: DuckDB, Python's own objects and the graph engine."""

_SHARE = 0.4


def memory_limit() -> str:
    """DuckDB's ``memory_limit``: two fifths of the machine's memory, at most `MOST_BYTES`.

    Beyond it DuckDB overflows to its ``temp_directory``: slower, never wrong.
    """
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{min(MOST_BYTES, int(machine * _SHARE)) // 1_000_000}MB"
