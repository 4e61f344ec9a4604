"""What makes it unlikely that two records are one person, however well they score: pure functions on two records.

A conflict holds a link for a steward; it never denies one. Each rule has a counter-evidence clause, because the noise
it must live with is real: forms carry a relative's birth date or SSN, dates are mistyped, names are shortened.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, Hamming, JaroWinkler

from ingest.linkage.settings import ConflictWord

_GENERATION_YEARS = 12
"""Fewest years between a parent and a child: a birth date that far off is no typing slip but another generation."""


class Evidence(NamedTuple):
    """What the conflict rules look at in one record; missing is None (or empty)."""

    given: str | None = None
    given_variants: frozenset[str] = frozenset()
    given_sound: str | None = None
    middle: str | None = None
    surname: str | None = None
    suffix: str | None = None
    born: str | None = None
    """Full birth date, ISO; a partial one is missing here."""
    ssn: str | None = None
    born_by: int | None = None
    """Latest year of birth a source's tie leaves: a parent or guardian is years older than the child."""


def conflict_between(a: Evidence, b: Evidence, rules: AbstractSet[ConflictWord]) -> ConflictWord | None:
    """The first conflict, in fixed order, between what two records state; None when they could be one person.

    Args:
        a: One record.
        b: The other; the answer does not depend on which comes first.
        rules: The conflicts in force.
    """
    if "suffix" in rules and suffixes_conflict(a, b):
        return "suffix"
    if a.given != b.given or a.given is None:
        if "twin" in rules and looks_like_twins(a, b):
            return "twin"
        if "first_name" in rules and first_names_conflict(a, b):
            return "first_name"
    if "birth_date" in rules and birth_dates_conflict(a, b):
        return "birth_date"
    if "ssn" in rules and ssns_conflict(a, b):
        return "ssn"
    return None


def suffixes_conflict(a: Evidence, b: Evidence) -> bool:
    """Whether both state a suffix, and not the same; or one alone does, and the middle names contradict."""
    if a.suffix and b.suffix:
        return a.suffix != b.suffix
    return bool(a.suffix or b.suffix) and not _middles_agree(a, b)


def first_names_conflict(a: Evidence, b: Evidence) -> bool:
    """Whether two first names are neither equal, nickname, typing slip, part of each other, nor an initial or missing.

    Where one is an initial or missing, the middle names must not contradict.
    """
    x, y = a.given, b.given
    if x is None or y is None or len(x) == 1 or len(y) == 1:
        return not _middles_agree(a, b)
    if _same_given(a, b):
        return False
    if x == b.middle or y == a.middle or _exchanged(x, b.surname) or _exchanged(y, a.surname):
        return False
    shorter, longer = sorted((x, y), key=len)
    if len(shorter) > 2 and shorter in longer:
        return False
    if a.given_sound == b.given_sound or JaroWinkler.similarity(x, y) >= 0.84:
        return False
    return DamerauLevenshtein.distance(x, y) > (1 if len(shorter) < 5 else 2)


def birth_dates_conflict(a: Evidence, b: Evidence) -> bool:
    """Whether two full birth dates differ by more than slips, and nothing outweighs that.

    Slips: two digits, day and month exchanged, or the same year with the same day or month. A date copied from a
    relative is outweighed by the same SSN with the same first name, unless it is a generation away. Who is stated to be
    somebody's parent conflicts with whoever is too young for that, date of its own or not.
    """
    if _too_young(a, b) or _too_young(b, a):
        return True
    if a.born is None or b.born is None or _dates_within_slips(a.born, b.born):
        return False
    same_number = a.ssn is not None and a.ssn == b.ssn and _same_given(a, b)
    years = abs(int(a.born[:4]) - int(b.born[:4]))
    return not (same_number and years < _GENERATION_YEARS)


def ssns_conflict(a: Evidence, b: Evidence) -> bool:
    """Whether two SSNs differ by more than slips, and nothing outweighs that.

    A number copied from a relative is outweighed by the same full birth date with the same first name and surname and
    no contradiction of middle names. A nickname will not do: Michael and Miguel may be twins.
    """
    if a.ssn is None or b.ssn is None or a.ssn == b.ssn or DamerauLevenshtein.distance(a.ssn, b.ssn) <= 2:
        return False
    same_person_otherwise = (
        a.born is not None and a.born == b.born and a.given is not None and a.given == b.given and _middles_agree(a, b)
    )
    return not (same_person_otherwise and _surnames_agree(a, b))


def looks_like_twins(a: Evidence, b: Evidence) -> bool:
    """Whether two records look like two children of one birth.

    The same full birth date with first names that conflict; or with first names that are alike but not the same
    (Jaden, Kaiden) and other numbers; or without a first name to go by, and numbers issued one after the other.
    """
    if a.born is None or a.born != b.born:
        return False
    numbers_differ = a.ssn is not None and b.ssn is not None and a.ssn != b.ssn
    if first_names_conflict(a, b):
        return True
    if numbers_differ and not _same_given(a, b):
        if a.given is None or b.given is None:
            return _issued_together(a.ssn, b.ssn)
        return _issued_together(a.ssn, b.ssn) or DamerauLevenshtein.distance(a.ssn or "", b.ssn or "") > 2
    return False


def _exchanged(given: str, surname: str | None) -> bool:
    return surname is not None and JaroWinkler.similarity(given, surname) >= 0.9


def _too_young(elder: Evidence, other: Evidence) -> bool:
    return (
        elder.born_by is not None
        and elder.born is None
        and other.born is not None
        and (int(other.born[:4]) > elder.born_by)
    )


def _surnames_agree(a: Evidence, b: Evidence) -> bool:
    if a.surname is None or b.surname is None:
        return True
    return a.surname in b.surname or b.surname in a.surname or JaroWinkler.similarity(a.surname, b.surname) >= 0.84


def _same_given(a: Evidence, b: Evidence) -> bool:
    if a.given is None or b.given is None:
        return False
    return a.given == b.given or not a.given_variants.isdisjoint(b.given_variants)


def _middles_agree(a: Evidence, b: Evidence) -> bool:
    return not a.middle or not b.middle or a.middle[0] == b.middle[0]


def _dates_within_slips(x: str, y: str) -> bool:
    if Hamming.distance(x, y) <= 2:
        return True
    if x[:4] == y[:4]:
        return x[5:7] == y[5:7] or x[8:] == y[8:] or (x[5:7] == y[8:] and x[8:] == y[5:7])
    return False


def _issued_together(x: str | None, y: str | None) -> bool:
    """Whether two numbers are neighbours in order of issue, as for twins enumerated at birth."""
    return x is not None and y is not None and len(x) == len(y) == 9 and 0 < abs(int(x) - int(y)) <= 3
