"""Judgements, identity events and loads, each append-only.

A migration states its tables itself and never imports today's: it must make in ten years what it makes now.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from graphmodel.errors import LedgerError

revision = "0001"
down_revision = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the three tables and the triggers that refuse to change them."""
    op.create_table(
        "judgement",
        sa.Column("id", SEQUENCE, primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("record_a", sa.Text, nullable=False),
        sa.Column("record_b", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("person_a", sa.Text),
        sa.Column("person_b", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.CheckConstraint("record_a < record_b", name="judgement_pair_in_order"),
        sa.CheckConstraint("verdict IN ('same', 'different', 'unsure', 'withdrawn')", name="judgement_verdict"),
        sa.CheckConstraint("trim(why) <> ''", name="judgement_why"),
        sa.CheckConstraint("trim(who) <> ''", name="judgement_who"),
    )
    op.create_table(
        "load_event",
        sa.Column("id", SEQUENCE, primary_key=True),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.CheckConstraint("state IN ('prepared', 'in_service', 'abandoned')", name="load_event_state"),
    )
    op.create_table(
        "identity_event",
        sa.Column("id", SEQUENCE, primary_key=True),
        sa.Column("load_id", SEQUENCE, sa.ForeignKey("load_event.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("to_person_id", sa.Text),
        sa.Column("records", sa.Text, nullable=False),
        sa.CheckConstraint(
            "kind IN ('minted', 'membership', 'split', 'redirected', 'revived', 'gone')", name="identity_event_kind"
        ),
    )
    op.create_index("ix_identity_event_person_id", "identity_event", ["person_id"])
    for table in ("judgement", "load_event", "identity_event"):
        for statement in append_only(table):
            op.execute(statement)


def append_only(table: str) -> list[str]:
    """The SQLite triggers that let rows be added to ``table`` and nothing else.

    The third one stands for a connection that lacks ``recursive_triggers``: INSERT OR REPLACE deletes there without
    firing the second (https://www.sqlite.org/lang_replace.html).
    """
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    replaces = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {replaces} {refuse}",
    ]


def downgrade() -> None:
    """Refuse: an append-only ledger goes back only by restoring a backup."""
    raise LedgerError("A ledger cannot be taken back to an older form", do="Restore a backup instead.")
