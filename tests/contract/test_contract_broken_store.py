"""A server that answers while its database does not: half upgraded, or its disk full. One clear error, nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import neo4j
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from neo4j.exceptions import DriverError, Neo4jError

from deploy.neo4j.artifacts import CURRENT, LONG_TERM, Release
from deploy.neo4j.server import START_SECONDS, Neo4jServer
from graphmodel.errors import Kin360Error, StoreUnavailable
from graphmodel.model.nodes import Person
from graphmodel.stores.neo4j_login import Neo4jLogin
from graphmodel.stores.neo4j_store import Neo4jReader, Neo4jWriter

pytestmark = pytest.mark.server
COUNT = "MATCH (p:Person) RETURN count(*) AS n"
PEOPLE = 1_000
DISK_MEGABYTES = 12


class AnsweringServer(Neo4jServer):
    """A server that counts as started once it answers, whatever the state of its database."""

    def _wait(self) -> None:
        until, login = time.monotonic() + START_SECONDS, (self.user, self.password)
        with neo4j.GraphDatabase.driver(f"bolt://{self.address}", auth=login) as driver:
            while time.monotonic() < until:
                with suppress(DriverError, Neo4jError):
                    driver.execute_query("SHOW DATABASES YIELD name", database_="system")
                    return
                time.sleep(0.1)
        raise StoreUnavailable("The server did not answer")


def login_of(server: Neo4jServer, scheme: str = "neo4j") -> Neo4jLogin:
    """Where a server is and who asks."""
    return Neo4jLogin(f"{scheme}://{server.address}", server.user, server.password)


def people_file(folder: Path, prefix: str, count: int) -> Path:
    """A build's file of people."""
    path = folder / f"{prefix}.parquet"
    pq.write_table(pa.table({"id": [f"{prefix}{i}" for i in range(count)]}, schema=Person.arrow_schema()), path)
    return path


def refusal(ask: Callable[[], object]) -> Kin360Error:
    """What a question meets: one line."""
    with pytest.raises(Kin360Error) as met:
        ask()
    assert "\n" not in str(met.value)
    return met.value


def count(login: Neo4jLogin) -> int:
    """How many people a reader finds."""
    with Neo4jReader(login, retry_seconds=0) as reader:
        return int(reader.rows(COUNT, {})[0]["n"])


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_a_store_that_is_newer_than_its_server(newer_store: Neo4jServer, scheme: str) -> None:
    """The server runs and its database does not: the error says which, and where to look."""
    error = refusal(lambda: count(login_of(newer_store, scheme)))
    assert isinstance(error, StoreUnavailable)
    assert "on the server but not running: offline" in str(error)
    assert "upgraded half-way" in str(error)
    assert f"neo4j at {scheme}://{newer_store.address}" in str(error)


def test_a_load_into_it_is_told_the_same(newer_store: Neo4jServer) -> None:
    """A writer meets the same error."""
    with Neo4jWriter(login_of(newer_store), retry_seconds=0) as writer:
        error = refusal(writer.create_schema)
    assert isinstance(error, StoreUnavailable)
    assert "on the server but not running: offline" in str(error)


@pytest.fixture(scope="module")
def newer_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A server of the long-term release over a database of the current one, as a half-done upgrade leaves it."""
    new, old = tmp_path_factory.mktemp("new"), tmp_path_factory.mktemp("old")
    Neo4jServer(CURRENT, new).start().kill()
    for part in ("databases", "transactions"):
        shutil.copytree(new / "data" / part / "neo4j", old / "data" / part / "neo4j")
    server = AnsweringServer(LONG_TERM, old).start()
    yield server
    server.kill()


class SmallDisk:
    """A disk for a server's data that fills up, and can be made larger under the running server.

    A memory file system where this user may mount one (a real full disk); elsewhere a limit on the size of the
    server's files, which the operating system enforces in the same call.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self.mounted = self._mount(f"size={DISK_MEGABYTES}m")

    def limit(self, process: int) -> None:
        """Put the server under the limit, where no disk was mounted."""
        if not self.mounted:
            size = DISK_MEGABYTES << 17
            resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def make_room(self, process: int) -> None:
        """Make it twenty times as large."""
        if self.mounted:
            assert self._mount(f"remount,size={20 * DISK_MEGABYTES}m")
        else:
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def close(self) -> None:
        """Take it away."""
        if self.mounted:
            subprocess.run(["umount", str(self._folder)], check=True)

    def _mount(self, options: str) -> bool:
        if os.geteuid() != 0 or shutil.which("mount") is None:
            return False
        asked = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self._folder)]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """The small disk under the data folder of a server's home."""
    disk = SmallDisk(tmp_path / "home" / "data")
    yield disk
    disk.close()


@pytest.mark.parametrize("release", [CURRENT], ids=lambda release: release.version)
def test_a_full_disk(release: Release, disk: SmallDisk, tmp_path: Path) -> None:
    """A load that fills the disk ends with one error that says so; what was committed is there once there is room."""
    kept = ("db.tx_log.rotation.retention_policy=keep_none",)
    server = Neo4jServer(release, tmp_path / "home", settings=kept).start()
    try:
        login = login_of(server)
        assert server._process is not None
        with Neo4jWriter(login, retry_seconds=0.5) as writer:
            writer.create_schema()
            assert writer.load_nodes(Person, people_file(tmp_path, "kept", PEOPLE)) == PEOPLE
            disk.limit(server._process.pid)
            error = refusal(lambda: writer.load_nodes(Person, people_file(tmp_path, "many", 400_000)))
        assert isinstance(error, StoreUnavailable), error
        assert "is its disk full" in str(error)
        again = refusal(lambda: count(login))
        assert isinstance(again, StoreUnavailable), again
        assert "is its disk full" in str(again)
        disk.make_room(server._process.pid)
        server.kill()
        server.start()
        held = count(login)
        assert held >= PEOPLE
        assert held < 400_000
        with Neo4jWriter(login) as writer:
            assert writer.load_nodes(Person, people_file(tmp_path, "more", PEOPLE)) == held + PEOPLE
    finally:
        server.kill()
