"""What the driver says, turned into what a person can act on; without a server."""

from __future__ import annotations

import pytest
from neo4j.exceptions import Neo4jError, ServiceUnavailable

from graphmodel.errors import SettingError, StoreTimeout, StoreUnavailable
from graphmodel.stores.neo4j_errors import asks_for_status, explain, not_running, silent
from graphmodel.stores.neo4j_login import Neo4jLogin

LOGIN = Neo4jLogin("neo4j://graph.example:7687", "kin360", "s3cret")


def test_a_lost_server_is_told_in_one_line() -> None:
    """The driver's several lines and the address as it resolved it are left out."""
    raised = ServiceUnavailable(
        "Couldn't connect to graph.example:7687 (resolved to ('10.0.0.1:7687',)):\nFailed to establish connection"
    )
    told = explain(raised, LOGIN, "")
    assert isinstance(told, StoreUnavailable)
    assert told.what == "Neo4j cannot be reached: Couldn't connect to graph.example:7687"
    assert told.to == "neo4j at neo4j://graph.example:7687"


def test_a_line_that_broke_is_told_in_words() -> None:
    """The driver's own names of addresses are left out."""
    told = explain(
        ServiceUnavailable("Failed to read from defunct connection IPv4Address(('10.0.0.1', 7687))"), LOGIN, ""
    )
    assert told.what == "Neo4j cannot be reached: the connection broke"


def test_a_certificate_that_fails_is_a_setting() -> None:
    """However deep the driver has buried it."""
    raised = ServiceUnavailable("Couldn't connect")
    raised.__cause__ = OSError("Failed to establish encrypted connection")
    raised.__cause__.__cause__ = OSError("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate")
    told = explain(raised, LOGIN, "")
    assert isinstance(told, SettingError)
    assert "KIN360_NEO4J_CA" in told.do


@pytest.mark.parametrize(
    ("raised", "asks"),
    [
        (ServiceUnavailable("Unable to retrieve routing information"), True),
        (ServiceUnavailable("Couldn't connect to graph.example:7687"), False),
        (Neo4jError._hydrate_neo4j(code="Neo.TransientError.General.DatabaseUnavailable", message=""), True),
        (Neo4jError._hydrate_neo4j(code="Neo.DatabaseError.Transaction.TransactionLogError", message=""), True),
        (Neo4jError._hydrate_neo4j(code="Neo.ClientError.Statement.SyntaxError", message=""), False),
        (TypeError("no such type"), False),
    ],
)
def test_when_the_server_itself_is_asked(raised: Exception, asks: bool) -> None:
    """Only where its catalogue may know more than the driver."""
    assert asks_for_status(raised) is asks


def test_a_database_that_is_down_and_a_server_that_is_silent() -> None:
    """Both name the place, say what to do, and may be tried again."""
    down, mute = not_running(LOGIN, "online: No space left on device"), silent(LOGIN, 13.0)
    assert "online: No space left on device" in str(down)
    assert isinstance(mute, StoreTimeout)
    assert "13 seconds" in str(mute)
    for error in (down, mute):
        assert error.retry
        assert error.do
        assert "neo4j at neo4j://graph.example:7687" in str(error)
