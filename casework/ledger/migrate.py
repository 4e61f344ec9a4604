"""Bringing a ledger to the form this version writes, by Alembic, in one transaction.

Two processes may open a new ledger at once: the one that gets the write lock migrates, the other finds it done. A
process that dies half-way leaves the ledger as it was, because SQLite rolls table definitions back too.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from casework.ledger.engine import in_transaction
from graphmodel.errors import LedgerError

HEAD = "0001"
"""The revision this version writes; stated here so that opening an up-to-date ledger need not read the scripts."""

VERSION_TABLE = "ledger_version"

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate_to_head(engine: Engine) -> None:
    """Create or upgrade the tables, unless they are at HEAD already.

    Raises:
        LedgerError: The file is not a ledger, or was written by a newer version; nothing is changed then.
    """
    if in_transaction(engine, _revision, writing=False) != HEAD:
        in_transaction(engine, _upgrade, writing=True)


def scripts() -> ScriptDirectory:
    """The packaged migrations."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    # Alembic interpolates option values, so a percent sign in the install path must be doubled.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _revision(connection: Connection) -> str | None:
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
        return str(revision) if revision else None
    if tables:
        raise LedgerError(
            "This database is not a Kin360 ledger",
            to=f"{connection.engine.url.database}; it holds {', '.join(sorted(tables)[:5])}",
            do="Point KIN360_LEDGER or KIN360_HOME at the right place.",
        )
    return None


def _upgrade(connection: Connection) -> None:
    found = _revision(connection)
    if found == HEAD:
        return
    known = {script.revision for script in scripts().walk_revisions()}
    if found is not None and found not in known:
        raise LedgerError(
            f"The ledger was written by a newer version of Kin360 (form {found}; this version knows up to {HEAD})",
            to=connection.engine.url.database or "",
            do="Install the newer version; the ledger was not touched.",
        )
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
