"""Runs the product's own command in a process of its own, and says what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graphmodel.home import HOME_VARIABLE

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class ProcessCost:
    """What a process took. ``peak_mb`` is the largest resident size of it or of any one child, in 10^6 bytes."""

    wall: float
    cpu: float
    peak_mb: float
    output: str


class CommandFailed(RuntimeError):
    """The product's command ended with an error; the message is what it said."""


def kin360(arguments: Sequence[str], home: Path) -> ProcessCost:
    """Run ``kin360`` with arguments, all state in ``home``.

    Raises:
        CommandFailed: It ended with an error.
    """
    environment = {**os.environ, HOME_VARIABLE: str(home)}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", *arguments], cwd=ROOT, env=environment, stdout=out, stderr=errors
        )
        # wait4 gives the resources of this one child, where getrusage would give those of all children so far.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise CommandFailed(f"kin360 {' '.join(arguments)}: {errors.read().decode(errors='replace')[-2000:]}")
        # Kilobytes on Linux, bytes on macOS (getrusage(2) of each).
        peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
        return ProcessCost(wall, used.ru_utime + used.ru_stime, peak, out.read().decode())
