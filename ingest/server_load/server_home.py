"""A Neo4j server's home folder on this machine: stopped, filled by `database import full`, started.

Only the two commands every Neo4j tarball has are used, `bin/neo4j` and `bin/neo4j-admin`.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from graphmodel.errors import SettingError, SnapshotError, StoreUnavailable
from graphmodel.stores.berths import HOMES_VARIABLE, Berth
from graphmodel.stores.neo4j_keeper import Found, GraphKeeper

START_SECONDS = 180
STOP_SECONDS = 180
IMPORT_SECONDS = 6 * 3600
_PAUSE_SECONDS = 0.2
_IMPORT_NOTE = "kin360-import.json"


class ServerHome:
    """The home of the server at a berth.

    Raises:
        SettingError: The folder has not the commands of a Neo4j home.
    """

    def __init__(self, berth: Berth) -> None:
        assert berth.home is not None
        self.berth, self.folder = berth, berth.home
        for name in ("neo4j", "neo4j-admin"):
            if not os.access(self.folder / "bin" / name, os.X_OK):
                raise SettingError(
                    f"That is no home of a Neo4j server: bin/{name} is missing",
                    to=str(self.folder),
                    do=f"{HOMES_VARIABLE} names the unpacked folder of a Neo4j server, with bin, conf and data in it.",
                )

    @property
    def half_imported(self) -> bool:
        """Whether an import into this home began and did not end: what stands there is nobody's."""
        return self._note.exists()

    @property
    def never_started(self) -> bool:
        """Whether no database was ever made here, as far as can be told without a start."""
        settings = self.folder / "conf" / "neo4j.conf"
        said = settings.read_text("utf-8", "replace").splitlines() if settings.exists() else []
        moved = any(line.strip().startswith("server.directories.") for line in said)
        return not moved and not (self.folder / "data" / "databases").exists()

    @property
    def running(self) -> bool:
        """Whether the server was started by `bin/neo4j start` and still runs."""
        return self._run("neo4j", "status", seconds=STOP_SECONDS).returncode == 0

    def start(self) -> Found:
        """Start the server unless it runs, wait until its database answers, and say what stands in it.

        Raises:
            StoreUnavailable: It does not start; the end of its log is in the message.
            SettingError: It refuses the user or the password.
        """
        self._do("neo4j", "start", seconds=START_SECONDS)
        until = time.monotonic() + START_SECONDS
        with GraphKeeper(self.berth.login(), retry_seconds=0) as keeper:
            while True:
                try:
                    return keeper.look()
                except StoreUnavailable as error:
                    if time.monotonic() > until or not self.running:
                        raise StoreUnavailable(
                            f"The Neo4j server did not start: {error.what} {self._last_words()}",
                            to=str(self.folder),
                            do="See logs/neo4j.log in that folder.",
                        ) from error
                time.sleep(_PAUSE_SECONDS)

    def stop(self) -> None:
        """Stop the server.

        Raises:
            StoreUnavailable: It does not stop, or was not started by `bin/neo4j start` and answers still.
        """
        self._do("neo4j", "stop", seconds=STOP_SECONDS)
        if self.running:
            raise StoreUnavailable("The Neo4j server did not stop", to=str(self.folder), do="Stop it and try again.")

    def fill(self, arguments: Sequence[str]) -> None:
        """Import into the stopped server's database, whatever it held before.

        Args:
            arguments: What follows `database import full`, the database first.

        Raises:
            SnapshotError: The import tool refused the files.
        """
        self._note.write_text(json.dumps({"began": time.time(), "process": os.getpid()}), "utf-8")
        ran = self._run("neo4j-admin", "database", "import", "full", *arguments, "--overwrite-destination",
                        seconds=IMPORT_SECONDS)  # fmt: skip
        if ran.returncode != 0:
            raise SnapshotError(
                f"Neo4j's import failed: {(ran.stdout + ran.stderr).strip()[-800:]}",
                to=str(self.folder),
                do="Is there room on its disk, and is the server stopped? The earlier snapshot stays in service.",
            )

    def end_import(self) -> None:
        """The import counted and marked: what stands there is a snapshot."""
        self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.folder / _IMPORT_NOTE

    def _do(self, command: str, *arguments: str, seconds: float) -> None:
        ran = self._run(command, *arguments, seconds=seconds)
        if ran.returncode != 0:
            said = (ran.stdout + ran.stderr).strip()[-400:]
            raise StoreUnavailable(
                f"`{command} {' '.join(arguments)}` failed: {said} {self._last_words()}",
                to=str(self.folder),
                do="See logs/neo4j.log in that folder.",
            )

    def _run(self, command: str, *arguments: str, seconds: float) -> subprocess.CompletedProcess[str]:
        """Run a command of the home in its folder, where the import tool leaves its report."""
        # To a file: a server that `start` leaves running keeps a pipe open, and its reader waiting.
        with (self.folder / "kin360-command.log").open("w+", encoding="utf-8") as said:
            try:
                ran = subprocess.run(  # noqa: S603 - the operator names the home
                    [str(self.folder / "bin" / command), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    check=False,
                    timeout=seconds,
                    cwd=self.folder,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise StoreUnavailable(
                    f"`{command} {' '.join(arguments[:2])}` did not end well: {error}", to=str(self.folder)
                ) from error
            said.seek(0)
            return subprocess.CompletedProcess(ran.args, ran.returncode, said.read(), "")

    def _last_words(self) -> str:
        log = self.folder / "logs" / "neo4j.log"
        return log.read_text("utf-8", "replace").strip()[-300:] if log.exists() else ""
