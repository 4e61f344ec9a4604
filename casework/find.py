"""Finding people: by name (begun, heard, nicknamed, swapped), birth date or year, address, phone, mother, identifier.

Candidates come from the search index, key by key. The order of results says how much of what was asked fits, and
nothing about the people.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from datetime import timedelta

from casework.asked import Asked, read_query
from casework.brief import Brief, brief, fetch_briefs
from casework.care import open_removal
from casework.citation import Shown
from casework.name_fit import BEGINS_SO, SOUNDS_ALIKE, SURNAME_BEGINS_SO, name_fits
from casework.portrait import portrait
from casework.view import View
from cypher import catalog
from graphmodel import search_keys as keys
from graphmodel.errors import NotInView
from graphmodel.folding import fold
from graphmodel.given_names import given_forms
from graphmodel.home import Home
from graphmodel.search_secret import search_secret

MOST_HITS = 400
MOST_SHOWN = 25
_READ = 150
_MONTHS_BACK = 24
_HEARD_ALIKE = {"c": "ks", "k": "c", "s": "cz", "z": "s", "j": "gy", "g": "j", "y": "ij", "i": "y", "f": "p", "p": "f",
                "b": "v", "v": "b"}  # fmt: skip
"""Initials of given names that sound alike in English or Spanish: Karl and Carl, Gina and Jina, Philip and Filip."""


class Found(Shown):
    """Somebody found, and why: reasons in plain words, the closest first."""

    brief: Brief
    mother: str | None
    in_care: bool
    why: tuple[str, ...]


class FindResult(Shown):
    """People found. ``more`` is True when the search was too wide to show or read everybody."""

    text: str
    understood: tuple[str, ...]
    people: tuple[Found, ...]
    more: bool


class _Search:
    """Collects candidates: for each person the parts of the question that fit, with the closest reason for each."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.reasons: dict[str, dict[str, tuple[int, str]]] = {}
        self.full = False

    def add(self, part: str, rank: int, why: str, key: str) -> None:
        hits = self._view.people_by_key(key, MOST_HITS)
        self.full |= len(hits) == MOST_HITS
        for hit in hits:
            parts = self.reasons.setdefault(hit.person, {})
            parts[part] = min(parts.get(part, (rank, why)), (rank, why))

    def ordered(self) -> list[str]:
        """People by how many parts fit, then how closely; ids last, so that the order never changes by itself."""

        def closeness(person: str) -> tuple[int, int, str]:
            parts = self.reasons[person]
            return (-len(parts), sum(rank for rank, _ in parts.values()), person)

        return sorted(self.reasons, key=closeness)


def find_people(view: View, text: str, *, most: int = MOST_SHOWN) -> FindResult:
    """Find people by whatever is known of them.

    Args:
        view: Who looks; nothing hidden from them is found or counted.
        text: As typed: ``garcia rosa 2015``, ``03/09/2011``, ``217 555 0123``, ``12 Oak St``, ``mother Ana Ruiz``.
        most: How many to show.
    """
    asked = read_query(text)
    search = _Search(view)
    for part, rank, why, key in _keys(asked, Home(view.run.folder.parent.parent)):
        search.add(part, rank, why, key)
    _add_prefixes(search, asked)
    ordered = search.ordered()
    people = _shown(view, search, asked, ordered[:_READ], most)
    more = search.full or len(ordered) > _READ or len(people) > most
    if len(text.split()) == 1 and not any(f.brief.person == text for f in people):
        people = [*_by_person_id(view, text), *people]
    return FindResult(text=text, understood=_understood(asked), people=tuple(people[:most]), more=more)


_Key = tuple[str, int, str, str]
"""A search key to ask for: which part of the question it answers, how closely (0 best), why in words, the key."""


def _keys(asked: Asked, home: Home) -> Iterator[_Key]:
    """Every search key that the question calls for."""
    for turn, (given, surname) in enumerate(asked.names):
        yield from _name_keys(given, surname, swapped=turn >= len(asked.names) // 2, year=asked.year)
    if asked.lone:
        yield "name", 0, "surname", keys.surname_key(asked.lone)
        if asked.year:
            yield "name", 1, "given name and year", keys.given_key(asked.lone, asked.year)
            yield "name", 2, "surname sounds alike, and year", keys.born_year_key(asked.lone, asked.year)
    for turn, (given, surname) in enumerate(asked.mother):
        yield "mother", turn, "mother's name", keys.mother_key(surname, given)
    yield from _birth_keys(asked.born)
    if asked.phone:
        yield "phone", 0, "telephone", keys.phone_key(asked.phone)
    if asked.ssn:
        yield "ssn", 0, "Social Security number", keys.ssn_key(search_secret(home), asked.ssn)
    if asked.address:
        yield "address", 0, "address", keys.address_line_key(*asked.address)
        yield "address", 1, "address begins so", keys.address_key(*asked.address)
    for identifier in asked.identifiers:
        yield "identifier", 0, "identifier", keys.identifier_key(identifier)


def _name_keys(given: str, surname: str, *, swapped: bool, year: str) -> Iterator[_Key]:
    """Keys of a name as written, by its formal and short forms, as heard, and as begun."""
    back = 4 if swapped else 0
    yield "name", back, "name, the other way round" if swapped else "name", keys.name_key(surname, given)
    for form in given_forms(given):
        yield "name", back + 1, "nickname or formal name", keys.nickname_key(surname, form)
    for initial in _sounding_initials(given):
        yield "name", back + 2, SOUNDS_ALIKE, keys.phonetic_key(surname, initial)
    yield "name", back + 3, BEGINS_SO, keys.prefix_key(surname, given)
    if year:
        yield "name", 6, "given name and year", keys.given_key(given, year)


def _birth_keys(born: str) -> Iterator[_Key]:
    """Keys of a birth date, and of the one with day and month swapped, which clerks and forms do."""
    if not born:
        return
    yield "born", 0, "birth date", keys.born_key(born)
    swapped = f"{born[:5]}{born[8:]}-{born[5:7]}"
    if int(born[8:]) <= 12 and swapped != born:
        yield "born", 1, "birth date, day and month swapped", keys.born_key(swapped)


def _sounding_initials(given: str) -> list[str]:
    """First letters a given name may have, by its formal forms and by letters heard alike: Karl and Carl."""
    initials = {form[:1] for form in given_forms(given)} | {fold(given)[:1]}
    return sorted(initials | {letter for initial in initials for letter in _HEARD_ALIKE.get(initial, "")} - {""})


def _add_prefixes(search: _Search, asked: Asked) -> None:
    """A lone word may be the beginning of a surname: ask with every first letter of the given name."""
    if asked.lone and not search.reasons:
        for letter in string.ascii_lowercase:
            search.add("name", 3, SURNAME_BEGINS_SO, keys.prefix_key(asked.lone, letter))


def _shown(view: View, search: _Search, asked: Asked, candidates: Sequence[str], most: int) -> list[Found]:
    """Candidates who hold up against their records, closest first."""
    found: list[tuple[tuple[int, int, str], Found]] = []
    for start in range(0, len(candidates), most):
        some = candidates[start : start + most]
        view.ahead(some, catalog.NAMES)
        fitting = [(person, parts) for person in some if (parts := _fitting(view, search, asked, person))]
        fitting = fitting[: most + 1 - len(found)]
        fetch_briefs(view, (person for person, _ in fitting))
        view.ahead((person for person, _ in fitting), catalog.TIES, catalog.CASES)
        for person, parts in fitting:
            shown = _found(view, person, tuple(word for _, word in sorted(parts.values())))
            found.append(((-len(parts), sum(rank for rank, _ in parts.values()), shown.brief.name), shown))
        if len(found) > most:
            break
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _fitting(view: View, search: _Search, asked: Asked, person: str) -> dict[str, tuple[int, str]]:
    """The parts of the question that fit a candidate; none where the records visible speak against it."""
    names = view.ask(catalog.NAMES, id=person)
    parts = dict(search.reasons[person])
    if not names or ("name" in parts and not name_fits(asked, names, parts["name"][1])):
        return {}
    if asked.year:
        if not any((row.birth_date or "").startswith(asked.year) for row in names):
            return {}
        parts["year"] = (0, "year of birth")
    return parts


def children_in_care(view: View, *, most: int = 12) -> tuple[Found, ...]:
    """Children in open removal cases visible in this view, the latest removed first, over the last two years.

    Args:
        view: Who looks; a child whose removal is hidden from them is not here.
        most: How many to show.
    """
    children: dict[str, str] = {}
    month = view.today.replace(day=1)
    for _ in range(_MONTHS_BACK):
        for hit in view.people_by_key(keys.removal_key(f"{month:%Y-%m}"), MOST_HITS):
            case = open_removal(view, hit.person) if view.ask(catalog.RECORDS, id=hit.person) else None
            if case:
                children[hit.person] = case.opened or ""
        if len(children) >= most:
            break
        month = (month - timedelta(days=1)).replace(day=1)
    latest = sorted(children, key=lambda person: (children[person], person), reverse=True)[:most]
    return tuple(_found(view, person, ("open removal",)) for person in latest)


def _found(view: View, person: str, why: tuple[str, ...]) -> Found:
    return Found(
        brief=brief(view, person),
        mother=_mother(view, person),
        in_care=open_removal(view, person) is not None,
        why=why,
    )


def _mother(view: View, person: str) -> str | None:
    """The name of a woman on record as parent, by birth or adoption before others."""
    parents = [t for t in view.ask(catalog.TIES, id=person) if t.tie == "PARENT_OF" and t.starts_at == t.other]
    order = {"biological": 0, "adoptive": 1, "unknown": 2}
    for tie in sorted(parents, key=lambda t: (order.get(t.nature, 3), t.other)):
        if any(row.sex == "female" for row in view.ask(catalog.RECORDS, id=tie.other)):
            return portrait(view, tie.other).name
    return None


def _by_person_id(view: View, text: str) -> list[Found]:
    try:
        return [_found(view, text, ("Kin360 id",))] if view.ask(catalog.RECORDS, id=text) else []
    except NotInView:
        return []


def _understood(asked: Asked) -> tuple[str, ...]:
    """How the question was read, in words, so that a typing slip can be seen."""
    words = []
    if asked.names:
        words.append(f"name {asked.names[0][0]} {asked.names[0][1]}, either way round")
    if asked.lone:
        words.append(f"surname {asked.lone}")
    if asked.mother:
        words.append(f"mother {asked.mother[0][0]} {asked.mother[0][1]}")
    if asked.born:
        words.append(f"born {asked.born}")
    if asked.year:
        words.append(f"born in {asked.year}")
    if asked.phone:
        words.append(f"telephone {asked.phone}")
    if asked.ssn:
        words.append("a Social Security number")
    if asked.address:
        words.append(f"address {asked.address[0]} {asked.address[1]}")
    words += [f"identifier {identifier}" for identifier in asked.identifiers]
    return tuple(words)
