"""What tests of the whole product share: one small fictional state, loaded once a test run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine makes nothing wrong: no example is held to a time.
settings.register_profile("kin360", deadline=None)
settings.load_profile("kin360")

SAMPLE_PEOPLE = 1_500
SAMPLE_SEED = 11


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Worker processes of one test run share what is made under this lock."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder all workers of this test run see."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def sample_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fictional state of 1,500 people: ``extracts/`` and ``truth/``. Read it, never write to it."""
    from ingest.sample.generate import generate

    folder = _shared_folder(tmp_path_factory) / "sample-state"
    with _one_at_a_time(folder.with_suffix(".lock")):
        if not (folder.with_suffix(".made")).exists():
            generate(SAMPLE_PEOPLE, SAMPLE_SEED, folder)
            folder.with_suffix(".made").touch()
    return folder


@pytest.fixture(scope="session")
def sample_home(sample_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A KIN360_HOME with that state in service. Read it, never ingest into it."""
    from graphmodel.home import Home
    from ingest.pipeline import ingest_folder

    folder = _shared_folder(tmp_path_factory) / "sample-home"
    with _one_at_a_time(folder.with_suffix(".lock")):
        if not (folder.with_suffix(".made")).exists():
            ingest_folder(Home(folder), sample_state)
            folder.with_suffix(".made").touch()
    return folder
