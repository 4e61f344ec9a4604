"""The one error tree of Kin360.

::

    Kin360Error                      says what happened, to what, and what to do
    ├── SettingError                 a setting, path or argument is wrong
    ├── ContractError                a source contract is wrong
    ├── SourceError                  an extract cannot be read as its contract says
    ├── LinkageError                 records cannot be linked with what was given
    ├── LedgerError                  the ledger refuses a write or cannot be opened
    ├── SnapshotError                no snapshot is in service, or one is damaged
    │   └── NoSnapshot               nothing has been loaded yet
    ├── ViewRefused                  the viewer may not open this snapshot or person
    ├── NotInView                    no such person, household or case in the records open to this viewer
    └── GraphStoreError              a graph engine failed
        ├── StoreUnavailable         not reachable, or busy            (retry)
        ├── StoreTimeout             a query ran out of its time       (retry)
        ├── StoreConflict            two writers met                   (retry)
        ├── StoreReadOnly            a write was tried through a reader
        ├── BadQuery                 the statement or its parameters are wrong
        └── StoreCorrupt             the files cannot be opened; rebuild them
"""

from __future__ import annotations

from typing import ClassVar


class Kin360Error(Exception):
    """A failure a person can act on.

    Args:
        what: What happened, in one sentence.
        to: What it happened to (a file, a record, a query), or "" when the sentence already says.
        do: What the reader should do next.
    """

    retry: ClassVar[bool] = False

    def __init__(self, what: str, *, to: str = "", do: str = "") -> None:
        self.what, self.to, self.do = what, to, do
        subject = f" ({to})" if to else ""
        advice = f" {do}" if do else ""
        super().__init__(f"{what}{subject}.{advice}" if not what.endswith(".") else f"{what}{subject}{advice}")


class SettingError(Kin360Error):
    """A setting, path or argument is wrong."""


class ContractError(Kin360Error):
    """A source contract is wrong; nothing of its source is loaded."""


class SourceError(Kin360Error):
    """An extract cannot be read as its contract says."""


class LinkageError(Kin360Error):
    """Records cannot be linked with what was given."""


class LedgerError(Kin360Error):
    """The ledger refuses a write or cannot be opened."""


class SnapshotError(Kin360Error):
    """No snapshot is in service, or one is damaged."""


class NoSnapshot(SnapshotError):
    """Nothing has been loaded yet."""


class ViewRefused(Kin360Error):
    """The viewer may not open this snapshot or person."""


class NotInView(Kin360Error):
    """Nothing of that id exists in the records open to this viewer."""


class GraphStoreError(Kin360Error):
    """A graph engine failed."""


class StoreUnavailable(GraphStoreError):
    """The engine is not reachable or busy."""

    retry = True


class StoreTimeout(GraphStoreError):
    """A query ran out of its time."""

    retry = True


class StoreConflict(GraphStoreError):
    """Two writers met."""

    retry = True


class StoreReadOnly(GraphStoreError):
    """A write was tried through a reader."""


class BadQuery(GraphStoreError):
    """The statement or its parameters are wrong."""


class StoreCorrupt(GraphStoreError):
    """The engine's files cannot be opened; rebuild them from extracts and ledger."""
