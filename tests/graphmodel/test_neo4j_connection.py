"""The server store without a server: which of our errors each of Neo4j's becomes, and what is refused at once."""

from __future__ import annotations

from datetime import date

import pytest
from neo4j.exceptions import ConfigurationError, Neo4jError, ServiceUnavailable, SessionExpired
from neo4j.time import Date

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
from graphmodel.stores.neo4j_connection import Neo4jLogin, explain, plain
from graphmodel.stores.neo4j_store import Neo4jReader

LOGIN = Neo4jLogin("neo4j://graph.example:7687", "kin360", "s3cret")
STATEMENT = "MATCH (p:Person {id: $id}) RETURN p.id AS person"


@pytest.mark.parametrize(
    ("code", "kind", "retry"),
    [
        ("Neo.ClientError.Security.Unauthorized", SettingError, False),
        ("Neo.ClientError.Security.CredentialsExpired", SettingError, False),
        ("Neo.ClientError.Security.AuthenticationRateLimit", StoreUnavailable, True),
        ("Neo.ClientError.Database.DatabaseNotFound", SettingError, False),
        ("Neo.ClientError.Transaction.TransactionTimedOut", StoreTimeout, True),
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", StoreTimeout, True),
        ("Neo.ClientError.Statement.AccessMode", StoreReadOnly, False),
        ("Neo.ClientError.Statement.SyntaxError", BadQuery, False),
        ("Neo.ClientError.Schema.ConstraintValidationFailed", BadQuery, False),
        ("Neo.TransientError.Transaction.DeadlockDetected", StoreConflict, True),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", StoreUnavailable, True),
        ("Neo.TransientError.Database.DatabaseUnavailable", StoreUnavailable, True),
        ("Neo.DatabaseError.Transaction.TransactionCommitFailed", GraphStoreError, False),
    ],
)
def test_a_code_of_the_server(code: str, kind: type[Kin360Error], retry: bool) -> None:
    """Each kind of failure has its class, says whether to try again, and keeps the server's words."""
    told = explain(Neo4jError._hydrate_neo4j(code=code, message="what the server said"), LOGIN, STATEMENT)
    assert type(told) is kind
    assert told.retry is retry
    assert "what the server said" in str(told)


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (ServiceUnavailable("no route"), StoreUnavailable),
        (SessionExpired("gone"), StoreUnavailable),
        (ConfigurationError("no such trust"), SettingError),
        (TypeError("cannot pack an object"), BadQuery),
    ],
)
def test_a_failure_of_the_driver(raised: Exception, kind: type[Kin360Error]) -> None:
    """What never reached the server is told apart too."""
    assert type(explain(raised, LOGIN, STATEMENT)) is kind


def test_who_is_told_what_it_happened_to() -> None:
    """A wrong statement is shown; a wrong login names the server and never the password."""
    wrong = Neo4jError._hydrate_neo4j(code="Neo.ClientError.Statement.SyntaxError", message="no")
    assert STATEMENT in str(explain(wrong, LOGIN, STATEMENT))
    refused = Neo4jError._hydrate_neo4j(code="Neo.ClientError.Security.Unauthorized", message="no")
    assert "neo4j at neo4j://graph.example:7687" in str(explain(refused, LOGIN, STATEMENT))
    assert "s3cret" not in str(explain(refused, LOGIN, STATEMENT)) + repr(LOGIN)


def test_only_neo4js_own_addresses() -> None:
    """The driver's preview of http:// is not for us; the message lists what is."""
    for uri in ("http://graph.example", "graph.example:7687", ""):
        with pytest.raises(SettingError, match=r"neo4j\+s"):
            Neo4jReader(Neo4jLogin(uri, "kin360", "s3cret"))


def test_values_are_pythons() -> None:
    """Dates become Python's in lists and maps too; the rest stays as it is."""
    assert plain([{"since": Date(2024, 2, 29), "n": 1}, None, "x", [Date(1, 1, 1)]]) == [
        {"since": date(2024, 2, 29), "n": 1},
        None,
        "x",
        [date(1, 1, 1)],
    ]
    assert type(plain(Date(2024, 2, 29))) is date
