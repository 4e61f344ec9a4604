"""Telephone numbers and e-mail addresses: invented ones (exchange 555, example domains)."""

from __future__ import annotations

from ingest.sample.names import fold
from ingest.sample.people import AS_OF
from ingest.sample.town import Town


def give(town: Town) -> None:
    """Give everyone grown and alive a present and sometimes an earlier number; half of them an e-mail address."""
    rng = town.rng
    for person in town.people:
        if not person.alive_on(AS_OF) or person.age_on(AS_OF) < 13:
            continue
        count = 0 if rng.random() < 0.06 else 1 if rng.random() < 0.65 else 2
        person.phones = [f"{town.book.area_code}555{rng.randrange(10_000):04d}" for _ in range(count)]
        if rng.random() < (0.55 if person.birth.year > 1960 else 0.2):
            given = fold(person.given).lower().replace(" ", "")
            surname = fold(person.surname.split()[0].split("-")[0]).lower().replace("'", "")
            mark = rng.choice(("", str(person.birth.year % 100), str(rng.randrange(1000))))
            person.email = f"{given}.{surname}{mark}@example.{rng.choice(('com', 'net', 'org'))}"
