"""Alembic's entry: run the migrations on the connection and inside the transaction that the ledger hands over."""

from __future__ import annotations

from alembic import context

from casework.ledger.migrate import VERSION_TABLE
from casework.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
