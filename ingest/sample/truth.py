"""The truth beside the extracts: who there is, who is whose parent, who lived where, what each record stands for.

For scoring only. Nothing that links or builds may read it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ingest.sample.desk import Extract, Notes
from ingest.sample.people import Person
from ingest.sample.town import Town

HEADS: dict[str, tuple[str, ...]] = {
    "truth/persons.csv": (
        "entity_id", "given_name", "middle_name", "birth_surname", "surname", "suffix", "sex", "birth_date",
        "death_date", "race", "language", "tribe", "ssn", "mother_id", "father_id", "fatherhood",
    ),
    "truth/parentage.csv": ("parent_id", "child_id", "nature", "valid_from", "valid_to"),
    "truth/unions.csv": ("entity_a", "entity_b", "kind", "valid_from", "married_on", "valid_to", "ended_by"),
    "truth/households.csv": (
        "household_id", "entity_id", "valid_from", "valid_to", "facility",
    ),
    "truth/homes.csv": (
        "household_id", "valid_from", "valid_to", "number", "street", "unit", "city", "county", "zip",
    ),
    "truth/records.csv": ("record_id", "entity_id", "household_id", "agency"),
    "truth/traps.csv": ("entity_a", "entity_b", "kind"),
    "truth/relations.csv": ("entity_a", "entity_b", "relation"),
    "truth/stated_parentage.csv": (
        "system", "parent_record", "child_record", "parent_id", "child_id", "nature", "basis", "true_nature",
        "true_parent",
    ),
    "truth/children_in_care.csv": ("entity_id", "record_id", "removed_on", "case_key"),
    "truth/planted.csv": ("file", "column", "reason"),
}  # fmt: skip
"""Truth files and their columns. ``true_nature``: the parent has that nature; ``true_parent``: by birth or adoption."""


def head(file: str) -> bytes:
    """The header line of a truth file."""
    return (",".join(HEADS[file]) + "\n").encode()


def add_notes(pages: dict[str, bytes], extract: Extract, notes: Notes) -> None:
    """Add what one system's desk noted."""
    _add(pages, "truth/records.csv", notes.records)
    _add(pages, "truth/stated_parentage.csv", notes.stated)
    _add(pages, "truth/children_in_care.csv", notes.in_care)
    _add(pages, "truth/planted.csv", ((extract.path, column, reason) for column, reason in notes.planted))


def add_town(pages: dict[str, bytes], town: Town) -> None:
    """Add what is true of one town."""
    _add(pages, "truth/persons.csv", (_person(p) for p in town.people))
    _add(
        pages,
        "truth/parentage.csv",
        ((t.parent.entity, p.entity, t.nature, t.start, t.end or "") for p in town.people for t in p.parents),
    )
    _add(
        pages,
        "truth/unions.csv",
        ((u.a.entity, u.b.entity, u.kind, u.start, u.married_on or "", u.end or "", u.ended_by) for u in town.unions),
    )
    _add(
        pages,
        "truth/households.csv",
        (
            (h.key, s.person.entity, s.start, s.end or "", h.facility)
            for h in town.households
            for s in h.all_stays
            if s.end is None or s.end > s.start
        ),
    )
    _add(pages, "truth/homes.csv", _homes(town))
    _add(pages, "truth/traps.csv", _traps(town))
    _add(pages, "truth/relations.csv", _relations(town))


def _add(pages: dict[str, bytes], file: str, rows: Iterable[Iterable[object]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    pages[file] = pages.get(file, b"") + text.getvalue().encode()


def _person(p: Person) -> tuple[object, ...]:
    return (
        p.entity, p.given, p.middle, p.birth_surname, p.surname, p.suffix, p.sex, p.birth, p.death or "", p.race,
        p.language, p.tribe, p.ssn, p.mother.entity if p.mother else "", p.father.entity if p.father else "",
        p.fatherhood,
    )  # fmt: skip


def _homes(town: Town) -> Iterable[tuple[object, ...]]:
    for h in town.households:
        ends = [since for _, since in h.homes[1:]] + [h.closed or ""]
        for (a, since), end in zip(h.homes, ends, strict=True):
            yield h.key, since, end, a.number, a.street, a.unit, a.city, a.county, a.zip


def _traps(town: Town) -> Iterable[tuple[str, str, str]]:
    """Pairs that must never become one person: twins of one sex, and father and son of one name."""
    for p in town.people:
        if p.twin is not None and p.number < p.twin.number and p.sex == p.twin.sex:
            yield p.entity, p.twin.entity, "twin"
        if p.father is not None and p.given == p.father.given and p.birth_surname == p.father.birth_surname:
            yield p.father.entity, p.entity, "junior"


def _relations(town: Town) -> Iterable[tuple[str, str, str]]:
    for p in town.people:
        for adult, kind, _ in p.fictive:
            yield adult.entity, p.entity, kind
        if p.twin is not None and p.number < p.twin.number:
            yield p.entity, p.twin.entity, "twin"
        for man in p.alleged:
            yield man.entity, p.entity, "alleged father"
        for tie in p.parents:
            if tie.nature == "guardianship" and tie.end is None:
                yield tie.parent.entity, p.entity, "guardian_of"
    for union in town.unions:
        if union.married_on is not None:
            yield union.a.entity, union.b.entity, "spouse"
