"""What the questions answer: one dataclass a kind of row. Every fact carries its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from cypher.evidence import Evidence


@dataclass(frozen=True, slots=True)
class RecordRow:
    """What one source record says of a person. Dates are ISO text, as exact as stated."""

    record: str
    system: str
    agency: str
    domain: str
    record_key: str
    file: str
    line: int
    as_of: str | None
    given_name: str | None
    middle_name: str | None
    surname: str | None
    former_surname: str | None
    suffix: str | None
    birth_date: str | None
    death_date: str | None
    sex: str | None
    race: str | None
    language: str | None
    tribe: str | None
    ssn_ending: str | None
    person_number: str | None
    probability: float
    basis: str


@dataclass(frozen=True, slots=True)
class DescribingRow:
    """That a source record describes the person, and whose record it is; not what it says."""

    record: str
    system: str
    domain: str


@dataclass(frozen=True, slots=True)
class NamesRow:
    """The names and the birth date that one source record states."""

    record: str
    system: str
    domain: str
    given_name: str | None
    surname: str | None
    former_surname: str | None
    birth_date: str | None


@dataclass(frozen=True, slots=True)
class TieRow:
    """A kin tie of a person: its type, where it starts, the other person, and its nature (or kind)."""

    tie: str
    starts_at: str
    other: str
    nature: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A stay of the person in a household."""

    household: str
    system: str
    domain: str
    role: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person's role in a household, a case or a court order."""

    person: str
    role: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address of a person or a household."""

    address: str
    line: str
    city: str | None
    county: str | None
    state: str | None
    zip: str | None
    protected: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PersonAtRow:
    """A person at an address or in a placement."""

    person: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class HouseholdAtRow:
    """A household at an address."""

    household: str
    system: str
    domain: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A way of reaching the person; the evidence's detail says whether it is safe."""

    kind: str
    contact: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school attended."""

    school: str
    name: str | None
    district: str | None
    domain: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """An enrolment of a person, or assistance given to a home; the evidence's detail is its status or measure."""

    service: str
    name: str
    agency: str
    domain: str
    case_key: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A part in an agency's case."""

    case_id: str
    system: str
    domain: str
    kind: str
    status: str | None
    opened: str | None
    closed: str | None
    detail: str | None
    role: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A placement of a child."""

    placement: str
    system: str
    domain: str
    setting: str
    end_reason: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CourtOrderRow:
    """A part in a court order."""

    court_order: str
    system: str
    domain: str
    kind: str
    detail: str | None
    role: str
    evidence: Evidence
