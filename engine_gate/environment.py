"""An environment of its own for a release of the kuzu family, made once and kept in a cache folder."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from graphmodel.errors import SettingError

CACHE_VARIABLE = "KIN360_ENGINE_CACHE"
FAMILY = ("kuzu", "ladybug")
"""Packages whose releases the gate can try; each is imported under its own name."""
INSTALL_SECONDS = 600
_RELEASE = re.compile(rf"({'|'.join(FAMILY)})==([0-9][0-9A-Za-z.]*)")


@dataclass(frozen=True)
class EngineRelease:
    """One release of an embedded engine: its package, which is also what Python imports, and its version."""

    package: str
    version: str

    def __str__(self) -> str:
        return f"{self.package}=={self.version}"


def locked_release() -> EngineRelease:
    """The release this product runs on: the one installed beside it."""
    return EngineRelease("kuzu", version("kuzu"))


def release_named(text: str) -> EngineRelease:
    """The release that ``name==version`` names; "" names the product's own.

    Raises:
        SettingError: It names no release of the family.
    """
    if not text:
        return locked_release()
    found = _RELEASE.fullmatch(text)
    if not found:
        raise SettingError(
            f"That names no release of an engine: {text}",
            do=f"Write name==version, with one of {', '.join(FAMILY)}: ladybug==0.17.1, for example.",
        )
    return EngineRelease(found[1], found[2])


def cache_folder() -> Path:
    """Where environments are kept: KIN360_ENGINE_CACHE, by default ``~/.cache/kin360/engines``."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path.home() / ".cache" / "kin360" / "engines"


def python_of(release: EngineRelease) -> Path:
    """The Python that has this release: this one for the product's own, otherwise one of an environment made for it.

    Raises:
        SettingError: The environment cannot be made; pip's last words are in the message.
    """
    if release == locked_release():
        return Path(sys.executable)
    cache = cache_folder()
    folder = cache / f"{release}-python{sys.version_info[0]}.{sys.version_info[1]}"
    python = folder / "bin" / "python"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _make(release, folder)
    return python


def _make(release: EngineRelease, folder: Path) -> None:
    """Make it aside and move it into place, so that what stands there is whole.

    pip of this environment installs into the other, which therefore needs none: a second made in a tenth of the time.
    """
    aside = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(aside, ignore_errors=True)
    venv.EnvBuilder(symlinks=True).create(aside)
    python = aside / "bin" / "python"
    command = [
        sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check",
        "--no-deps", str(release),
    ]  # fmt: skip
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _not_made(release, f"no end after {INSTALL_SECONDS} s") from error
    said = (ran.stdout + ran.stderr).strip()
    if ran.returncode == 0:
        tried = [str(python), "-c", f"import {release.package}; print({release.package}.__version__)"]
        ran = subprocess.run(tried, capture_output=True, text=True, check=False)  # noqa: S603
        said = (ran.stdout + ran.stderr).strip()
    if ran.returncode != 0:
        shutil.rmtree(aside, ignore_errors=True)
        raise _not_made(release, said[-600:])
    aside.rename(folder)


def _not_made(release: EngineRelease, why: str) -> SettingError:
    return SettingError(
        f"The engine could not be installed: {why}",
        to=str(release),
        do="Does the release exist, and is the package index reachable?",
    )
