"""Environments of other releases: named, made, kept, and refused."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from engine_gate.command import main
from engine_gate.environment import CACHE_VARIABLE, EngineRelease, locked_release, python_of, release_named
from graphmodel.errors import SettingError


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package index that is a folder with one made-up release, ladybug 0.0.1, and a cache of our own."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    info = "ladybug-0.0.1.dist-info"
    with zipfile.ZipFile(folder / "ladybug-0.0.1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("ladybug/__init__.py", "__version__ = '0.0.1'\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: ladybug\nVersion: 0.0.1\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "engines"))
    return folder


def test_a_release_gets_an_environment_of_its_own(index: Path) -> None:
    """It is installed once, imports as that release, has nothing of ours, and stands ready the next time."""
    release = release_named("ladybug==0.0.1")
    python = python_of(release)
    said = subprocess.run(
        [python, "-I", "-c", "import ladybug; print(ladybug.__version__); import pydantic"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.stdout.strip() == "0.0.1"
    assert "No module named 'pydantic'" in said.stderr
    (index / "ladybug-0.0.1-py3-none-any.whl").unlink()
    assert python_of(release) == python


def test_a_release_that_does_not_exist(index: Path, tmp_path: Path) -> None:
    """It is told as one error with what to do, and leaves no half environment."""
    with pytest.raises(SettingError, match=r"(?s)could not be installed.*ladybug==9.9.9.*index"):
        python_of(EngineRelease("ladybug", "9.9.9"))
    assert [path for path in (tmp_path / "engines").iterdir() if path.is_dir()] == []


def test_the_products_own_release_needs_no_environment() -> None:
    """Nothing named means the kuzu that is installed here."""
    assert release_named("") == locked_release()
    assert str(locked_release()).startswith("kuzu==")


@pytest.mark.parametrize("text", ["ladybug", "ladybug>=1", "neo4j==5.0", "kuzu==", "kuzu==1; rm"])
def test_what_is_no_release(text: str) -> None:
    """Only name==version of the family is a release."""
    with pytest.raises(SettingError, match="name==version"):
        release_named(text)


@pytest.mark.parametrize("arguments", [["--engine", "ladybug"], ["--people", "500"], ["--queries", "0"]])
def test_the_command_refuses_what_cannot_be_run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong setting ends with 2, which is neither a pass nor a failing engine."""
    assert main(arguments) == 2
    assert capsys.readouterr().err.strip()
