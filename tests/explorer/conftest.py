"""What the tests of the explorer share: one made-up home, and a way to open a page of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from made_home import make_home
from streamlit.testing.v1 import AppTest

import explorer
from casework.opening import Casework
from casework.view import View
from graphmodel.home import HOME_VARIABLE, Home

APP = Path(explorer.__file__).parent / "app.py"
OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The made-up family, loaded and in service."""
    return make_home(tmp_path_factory.mktemp("home"))


@pytest.fixture(autouse=True)
def in_made_home(made_home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test looks at the made-up family, and leaves no open snapshot behind."""
    monkeypatch.setenv(HOME_VARIABLE, str(made_home.root))
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def view(made_home: Home) -> Iterator[View]:
    """A view of the made-up family, as casework gives it."""
    casework = Casework(made_home)
    with casework.view() as opened:
        yield opened
    casework.close()


@pytest.fixture
def open_page() -> OpenPage:
    """Run the whole app and go to a page of it, with what its address says."""

    def opened(name: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=20)
        app.run()
        for key, value in query.items():
            app.query_params[key] = value
        return app.switch_page(f"views/{name}.py").run() if name != "find" or query else app

    return opened
