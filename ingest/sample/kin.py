"""Who is kin to whom in the truth, as far as the sample state needs it to match couples and find carers."""

from __future__ import annotations

import datetime as dt

from ingest.sample.people import Person


def birth_parents(person: Person) -> list[Person]:
    """Mother and father by birth, those that live in the state."""
    return [p for p in (person.mother, person.father) if p is not None]


def legal_parents(person: Person) -> list[Person]:
    """Parents by birth or adoption whose tie holds."""
    return [t.parent for t in person.parents if t.nature in ("biological", "adoptive") and t.end is None]


def kin_parents(person: Person) -> list[Person]:
    """Every parent by birth or adoption, held or ended."""
    found = {t.parent.number: t.parent for t in person.parents if t.nature in ("biological", "adoptive")}
    return list(found.values())


def children_of(person: Person) -> list[Person]:
    """Children by birth or adoption."""
    found = {t.child.number: t.child for t in person.children if t.nature in ("biological", "adoptive")}
    return list(found.values())


def siblings_of(person: Person) -> list[Person]:
    """Full, half and adoptive siblings."""
    found = {c.number: c for parent in kin_parents(person) for c in children_of(parent) if c is not person}
    return list(found.values())


def grandparents_of(person: Person) -> list[Person]:
    """Parents of parents."""
    return list({g.number: g for p in kin_parents(person) for g in kin_parents(p)}.values())


def aunts_and_uncles_of(person: Person) -> list[Person]:
    """Siblings of parents."""
    return list({s.number: s for p in kin_parents(person) for s in siblings_of(p)}.values())


def ancestors(person: Person, generations: int) -> dict[int, Person]:
    """The person and ancestors by birth, by number."""
    found = {person.number: person}
    level = [person]
    for _ in range(generations):
        level = [p for child in level for p in birth_parents(child)]
        found.update((p.number, p) for p in level)
    return found


def too_close(a: Person, b: Person) -> bool:
    """True if the two share a grandparent, or one is an ancestor of the other: no couple."""
    mine = ancestors(a, 3)
    return any(number in mine for number in ancestors(b, 3))


def relatives_by_closeness(person: Person) -> list[Person]:
    """Kin a child could go to, closest first: grandparents, aunts and uncles, siblings, siblings of grandparents."""
    ordered: dict[int, Person] = {}
    great = [s for g in grandparents_of(person) for s in siblings_of(g)]
    for group in (grandparents_of(person), aunts_and_uncles_of(person), siblings_of(person), great):
        for relative in sorted(group, key=lambda p: p.number):
            ordered.setdefault(relative.number, relative)
    ordered.pop(person.number, None)
    return list(ordered.values())


def role_to_head(person: Person, head: Person | None, day: dt.date) -> str:
    """What a person is to the head of the household, in the words of the contracts."""
    if head is None:
        return "nonrelative"
    if person is head:
        return "head"
    union = person.union_on(day)
    if union is not None and union.other(person) is head:
        return "spouse" if union.married_on is not None and union.married_on <= day else "partner"
    for tie in person.parents:
        if tie.parent is head and tie.start <= day and (tie.end is None or tie.end > day or tie.nature == "biological"):
            return {
                "biological": "biological child",
                "adoptive": "adopted child",
                "step": "stepchild",
                "foster": "foster child",
            }.get(tie.nature, "other relative" if _related(person, head) else "nonrelative")
    return _further(person, head)


def _further(person: Person, head: Person) -> str:
    if any(p is person for p in kin_parents(head)):
        return "parent"
    if any(s is person for s in siblings_of(head)):
        return "sibling"
    if any(g is head for g in grandparents_of(person)):
        return "grandchild"
    return "other relative" if _related(person, head) else "nonrelative"


def _related(person: Person, head: Person) -> bool:
    if too_close(person, head):
        return True
    partner = head.partner
    return partner is not None and too_close(person, partner)
