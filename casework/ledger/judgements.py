"""Judgements: appending them, and reading which are in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Row, func, insert, or_, select

from casework.ledger.rows import VERDICTS, Judgement, NewJudgement, Verdict
from casework.ledger.tables import judgement
from graphmodel.errors import LedgerError


def checked(new: NewJudgement) -> NewJudgement:
    """The judgement with its two records in order and its words stripped.

    Raises:
        LedgerError: A record id is not ``<system>:<record_key>``, both are the same, the verdict is unknown, or who,
            why or source is blank.
    """
    first, second = sorted((_record(new.record_a), _record(new.record_b)))
    if first == second:
        raise LedgerError("A judgement is about two different records", to=first, do="Name two record ids.")
    if new.verdict not in VERDICTS:
        raise LedgerError(
            f"There is no verdict {new.verdict!r}", to=f"{first}, {second}", do=f"Use one of: {', '.join(VERDICTS)}."
        )
    said = {"who": new.who.strip(), "why": new.why.strip(), "source": new.source.strip()}
    for name, words in said.items():
        if not words:
            raise LedgerError(
                f"A judgement needs {name!r}", to=f"{first}, {second}", do=f"State {name}; do not leave it blank."
            )
    return NewJudgement(first, second, new.verdict, **said)


def append(
    connection: Connection, new: Sequence[NewJudgement], *, at: str, person_of: Mapping[str, str]
) -> list[Judgement]:
    """Write checked judgements, in their order.

    Args:
        connection: A writing transaction.
        new: What ``checked`` returned.
        at: The time to write, UTC.
        person_of: Record id -> person id, for the records that have one.

    Raises:
        LedgerError: One withdraws a judgement where none is in force.
    """
    standing = _standing_verdicts(connection, new)
    last_id = connection.execute(select(func.max(judgement.c.id))).scalar() or 0
    rows: list[dict[str, Any]] = []
    for place, said in enumerate(new, start=last_id + 1):
        pair = (said.record_a, said.record_b)
        if said.verdict == "withdrawn" and standing.get(pair, "withdrawn") == "withdrawn":
            raise LedgerError(
                "No judgement is in force to withdraw", to=f"{said.record_a}, {said.record_b}", do="Check the two ids."
            )
        standing[pair] = said.verdict
        rows.append(
            {
                "id": place,
                "at": at,
                "who": said.who,
                "record_a": said.record_a,
                "record_b": said.record_b,
                "verdict": said.verdict,
                "why": said.why,
                "person_a": person_of.get(said.record_a),
                "person_b": person_of.get(said.record_b),
                "source": said.source,
            }
        )
    if rows:
        connection.execute(insert(judgement), rows)
    return [Judgement(**row) for row in rows]


def in_force(connection: Connection) -> list[Judgement]:
    """The latest judgement of each pair, without the withdrawn, oldest first."""
    latest = select(func.max(judgement.c.id)).group_by(judgement.c.record_a, judgement.c.record_b)
    query = select(judgement).where(judgement.c.id.in_(latest), judgement.c.verdict != "withdrawn")
    return [_read(row) for row in connection.execute(query.order_by(judgement.c.id))]


def history(connection: Connection, record: str | None) -> list[Judgement]:
    """Every judgement ever written, or those that name ``record``, oldest first."""
    query = select(judgement).order_by(judgement.c.id)
    if record is not None:
        query = query.where(or_(judgement.c.record_a == record, judgement.c.record_b == record))
    return [_read(row) for row in connection.execute(query)]


def _standing_verdicts(connection: Connection, new: Sequence[NewJudgement]) -> dict[tuple[str, str], str]:
    """The verdict in force of each pair, needed only where something is withdrawn."""
    if all(said.verdict != "withdrawn" for said in new):
        return {}
    return {(row.record_a, row.record_b): row.verdict for row in in_force(connection)}


def _record(record_id: str) -> str:
    system, colon, key = (part.strip() for part in record_id.partition(":"))
    if not (system and colon and key):
        raise LedgerError(
            "This is not the id of a source record",
            to=repr(record_id),
            do="Write SYSTEM:RECORD_KEY, such as snap:4711.",
        )
    return record_id.strip()


def _read(row: Row[Any]) -> Judgement:
    fields = dict(row._mapping)
    fields["verdict"] = cast("Verdict", fields["verdict"])
    return Judgement(**fields)
