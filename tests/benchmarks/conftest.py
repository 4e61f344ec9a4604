"""The benchmarks are run from the repository and never installed, so the tests find them by its root."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))
