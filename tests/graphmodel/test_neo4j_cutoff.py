"""The limit on waiting, by itself; ``tests/contract/test_contract_silent_server.py`` tries it on halted servers."""

from __future__ import annotations

import socket
import time

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError

from graphmodel.stores.neo4j_cutoff import CutOff, cut_off


def test_a_limit_that_has_not_begun_or_was_lifted() -> None:
    """It never passes, and the driver reads without a deadline."""
    limit = CutOff()
    assert not limit.passed()
    assert limit.to_timeout() is None
    limit.lift()
    assert not limit.passed()


def test_a_session_is_left_as_it_was() -> None:
    """After its block a session connects as the driver made it, also when it could not connect within."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with GraphDatabase.driver(f"bolt://127.0.0.1:{port}") as driver, driver.session() as session:
        began = time.monotonic()
        with pytest.raises(DriverError), cut_off(session, 5) as limit:
            session.run("RETURN 1 AS one")
        assert "_connect" not in vars(session)
        assert not limit.passed()
        assert time.monotonic() - began < 5
