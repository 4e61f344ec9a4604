"""A time limit on this side of the line, for a server that was stopped or lost and says nothing any more.

The limit that travels with a query is the server's to keep, and the driver's own reading limit comes from the server
too (two minutes by default). The driver reads under a deadline internally, while it opens a connection; this module is
the one place that gives it such a deadline for the rest of the time. A driver without that seam fails in
``tests/contract/test_contract_silent_server.py``.
"""

from __future__ import annotations

from time import monotonic

from neo4j import ManagedTransaction, Session
from neo4j._deadline import Deadline

_NEVER = float("inf")


class CutOff(Deadline):
    """A limit on waiting for one transaction. Lifting it never touches what another thread does meanwhile.

    The connection goes back to the pool, and may be in other hands, before its borrower can clean up; so it is not
    the connection that is changed then, but this object, which that borrower alone holds.
    """

    def __init__(self) -> None:
        super().__init__(None)

    def start(self, borrower: Session | ManagedTransaction, seconds: float) -> None:
        """Give up reading after so many seconds on the connection that a session or transaction has borrowed.

        The driver then drops the connection and raises what it raises for a lost one.
        """
        self._deadline = monotonic() + seconds
        connection = borrower._connection
        assert connection is not None, "lent to the session by borrow(), to a transaction by the driver"
        connection.socket.set_read_deadline(self)

    def borrow(self, session: Session, access: str, seconds: float) -> None:
        """Let a session take its connection now rather than with its first statement, and limit it."""
        session._connect(access)  # type: ignore[no-untyped-call]
        self.start(session, seconds)

    def passed(self) -> bool:
        """Whether the time is over."""
        return monotonic() >= self._deadline

    def lift(self) -> None:
        """Limit no more."""
        self._deadline = _NEVER
