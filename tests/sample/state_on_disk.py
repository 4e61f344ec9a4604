"""A sample state on disk, as the tests of this folder look at it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from ingest.sample.generate import SampleSummary

PEOPLE = 2_000


@dataclass(frozen=True)
class State:
    """A sample on disk and what its maker said of it."""

    folder: Path
    summary: SampleSummary

    def truth(self, name: str) -> list[dict[str, str]]:
        """The rows of a truth file."""
        with (self.folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
