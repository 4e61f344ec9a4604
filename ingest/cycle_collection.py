"""Python's search for reference cycles, paused where much is made and nothing is cyclic."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_cycle_collection() -> Iterator[None]:
    """Pause the cycle collector for the time of the block.

    Readers and clustering make millions of small lists and tuples and no cycles; walking them for cycles would about
    halve their speed.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
