"""The portrait of a person: name, birth, death, sex and the rest, composed from the records a view may see.

A Person node says nothing; this pure function does. Where records differ, the value most systems agree on is shown and
the difference is kept as a contradiction. A person without a visible record does not exist in the view.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from casework.citation import Shown
from casework.view import View
from cypher import catalog
from cypher.rows import RecordRow
from graphmodel.dates import PartialDate, age_on
from graphmodel.errors import NotInView

# Domains whose own purpose is to establish the fact; they decide only where systems are evenly split.
_ESTABLISHING = ("vital_records", "child_welfare", "child_support")


class Claim(Shown):
    """A value, and the records that state it."""

    value: str
    records: tuple[str, ...]
    systems: tuple[str, ...]


class Contradiction(Shown):
    """Something two sources say differently. ``about`` names it: birth date, sex, parentage."""

    about: str
    claims: tuple[Claim, ...]


class Certainty(Shown):
    """How sure it is that these records are one person.

    ``weakest`` is the lowest probability by which any record hangs on the others; ``confirmed`` is True where a person
    judged the links.
    """

    records: int
    systems: int
    weakest: float
    confirmed: bool


class Portrait(Shown):
    """Who somebody is, as the visible records say together. Dates are ISO text, as exact as stated."""

    person: str
    name: str
    given_name: str | None
    surname: str | None
    other_names: tuple[str, ...]
    birth_date: str | None
    age: int | None
    death_date: str | None
    deceased: bool
    sex: str | None
    languages: tuple[str, ...]
    tribes: tuple[str, ...]
    ssn_ending: str | None
    certainty: Certainty
    contradictions: tuple[Contradiction, ...]
    record_ids: tuple[str, ...]
    systems: tuple[str, ...]


def portrait(view: View, person: str) -> Portrait:
    """Compose the portrait of a person.

    Raises:
        NotInView: No record of that person is visible in this view.
    """
    records = view.ask(catalog.RECORDS, id=person)
    if not records:
        raise NotInView("None in the records open to you", to=person, do="Look the person up again by name.")
    return compose(person, records, view.today)


def compose(person: str, records: Sequence[RecordRow], today: date) -> Portrait:
    """Compose a portrait from records; pure, and the same whatever their order."""
    rows = sorted(records, key=lambda row: row.record)
    names = _claims(rows, _full_name)
    birth = _best(_claims(rows, lambda row: row.birth_date), prefer_exact=True)
    death = _best(_claims(rows, lambda row: row.death_date), prefer_exact=True)
    born, died = PartialDate.maybe(birth), PartialDate.maybe(death)
    chosen = _best_name(names, rows)
    systems = tuple(sorted({row.system for row in rows}))
    return Portrait(
        person=person,
        name=chosen or "Name not stated",
        given_name=_best(_claims(rows, lambda row: row.given_name)),
        surname=_best(_claims(rows, lambda row: row.surname)),
        other_names=tuple(sorted({claim.value for claim in names} - {chosen})),
        birth_date=birth,
        age=age_on(born, died.latest if died else today) if born else None,
        death_date=death,
        deceased=death is not None,
        sex=_best(_claims(rows, lambda row: row.sex)),
        languages=tuple(sorted({row.language for row in rows if row.language})),
        tribes=tuple(sorted({row.tribe for row in rows if row.tribe})),
        ssn_ending=_best(_claims(rows, lambda row: row.ssn_ending)),
        certainty=Certainty(
            records=len(rows),
            systems=len(systems),
            weakest=min(row.probability for row in rows),
            confirmed=any(row.basis == "judged" for row in rows),
        ),
        contradictions=tuple(_contradictions(rows)),
        record_ids=tuple(row.record for row in rows),
        systems=systems,
    )


def _full_name(row: RecordRow) -> str | None:
    parts = [row.given_name, row.middle_name, row.surname, row.suffix]
    return " ".join(part for part in parts if part) or None if row.given_name or row.surname else None


def _claims(rows: Iterable[RecordRow], value_of: Callable[[RecordRow], str | None]) -> list[Claim]:
    stated: dict[str, list[RecordRow]] = {}
    for row in rows:
        value = value_of(row)
        if value:
            stated.setdefault(value, []).append(row)
    claims = [
        Claim(value=value, records=tuple(r.record for r in by), systems=tuple(sorted({r.system for r in by})))
        for value, by in stated.items()
    ]
    return sorted(claims, key=lambda claim: (-len(claim.systems), _establishing(claim), claim.value))


def _establishing(claim: Claim) -> int:
    ranks = [_ESTABLISHING.index(system) for system in claim.systems if system in _ESTABLISHING]
    return min(ranks, default=len(_ESTABLISHING))


def _best(claims: Sequence[Claim], *, prefer_exact: bool = False) -> str | None:
    if not claims:
        return None
    if prefer_exact:
        exact = max(len(claim.value) for claim in claims)
        claims = [claim for claim in claims if len(claim.value) == exact]
    return claims[0].value


def _best_name(names: Sequence[Claim], rows: Sequence[RecordRow]) -> str | None:
    """The full name built of the parts most systems agree on; the fullest form of it that somebody states."""
    if not names:
        return None
    given = Counter(row.given_name for row in rows if row.given_name)
    family = Counter(row.surname for row in rows if row.surname)

    def agreement(claim: Claim) -> tuple[int, int, int, str]:
        row = next(r for r in rows if r.record == claim.records[0])
        return (
            -given[row.given_name or ""] - family[row.surname or ""],
            _establishing(claim),
            -len(claim.value),
            claim.value,
        )

    return min(names, key=agreement).value


def _contradictions(rows: Sequence[RecordRow]) -> Iterable[Contradiction]:
    births = _claims(rows, lambda row: row.birth_date)
    dates = [PartialDate.maybe(claim.value) for claim in births]
    if any(a and b and not a.agrees_with(b) for i, a in enumerate(dates) for b in dates[:i]):
        yield Contradiction(about="birth date", claims=tuple(births))
    sexes = _claims(rows, lambda row: row.sex)
    if len(sexes) > 1:
        yield Contradiction(about="sex", claims=tuple(sexes))
    deaths = _claims(rows, lambda row: row.death_date)
    if len(deaths) > 1:
        yield Contradiction(about="death date", claims=tuple(deaths))
    suffixes = _claims(rows, lambda row: row.suffix)
    if len(suffixes) > 1:
        yield Contradiction(about="name suffix", claims=tuple(suffixes))
    endings = _claims(rows, lambda row: row.ssn_ending)
    if len(endings) > 1:
        yield Contradiction(about="Social Security number ending", claims=tuple(endings))
