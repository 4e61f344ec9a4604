"""The search secret: made once, kept, and readable by its owner only."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graphmodel.errors import SettingError
from graphmodel.home import Home
from graphmodel.search_secret import FILE_NAME, LENGTH_BYTES, search_secret


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    """The second call reads what the first made; the file is its owner's alone and nothing else is left behind."""
    home = Home(tmp_path).create()
    secret = search_secret(home)
    assert len(secret) == LENGTH_BYTES
    assert search_secret(home) == secret
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["runs", FILE_NAME]


def test_two_homes_have_two_secrets(tmp_path: Path) -> None:
    """Keys of one installation say nothing in another."""
    assert search_secret(Home(tmp_path / "a").create()) != search_secret(Home(tmp_path / "b").create())


def test_a_race_ends_with_one_secret(tmp_path: Path) -> None:
    """Whoever asks at the same time gets the same secret."""
    home = Home(tmp_path).create()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: search_secret(home), range(16)))) == 1


def test_a_damaged_secret_is_not_used(tmp_path: Path) -> None:
    """A file of another length is refused with advice, and is not overwritten."""
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(SettingError, match="must be 32 bytes and is 5"):
        search_secret(Home(tmp_path))
    assert (tmp_path / FILE_NAME).read_bytes() == b"short"


def test_a_missing_home_is_named(tmp_path: Path) -> None:
    """Without the folder there is no secret, and the error says where it should be."""
    with pytest.raises(SettingError, match=r"search\.secret"):
        search_secret(Home(tmp_path / "nowhere"))
