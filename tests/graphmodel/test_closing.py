"""What is held open is let go at the end of its block."""

from __future__ import annotations

import pytest

from graphmodel.closing import Closing


class Door(Closing):
    """Counts how often it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        """Close once more."""
        self.closed += 1


def test_the_end_of_a_block_closes() -> None:
    """Also where the block fails, whose error goes on."""
    door = Door()
    with door as entered:
        assert entered is door
        assert door.closed == 0
    assert door.closed == 1
    with pytest.raises(KeyError), door:
        raise KeyError("lost")
    assert door.closed == 2
