"""What an agency writes down about a person on a day: the truth, through its habits and its errors."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from ingest.sample import names, noise
from ingest.sample.people import Address, Person

PLACEHOLDERS = ("999999999", "000000000", "123456789", "888888888")


@dataclass(frozen=True)
class Habits:
    """How carefully a system records people. Rates are shares of its records."""

    mess: float = 1.0
    """Multiplies every rate of error."""
    nickname: float = 0.04
    middle: str = "initial"
    """initial, full or none."""
    ssn: float = 0.9
    """Share of records that have a Social Security number."""
    stale_address: float = 0.07
    phone: float = 0.75
    stale_name: float = 0.06
    """Of people whose name changed, the share recorded under the earlier one."""
    missing_birth: float = 0.008


@dataclass(slots=True)
class Seen:
    """A person as recorded. Missing text is empty."""

    given: str
    middle: str
    surname: str
    former: str
    suffix: str
    birth: dt.date | None
    ssn: str
    phone: str
    address: Address | None


def observe(rng: random.Random, person: Person, day: dt.date, habits: Habits) -> Seen:
    """The person as a system with such habits would have written them down on a day."""
    given, surname, former = _names(rng, person, day, habits)
    middle = person.middle if habits.middle != "none" and rng.random() < 0.8 else ""
    birth: dt.date | None = person.birth
    at = rng.random()
    if at < habits.missing_birth:
        birth = None
    elif at < habits.missing_birth + 0.016 * habits.mess:
        birth = noise.wrong_date(person.birth, rng)
    phone = ""
    if person.phones and rng.random() < habits.phone:
        phone = person.phones[-1] if rng.random() < 0.85 else person.phones[0]
    return Seen(
        given=given,
        middle=middle[:1] if habits.middle == "initial" else middle,
        surname=surname,
        former=former,
        suffix=person.suffix if rng.random() < 0.75 else "",
        birth=birth,
        ssn=_number(rng, person, habits),
        phone=phone,
        address=_address(rng, person, day, habits),
    )


def _names(rng: random.Random, person: Person, day: dt.date, habits: Habits) -> tuple[str, str, str]:
    given, surname = person.given, person.surname_on(day)
    former = person.birth_surname if surname != person.birth_surname else ""
    if former and rng.random() < habits.stale_name:
        surname, former = former, ""
    if " " in surname:
        at = rng.random()
        surname = surname.split()[0] if at < 0.35 else surname.replace(" ", "-") if at < 0.45 else surname
    if rng.random() < habits.nickname:
        short = names.nicknames().get(given.lower(), ())
        given = rng.choice(short).capitalize() if short else given
    at, mess = rng.random(), habits.mess
    if at < 0.012 * mess:
        given = noise.typo(given, rng)
    elif at < 0.026 * mess:
        surname = noise.typo(surname, rng)
    elif at < 0.029 * mess:
        given, surname = surname, given
    elif at < 0.032 * mess and person.middle:
        given = person.middle
    return given, surname, former


def _number(rng: random.Random, person: Person, habits: Habits) -> str:
    if rng.random() >= habits.ssn:
        return rng.choice(PLACEHOLDERS) if rng.random() < 0.03 else ""
    return noise.wrong_digit(person.ssn, rng) if rng.random() < 0.012 * habits.mess else person.ssn


def _address(rng: random.Random, person: Person, day: dt.date, habits: Habits) -> Address | None:
    home = person.home_on(day)
    if rng.random() < habits.stale_address:
        earlier = person.home_on(day - dt.timedelta(days=900)) or home
        if earlier is not None:
            return _slip(rng, earlier.address_on(day - dt.timedelta(days=900)), habits)
    return _slip(rng, home.address_on(day), habits) if home is not None else None


def _slip(rng: random.Random, address: Address, habits: Habits) -> Address:
    at = rng.random()
    if at < 0.01 * habits.mess:
        street = noise.typo(address.street, rng)
        return Address(address.number, street, address.unit, address.city, address.county, address.zip)
    if at < 0.016 * habits.mess and len(address.number) > 2:
        number = noise.wrong_digit(address.number, rng)
        return Address(number, address.street, address.unit, address.city, address.county, address.zip)
    if at < 0.06 and address.unit:
        return Address(address.number, address.street, "", address.city, address.county, address.zip)
    return address
