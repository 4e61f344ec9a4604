"""Where Kin360 keeps its state: one folder, named by KIN360_HOME."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "KIN360_HOME"
DEFAULT_HOME = ".kin360"


@dataclass(frozen=True)
class Home:
    """The folder that holds all state of one installation.

    ``staging.duckdb`` source records, rejects and scores; ``ledger.sqlite`` what people wrote; ``runs/<run>/`` one
    immutable snapshot each; ``current`` the name of the snapshot in service; ``model/`` the linkage model.
    """

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The home named by KIN360_HOME, or ``.kin360`` in the working folder. The folder is not created."""
        return cls(Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME).expanduser().resolve())

    def create(self) -> Home:
        """Make the folder, open to its owner only, and return this home."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.runs.mkdir(exist_ok=True, mode=0o700)
        return self

    @property
    def staging(self) -> Path:
        """The DuckDB file of source records, rejects and scores."""
        return self.root / "staging.duckdb"

    @property
    def ledger_url(self) -> str:
        """SQLAlchemy address of the ledger; KIN360_LEDGER overrides the SQLite file in this home."""
        return os.environ.get("KIN360_LEDGER") or f"sqlite:///{self.root / 'ledger.sqlite'}"

    @property
    def runs(self) -> Path:
        """The folder of snapshots."""
        return self.root / "runs"

    @property
    def current(self) -> Path:
        """The file whose text names the run in service."""
        return self.root / "current"

    @property
    def model(self) -> Path:
        """The folder of the trained linkage model and its term frequencies."""
        return self.root / "model"
