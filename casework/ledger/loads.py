"""Loads and the identity changes they bring: prepared, then in service or abandoned.

A load's changes count from the moment its snapshot is in service. The order on disk is: ``prepared`` with all changes
in one transaction; the snapshot pointer renamed; ``in_service``. Whoever dies in between leaves a prepared load, and
the pointer, which readers follow, says whether it happened.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from sqlalchemy import Connection, Row, RowMapping, Select, false, func, insert, or_, select

from casework.ledger.identity_state import IdentityState
from casework.ledger.rows import IdentityChange, IdentityEvent, IdentityKind, LoadEvent, LoadState
from casework.ledger.tables import identity_event, load_event
from graphmodel.errors import LedgerError

BATCH = 20_000
"""Identity events handed to the driver at once: bounds memory, costs nothing measurable."""

FEW_RECORDS = 16
"""Up to this many records are looked up by scanning the text of the events; more are cheaper by folding all."""


def prepare(
    connection: Connection, run_id: str, changes: Sequence[IdentityChange], summary: Mapping[str, Any], *, at: str
) -> LoadEvent:
    """Write a load and its changes; nothing counts yet.

    Raises:
        LedgerError: The run is known already, or another load is prepared and neither in service nor abandoned.
    """
    if not run_id.strip():
        raise LedgerError("A load needs the name of its run", do="Pass the name of the snapshot folder.")
    states = _states(connection)
    if run_id in states:
        raise LedgerError("This run stands in the ledger already", to=run_id, do="Give each load a new run name.")
    if open_runs := [run for run, state in states.items() if state == "prepared"]:
        raise LedgerError(
            "Another load is under way, or died before its end",
            to=", ".join(open_runs),
            do="Wait for it, or call recover() with the run that the pointer `current` names.",
        )
    event = _append(connection, run_id, "prepared", at, summary)
    remaining = iter(changes)
    while batch := list(islice(remaining, BATCH)):
        connection.execute(insert(identity_event), [_values(event.id, change) for change in batch])
    return event


def put_in_service(connection: Connection, run_id: str, *, at: str) -> LoadEvent:
    """Make a prepared load count; once it does, a second call changes nothing.

    Raises:
        LedgerError: The run is unknown or was abandoned.
    """
    state = _states(connection).get(run_id)
    if state == "in_service":
        query = _load_query().where(load_event.c.run_id == run_id, load_event.c.state == "in_service")
        return _read_load(connection.execute(query).one())
    if state is None:
        raise LedgerError("This run was never prepared", to=run_id, do="Call prepare_load first.")
    if state == "abandoned":
        raise LedgerError(
            "This load was given up while it ran", to=run_id, do="Load again; keep two loads from running at once."
        )
    return _append(connection, run_id, "in_service", at, {})


def recover(connection: Connection, current_run: str | None, *, at: str) -> list[LoadEvent]:
    """Settle what a dead load left: the run readers see is in service, every other prepared one is abandoned."""
    settled = []
    for run_id, state in _states(connection).items():
        # The pointer outranks the ledger: what readers already see cannot be abandoned.
        if run_id == current_run and state != "in_service":
            settled.append(_append(connection, run_id, "in_service", at, {}))
        elif state == "prepared":
            settled.append(_append(connection, run_id, "abandoned", at, {}))
    return settled


def all_loads(connection: Connection) -> list[LoadEvent]:
    """Every step of every load, oldest first."""
    return [_read_load(row) for row in connection.execute(_load_query())]


def identity_state(connection: Connection) -> IdentityState:
    """The fold of the identity changes of all loads that came into service."""
    query = _events_in_service().with_only_columns(*_CHANGE).order_by(identity_event.c.id)
    return IdentityState().after(_read_change(row) for row in connection.execute(query).mappings())


def identity_history(connection: Connection, person_id: str) -> list[IdentityEvent]:
    """What happened to one id, oldest first, without loads that never came into service."""
    query = _events_in_service().where(identity_event.c.person_id == person_id).order_by(identity_event.c.id)
    rows = connection.execute(query).mappings()
    return [IdentityEvent(row["id"], row["run_id"], row["at"], _read_change(row)) for row in rows]


def resolve(connection: Connection, person_id: str) -> str | None:
    """The id that ``person_id`` leads to today; None if it was never in service, or is gone."""
    while (latest := _latest_change(connection, person_id)) is not None:
        if latest.kind == "gone":
            return None
        if latest.to_person_id is None:
            return person_id
        person_id = latest.to_person_id
    return None


def persons_of(connection: Connection, records: Collection[str]) -> Mapping[str, str]:
    """Record id -> the person it describes today, for those of ``records`` that have one."""
    wanted = set(records)
    if len(wanted) > FEW_RECORDS:
        known = identity_state(connection).person_of
        return {record: known[record] for record in wanted if record in known}
    persons = {record: resolve(connection, owner) for record, owner in _owners(connection, wanted).items()}
    return {record: person for record, person in persons.items() if person is not None}


_CHANGE = (
    identity_event.c.kind,
    identity_event.c.person_id,
    identity_event.c.to_person_id,
    identity_event.c.records,
)


def _events_in_service() -> Select[Any]:
    arrived = select(load_event.c.run_id).where(load_event.c.state == "in_service")
    return (
        select(identity_event.c.id, load_event.c.run_id, load_event.c.at, *_CHANGE)
        .join(load_event, identity_event.c.load_id == load_event.c.id)
        .where(load_event.c.run_id.in_(arrived))
    )


def _latest_change(connection: Connection, person_id: str) -> IdentityChange | None:
    query = _events_in_service().where(identity_event.c.person_id == person_id)
    row = connection.execute(query.order_by(identity_event.c.id.desc()).limit(1)).mappings().first()
    return _read_change(row) if row else None


def _owners(connection: Connection, records: Collection[str]) -> dict[str, str]:
    """Record -> the id whose own it is: of the ids that ever had it, the one that still has it."""
    written = [identity_event.c.records.contains(json.dumps(r, ensure_ascii=False), autoescape=True) for r in records]
    query = _events_in_service().where(or_(false(), *written))
    holders: set[str] = {row["person_id"] for row in connection.execute(query).mappings()}
    latest = [change for holder in holders if (change := _latest_change(connection, holder)) is not None]
    return {record: change.person_id for change in latest for record in change.records if record in records}


def _states(connection: Connection) -> dict[str, LoadState]:
    """Each run's latest state, in the order the runs were prepared."""
    states: dict[str, LoadState] = {}
    for event in all_loads(connection):
        states[event.run_id] = event.state
    return states


def _append(connection: Connection, run_id: str, state: LoadState, at: str, summary: Mapping[str, Any]) -> LoadEvent:
    place = (connection.execute(select(func.max(load_event.c.id))).scalar() or 0) + 1
    try:
        text = json.dumps(summary, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise LedgerError(
            "The load's summary cannot be written as JSON",
            to=f"{run_id}: {error}",
            do="Use text, numbers, lists, maps.",
        ) from error
    connection.execute(insert(load_event), {"id": place, "run_id": run_id, "at": at, "state": state, "summary": text})
    return LoadEvent(place, run_id, at, state, dict(summary))


def _load_query() -> Select[Any]:
    return select(load_event).order_by(load_event.c.id)


def _read_load(row: Row[Any]) -> LoadEvent:
    return LoadEvent(row.id, row.run_id, row.at, cast("LoadState", row.state), json.loads(row.summary))


def _values(load_id: int, change: IdentityChange) -> dict[str, Any]:
    return {
        "load_id": load_id,
        "kind": change.kind,
        "person_id": change.person_id,
        "to_person_id": change.to_person_id,
        "records": json.dumps(change.records, ensure_ascii=False, separators=(",", ":")),
    }


def _read_change(row: RowMapping) -> IdentityChange:
    return IdentityChange(
        cast("IdentityKind", row["kind"]), row["person_id"], tuple(json.loads(row["records"])), row["to_person_id"]
    )
