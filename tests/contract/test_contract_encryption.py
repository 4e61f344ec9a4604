"""A server that takes encrypted connections only, with a certificate that a private authority signed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import neo4j
import pytest
from neo4j.exceptions import DriverError, Neo4jError

from deploy.neo4j.artifacts import CURRENT
from deploy.neo4j.server import START_SECONDS, Neo4jServer
from graphmodel.errors import Kin360Error, SettingError, StoreUnavailable
from graphmodel.snapshot import Run
from graphmodel.stores.neo4j_login import Neo4jLogin
from graphmodel.stores.neo4j_store import Neo4jReader
from graphmodel.stores.opening import open_reader

pytestmark = pytest.mark.server
ONE = "RETURN 1 AS one"


def openssl(*arguments: str, folder: Path) -> None:
    """Run the tool that makes keys and certificates."""
    if shutil.which("openssl") is None:
        pytest.fail("No openssl to make certificates with. Install it: sudo apt-get install openssl")
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def authority(folder: Path) -> Path:
    """A made-up authority's certificate; its key lies beside it."""
    folder.mkdir()
    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
        "-subj", "/CN=Made-up authority", folder=folder,
    )  # fmt: skip
    return folder / "ca.pem"


def certificate(ca: Path, folder: Path) -> None:
    """A key and a certificate for 127.0.0.1 that the authority signed, as Neo4j wants them named."""
    folder.mkdir(parents=True)
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "private.key", "-out", "request", "-subj", "/CN=graph",
        folder=folder,
    )  # fmt: skip
    openssl(
        "x509", "-req", "-in", "request", "-CA", str(ca), "-CAkey", str(ca.with_suffix(".key")), "-CAcreateserial",
        "-out", "public.crt", "-days", "2", "-extfile", "names", folder=folder,
    )  # fmt: skip


class EncryptedServer(Neo4jServer):
    """A server whose Bolt port refuses what is not encrypted."""

    def _wait(self) -> None:
        until, login = time.monotonic() + START_SECONDS, (self.user, self.password)
        with neo4j.GraphDatabase.driver(f"bolt+ssc://{self.address}", auth=login, max_transaction_retry_time=0) as way:
            while time.monotonic() < until:
                try:
                    way.execute_query(ONE, database_="neo4j")
                except (DriverError, Neo4jError):
                    time.sleep(0.1)
                else:
                    return
        raise StoreUnavailable("The encrypted server did not start")


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authority that signed the server's certificate."""
    return authority(tmp_path_factory.mktemp("authorities") / "right")


@pytest.fixture(scope="module")
def server(ca: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """The encrypted server."""
    home = tmp_path_factory.mktemp("encrypted")
    certificate(ca, home / "certificates" / "bolt")
    settings = (
        "dbms.ssl.policy.bolt.enabled=true", f"dbms.ssl.policy.bolt.base_directory={home}/certificates/bolt",
        "dbms.ssl.policy.bolt.client_auth=NONE", "server.bolt.tls_level=REQUIRED",
    )  # fmt: skip
    server = EncryptedServer(CURRENT, home, settings=settings).start()
    yield server
    server.kill()


@pytest.fixture(params=["neo4j", "bolt"])
def login(request: pytest.FixtureRequest, server: Neo4jServer, ca: Path) -> Neo4jLogin:
    """The right login, routing and direct."""
    uri = f"{request.param}+s://{server.address}"
    return Neo4jLogin(uri, server.user, server.password, ca=str(ca))


def refusal(login: Neo4jLogin) -> Kin360Error:
    """What a reader of this login meets."""
    with pytest.raises(Kin360Error) as met, Neo4jReader(login, retry_seconds=0) as reader:
        reader.rows(ONE, {})
    assert str(met.value).count("\n") == 0
    return met.value


def test_the_right_authority_answers(login: Neo4jLogin) -> None:
    """With the authority that signed, the server is read."""
    with Neo4jReader(login) as reader:
        assert reader.rows(ONE, {}) == [{"one": 1}]


def test_another_authority_is_told(login: Neo4jLogin, tmp_path: Path) -> None:
    """With another authority, or the machine's own, the setting is named and nothing is sent."""
    for wrong in (str(authority(tmp_path / "other")), None):
        error = refusal(replace(login, ca=wrong))
        assert isinstance(error, SettingError)
        assert "KIN360_NEO4J_CA" in str(error)
        assert "certificate" in str(error)


def test_a_name_that_is_not_the_certificates(login: Neo4jLogin) -> None:
    """The certificate is for an address; the same server by another name is not trusted."""
    error = refusal(replace(login, uri=login.uri.replace("127.0.0.1", "localhost")))
    assert isinstance(error, SettingError)
    assert "certificate" in str(error)


def test_a_plain_address_is_told(login: Neo4jLogin) -> None:
    """Without encryption the server hangs up; the message names the encryption the address lacks."""
    error = refusal(replace(login, uri=login.uri.replace("+s://", "://"), ca=None))
    assert isinstance(error, StoreUnavailable)
    assert "neo4j+s://" in str(error)


def test_an_authority_beside_an_address_that_checks_none(login: Neo4jLogin) -> None:
    """A set authority promises a check that plain and +ssc addresses do not make."""
    for scheme in ("://", "+ssc://"):
        error = refusal(replace(login, uri=login.uri.replace("+s://", scheme)))
        assert isinstance(error, SettingError)
        assert "KIN360_NEO4J_CA" in str(error)


def test_a_file_that_holds_no_authority(login: Neo4jLogin, tmp_path: Path) -> None:
    """A missing file and one that is no PEM are told before anything is sent."""
    (tmp_path / "text").write_text("not a certificate")
    for path in (tmp_path / "missing", tmp_path / "text"):
        error = refusal(replace(login, ca=str(path)))
        assert isinstance(error, SettingError)
        assert str(path) in str(error)


def test_the_setting_reaches_the_reader(login: Neo4jLogin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """KIN360_NEO4J_CA is the authority of every reader that a process opens."""
    run = Run(tmp_path / "20260101T000000Z-000000")
    run.folder.mkdir()
    run.server_graph.write_text(f'{{"uri": "{login.uri}", "database": "neo4j"}}')
    monkeypatch.setenv("KIN360_GRAPH", login.uri)
    monkeypatch.setenv("KIN360_NEO4J_PASSWORD", login.password)
    monkeypatch.setenv("KIN360_NEO4J_CA", str(login.ca))
    with open_reader(run) as reader:
        assert reader.rows(ONE, {}) == [{"one": 1}]
