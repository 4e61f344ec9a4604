"""The secret that keeps social security numbers out of the search keys: made once for each home."""

from __future__ import annotations

import os
import secrets

from graphmodel.errors import SettingError
from graphmodel.home import Home

FILE_NAME = "search.secret"
LENGTH_BYTES = 32


def search_secret(home: Home) -> bytes:
    """The secret of this home, 32 random bytes; made on first use, readable by its owner only.

    It must outlive every load: without it, keys made earlier cannot be asked for any more.

    Raises:
        SettingError: The file holds something else, or cannot be read or made.
    """
    path = home.root / FILE_NAME
    try:
        if not path.exists():
            fresh = path.with_name(f".{FILE_NAME}.{secrets.token_hex(4)}.new")
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(LENGTH_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(fresh, path)  # unlike a rename, this never replaces a secret another made meanwhile
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        secret = path.read_bytes()
    except OSError as error:
        raise SettingError(
            f"The search secret cannot be read or made: {error}",
            to=str(path),
            do="Check the folder and who may read it.",
        ) from error
    if len(secret) != LENGTH_BYTES:
        raise SettingError(
            f"The search secret must be {LENGTH_BYTES} bytes and is {len(secret)}",
            to=str(path),
            do="Restore it, or remove it and run `kin360 ingest` again.",
        )
    return secret
