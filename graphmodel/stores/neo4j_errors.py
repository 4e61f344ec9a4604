"""What Neo4j and its driver say, as errors of our tree: what happened, to what, what to do."""

from __future__ import annotations

import re

from neo4j import exceptions as said

from graphmodel.errors import (
    BadQuery,
    GraphStoreError,
    Kin360Error,
    SettingError,
    StoreConflict,
    StoreReadOnly,
    StoreTimeout,
    StoreUnavailable,
)
from graphmodel.stores.neo4j_login import CA_VARIABLE, Neo4jLogin

_AGAIN = "Try again in a moment."
_LOGIN = "Check KIN360_NEO4J_USER and KIN360_NEO4J_PASSWORD."
_REACH = "Is the server running, and is KIN360_GRAPH its address, with the encryption it wants (neo4j+s://)?"
_TRUST = f"Is the address the one its certificate names, and does {CA_VARIABLE} name who signed it?"
_LOG = (
    "If the server has just started, wait a moment. If not, look into its log (was it upgraded half-way, is its disk "
    "full?), mend that and restart it. What was committed before is kept."
)
_RESOLVED = re.compile(r" \(resolved to \(.*?\)\)")
# The server's codes (neo4j.com/docs/status-codes) to our tree; the first row that begins a code counts.
_BY_CODE: tuple[tuple[str, type[Kin360Error], str, str], ...] = (
    ("Neo.ClientError.Security.AuthenticationRateLimit", StoreUnavailable, "Neo4j saw too many wrong passwords",
     _AGAIN),
    ("Neo.ClientError.Security", SettingError, "Neo4j refuses the user or the password", _LOGIN),
    ("Neo.ClientError.Database.DatabaseNotFound", SettingError, "Neo4j has no such database",
     "Check KIN360_NEO4J_DATABASE."),
    ("Neo.ClientError.Transaction.TransactionTimedOut", StoreTimeout, "The query ran out of its time",
     "Ask for less, or try again."),
    ("Neo.ClientError.Statement.AccessMode", StoreReadOnly, "A write was tried on a graph open for reading", ""),
    ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", StoreReadOnly, "The database takes no writes", ""),
    ("Neo.TransientError.Transaction.DeadlockDetected", StoreConflict, "Two writers met", _AGAIN),
    ("Neo.TransientError.Transaction.LockClientStopped", StoreConflict, "Two writers met", _AGAIN),
    ("Neo.TransientError", StoreUnavailable, "Neo4j is busy", _AGAIN),
    ("Neo.ClientError", BadQuery, "Neo4j refused the statement", ""),
    ("", GraphStoreError, "Neo4j failed", "Look into the server's log."),
)  # fmt: skip


def explain(error: Exception, login: Neo4jLogin, statement: str) -> Kin360Error:
    """What the driver raised as an error of our tree, with the statement or the server that met it."""
    if isinstance(error, said.Neo4jError):
        code, text = error.code or "", error.message or str(error)
        kind, what, do = next(row[1:] for row in _BY_CODE if code.startswith(row[0]))
        about_query = issubclass(kind, GraphStoreError) and not issubclass(kind, StoreUnavailable)
        return kind(f"{what}: {text}", to=shortened(statement) if about_query else login.place, do=do)
    if isinstance(error, said.ConfigurationError):
        return SettingError(f"Neo4j's address or encryption is wrong: {error}", to=login.place, do=_REACH)
    if isinstance(error, said.DriverError):
        distrust = _distrust(error)
        if distrust:
            return SettingError(f"The server's certificate is not trusted: {distrust}", to=login.place, do=_TRUST)
        broke = "defunct connection" in str(error)
        said_first = "the connection broke" if broke else _RESOLVED.sub("", str(error).splitlines()[0]).rstrip(":. ")
        return StoreUnavailable(f"Neo4j cannot be reached: {said_first}", to=login.place, do=_REACH)
    return BadQuery(f"A parameter cannot be sent: {error}", to=shortened(statement))


def silent(login: Neo4jLogin, seconds: float) -> StoreTimeout:
    """The error for a server that neither answered nor stopped a query in the time it had."""
    return StoreTimeout(
        f"Neo4j has said nothing for {seconds:.0f} seconds",
        to=login.place,
        do="Try again in a moment. If it stays silent: is its machine overloaded, or was the server halted?",
    )


def asks_for_status(error: Exception) -> bool:
    """Whether the reason may stand in the server's own catalogue: it answers, and its database may not.

    A routing driver then only says that it found no route; a database that panicked says no more than that.
    """
    if isinstance(error, said.Neo4jError):
        code = error.code or ""
        return code.startswith("Neo.DatabaseError") or code.endswith("DatabaseUnavailable")
    return isinstance(error, said.ServiceUnavailable) and "routing" in str(error)


def not_running(login: Neo4jLogin, status: str) -> StoreUnavailable:
    """The error for a database that is on its server and does not work, with the server's word for its state."""
    return StoreUnavailable(f"The database is on the server but not running: {status}", to=login.place, do=_LOG)


def shortened(statement: str) -> str:
    """A statement on one line, as messages show it."""
    return " ".join(statement.split())[:300]


def _distrust(error: BaseException) -> str:
    """What a failed check of the server's certificate said, from deep inside what the driver raised; else ''."""
    cause: BaseException | None = error
    while cause is not None:
        # Not ssl's class alone: the routing driver keeps no cause, the words are all that is left.
        if "CERTIFICATE_VERIFY_FAILED" in str(cause):
            return str(cause).splitlines()[0]
        cause = cause.__cause__ or cause.__context__
    return ""
