"""Telephone numbers and e-mail addresses: invented ones (exchange 555, example domains)."""

from __future__ import annotations

from ingest.sample.names import fold
from ingest.sample.people import AS_OF
from ingest.sample.town import Town

# Illinois, then codes of the form N9X, which the North American Numbering Plan keeps unassigned: one exchange has ten
# thousand numbers, and a big state needs more of them than Illinois has codes.
ILLINOIS = ("217", "309", "815", "618", "312", "630", "779", "847", "224", "708", "331", "773", "872")
AREA_CODES = (*ILLINOIS, *(f"{n}9{x}" for n in range(2, 10) for x in range(10)))
NUMBERS_PER_TOWN = 5_000


def give(town: Town) -> None:
    """Give everyone grown and alive a present and sometimes an earlier number; half of them an e-mail address.

    No two people of a town share a number, nor do towns until the area codes are used up.
    """
    rng = town.rng
    block = town.plan.index % (2 * len(AREA_CODES))
    code, first = AREA_CODES[block % len(AREA_CODES)], (block // len(AREA_CODES)) * NUMBERS_PER_TOWN
    free = [f"{code}555{n:04d}" for n in range(first, first + NUMBERS_PER_TOWN)]
    rng.shuffle(free)
    for person in town.people:
        if not person.alive_on(AS_OF) or person.age_on(AS_OF) < 13:
            continue
        count = 0 if rng.random() < 0.06 else 1 if rng.random() < 0.75 else 2
        person.phones = [free.pop() for _ in range(min(count, len(free)))]
        if rng.random() < (0.55 if person.birth.year > 1960 else 0.2):
            given = fold(person.given).lower().replace(" ", "")
            surname = fold(person.surname.split()[0].split("-")[0]).lower().replace("'", "")
            mark = rng.choice(("", str(person.birth.year % 100), str(rng.randrange(1000))))
            person.email = f"{given}.{surname}{mark}@example.{rng.choice(('com', 'net', 'org'))}"
