"""The ledger: what people decided and which ids persons were given. It only ever grows, and is never rebuilt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from casework.ledger import judgements, loads
from casework.ledger.engine import in_transaction, open_engine, use_write_ahead_log
from casework.ledger.identity_state import IdentityState
from casework.ledger.migrate import migrate_to_head
from casework.ledger.rows import IdentityChange, IdentityEvent, Judgement, LoadEvent, NewJudgement
from graphmodel.closing import Closing


class Ledger(Closing):
    """An open ledger; a context manager.

    Every writing method is one transaction: when it returns, what it wrote survives a crash of the process or the
    machine; when it raises, nothing was written. Processes and threads may share a ledger file, each process opening
    it for itself. Every method raises LedgerError, with advice, when the database refuses.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Ledger:
        """Open the ledger, making or upgrading it where needed; two processes may do so at once.

        Args:
            url: SQLAlchemy address, ``sqlite:///PATH`` (see Home.ledger_url). The folder must exist.

        Raises:
            LedgerError: The file is damaged, is something else, was written by a newer version, or cannot be written.
        """
        engine = open_engine(url)
        try:
            use_write_ahead_log(engine)
            migrate_to_head(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Give back the connections; the ledger opens them again if it is used again."""
        self._engine.dispose()

    def judge(
        self, record_a: str, record_b: str, verdict: str, *, who: str, why: str, source: str = "cli"
    ) -> Judgement:
        """Write what a person decided about two source records; it outranks what stood for the pair before.

        Args:
            record_a: Record id ``<system>:<record_key>``; the record need not be loaded yet.
            record_b: The other record id; the order of the two does not matter.
            verdict: ``same``, ``different``, ``unsure``, or ``withdrawn`` to take back what stands.
            who: Who decided.
            why: The reason.
            source: Where it was said: ``cli``, ``steward's desk``, ``file NAME line N``.

        Raises:
            LedgerError: A record id, the verdict, who or why is not usable, or there is nothing to withdraw.
        """
        return self.judge_many([NewJudgement(record_a, record_b, verdict, who=who, why=why, source=source)])[0]

    def judge_many(self, new: Iterable[NewJudgement]) -> list[Judgement]:
        """Write many judgements, all or none; of two about one pair the later outranks the earlier.

        Raises:
            LedgerError: As for ``judge``; the message names the pair.
        """
        said = [judgements.checked(one) for one in new]
        named = {record for one in said for record in (one.record_a, one.record_b)}
        # Looked up before the write begins: the search reads all identity events, and writers wait for one another.
        persons = in_transaction(self._engine, lambda c: loads.persons_of(c, named), writing=False)
        return in_transaction(
            self._engine, lambda c: judgements.append(c, said, at=_now(), person_of=persons), writing=True
        )

    def judgements(self) -> list[Judgement]:
        """The judgements in force: the latest of each pair, without the withdrawn; oldest first."""
        return in_transaction(self._engine, judgements.in_force, writing=False)

    def judgement_history(self, record: str | None = None) -> list[Judgement]:
        """Every judgement ever written, or those that name ``record``; oldest first."""
        return in_transaction(self._engine, lambda c: judgements.history(c, record), writing=False)

    def identities(self) -> IdentityState:
        """Every person id ever in service: its records, and where it leads."""
        return in_transaction(self._engine, loads.identity_state, writing=False)

    def identity_history(self, person_id: str) -> list[IdentityEvent]:
        """What happened to one person id, oldest first."""
        return in_transaction(self._engine, lambda c: loads.identity_history(c, person_id), writing=False)

    def resolve(self, person_id: str) -> str | None:
        """The id that ``person_id`` leads to today; None if it never was in service, or its person is gone."""
        return in_transaction(self._engine, lambda c: loads.resolve(c, person_id), writing=False)

    def prepare_load(self, run_id: str, events: Iterable[IdentityChange], summary: Mapping[str, Any]) -> LoadEvent:
        """Write a load's identity changes; they count once the load is in service.

        Args:
            run_id: Name of the snapshot.
            events: What ``ingest.identity`` found to change.
            summary: Short manifest of the load; text, numbers, lists and maps.

        Raises:
            LedgerError: The run is known already, or another load is still prepared (see ``recover``).
        """
        changes = list(events)
        return in_transaction(
            self._engine, lambda c: loads.prepare(c, run_id, changes, summary, at=_now()), writing=True
        )

    def mark_in_service(self, run_id: str) -> LoadEvent:
        """Make a prepared load count, after the pointer was renamed to it. A second call changes nothing.

        Raises:
            LedgerError: The run was never prepared, or was abandoned.
        """
        return in_transaction(self._engine, lambda c: loads.put_in_service(c, run_id, at=_now()), writing=True)

    def recover(self, current_run: str | None) -> list[LoadEvent]:
        """Settle loads that died between ``prepare_load`` and ``mark_in_service``; call before each load.

        The caller keeps two loads from running at once: a load under way looks like a dead one.

        Args:
            current_run: The run the pointer names; None if it names none. It comes into service, others are abandoned.

        Returns:
            The steps written; empty if there was nothing to settle.
        """
        return in_transaction(self._engine, lambda c: loads.recover(c, current_run, at=_now()), writing=True)

    def loads(self) -> list[LoadEvent]:
        """Every step of every load, oldest first."""
        return in_transaction(self._engine, loads.all_loads, writing=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
