"""How dates, numbers and addresses are printed, shared by the systems that print them alike."""

from __future__ import annotations

import datetime as dt

from ingest.sample.people import AS_OF, Address
from ingest.sample.places import abbreviate

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def slashed(day: dt.date | None) -> str:
    """10/31/2026, month first."""
    return f"{day.month:02d}/{day.day:02d}/{day.year}" if day else ""


def packed(day: dt.date | None) -> str:
    """20261031."""
    return f"{day.year}{day.month:02d}{day.day:02d}" if day else ""


def iso(day: dt.date | None) -> str:
    """2026-10-31."""
    return day.isoformat() if day else ""


def worded(day: dt.date | None) -> str:
    """31-Oct-2026."""
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}" if day else ""


def line(address: Address | None, *, unit: bool = True) -> str:
    """123 N Oak St Apt 2B."""
    if address is None:
        return ""
    suffix = f" Apt {address.unit}" if unit and address.unit else ""
    return f"{address.number} {abbreviate(address.street)}{suffix}"


def dashed_ssn(digits: str) -> str:
    """123-45-6789."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if digits else ""


def telephone(digits: str) -> str:
    """(217) 555-0123."""
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if digits else ""


def before(days: int) -> dt.date:
    """So many days before the state is described."""
    return AS_OF - dt.timedelta(days=days)
