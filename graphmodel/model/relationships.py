"""The relationship classes. One relationship is one distinct tie; the assertions for it are parallel lists on it.

A child with two parents has two ``PARENT_OF``, however many sources say so: paths do not multiply, and hiding a source
removes its assertions, not the shape of the family. A tie without assertions left is gone.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from pydantic import Field

from graphmodel.model.declaration import Relationship
from graphmodel.model.nodes import (
    Address,
    AgencyCase,
    ContactPoint,
    CourtOrder,
    Household,
    Person,
    Placement,
    School,
    Service,
    SourceRecord,
)


class Asserted(Relationship):
    """A tie with its evidence. Position *i* of every list is one assertion; '' stands for what it does not say.

    A list in which no assertion says anything is NULL: Neo4j's import files have no way to write a list of one ''.
    """

    ev_source: tuple[str, ...] = Field(description="System of each assertion")
    ev_domain: tuple[str, ...] = Field(description="Data domain of each assertion")
    ev_record: tuple[str, ...] = Field(description="Source record (or row) of each assertion")
    ev_from: tuple[str, ...] | None = Field(None, description="From when, as exact as stated; ''")
    ev_to: tuple[str, ...] | None = Field(None, description="Until when, as exact as stated; ''")
    ev_basis: tuple[str, ...] = Field(description="stated, household role, inferred by rule, judged, told to a worker")
    ev_detail: tuple[str, ...] | None = Field(None, description="What else each assertion says, such as a status; ''")
    ev_confidence: tuple[float, ...] = Field(description="0 to 1, by basis")


class Dated(Asserted):
    """A tie that holds for a time; the span over all its assertions is kept for analysts' queries."""

    valid_from: dt.date | None = Field(None, description="First day of the earliest assertion that says one")
    valid_to: dt.date | None = Field(None, description="Last day of the latest assertion, none while any is open")


class KinTie(Dated):
    """A tie between two people: what a family is walked along.

    ``tie`` and ``starts_at`` repeat what the edge itself says, because neither type() nor startNode() is in the Cypher
    that both engines speak: with them one short statement fetches all of a person's ties (1 ms against 5 ms for a UNION
    of eleven branches on 100,000 people).
    """

    tie: str = Field(description="The relationship's own type")
    starts_at: str = Field(description="Id of the person it starts at")


class Describes(Relationship):
    """A source record describes a person: what linkage decided."""

    about: ClassVar[str] = "A source record describes a person, as linkage decided."
    type_: ClassVar[str] = "DESCRIBES"
    start: ClassVar = SourceRecord
    end: ClassVar = Person
    inverse: ClassVar[str] = "DESCRIBED_BY"
    probability: float = Field(description="Of its strongest link to the person's other records; 1 if alone")
    basis: str = Field(description="single record, linked or judged")


class ParentOf(KinTie):
    """Parentage of one nature; contradicting natures are different ties."""

    about: ClassVar[str] = "Parentage of one nature; contradicting natures are different ties."
    type_: ClassVar[str] = "PARENT_OF"
    start: ClassVar = Person
    end: ClassVar = Person
    inverse: ClassVar[str] = "CHILD_OF"
    identity: ClassVar[tuple[str, ...]] = ("nature",)
    nature: str = Field(description="NIEM ParentChildKinshipCategoryCode, see vocabulary.ParentNature")


class PartnerOf(KinTie):
    """A union. Stored from the smaller person id to the larger."""

    about: ClassVar[str] = "A union, stored from the smaller id to the larger."
    type_: ClassVar[str] = "PARTNER_OF"
    start: ClassVar = Person
    end: ClassVar = Person
    inverse: ClassVar[str] = "PARTNER_OF"
    identity: ClassVar[tuple[str, ...]] = ("kind",)
    kind: str = Field(description="married, cohabiting, civil union, unknown")


class SiblingOf(KinTie):
    """Siblings whose parents are unknown. Stored from the smaller person id to the larger."""

    about: ClassVar[str] = "Siblings, only where parents are unknown; stored from the smaller id to the larger."
    type_: ClassVar[str] = "SIBLING_OF"
    start: ClassVar = Person
    end: ClassVar = Person
    inverse: ClassVar[str] = "SIBLING_OF"
    identity: ClassVar[tuple[str, ...]] = ("kind",)
    kind: str = Field(description="full, half, step, unknown")


class GuardianOf(KinTie):
    """Legal custody or guardianship of a child."""

    about: ClassVar[str] = "Legal custody or guardianship."
    type_: ClassVar[str] = "GUARDIAN_OF"
    start: ClassVar = Person
    end: ClassVar = Person
    inverse: ClassVar[str] = "WARD_OF"
    identity: ClassVar[tuple[str, ...]] = ("kind",)
    kind: str = Field(description="legal custody, guardianship, legal guardian")


class CaregiverOf(KinTie):
    """Care of a child under a placement."""

    about: ClassVar[str] = "Care of a child in a placement."
    type_: ClassVar[str] = "CAREGIVER_OF"
    start: ClassVar = Person
    end: ClassVar = Person
    inverse: ClassVar[str] = "CARED_FOR_BY"
    identity: ClassVar[tuple[str, ...]] = ("kind",)
    kind: str = Field(description="Placement setting, or caregiver")


class FictiveTie(KinTie):
    """A significant tie that is neither blood nor law."""

    about: ClassVar[str] = "A significant tie that is neither blood nor law: godparent, family friend, coach."
    type_: ClassVar[str] = "FICTIVE_TIE"
    start: ClassVar = Person
    end: ClassVar = Person
    inverse: ClassVar[str] = "FICTIVE_TIE"
    identity: ClassVar[tuple[str, ...]] = ("kind",)
    kind: str = Field(description="NIEM PersonOtherKinAssociation words: godparent, family friend, neighbor …")


class MemberOf(Dated):
    """A stay in a household, with the role the source gives."""

    about: ClassVar[str] = "A stay in a household. The role is towards the head and nobody else."
    type_: ClassVar[str] = "MEMBER_OF"
    start: ClassVar = Person
    end: ClassVar = Household
    inverse: ClassVar[str] = "HAS_MEMBER"
    identity: ClassVar[tuple[str, ...]] = ("role",)
    role: str = Field(description="Role towards the head of the household, or 'member'")


class LocatedAt(Dated):
    """Where a household lived."""

    about: ClassVar[str] = "Where a household lived."
    type_: ClassVar[str] = "LOCATED_AT"
    start: ClassVar = Household
    end: ClassVar = Address
    inverse: ClassVar[str] = "LOCATION_OF"


class LivedAt(Dated):
    """An address a source gives for a person."""

    about: ClassVar[str] = "An address a source gives for a person."
    type_: ClassVar[str] = "LIVED_AT"
    start: ClassVar = Person
    end: ClassVar = Address
    inverse: ClassVar[str] = "HOME_OF"


class ReachedAt(Dated):
    """A way of reaching a person."""

    about: ClassVar[str] = "A way of reaching a person; whether it is safe stands in the evidence."
    type_: ClassVar[str] = "REACHED_AT"
    start: ClassVar = Person
    end: ClassVar = ContactPoint
    inverse: ClassVar[str] = "REACHES"


class Attends(Dated):
    """School attendance."""

    about: ClassVar[str] = "School attendance."
    type_: ClassVar[str] = "ATTENDS"
    start: ClassVar = Person
    end: ClassVar = School
    inverse: ClassVar[str] = "ATTENDED_BY"


class EnrolledIn(Dated):
    """Enrolment of a person in a service."""

    about: ClassVar[str] = "Enrolment of a person in a service, a case of it at a time."
    type_: ClassVar[str] = "ENROLLED_IN"
    start: ClassVar = Person
    end: ClassVar = Service
    inverse: ClassVar[str] = "ENROLS"
    identity: ClassVar[tuple[str, ...]] = ("case_key",)
    case_key: str = Field(description="The agency's case, '' where it names none")


class AssistedBy(Dated):
    """Help given to a home: weatherization, energy assistance, a housing unit."""

    about: ClassVar[str] = "Help given to a home: weatherization, energy assistance, a housing unit."
    type_: ClassVar[str] = "ASSISTED_BY"
    start: ClassVar = Address
    end: ClassVar = Service
    inverse: ClassVar[str] = "ASSISTS"
    identity: ClassVar[tuple[str, ...]] = ("case_key",)
    case_key: str = Field(description="The agency's case, '' where it names none")


class InvolvedIn(Dated):
    """A person's part in an agency's case."""

    about: ClassVar[str] = "A person's part in an agency's case."
    type_: ClassVar[str] = "INVOLVED_IN"
    start: ClassVar = Person
    end: ClassVar = AgencyCase
    inverse: ClassVar[str] = "INVOLVES"
    identity: ClassVar[tuple[str, ...]] = ("role",)
    role: str = Field(description="child, parent, caregiver, subject, member")


class PlacedIn(Dated):
    """A child's placement."""

    about: ClassVar[str] = "A child's placement."
    type_: ClassVar[str] = "PLACED_IN"
    start: ClassVar = Person
    end: ClassVar = Placement
    inverse: ClassVar[str] = "PLACEMENT_OF"


class ProvidedBy(Dated):
    """Who cares for the child in a placement."""

    about: ClassVar[str] = "Who cares for the child in a placement."
    type_: ClassVar[str] = "PROVIDED_BY"
    start: ClassVar = Placement
    end: ClassVar = Person
    inverse: ClassVar[str] = "PROVIDES"


class UnderCase(Asserted):
    """The case a placement belongs to."""

    about: ClassVar[str] = "The case a placement belongs to."
    type_: ClassVar[str] = "UNDER_CASE"
    start: ClassVar = Placement
    end: ClassVar = AgencyCase
    inverse: ClassVar[str] = "HAS_PLACEMENT"


class SubjectOf(Dated):
    """A person's part in a court order."""

    about: ClassVar[str] = "A person's part in a court order."
    type_: ClassVar[str] = "SUBJECT_OF"
    start: ClassVar = Person
    end: ClassVar = CourtOrder
    inverse: ClassVar[str] = "CONCERNS"
    identity: ClassVar[tuple[str, ...]] = ("role",)
    role: str = Field(description="child or holder")


KIN_TIES: tuple[type[KinTie], ...] = (ParentOf, PartnerOf, SiblingOf, GuardianOf, CaregiverOf, FictiveTie)
"""Ties between two people: what the family is walked along."""

RELATIONSHIPS: tuple[type[Relationship], ...] = (
    Describes,
    *KIN_TIES,
    MemberOf,
    LocatedAt,
    LivedAt,
    ReachedAt,
    Attends,
    EnrolledIn,
    AssistedBy,
    InvolvedIn,
    PlacedIn,
    ProvidedBy,
    UnderCase,
    SubjectOf,
)
