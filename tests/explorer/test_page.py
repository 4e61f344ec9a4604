"""What a page says when it cannot be made, and how it comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from made_home import MARCUS
from streamlit.testing.v1 import AppTest

from explorer.wording import say
from graphmodel.errors import StoreConflict
from graphmodel.snapshot import SnapshotShelf

OpenPage = Callable[..., AppTest]


@pytest.mark.parametrize("name", ["person", "family", "why", "sources"])
def test_a_wrong_setting_is_one_message_and_mended_by_try_again(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What is wrong and what to do, nothing else of the page; set right, one press shows the page."""
    monkeypatch.setenv("KIN360_GRAPH", "neo4i://graph.example")
    app = open_page(name, person=MARCUS)
    (error,) = app.error
    assert say("error.setting") in error.value
    assert "neo4i" in error.value
    assert "Allowed is" in error.value
    assert not app.exception
    monkeypatch.setenv("KIN360_GRAPH", "embedded")
    (again,) = (button for button in app.button if button.label == say("error.retry"))
    again.click().run()
    assert not app.error
    assert not app.exception


def test_another_graph_than_the_one_loaded_is_told(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that this snapshot was not loaded into answers nothing in its name."""
    monkeypatch.setenv("KIN360_GRAPH", "neo4j://127.0.0.1:9")
    monkeypatch.setenv("KIN360_NEO4J_PASSWORD", "s3cret")
    app = open_page("person", person=MARCUS)
    (error,) = app.error
    assert say("error.setting") in error.value
    assert "s3cret" not in error.value


@pytest.mark.parametrize("updates", [1, 2])
def test_records_brought_up_to_date_meanwhile_are_read_again(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, updates: int
) -> None:
    """A server that took a load while a page read it: the page reads once more, and tells only of a second time."""
    left = [0]
    taken = SnapshotShelf._give_back

    def updated_meanwhile(shelf: SnapshotShelf[Any], key: tuple[str, str]) -> None:
        taken(shelf, key)
        if left[0]:
            left[0] -= 1
            raise StoreConflict("The records were brought up to date while they were read", do="Open the page again.")

    monkeypatch.setattr(SnapshotShelf, "_give_back", updated_meanwhile)
    app = open_page("person", person=MARCUS)
    left[0] = updates
    app.run()
    assert len(app.error) == updates - 1
    assert not app.exception
    assert left == [0]
