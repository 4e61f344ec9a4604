"""What the tests of build and load share: an empty staging, and a way to build it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from built import Built
from staged import Staged


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    """An empty staging database."""
    return Staged(tmp_path / "staging.duckdb")


@pytest.fixture
def build(staged: Staged, tmp_path: Path) -> Callable[[], Built]:
    """Builds the staging of the test."""
    return lambda: Built(staged, tmp_path / "parquet")
