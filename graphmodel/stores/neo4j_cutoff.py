"""A time limit on this side of the line, for a server that was stopped or lost and says nothing any more.

The limit that travels with a query is the server's to keep, and the driver's own reading limit comes from the server
too (two minutes by default). The driver reads under a deadline internally, while it opens a connection; this module is
the one place that gives it such a deadline for the rest of the time. A driver without that seam fails in
``tests/contract/test_contract_silent_server.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from neo4j import Session
from neo4j._deadline import Deadline

_NEVER = float("inf")


class CutOff(Deadline):
    """A limit on waiting for one session. Lifting it never touches what another thread does meanwhile.

    The connection goes back to the pool, and may be in other hands, before its borrower can clean up; so it is not
    the connection that is changed then, but this object, which that borrower alone holds.
    """

    def __init__(self) -> None:
        super().__init__(None)

    def start(self, session: Session, seconds: float) -> None:
        """Give up reading after so many seconds on the connection that the session has borrowed.

        The driver then drops the connection and raises what it raises for a lost one.
        """
        connection = session._connection
        assert connection is not None, "the session has just connected"
        self._deadline = monotonic() + seconds
        connection.socket.set_read_deadline(self)

    def passed(self) -> bool:
        """Whether the time is over."""
        return monotonic() >= self._deadline

    def lift(self) -> None:
        """Limit no more."""
        self._deadline = _NEVER


@contextmanager
def cut_off(session: Session, seconds: float) -> Iterator[CutOff]:
    """Limit every connection that a session borrows, from the moment it has it: also its BEGIN, and each further try.

    Args:
        session: A session that has no connection yet.
        seconds: How long it may wait for all answers on one connection.
    """
    limit, connect = CutOff(), session._connect

    def connect_limited(access_mode: str | None, **how: object) -> None:
        connect(access_mode, **how)  # type: ignore[no-untyped-call]
        limit.start(session, seconds)

    session._connect = connect_limited  # type: ignore[method-assign]
    try:
        yield limit
    finally:
        # Without this, session and function would hold each other until the cycle collector comes by.
        del session._connect
        limit.lift()
