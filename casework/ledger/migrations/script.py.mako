"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from graphmodel.errors import LedgerError

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Refuse: an append-only ledger goes back only by restoring a backup."""
    raise LedgerError("A ledger cannot be taken back to an older form", do="Restore a backup instead.")
