"""The fourteen systems of twelve agencies, in the order their files are written."""

from __future__ import annotations

from ingest.sample.desk import Extract
from ingest.sample.extracts import (
    child_support,
    child_welfare,
    corrections,
    homeless_services,
    housing,
    juvenile_justice,
    k12,
    liheap,
    medicaid,
    snap,
    tanf,
    vital_records,
    weatherization,
    wic,
)

EXTRACTS: tuple[Extract, ...] = tuple(
    system.EXTRACT
    for system in (
        vital_records,
        snap,
        child_welfare,
        tanf,
        medicaid,
        wic,
        child_support,
        k12,
        corrections,
        juvenile_justice,
        housing,
        liheap,
        weatherization,
        homeless_services,
    )
)
