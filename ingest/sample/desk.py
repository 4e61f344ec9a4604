"""The desk at which one system writes its extract of one town, and notes for the truth what it wrote."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from zlib import crc32

from ingest.sample.layouts import Layout
from ingest.sample.observe import Habits, Seen, observe
from ingest.sample.people import Person
from ingest.sample.town import Town

Row = dict[str, str]
KEY_PRIME = 999_999_937
"""The largest prime below a thousand million: multiplying by a constant modulo a prime gives each number once."""
KEYS_PER_TOWN = 100_000


@dataclass(frozen=True)
class Extract:
    """One system's extract: its file, its form, and what fills it."""

    system: str
    agency: str
    file: str
    layout: Layout
    habits: Habits
    build: Callable[[Desk], None]
    spoils: tuple[tuple[str, str, str], ...]
    """Ways a row breaks the contract: column, the bad value put there, the reason."""
    key: str
    """The column that makes a row's record key its own."""
    spoil_where: tuple[str, str] = ("", "")
    """Column and value of the rows that may be copied and spoilt; any row if empty."""

    @property
    def path(self) -> str:
        """The file, below the sample's folder."""
        return f"extracts/{self.agency}/{self.file}"


@dataclass(slots=True)
class Notes:
    """What the truth needs to know of a town's extract; each entry is one line of a truth file."""

    records: list[tuple[str, str, str, str]] = field(default_factory=list)
    stated: list[tuple[str, ...]] = field(default_factory=list)
    planted: list[tuple[str, str]] = field(default_factory=list)
    in_care: list[tuple[str, str, str, str]] = field(default_factory=list)


class Desk:
    """Gives out record keys, takes rows, keeps notes."""

    def __init__(self, town: Town, extract: Extract) -> None:
        self.town, self.extract = town, extract
        self.rng = random.Random(f"{town.plan.seed}/{extract.system}/{town.plan.index}")
        self.rows: list[Row] = []
        self.notes = Notes()
        self._keys = town.plan.index * KEYS_PER_TOWN
        # Without a start of its own, every system would number the first family of a town alike.
        self._start = crc32(extract.system.encode())

    def key(self, prefix: str) -> str:
        """A record key no other town or system uses; its digits say nothing of order or family."""
        self._keys += 1
        return f"{prefix}{(self._keys * 387_420_489 + self._start) % KEY_PRIME:09d}"

    def see(self, person: Person, day: dt.date) -> Seen:
        """The person as this system records them."""
        return observe(self.rng, person, day, self.extract.habits)

    def emit(self, row: Row) -> None:
        """Write one row."""
        self.rows.append(row)

    def record(self, key: str, person: Person, day: dt.date) -> None:
        """Note whom a record key stands for."""
        home = person.home_on(day)
        self.notes.records.append((key, person.entity, home.key if home else "", self.extract.system))

    def state(self, parent: tuple[str, Person], child: tuple[str, Person], nature: str, basis: str) -> None:
        """Note that this extract states a parentage, true or not; ``basis`` is tie or role."""
        (parent_key, p), (child_key, c) = parent, child
        true = any(t.parent is p and t.nature == nature for t in c.parents)
        any_true = any(t.parent is p and t.nature in ("biological", "adoptive") for t in c.parents)
        self.notes.stated.append(
            (self.extract.system, parent_key, child_key, p.entity, c.entity, nature, basis, _yes(true), _yes(any_true))
        )

    def plant(self, count: int) -> None:
        """Add rows that break the contract: copies of good ones with a key of their own and one value spoilt."""
        column, wanted = self.extract.spoil_where
        good = next((r for r in reversed(self.rows) if not column or r.get(column) == wanted), None)
        for i in range(count if good else 0):
            column, value, reason = self.extract.spoils[i % len(self.extract.spoils)]
            row = dict(good or {})
            row[self.extract.key] = self.key("X")
            row[column] = value
            self.rows.insert(self.rng.randrange(len(self.rows) + 1), row)
            self.notes.planted.append((column, reason))

    def page(self, *, with_broken_line: bool) -> bytes:
        """The rows as the file's bytes; on demand with a line that breaks off, where the form has lines."""
        layout = self.extract.layout
        broken = layout.broken_line() if with_broken_line else ""
        if broken:
            self.notes.planted.append(("", "the line breaks off"))
        return layout.encode(layout.text(self.rows) + broken)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
