"""The node classes: what exists in a family's record."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from graphmodel.model.declaration import Node


class Person(Node):
    """Somebody, and nothing that a source said of them: names and dates are composed from visible records."""

    about: ClassVar[str] = "Somebody. Holds an id and nothing that a source said."
    label: ClassVar[str] = "Person"
    id: str = Field(description="Minted once, kept by the ledger across loads")


class SourceRecord(Node):
    """The cleaned values one source states about one person."""

    about: ClassVar[str] = "What one source states about one person, cleaned."
    label: ClassVar[str] = "SourceRecord"
    id: str = Field(description="`<system>:<record key>`")
    system: str = Field(description="Source system")
    agency: str = Field(description="Agency that keeps it")
    domain: str = Field(description="Data domain, for disclosure")
    record_key: str = Field(description="Key within the system")
    file: str = Field(description="Extract it was read from")
    line: int = Field(description="Line or element number in that extract")
    as_of: str | None = Field(None, description="Day the extract speaks of, ISO")
    given_name: str | None = Field(None, description="Given name")
    middle_name: str | None = Field(None, description="Middle name or initial")
    surname: str | None = Field(None, description="Surname")
    former_surname: str | None = Field(None, description="Surname at birth or of a former union")
    suffix: str | None = Field(None, description="Jr, Sr, II, III …")
    birth_date: str | None = Field(None, description="ISO date, month or year, as exact as stated")
    death_date: str | None = Field(None, description="ISO date, month or year")
    sex: str | None = Field(None, description="As the source states it")
    race: str | None = Field(None, description="As the source states it")
    language: str | None = Field(None, description="Language spoken")
    tribe: str | None = Field(None, description="Tribal affiliation stated; absence is no answer to the inquiry")
    ssn_ending: str | None = Field(None, description="Last four digits; the number itself is not in the graph")
    person_number: str | None = Field(None, description="The agency's own number for the person")


class Household(Node):
    """People one system counts as living together on one case."""

    about: ClassVar[str] = "People whom one system counts as one household."
    label: ClassVar[str] = "Household"
    id: str = Field(description="`<system>:<household key>`")
    system: str = Field(description="Source system")
    domain: str = Field(description="Data domain")
    household_key: str = Field(description="Key within the system")


class Address(Node):
    """A place, its parts standardised; one node however many systems name it."""

    about: ClassVar[str] = "A place, standardised; one node however many systems name it."
    label: ClassVar[str] = "Address"
    id: str = Field(description="Derived from the standardised parts")
    line: str = Field(description="Number, street and unit")
    unit: str | None = Field(None, description="Apartment or unit")
    city: str | None = Field(None, description="City")
    county: str | None = Field(None, description="County")
    state: str | None = Field(None, description="State")
    zip: str | None = Field(None, description="ZIP code")
    latitude: float | None = Field(None, description="Degrees north, where known")
    longitude: float | None = Field(None, description="Degrees east, where known")
    protected: bool = Field(False, description="True where a source marks it confidential (750 ILCS 61)")


class ContactPoint(Node):
    """A telephone number or an e-mail address."""

    about: ClassVar[str] = "A telephone number or an e-mail address."
    label: ClassVar[str] = "ContactPoint"
    id: str = Field(description="`<kind>:<value>`")
    kind: str = Field(description="phone or email")
    value: str = Field(description="Ten digits, or the address")


class School(Node):
    """A school."""

    about: ClassVar[str] = "A school."
    label: ClassVar[str] = "School"
    id: str = Field(description="`<system>:<school key>`")
    system: str = Field(description="Source system")
    domain: str = Field(description="Data domain")
    name: str | None = Field(None, description="Name")
    district: str | None = Field(None, description="District")


class Service(Node):
    """A programme people are enrolled in. Never expanded from: SNAP alone has millions of ties."""

    about: ClassVar[str] = "A programme. Never expanded from: SNAP alone has millions of ties."
    label: ClassVar[str] = "Service"
    id: str = Field(description="`<system>:<service>`")
    system: str = Field(description="Source system")
    domain: str = Field(description="Data domain")
    name: str = Field(description="Name as people know it")
    agency: str = Field(description="Agency that runs it")


class AgencyCase(Node):
    """An agency's case; `Case` itself is a word of Cypher."""

    about: ClassVar[str] = "An agency's case: a removal, an investigation, a support order, a supervision."
    label: ClassVar[str] = "AgencyCase"
    id: str = Field(description="`<system>:<case key>`")
    system: str = Field(description="Source system")
    domain: str = Field(description="Data domain")
    case_key: str = Field(description="Key within the system")
    kind: str = Field(description="removal, investigation, support order, supervision, incarceration …")
    status: str | None = Field(None, description="open or closed, as stated")
    opened: str | None = Field(None, description="ISO date")
    closed: str | None = Field(None, description="ISO date")
    detail: str | None = Field(None, description="What else the source says")


class Placement(Node):
    """A child's stay away from home, in one setting."""

    about: ClassVar[str] = "A child's stay in one setting while in care."
    label: ClassVar[str] = "Placement"
    id: str = Field(description="`<system>:<placement key>`")
    system: str = Field(description="Source system")
    domain: str = Field(description="Data domain")
    placement_key: str = Field(description="Key within the system")
    setting: str = Field(description="NIEM PlacementSettingCode words")
    end_reason: str | None = Field(None, description="Why it ended")


class CourtOrder(Node):
    """A court's order about a child: legal custody, protection."""

    about: ClassVar[str] = "A court's order: legal custody, protection. (`Order` is a word of Cypher.)"
    label: ClassVar[str] = "CourtOrder"
    id: str = Field(description="`<system>:<order key>`")
    system: str = Field(description="Source system")
    domain: str = Field(description="Data domain")
    kind: str = Field(description="legal custody, protection, court supervision")
    detail: str | None = Field(None, description="What else the source says")


NODES: tuple[type[Node], ...] = (
    Person,
    SourceRecord,
    Household,
    Address,
    ContactPoint,
    School,
    Service,
    AgencyCase,
    Placement,
    CourtOrder,
)
