"""A worker with a fault planted in it: ``python planted.py FAULT PACKAGE DATABASE``, in place of the gate's own."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from engine_gate import worker

ON = "PARTNER_OF"
"""The fault shows itself in statements over this tie."""


def lost(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without its last row."""
    return answer | {"rows": answer["rows"][:-1]} if "rows" in answer else answer


def plant(fault: str) -> None:
    """Put a fault into the worker."""
    fresh, reused, on, forget = worker.Engine.fresh, worker.Engine.reused, worker.Engine.on, worker.Engine.forget
    asked: dict[str, int] = {}

    def wrong_fresh(self: worker.Engine, statement: str, given: dict[str, Any], seconds: float) -> dict[str, Any]:
        if ON in statement and fault == "ends":
            os.kill(os.getpid(), signal.SIGSEGV)
        if ON in statement and fault == "hangs":
            time.sleep(60)
        answer = fresh(self, statement, given, seconds)
        return lost(answer) if ON in statement and fault == "loses a row" else answer

    def wrong_reused(self: worker.Engine, statement: str, given: dict[str, Any], seconds: float) -> dict[str, Any]:
        asked[statement] = asked.get(statement, 0) + 1
        answer = reused(self, statement, given, seconds)
        again = fault == "loses a row when reused" and asked[statement] > 1
        return lost(answer) if ON in statement and again else answer

    def wrong_on(self: worker.Engine, connection: Any, *rest: Any) -> dict[str, Any]:
        answer = on(self, connection, *rest)
        return lost(answer) if ON in rest[0] and fault == "loses a row in threads" else answer

    def forgotten(self: worker.Engine) -> None:
        asked.clear()
        forget(self)

    worker.Engine.fresh, worker.Engine.reused = wrong_fresh, wrong_reused  # type: ignore[method-assign]
    worker.Engine.on, worker.Engine.forget = wrong_on, forgotten  # type: ignore[method-assign]


if __name__ == "__main__":
    plant(sys.argv.pop(1))
    sys.exit(worker.main())
