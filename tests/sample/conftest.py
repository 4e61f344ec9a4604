"""One small state, made once, that the tests of this folder look at."""

from __future__ import annotations

import pytest
from state_on_disk import PEOPLE, State

from ingest.sample.generate import generate


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> State:
    """A state of 2,000 people."""
    folder = tmp_path_factory.mktemp("state") / "sample"
    return State(folder, generate(PEOPLE, 11, folder))
