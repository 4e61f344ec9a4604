"""The manifest of a snapshot, read off the staging."""

from __future__ import annotations

from staged import Staged

from ingest.manifest import is_fictional, sources_of

FILE = {
    "agency": "Agency", "domain": "snap", "title": "Title", "sha256": "0", "bytes": 1, "rows_in": 5, "rows_loaded": 4,
    "rows_rejected": 1, "person_records": 4, "seconds": 0.1, "people_repeat": "never", "links": "full",
}  # fmt: skip


def test_a_system_of_two_files_is_one_source(staged: Staged) -> None:
    """Records and rejects of a system's files add up, the latest day counts, and what is wrong with a file is told."""
    staged.add("source_file", **FILE, system="snap", file="b.csv", as_of="2026-02-01", fictional=True, error="cut off")
    staged.add("source_file", **FILE, system="snap", file="a.csv", as_of="2026-01-01", fictional=True)
    staged.add("source_file", **FILE, system="awic", file="c.csv", as_of=None, fictional=True, agreement="M-1")
    wic, snap = sources_of(staged.connection)
    assert (snap.system, snap.records, snap.rejected_rows, snap.as_of) == ("snap", 8, 2, "2026-02-01")
    assert snap.error == "b.csv: cut off"
    assert (wic.system, wic.agreement, wic.as_of, wic.error) == ("awic", "M-1", None, None)


def test_one_real_file_makes_it_real_data(staged: Staged) -> None:
    """Only when every file's contract says its people are invented is a snapshot fictional; nothing at all is not."""
    assert not is_fictional(staged.connection)
    staged.add("source_file", **FILE, system="snap", file="a.csv", fictional=True)
    assert is_fictional(staged.connection)
    staged.add("source_file", **FILE, system="wic", file="b.csv", fictional=False)
    assert not is_fictional(staged.connection)
