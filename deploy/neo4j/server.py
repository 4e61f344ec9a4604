"""A Neo4j server of one's own: made in a folder, started on loopback with a password, stopped by its own process.

For tests and benchmarks. A state that runs Neo4j for its workers runs its own service.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from deploy.neo4j.artifacts import Release, jars, java
from deploy.neo4j.launchers import PID_FILE, write_launchers
from graphmodel.errors import StoreUnavailable

USER = "neo4j"
START_SECONDS = 120
STOP_SECONDS = 40
_OPENS = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.lang", "sun.nio.ch")]
# For servers that live a minute: no second compiler, no collector's threads. Not for measuring.
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


# From 2026.03 on the server broadcasts to the local network that it is there and offers itself to the vendor's console.
_SILENT = ("server.fleet_discovery.enabled=false", "dbms.fleet_manager.enabled=false")


class Neo4jServer:
    """One server in one home folder.

    Args:
        release: Which Neo4j.
        home: Its folder; made when missing, kept when it is there.
        heap: The most memory its heap may take, as Java writes it.
        java_options: Further options of the Java machine.
        settings: Further lines of ``neo4j.conf``.
        given_password: The password of a home that is made, as servers of one deployment share it; a new one when None.
    """

    def __init__(
        self,
        release: Release,
        home: Path,
        *,
        heap: str = "512m",
        java_options: Sequence[str] = QUICK_START,
        settings: Sequence[str] = (),
        given_password: str | None = None,
    ) -> None:
        self.release, self.home = release, home
        self.user = USER
        self._options = [f"-Xmx{heap}", *java_options, *_OPENS]
        self._settings = settings
        self._given_password = given_password
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def address(self) -> str:
        """Host and port of Bolt; write ``bolt://`` or ``neo4j://`` before it."""
        return f"127.0.0.1:{self.port}"

    @property
    def uri(self) -> str:
        """The routing address, as KIN360_GRAPH takes it."""
        return f"neo4j://{self.address}"

    @property
    def password(self) -> str:
        """The password, made with the home and kept in it, readable by its owner only."""
        return (self.home / "password").read_text("utf-8")

    def prepare(self) -> Self:
        """Make the home as a Neo4j tarball has it, with a password, and start nothing.

        Raises:
            StoreUnavailable: The password could not be set.
            SettingError: Java or the jars are missing.
        """
        for folder in ("conf", "data", "logs", "import"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        self.port = self.port or _free_port()
        (self.home / "conf" / "neo4j.conf").write_text("\n".join(self._configuration()) + "\n", "utf-8")
        self._write_launchers()
        if not (self.home / "password").exists():
            # Hexadecimal: one password in 64 of the URL-safe alphabet begins with a hyphen, and is read as an option.
            password = self._given_password or secrets.token_hex(16)
            self.admin("dbms", "set-initial-password", password)
            (self.home / "password").touch(mode=0o600)
            (self.home / "password").write_text(password, "utf-8")
        return self

    def start(self) -> Self:
        """Start it and wait until it answers.

        Raises:
            StoreUnavailable: It ended or did not answer in two minutes; the end of its log is in the message.
            SettingError: Java or the jars are missing.
        """
        self.prepare()
        command = self._java(self.release.main_class, f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
        with (self.home / "logs" / "console.log").open("ab") as console:
            self._process = subprocess.Popen(command, stdout=console, stderr=console, stdin=subprocess.DEVNULL)  # noqa: S603
        (self.home / PID_FILE).write_text(f"{self._process.pid}\n", "utf-8")
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def admin(self, *arguments: str) -> str:
        """Run Neo4j's admin tool on this home and return what it says.

        Raises:
            StoreUnavailable: The tool failed.
        """
        self._write_launchers()
        command = [str(self.home / "bin" / "neo4j-admin"), *arguments]
        # In its home: the import tool leaves a report where it stands.
        ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.home)  # noqa: S603
        if ran.returncode != 0:
            said = (ran.stdout + ran.stderr).strip()[-600:]
            raise StoreUnavailable(f"Neo4j's admin tool failed: {said}", to=" ".join(arguments[:2]))
        return ran.stdout

    def stop(self) -> None:
        """Stop it in good order (about ten seconds); harmless when it does not run."""
        self._end_started_elsewhere(signal.SIGTERM)
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None

    def kill(self) -> None:
        """End it as a power cut would; for tests, and for a home that is thrown away."""
        self._end_started_elsewhere(signal.SIGKILL)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _end_started_elsewhere(self, how: signal.Signals) -> None:
        """End the server that ``bin/neo4j start`` of this home left running, if any."""
        try:
            pid = int((self.home / PID_FILE).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return
        if self._process is not None and pid == self._process.pid:
            return
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until and self._runs(pid):
            os.kill(pid, how)
            time.sleep(0.1)

    def _runs(self, pid: int) -> bool:
        """Whether a process serves this home; an id may meanwhile be another program's."""
        # -ww: it would cut its lines to the width of a terminal.
        command = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        shown = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        return str(self.home) in shown.stdout

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _java(self, main_class: str, *arguments: str) -> list[str]:
        return [str(java()), *self._options, "-cp", f"{jars(self.release)}/*", main_class, *arguments]

    def _write_launchers(self) -> None:
        # The admin tool without the server's heap: that is small for tests, and an import is not.
        admin = [str(java()), *_OPENS, "-cp", f"{jars(self.release)}/*", "org.neo4j.cli.AdminTool"]
        write_launchers(self.home, server=self._java(self.release.main_class), admin=admin)

    def _configuration(self) -> list[str]:
        lines = [
            "server.default_listen_address=127.0.0.1",
            f"server.bolt.listen_address={self.address}",
            f"server.bolt.advertised_address={self.address}",
            "server.http.enabled=false",
            "server.https.enabled=false",
            "dbms.security.auth_enabled=true",
            "dbms.usage_report.enabled=false",
            "server.memory.pagecache.size=64m",
            "db.tx_log.preallocate=false",
            *(_SILENT if self.release.version.startswith("20") else ()),
            *self._settings,
        ]
        # Neo4j refuses a setting that is there twice: the last counts.
        return list({line.partition("=")[0]: line for line in lines}.values())

    def _wait(self) -> None:
        process, until = self._process, time.monotonic() + START_SECONDS
        assert process is not None
        login = (self.user, self.password)
        with GraphDatabase.driver(f"bolt://{self.address}", auth=login, max_transaction_retry_time=0) as driver:
            while time.monotonic() < until and process.poll() is None:
                try:
                    # Bolt answers a moment before the database does.
                    driver.execute_query("RETURN 1 AS one", database_="neo4j")
                except (DriverError, Neo4jError):
                    time.sleep(0.1)
                else:
                    return
        raise StoreUnavailable(
            f"Neo4j {self.release.version} did not start: {self._last_words()}", to=str(self.home / "logs")
        )

    def _last_words(self) -> str:
        logs = [self.home / "logs" / name for name in ("neo4j.log", "console.log")]
        said = "\n".join(log.read_text("utf-8", "replace") for log in logs if log.exists())
        return said.strip()[-800:]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
