"""Where a server is and whom it is trusted by, as the driver takes it; without a server."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from graphmodel.errors import SettingError
from graphmodel.stores.neo4j_login import Neo4jLogin


@pytest.fixture
def ca(tmp_path: Path) -> str:
    """An authority's certificate."""
    if shutil.which("openssl") is None:
        pytest.fail("No openssl to make certificates with. Install it: sudo apt-get install openssl")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj",
         "/CN=Made-up authority"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    return str(tmp_path / "ca.pem")


def test_an_address_goes_to_the_driver_as_it_is() -> None:
    """Without an authority of one's own nothing is changed, whatever the kind of address."""
    for scheme in ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"):
        login = Neo4jLogin(f"{scheme}://graph.example:7687", "kin360", "s3cret")
        assert login.driver_arguments() == {"uri": f"{scheme}://graph.example:7687", "auth": ("kin360", "s3cret")}


def test_an_authority_keeps_the_line_encrypted(ca: str) -> None:
    """The driver takes an authority beside a plain address only, so encryption is asked for in words."""
    arguments = Neo4jLogin("neo4j+s://graph.example", "kin360", "s3cret", ca=ca).driver_arguments()
    assert arguments["uri"] == "neo4j://graph.example"
    assert arguments["encrypted"] is True
    assert arguments["trusted_certificates"].certs == (ca,)


@pytest.mark.parametrize("scheme", ["neo4j", "neo4j+ssc", "bolt", "bolt+ssc"])
def test_an_authority_that_nobody_would_ask(ca: str, scheme: str) -> None:
    """Where the address checks no certificate, a set authority is refused rather than passed over."""
    with pytest.raises(SettingError, match="KIN360_NEO4J_CA"):
        Neo4jLogin(f"{scheme}://graph.example", "kin360", "s3cret", ca=ca).driver_arguments()


def test_the_direct_address_keeps_the_encryption() -> None:
    """A direct connection goes to the same server with the same checks."""
    for routed, direct in (("neo4j", "bolt"), ("neo4j+s", "bolt+s"), ("bolt+ssc", "bolt+ssc")):
        login = Neo4jLogin(f"{routed}://graph.example:7687", "kin360", "s3cret", ca="ca.pem")
        assert login.direct() == Neo4jLogin(f"{direct}://graph.example:7687", "kin360", "s3cret", ca="ca.pem")
