"""The examples in the cleaners' docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("module", ["names", "dates", "addresses", "values"])
def test_examples(module: str) -> None:
    """Every example of the module runs and gives what it says."""
    result = doctest.testmod(importlib.import_module(f"ingest.cleaning.{module}"))
    assert result.attempted > 3
    assert result.failed == 0
