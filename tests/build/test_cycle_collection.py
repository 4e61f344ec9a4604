"""Pausing the cycle collector."""

from __future__ import annotations

import gc

import pytest

from ingest.cycle_collection import no_cycle_collection


def test_the_collector_is_paused_and_comes_back() -> None:
    """It is off inside, on again after an error, and stays off where it was off."""
    with no_cycle_collection():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), no_cycle_collection():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    with no_cycle_collection():
        pass
    assert not gc.isenabled()
    gc.enable()
