"""How values are told: dates as people read them, telephone numbers, spans of time, ages."""

from __future__ import annotations

import re

from explorer.wording import say
from graphmodel.dates import PartialDate


def told_date(text: str | None) -> str:
    """``2011-03-09`` as ``9 Mar 2011``; as it stands when it is no date; '' for none.

    >>> told_date("2011-03")
    'Mar 2011'
    """
    parsed = PartialDate.maybe(text)
    return parsed.readable() if parsed else text or ""


def told_span(since: str | None, to: str | None) -> str:
    """A stay or a case from when to when.

    >>> told_span("2020-01-05", None)
    'since 5 Jan 2020'
    """
    if since and to:
        return say("span.both", since=told_date(since), to=told_date(to))
    if since:
        return say("span.since", since=told_date(since))
    return say("span.until", to=told_date(to)) if to else say("span.undated")


def told_contact(contact: str) -> str:
    """A telephone number as people dial it; anything else as it stands.

    >>> told_contact("2175550123")
    '(217) 555-0123'
    """
    digits = re.fullmatch(r"1?(\d{3})(\d{3})(\d{4})", contact)
    return "({}) {}-{}".format(*digits.groups()) if digits else contact


def told_age(age: int | None, deceased: bool = False) -> str:
    """``age 4``, ``under 1``, ``died aged 71``; '' when not known."""
    if age is None:
        return say("age.dead_unknown") if deceased else ""
    if deceased:
        return say("age.died", age=age)
    return say("age.years", age=age) if age else say("age.baby")


def told_sex(sex: str | None) -> str:
    """Male, female, or not stated."""
    return say(f"sex.{sex}") if sex in ("male", "female") else sex or say("sex.unknown")


def told_list(parts: list[str]) -> str:
    """A, B and C."""
    if len(parts) < 2:
        return "".join(parts)
    return say("list.and", first=", ".join(parts[:-1]), last=parts[-1])
