"""The product's command in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.processes import CommandFailed, kin360


def test_a_command_is_measured_and_its_output_kept(tmp_path: Path) -> None:
    """Wall and CPU time, memory and standard output of one process."""
    cost = kin360(["--help"], tmp_path)
    assert "ingest" in cost.output
    assert 0 < cost.cpu <= cost.wall * 4
    assert cost.peak_mb > 10


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    """Its error is told instead."""
    with pytest.raises(CommandFailed, match="Nothing has been loaded yet"):
        kin360(["find", "anybody"], tmp_path)
