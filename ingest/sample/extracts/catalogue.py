"""The fourteen systems, in the order their files are written."""

from __future__ import annotations

from ingest.sample.desk import Extract
from ingest.sample.extracts import child_welfare, snap, vital_records

EXTRACTS: tuple[Extract, ...] = (
    vital_records.EXTRACT,
    snap.EXTRACT,
    child_welfare.EXTRACT,
)
