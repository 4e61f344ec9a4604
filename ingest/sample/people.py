"""What is true in the sample state: persons, unions, parentage, households and the agencies' dealings with them.

Only the sample state and its truth files know these classes; ingest never sees them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

AS_OF = dt.date(2026, 11, 1)
"""The day the sample state is described on. Fixed: the same seed must give the same bytes on any day."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a household lives. Two households at one address have equal values."""

    number: str
    street: str
    unit: str
    city: str
    county: str
    zip: str


@dataclass(slots=True, eq=False)
class Person:
    """One person of the truth. ``mother`` and ``father`` are by birth; None: not of this state, or unknown."""

    number: int
    entity: str
    sex: str
    given: str
    middle: str
    birth_surname: str
    birth: dt.date
    death: dt.date | None
    heritage: str
    race: str
    language: str
    means: float
    """0 poorest to 1 richest tenth of the state: who is likely to meet which agency."""
    ssn: str
    arrived: dt.date
    suffix: str = ""
    tribe: str = ""
    mother: Person | None = None
    father: Person | None = None
    fatherhood: str = "none"
    """What records know of the father: married, acknowledged, adjudicated, alleged, unknown, none (no father)."""
    alleged: list[Person] = field(default_factory=list)
    """Men named as a possible father, rightly or not."""
    twin: Person | None = None
    names: list[tuple[dt.date, str]] = field(default_factory=list)
    """Surname from each date on, the earliest first."""
    parents: list[Parentage] = field(default_factory=list)
    children: list[Parentage] = field(default_factory=list)
    unions: list[Union] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    fictive: list[tuple[Person, str, dt.date]] = field(default_factory=list)
    """Significant adults who are not family: who, kind, since."""
    phones: list[str] = field(default_factory=list)
    email: str = ""
    foster_home: bool = False

    @property
    def home(self) -> Household | None:
        """The household the person lives in now, at the moment the chronicle has reached."""
        return self.stays[-1].household if self.stays and self.stays[-1].end is None else None

    @property
    def partner(self) -> Person | None:
        """The present partner, at the moment the chronicle has reached."""
        union = self.unions[-1] if self.unions else None
        return union.other(self) if union and union.end is None else None

    @property
    def surname(self) -> str:
        """The latest surname."""
        return self.names[-1][1] if self.names else self.birth_surname

    def surname_on(self, day: dt.date) -> str:
        """The surname borne on a day."""
        current = self.birth_surname
        for since, surname in self.names:
            if since > day:
                break
            current = surname
        return current

    def age_on(self, day: dt.date) -> int:
        """Completed years of age on a day."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))

    def alive_on(self, day: dt.date) -> bool:
        """Born (or arrived in the state) and not dead on a day."""
        return self.birth <= day and self.arrived <= day and (self.death is None or self.death > day)

    def home_on(self, day: dt.date) -> Household | None:
        """The household the person lived in on a day."""
        for stay in reversed(self.stays):
            if stay.start <= day:
                return stay.household if stay.end is None or stay.end > day else None
        return None

    def union_on(self, day: dt.date) -> Union | None:
        """The union the person was in on a day."""
        for union in reversed(self.unions):
            if union.start <= day and (union.end is None or union.end > day):
                return union
        return None


@dataclass(slots=True, eq=False)
class Parentage:
    """A parent tie that is true. ``nature`` is one of graphmodel's ParentNature words."""

    parent: Person
    child: Person
    nature: str
    start: dt.date
    end: dt.date | None = None


@dataclass(slots=True, eq=False)
class Union:
    """Two people as a couple, married or not."""

    a: Person
    b: Person
    kind: str
    """married, cohabiting, civil union."""
    start: dt.date
    married_on: dt.date | None = None
    end: dt.date | None = None
    ended_by: str = ""
    """divorced, separated, widowed."""

    def other(self, person: Person) -> Person:
        """The partner of one of the two."""
        return self.b if person is self.a else self.a


@dataclass(slots=True, eq=False)
class Stay:
    """A person living in a household for a time."""

    person: Person
    household: Household
    start: dt.date
    end: dt.date | None = None


@dataclass(slots=True, eq=False)
class Household:
    """People who live together, and where, over time. A facility is a household nobody heads."""

    number: int
    key: str
    head: Person | None
    members: list[Person] = field(default_factory=list)
    homes: list[tuple[Address, dt.date]] = field(default_factory=list)
    """Address from each date on, the earliest first."""
    heads: list[tuple[Person, dt.date]] = field(default_factory=list)
    closed: dt.date | None = None
    facility: str = ""
    all_stays: list[Stay] = field(default_factory=list)

    def address_on(self, day: dt.date) -> Address:
        """Where the household lived on a day."""
        current = self.homes[0][0]
        for address, since in self.homes:
            if since > day:
                break
            current = address
        return current

    def head_on(self, day: dt.date) -> Person | None:
        """Who headed the household on a day."""
        current = None
        for person, since in self.heads:
            if since > day:
                break
            current = person
        return current

    def members_on(self, day: dt.date) -> list[Person]:
        """Who lived in the household on a day, the head first, then by age."""
        present = {
            s.person.number: s.person for s in self.all_stays if s.start <= day and (s.end is None or s.end > day)
        }
        head = self.head_on(day)
        return sorted(present.values(), key=lambda p: (p is not head, p.birth, p.number))


@dataclass(slots=True, eq=False)
class Placement:
    """Where a child in care stays. ``setting`` is a word of NIEM's PlacementSettingCode."""

    child: Person
    carer: Person | None
    setting: str
    start: dt.date
    end: dt.date | None = None
    end_reason: str = ""
    facility: str = ""


@dataclass(slots=True, eq=False)
class Order:
    """A court's order about a child. Without a holder the department holds custody."""

    child: Person
    holder: Person | None
    kind: str
    """temporary custody, guardianship, adoption, protection."""
    start: dt.date
    end: dt.date | None = None
    against: Person | None = None
    """Whom an order of protection keeps away."""


@dataclass(slots=True, eq=False)
class CareCase:
    """A case of the child welfare agency."""

    number: int
    kind: str
    """removal, investigation."""
    opened: dt.date
    children: list[Person]
    mother: Person | None
    closed: dt.date | None = None
    outcome: str = ""
    placements: list[Placement] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Custody:
    """A time in prison, detention or under supervision."""

    person: Person
    kind: str
    """incarceration, detention, supervision."""
    start: dt.date
    end: dt.date | None
    facility: str
