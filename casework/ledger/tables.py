"""The ledger's tables, as SQLAlchemy sees them. The migrations make them; a test holds the two equal.

Every table is append-only: its triggers refuse UPDATE, DELETE and replacing a row. For the same reason no table has a
UNIQUE constraint beside its key: SQLite's INSERT OR REPLACE would delete through it without firing a trigger.

Types are those SQLite and PostgreSQL share. Times are ISO 8601 text in UTC with microseconds, which sorts as time and
reads the same from both; lists and maps are JSON text. Ids grow in the order of writing, one writer at a time, so that
a hash chain can follow them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, MetaData, String, Table, Text

metadata = MetaData()

SEQUENCE = BigInteger().with_variant(Integer, "sqlite")
"""A growing 64-bit key; on SQLite only the type INTEGER names the row itself."""

TIME_LENGTH = 32

judgement = Table(
    "judgement",
    metadata,
    Column("id", SEQUENCE, primary_key=True),
    Column("at", String(TIME_LENGTH), nullable=False),
    Column("who", Text, nullable=False),
    Column("record_a", Text, nullable=False),
    Column("record_b", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("person_a", Text),
    Column("person_b", Text),
    Column("source", Text, nullable=False),
    CheckConstraint("record_a < record_b", name="judgement_pair_in_order"),
    CheckConstraint("verdict IN ('same', 'different', 'unsure', 'withdrawn')", name="judgement_verdict"),
    CheckConstraint("trim(why) <> ''", name="judgement_why"),
    CheckConstraint("trim(who) <> ''", name="judgement_who"),
)

load_event = Table(
    "load_event",
    metadata,
    Column("id", SEQUENCE, primary_key=True),
    Column("run_id", Text, nullable=False),
    Column("at", String(TIME_LENGTH), nullable=False),
    Column("state", String(16), nullable=False),
    Column("summary", Text, nullable=False),
    CheckConstraint("state IN ('prepared', 'in_service', 'abandoned')", name="load_event_state"),
)

# Run and time stand once, on the load's `prepared` row, and not on each of a million events.
identity_event = Table(
    "identity_event",
    metadata,
    Column("id", SEQUENCE, primary_key=True),
    Column("load_id", SEQUENCE, ForeignKey("load_event.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("person_id", Text, nullable=False, index=True),
    Column("to_person_id", Text),
    Column("records", Text, nullable=False),
    CheckConstraint(
        "kind IN ('minted', 'membership', 'split', 'redirected', 'revived', 'gone')", name="identity_event_kind"
    ),
)
