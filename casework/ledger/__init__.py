"""The ledger: append-only memory of what people decided and which ids persons were given.

Open it with ``Ledger.open(Home.from_environment().ledger_url)``. SQLite in WAL mode; its owner can always replace the
file, so keep backups elsewhere.
"""

from __future__ import annotations

from casework.ledger.identity_state import IdentityState
from casework.ledger.ledger import Ledger
from casework.ledger.rows import (
    VERDICTS,
    IdentityChange,
    IdentityEvent,
    IdentityKind,
    Judgement,
    LoadEvent,
    LoadState,
    NewJudgement,
    Verdict,
)

__all__ = [
    "VERDICTS",
    "IdentityChange",
    "IdentityEvent",
    "IdentityKind",
    "IdentityState",
    "Judgement",
    "Ledger",
    "LoadEvent",
    "LoadState",
    "NewJudgement",
    "Verdict",
]
