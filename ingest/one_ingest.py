"""Only one ingest at a time in a home: a lock that the operating system takes back when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from graphmodel.errors import SnapshotError
from graphmodel.home import Home

LOCK_FILE = "ingest.lock"


@contextmanager
def only_ingest(home: Home) -> Iterator[None]:
    """Hold the home's ingest lock for the time of the block.

    Raises:
        SnapshotError: Another ingest holds it; nothing was touched.
    """
    path = home.root / LOCK_FILE
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(handle, 32).decode("ascii", "replace").strip()
            raise SnapshotError(
                f"Another ingest is under way in this home (process {holder or 'unknown'})",
                to=str(path),
                do="Wait until it has ended; the lock goes with its process and need not be removed.",
            ) from error
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode("ascii"))
        yield
    finally:
        os.close(handle)
