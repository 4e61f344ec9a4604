"""What the figures were measured on: processor, memory, Python, libraries, date. No names and no paths."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict

_LIBRARIES = ("duckdb", "splink", "kuzu", "pyarrow", "networkx", "pydantic", "sqlalchemy")


class Machine(BaseModel):
    """The machine and the software of a run. Memory is in gigabytes (10^9 bytes)."""

    model_config = ConfigDict(frozen=True)
    date: str
    processor: str
    cores: int
    memory_gb: float
    load_before: float
    """Processes that wanted a core, over the minute before the run: above zero, the machine was shared."""
    python: str
    libraries: dict[str, str]

    def sentence(self) -> str:
        """The machine in one line."""
        libraries = ", ".join(f"{name} {number}" for name, number in self.libraries.items())
        return (
            f"{self.cores} cores ({self.processor}), {self.memory_gb:.0f} GB, load before the run "
            f"{self.load_before:.1f}; Python {self.python}; {libraries}."
        )


def this_machine() -> Machine:
    """The machine this process runs on, now."""
    return Machine(
        date=datetime.now(UTC).date().isoformat(),
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gb=round(psutil.virtual_memory().total / 1e9, 1),
        load_before=round(psutil.getloadavg()[0], 1),
        python=platform.python_version(),
        libraries={name: version(name) for name in _LIBRARIES},
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
