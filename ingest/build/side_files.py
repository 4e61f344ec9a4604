"""What a snapshot keeps beside its graph: held links, what each link rests on, rejects, assertions left out."""

from __future__ import annotations

from pathlib import Path

import duckdb

from graphmodel.snapshot import Run

DROPPED_FILE = "dropped_ties.parquet"

# Linkage keeps the contributions sorted by name, so that the same contributions always give the same text.
_CONTRIBUTIONS = "to_json(contributions)::VARCHAR AS contributions"

_HELD = f"""
SELECT l.record_l, l.record_r, one.person_id AS person_l, other.person_id AS person_r, l.match_weight,
    l.match_probability, l.reason, l.conflict_l, l.conflict_r, {_CONTRIBUTIONS}
FROM held_link l JOIN identity one ON one.record_id = l.record_l JOIN identity other ON other.record_id = l.record_r
ORDER BY l.match_weight DESC, l.record_l, l.record_r
"""

_LINKS = f"""
SELECT i.person_id, l.record_l, l.record_r, l.match_weight, l.match_probability, l.basis, {_CONTRIBUTIONS}
FROM link l JOIN identity i ON i.record_id = l.record_l ORDER BY i.person_id, l.record_l, l.record_r
"""

_REJECTS = """
SELECT system, file, line, field, value, reason FROM reject
UNION ALL SELECT system, file, line, field, value, reason FROM build_reject ORDER BY ALL
"""

_DROPPED = "SELECT DISTINCT tie, reason, system, from_record, to_record FROM build_dropped ORDER BY ALL"


def write_side_files(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Write the side files of a run; the tables of the build must still be on the connection."""
    for path, select in (
        (run.held_links, _HELD),
        (run.contributions, _LINKS),
        (run.rejects, _REJECTS),
        (run.folder / DROPPED_FILE, _DROPPED),
    ):
        _copy(connection, select, path)


def _copy(connection: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    connection.execute(f"COPY ({select}) TO '{str(path).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
