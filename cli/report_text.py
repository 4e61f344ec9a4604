"""The report of a load, as a person reads it: every file, every count, what to look at."""

from __future__ import annotations

from cli.output import console, print_table
from ingest.ingest_report import IngestReport

_SHOWN_REASONS = 12


def print_report(report: IngestReport) -> None:
    """Print what was read, rejected, linked and built, and how long each stage took."""
    rows = [
        (f.file, f.system, f"{f.rows_in:,}", f"{f.rows_loaded:,}", f"{f.rows_rejected:,}", f.as_of, f.error)
        for f in report.files
    ]
    print_table(("file", "source", "rows in", "loaded", "rejected", "as of", "error"), rows, title="What was read")
    for file in report.unmatched:
        console.print(f"Not read: {file.file}: {file.reason}", markup=False)
    reasons = [
        (r.system, r.field, r.reason, f"{r.count:,}", "loaded" if r.note else "rejected")
        for r in report.rejects[:_SHOWN_REASONS]
    ]
    if reasons:
        print_table(("source", "field", "reason", "times", "row was"), reasons, title="Commonest reasons in rejects")
    seconds = ", ".join(f"{stage} {took:.1f} s" for stage, took in report.seconds.items())
    console.print(
        f"{report.rows_in:,} rows in = {report.rows_loaded:,} loaded + {report.rows_rejected:,} rejected. "
        f"{report.persons:,} people. {seconds}. Peak memory {report.peak_memory_mb:,.0f} MB."
    )
    console.print(f"Snapshot {report.run} is in service. Look at it with: kin360 explore")
