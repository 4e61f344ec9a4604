"""What a load did: every file, every row, every reason."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class FileReport(_Model):
    """One file. ``rows_in == rows_loaded + rows_rejected``, always.

    Attributes:
        system: The contract's system.
        file: Path below the folder given.
        rows_in: Rows met, readable or not.
        rows_loaded: Rows whose persons and facts stand in staging.
        rows_rejected: Rows with at least one reason in the reject table.
        person_records: Source records the loaded rows speak of.
        seconds: Wall time.
        error: What is wrong with the file as a whole, or None.
        as_of: The day the agency's data stood so (ISO), or None.
    """

    system: str
    file: str
    rows_in: int
    rows_loaded: int
    rows_rejected: int
    person_records: int
    seconds: float
    error: str | None
    as_of: str | None


class UnmatchedFile(_Model):
    """A file no contract claims, and why."""

    file: str
    reason: str


class ReasonCount(_Model):
    """How often one reason stands in the reject table for a system. A note's row was loaded."""

    system: str
    field: str | None
    reason: str
    count: int
    note: bool


class LoadReport(_Model):
    """A whole load."""

    files: tuple[FileReport, ...]
    unmatched: tuple[UnmatchedFile, ...]
    reasons: tuple[ReasonCount, ...]
    seconds: float

    @property
    def rows_in(self) -> int:
        """Rows met in all files."""
        return sum(f.rows_in for f in self.files)

    @property
    def rows_loaded(self) -> int:
        """Rows loaded from all files."""
        return sum(f.rows_loaded for f in self.files)

    @property
    def rows_rejected(self) -> int:
        """Rows rejected in all files."""
        return sum(f.rows_rejected for f in self.files)

    @property
    def person_records(self) -> int:
        """Source records stated by all files; a record two files speak of counts in each."""
        return sum(f.person_records for f in self.files)

    @property
    def errors(self) -> tuple[FileReport, ...]:
        """The files with something wrong as a whole."""
        return tuple(f for f in self.files if f.error)
