"""Runs the gate; see ``command.py``."""

from __future__ import annotations

import sys

from engine_gate.command import main

if __name__ == "__main__":
    sys.exit(main())
