"""Everything that can be wrong with a contract, found before any file is opened, and said with what would be right."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import ValidationError

from ingest.cleaning.dates import date_formats
from ingest.cleaning.registry import CLEANERS, default_cleaner
from ingest.contracts.contract import Contract, FactSection, FieldRule, Format, PersonSection
from ingest.contracts.vocabulary import (
    fact_fields,
    fact_persons,
    needed,
    person_fields,
    used_columns,
)


@dataclass(frozen=True)
class ContractProblem:
    """One thing wrong: where in the contract, what, and what would be valid."""

    where: str
    what: str
    valid: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" (valid: {self.valid})" if self.valid else "")


def validation_problems(error: ValidationError) -> list[ContractProblem]:
    """The problems pydantic found, in our words."""
    found = []
    for one in error.errors():
        where = ".".join(str(part) for part in one["loc"]) or "contract"
        if one["type"] == "extra_forbidden":
            found.append(
                ContractProblem(where, "this word is not known here", "the words of ingest/contracts/contract.py")
            )
        elif one["type"] == "missing":
            found.append(ContractProblem(where, "is missing"))
        elif one["type"] == "literal_error":
            found.append(ContractProblem(where, f"{one['input']!r} is not allowed", str(one["ctx"]["expected"])))
        else:
            found.append(ContractProblem(where, one["msg"]))
    return found


def find_problems(contract: Contract) -> list[ContractProblem]:
    """What a well-formed contract still says wrongly; empty when it can be used."""
    found = [*_file_problems(contract), *_format_problems(contract.format), *_column_problems(contract)]
    if not contract.person and not contract.fact:
        found.append(ContractProblem("person", "the contract loads nothing", "at least one [[person]] or [[fact]]"))
    names = [person.name for person in contract.person]
    for name in sorted({n for n in names if names.count(n) > 1}):
        found.append(ContractProblem("person.name", f"two sections are called {name!r}", "a name of its own for each"))
    for place, person in enumerate(contract.person):
        found.extend(_person_problems(f"person.{place} ({person.name})", person))
    for place, fact in enumerate(contract.fact):
        found.extend(_fact_problems(f"fact.{place} ({fact.table})", fact, names))
    return found


def _file_problems(contract: Contract) -> Iterator[ContractProblem]:
    if not contract.files:
        yield ContractProblem("files", "no file pattern", 'such as ["SNAP_*.csv"]')
    if contract.as_of is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", contract.as_of):
        yield ContractProblem("as_of", f"{contract.as_of!r} is no ISO date", "2026-03-31")
    if contract.as_of_in_name is not None:
        try:
            groups = re.compile(contract.as_of_in_name).groups
        except re.error as error:
            yield ContractProblem("as_of_in_name", f"is no regular expression: {error}")
        else:
            if groups < 1:
                yield ContractProblem("as_of_in_name", "has no group for the date", r"_(\d{8})\.")


def _format_problems(format: Format) -> Iterator[ContractProblem]:
    try:
        codecs.lookup(format.encoding)
    except LookupError:
        yield ContractProblem(
            "format.encoding", f"{format.encoding!r} is not known", "utf-8, cp1252, latin-1, utf-16 …"
        )
    if format.kind == "delimited":
        if len(format.delimiter) != 1 or len(format.quote) > 1:
            yield ContractProblem("format.delimiter", "delimiter is one character, quote one or none", "',' and '\"'")
        if not format.header and not format.columns:
            yield ContractProblem("format.columns", "without a header line the columns must be named here, in order")
    if format.kind == "fixed_width" and not format.widths:
        yield ContractProblem("format.widths", "is empty", "{SSN = [1, 9], …}: first character from 1, length")
    for name, (start, length) in format.widths.items():
        if start < 1 or length < 1:
            yield ContractProblem(
                f"format.widths.{name}", f"{start}, {length}", "first character from 1, length from 1"
            )
    if format.kind == "xml" and not format.row:
        yield ContractProblem("format.row", "is missing", "the name of the element that is a row")
    if format.each and format.kind not in ("json_lines", "xml"):
        yield ContractProblem("format.each", f"has no meaning for {format.kind}", "json_lines, xml")
    if format.trailer_count is not None and format.trailer_prefix is None:
        yield ContractProblem("format.trailer_count", "needs trailer_prefix too")


def _column_problems(contract: Contract) -> Iterator[ContractProblem]:
    declared: tuple[str, ...] = ()
    if contract.format.kind == "fixed_width":
        declared = tuple(contract.format.widths)
    elif contract.format.kind == "delimited" and not contract.format.header:
        declared = contract.format.columns
    if declared:
        for column in (*used_columns(contract), *contract.required_columns):
            if column not in declared:
                yield ContractProblem("format", f"column {column!r} is used but not declared", _near(column, declared))


def _person_problems(where: str, person: PersonSection) -> Iterator[ContractProblem]:
    if not person.key:
        yield ContractProblem(f"{where}.key", "is empty", "the columns that make the record key")
    for column, rule in person.fields.items():
        if column not in person_fields():
            yield ContractProblem(f"{where}.fields.{column}", "is no canonical column", _near(column, person_fields()))
        else:
            yield from _rule_problems(f"{where}.fields.{column}", column, rule)


def _fact_problems(where: str, fact: FactSection, names: list[str]) -> Iterator[ContractProblem]:
    allowed, people = fact_fields(fact.table), fact_persons(fact.table)
    for column, rule in fact.fields.items():
        if column not in allowed:
            yield ContractProblem(f"{where}.fields.{column}", f"is no column of {fact.table}", ", ".join(allowed))
        else:
            yield from _rule_problems(f"{where}.fields.{column}", column, rule)
    for column in needed(fact.table, allowed):
        if column not in fact.fields:
            yield ContractProblem(f"{where}.fields", f"{column} is missing: {fact.table} cannot be without it")
    for column in needed(fact.table, people):
        if column not in fact.persons:
            yield ContractProblem(f"{where}.persons", f"{column} is missing: {fact.table} cannot be without it")
    for column, ref in fact.persons.items():
        if column not in people:
            yield ContractProblem(
                f"{where}.persons.{column}", f"is no person of {fact.table}", ", ".join(people) or "none"
            )
        if (ref.person is None) == (ref.key is None):
            yield ContractProblem(f"{where}.persons.{column}", "names either a person section or a key")
        elif ref.person is not None and ref.person not in names:
            yield ContractProblem(
                f"{where}.persons.{column}", f"there is no person section {ref.person!r}", ", ".join(names) or "none"
            )
        elif ref.key is not None and not ref.key:
            yield ContractProblem(f"{where}.persons.{column}.key", "is empty")


def _rule_problems(where: str, column: str, rule: FieldRule) -> Iterator[ContractProblem]:
    if (rule.column is None) == (rule.value is None):
        yield ContractProblem(where, "takes either a column or a fixed value")
    if rule.codes is not None and rule.allowed is not None:
        yield ContractProblem(where, "takes either codes or allowed values")
    name = rule.clean or default_cleaner(column)
    if name not in CLEANERS:
        yield ContractProblem(f"{where}.clean", f"there is no cleaner {name!r}", _near(name, tuple(sorted(CLEANERS))))
        return
    parts = {
        "full_name": ("last_first", "first_last"),
        "address_line": ("address_line",),
        "address_full": ("address_full",),
    }
    if column in parts and name not in parts[column]:
        yield ContractProblem(f"{where}.clean", f"{name} does not take a {column} apart", ", ".join(parts[column]))
    elif column not in parts and CLEANERS[name].outputs[0] != "value":
        yield ContractProblem(f"{where}.clean", f"{name} fills several columns", "use it on full_name or an address")
    if rule.format is not None:
        if name != "date":
            yield ContractProblem(f"{where}.format", "only dates have a format")
            return
        try:
            date_formats(rule.format)
        except ValueError as error:
            yield ContractProblem(f"{where}.format", str(error))


def _near(word: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(word, known, n=3, cutoff=0.6)
    return f"did you mean {' or '.join(close)}?" if close else ", ".join(known)
