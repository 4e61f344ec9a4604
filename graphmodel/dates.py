"""Dates as sources state them: a day, a month or a year, and never more exact than that."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to the day, the month or the year, held as the ISO text that says so.

    >>> PartialDate.parse("2011-03").precision
    'month'
    >>> PartialDate.parse("2011-03-09").readable()
    '9 Mar 2011'
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2011``, ``2011-03`` or ``2011-03-09``.

        Raises:
            ValueError: The text is no such date.
        """
        parts = [int(part) for part in text.split("-")]
        if not 1 <= len(parts) <= 3 or len(text) != (4, 7, 10)[len(parts) - 1]:
            raise ValueError(f"not an ISO date of a day, a month or a year: {text!r}")
        date(*[*parts, 1, 1][:3])
        return cls(text)

    @classmethod
    def maybe(cls, text: str | None) -> Self | None:
        """Read a date, or None when there is none or it cannot be read."""
        try:
            return cls.parse(text) if text else None
        except ValueError:
            return None

    @property
    def precision(self) -> Precision:
        """How exactly the date is known."""
        return {4: "year", 7: "month"}.get(len(self.text), "day")  # type: ignore[return-value]

    @property
    def earliest(self) -> date:
        """The first day it may stand for."""
        return date.fromisoformat(self.text + "-01-01"[len(self.text) - 10 :] if len(self.text) < 10 else self.text)

    @property
    def latest(self) -> date:
        """The last day it may stand for."""
        if self.precision == "day":
            return self.earliest
        year = int(self.text[:4])
        month = int(self.text[5:7]) if self.precision == "month" else 12
        return date(year, month, calendar.monthrange(year, month)[1])

    def agrees_with(self, other: PartialDate) -> bool:
        """True when both may stand for the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def readable(self) -> str:
        """The date as people read it: ``9 Mar 2011``, ``Mar 2011`` or ``2011``."""
        if self.precision == "year":
            return self.text
        month = calendar.month_abbr[int(self.text[5:7])]
        return (
            f"{month} {self.text[:4]}" if self.precision == "month" else f"{self.earliest.day} {month} {self.text[:4]}"
        )


def age_on(birth: PartialDate, day: date) -> int | None:
    """Completed years of age on a day, or None before birth. With a month or a year only, the younger age."""
    born = birth.latest if birth.latest <= day else birth.earliest
    if born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
