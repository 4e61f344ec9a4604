"""The canonical columns a contract may fill, taken from the staging tables."""

from __future__ import annotations

from ingest.contracts.contract import Condition, Contract, FactSection, PersonRef, PersonSection
from ingest.staging import TABLES

RECORD_COLUMNS = ("from_record", "to_record", "record_id", "child_record", "caregiver_record", "holder_record")
"""Columns of fact tables that name a source record."""

_SET_BY_STAGING = frozenset({"record_id", "system", "agency", "domain", "record_key", "file", "line", "as_of"})
_ADDRESS_PARTS = ("address_line", "address_full")
PARTED_FIELDS = frozenset({"full_name", *_ADDRESS_PARTS})
"""Fields that are no columns themselves: their cleaner takes them apart into several."""

FACT_TABLES = ("stated_tie", "enrolment", "address_service", "case_involvement", "placement", "court_order",
               "attendance", "contact_point")  # fmt: skip


def person_fields() -> tuple[str, ...]:
    """What ``fields`` of a person section may name."""
    return (*(c for c in TABLES["person_record"] if c not in _SET_BY_STAGING), *sorted(PARTED_FIELDS))


def fact_fields(table: str) -> tuple[str, ...]:
    """What ``fields`` of a fact section for ``table`` may name."""
    own = tuple(c for c in TABLES[table] if c not in ("system", "file", "line") and c not in RECORD_COLUMNS)
    return (*own, *_ADDRESS_PARTS) if "street_name" in own else own


def fact_persons(table: str) -> tuple[str, ...]:
    """What ``persons`` of a fact section for ``table`` may name."""
    return tuple(c for c in TABLES[table] if c in RECORD_COLUMNS)


def needed(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``columns`` without which a row of ``table`` cannot be."""
    return tuple(c for c in columns if "NOT NULL" in TABLES[table].get(c, ""))


def used_columns(contract: Contract) -> tuple[str, ...]:
    """Every source column the contract reads, in the order of its first use."""
    found: dict[str, None] = {}

    def condition(when: Condition | None) -> None:
        if when is not None:
            found.setdefault(when.column)

    def reference(ref: PersonRef) -> None:
        found.update(dict.fromkeys(ref.key or ()))

    for person in contract.person:
        found.update(dict.fromkeys(person.key))
        condition(person.when)
        found.update(dict.fromkeys(rule.column for rule in person.fields.values() if rule.column))
    for fact in contract.fact:
        condition(fact.when)
        found.update(dict.fromkeys(rule.column for rule in fact.fields.values() if rule.column))
        for ref in fact.persons.values():
            reference(ref)
    return tuple(found)


def essential_columns(contract: Contract) -> tuple[str, ...]:
    """Source columns without which no row of the contract can load: keys of required persons and required fields."""
    found: dict[str, None] = {}
    for person in contract.person:
        if not person.optional:
            found.update(dict.fromkeys(person.key))
    sections: tuple[PersonSection | FactSection, ...] = (*contract.person, *contract.fact)
    for section in sections:
        found.update(dict.fromkeys(r.column for r in section.fields.values() if r.column and r.required))
    return tuple(found)
