"""A server that is halted while its port stays open: every question ends in time, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import pytest
from engines import SERVERS, Engine, Neo4jEngine

from graphmodel.errors import Kin360Error, StoreTimeout
from graphmodel.stores.neo4j_connection import POOL_SECONDS, SILENT_SECONDS, STATUS_SECONDS, Neo4jConnection
from graphmodel.stores.neo4j_store import Neo4jReader

pytestmark = pytest.mark.server
ONE = "RETURN 1 AS one"
SLACK = 2.0
"""What a busy machine may add, in seconds."""


@pytest.fixture(scope="module", params=list(SERVERS))
def engine(request: pytest.FixtureRequest, started: dict[str, Engine]) -> Neo4jEngine:
    """Each server in turn."""
    found = started[request.param]
    assert isinstance(found, Neo4jEngine)
    return found


@contextmanager
def halted(engine: Neo4jEngine) -> Iterator[None]:
    """The server stopped in its tracks: its port still takes connections, and nobody answers."""
    process = engine.server._process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


def lines_to(engine: Neo4jEngine) -> int:
    """How many connections this process holds to the server."""
    held = psutil.Process().net_connections(kind="tcp")
    return sum(1 for line in held if line.raddr and line.raddr.port == engine.server.port)


def seconds_to_fail(ask: Callable[[], object]) -> tuple[Kin360Error, float]:
    """What a question meets, and after how long."""
    began = time.monotonic()
    with pytest.raises(Kin360Error) as met:
        ask()
    return met.value, time.monotonic() - began


def test_a_halted_server_is_given_up_and_found_again(engine: Neo4jEngine) -> None:
    """A query, and one on a new connection, end within their time and a little; once it goes on, the reader answers.

    No thread, and no connection beyond the one it needs, is left behind.
    """
    threads, lines = threading.active_count(), lines_to(engine)
    with Neo4jReader(engine.login) as reader:
        assert reader.rows(ONE, {}) == [{"one": 1}]
        with halted(engine):
            error, took = seconds_to_fail(lambda: reader.rows(ONE, {}, seconds=1))
            assert type(error) is StoreTimeout
            assert "said nothing" in str(error)
            assert error.retry
            assert 1 < took < 1 + SILENT_SECONDS + SLACK
            error, took = seconds_to_fail(lambda: reader.rows(ONE, {}, seconds=1))
            assert error.retry
            assert took < POOL_SECONDS + STATUS_SECONDS + SLACK
        assert reader.rows(ONE, {}) == [{"one": 1}]
        assert threading.active_count() == threads
        assert lines_to(engine) <= lines + 2
    assert lines_to(engine) == lines


def test_many_wait_for_a_halted_server(engine: Neo4jEngine) -> None:
    """Twenty questions at once end as one does, and none of their threads stays."""
    met: list[Kin360Error] = []
    with Neo4jReader(engine.login) as reader:

        def ask() -> None:
            try:
                reader.rows(ONE, {}, seconds=1)
            except Kin360Error as error:
                met.append(error)

        ask()
        threads = [threading.Thread(target=ask) for _ in range(20)]
        with halted(engine):
            began = time.monotonic()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
            took = time.monotonic() - began
        assert not any(thread.is_alive() for thread in threads)
        assert len(met) == 20
        assert all(error.retry for error in met)
        assert took < POOL_SECONDS + STATUS_SECONDS + SLACK
        assert reader.rows(ONE, {}) == [{"one": 1}]


def test_a_limit_never_outlives_its_query(engine: Neo4jEngine) -> None:
    """A connection used again after an earlier query's time is over answers, so does the routing over it."""
    with Neo4jReader(engine.login) as reader:
        reader.rows(ONE, {}, seconds=0.1)
        time.sleep(0.1 + SILENT_SECONDS + 0.2)
        assert reader.rows(ONE, {}) == [{"one": 1}]


def test_a_managed_transaction_is_given_up_too(engine: Neo4jEngine) -> None:
    """A transaction of several statements that meets silence ends with the same error."""
    connection = Neo4jConnection(engine.login, retry_seconds=0)
    try:
        assert connection.transact(lambda t: t.rows(ONE, {}), seconds=1) == [{"one": 1}]
        with halted(engine):
            error, took = seconds_to_fail(lambda: connection.transact(lambda t: t.rows(ONE, {}), seconds=1))
        assert error.retry
        assert took < 1 + SILENT_SECONDS + SLACK
        assert connection.transact(lambda t: t.rows(ONE, {}), seconds=1) == [{"one": 1}]
    finally:
        connection.close()
