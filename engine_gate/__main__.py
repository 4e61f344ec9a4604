"""Runs the gate; see ``command.py``."""

from __future__ import annotations

import signal
import sys

from engine_gate.command import main

if __name__ == "__main__":
    # Ended from outside, it still ends the server and the worker that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main())
