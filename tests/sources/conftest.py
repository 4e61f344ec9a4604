"""Fixtures of the tests of reading sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from source_bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A bench of the test's own."""
    made = Bench(tmp_path)
    yield made
    made.db.close()
