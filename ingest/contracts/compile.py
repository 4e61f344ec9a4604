"""A contract compiled to SQL over a table of raw strings.

``raw`` has ``row``, ``line``, the contract's columns as ``c0``, ``c1`` … (NULL where empty) and the answers of Python
cleaners as ``d0_0``, ``d0_1`` … From it ``cooked`` is made: one column for every rule, holding the cleaned value or a
mark that says why there is none. Marks are single control characters, which no cleaned value can be. Everything else
(which persons and facts a row states, what is wrong with it, what to insert) is an expression over ``cooked``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.cleaning.cleaner import UNREADABLE
from ingest.cleaning.registry import CLEANERS, default_cleaner
from ingest.contracts.contract import Condition, Contract, FactSection, FieldRule, PersonRef, PersonSection
from ingest.contracts.vocabulary import PARTED_FIELDS, fact_fields, fact_persons, needed
from ingest.staging import TABLES

UNKNOWN_CODE = "\x02"
NOT_ALLOWED = "\x03"
AFTER_AS_OF = "\x04"
_FIRST_VALUE = "chr(5)"
_LIFE_EVENTS = ("birth_date", "death_date")
_NAMES = ("given_name", "surname")
_IDENTIFYING = ("given_name", "surname", "birth_date", "ssn", "person_number")


@dataclass(frozen=True)
class Dictionary:
    """A Python cleaner to be run over the distinct values of one source column.

    Its outputs are columns of ``raw``: ``alias_0``, ``alias_1`` …
    """

    alias: str
    column: str
    cleaner: str
    format: str | None

    @property
    def outputs(self) -> list[str]:
        """The columns of ``raw`` that hold its answers."""
        return [f"{self.alias}_{place}" for place in range(len(CLEANERS[self.cleaner].outputs))]


@dataclass(frozen=True)
class Check:
    """One way a row can go wrong.

    Attributes:
        condition: SQL over ``cooked``: true where it went wrong.
        label: The source column, or None where the whole row is meant.
        raw: SQL over ``raw`` giving the value to show.
        reason: What is wrong, as SQL giving text.
        rejects: The row is rejected; otherwise the value counts as missing, with a note.
    """

    condition: str
    label: str | None
    raw: str
    reason: str
    rejects: bool


@dataclass(frozen=True)
class Statement:
    """What one section inserts.

    Attributes:
        table: The staging table.
        on: Name of the boolean column of ``cooked`` that says whether a row states it.
        values: Staging column -> SQL over ``cooked``.
        section: The person section, or None for a fact.
    """

    table: str
    on: str
    values: dict[str, str]
    section: PersonSection | None = None


@dataclass
class Compiled:
    """See the module's head.

    Attributes:
        columns: Source columns, in the order of ``c0``, ``c1`` …
        dictionaries: Python cleaners to run while ``raw`` is filled.
        cooked: SELECT over ``raw``.
        checks: All that can go wrong.
        persons: One statement for each person section.
        facts: One statement for each fact section.
        sections_on: SQL over ``cooked``: does the row state anything at all?
    """

    columns: tuple[str, ...]
    dictionaries: list[Dictionary] = field(default_factory=list)
    cooked: str = ""
    checks: list[Check] = field(default_factory=list)
    persons: list[Statement] = field(default_factory=list)
    facts: list[Statement] = field(default_factory=list)

    @property
    def sections_on(self) -> str:
        """SQL over ``cooked``: does the row state anything at all?"""
        return " OR ".join(s.on for s in (*self.persons, *self.facts)) or "false"


def compile_contract(contract: Contract, columns: Sequence[str], *, as_of: str | None = None) -> Compiled:
    """Compile a contract that has no problems (see ingest.contracts.problems).

    Args:
        contract: The contract.
        columns: Source columns the raw table holds, in order; must cover all the contract uses.
        as_of: The file's as-of date (ISO): a birth or death after it is a mistake, treated as a bad value.
    """
    return _Compiler(contract, columns, as_of).compiled()


def literal(value: str) -> str:
    """The value as an SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


class _Compiler:
    """Collects the columns of ``cooked`` section by section."""

    def __init__(self, contract: Contract, columns: Sequence[str], as_of: str | None) -> None:
        self.contract, self.as_of = contract, as_of
        self.result = Compiled(tuple(columns))
        self._places = {name: f"c{i}" for i, name in enumerate(columns)}
        self._first: list[str] = ["row", "line"]
        self._second: list[str] = []
        self._dictionaries: dict[tuple[str, str, str | None], Dictionary] = {}
        self._prepared: dict[str, str] = {}

    def compiled(self) -> Compiled:
        """Compile every section, persons first: facts refer to them."""
        for place, person in enumerate(self.contract.person):
            self._person(f"p{place}", person)
        for place, fact in enumerate(self.contract.fact):
            self._fact(f"f{place}", fact)
        self.result.dictionaries = list(self._dictionaries.values())
        prepared = "".join(f", {sql} AS {name}" for sql, name in self._prepared.items())
        inner = f"SELECT {', '.join(self._first)} FROM (SELECT *{prepared} FROM raw)"
        # Facts look at whether persons are there, so each layer of conditions is a SELECT of its own.
        people = [s for s in self._second if s.rpartition(" AS ")[2].startswith("p")]
        facts = [s for s in self._second if s not in people]
        middle = f"SELECT {', '.join(['*', *people])} FROM ({inner})"
        self.result.cooked = f"SELECT {', '.join(['*', *facts])} FROM ({middle})"
        return self.result

    def _person(self, prefix: str, section: PersonSection) -> None:
        self._first.append(f"{self._key(section.key, section.key_suffix)} AS {prefix}_key")
        self._first.append(f"{self._when(section.when)} AS {prefix}_when")
        values = self._rules(prefix, section.fields)
        told = " OR ".join(
            f"{values[c]} IS NOT NULL" for c in (_NAMES if section.optional else _IDENTIFYING) if c in values
        )
        self._second.append(
            f"coalesce({prefix}_when AND {prefix}_key IS NOT NULL AND ({told or 'true'}), false) AS {prefix}_on"
        )
        applies = f"{prefix}_on" if section.optional else f"{prefix}_when"
        if not section.optional:
            name = "" if section.name == "person" else f" for the {section.name}"
            self._check(f"{prefix}_when AND {prefix}_key IS NULL", section.key, f"no record key{name}")
            self._check(
                f"{prefix}_when AND {prefix}_key IS NOT NULL AND NOT {prefix}_on",
                section.key,
                f"nothing tells who is meant{name}: no name, birth date, SSN or person number",
            )
        self._rule_checks(prefix, section.fields, applies)
        record = f"{literal(self.contract.system + ':')} || {prefix}_key"
        columns = {c: _typed("person_record", c, v) for c, v in values.items() if c in TABLES["person_record"]}
        self.result.persons.append(
            Statement(
                "person_record",
                f"{prefix}_on",
                {"record_id": record, "record_key": f"{prefix}_key", **columns},
                section,
            )
        )

    def _fact(self, prefix: str, section: FactSection) -> None:
        self._first.append(f"{self._when(section.when)} AS {prefix}_when")
        persons = {}
        for column, ref in section.persons.items():
            persons[column] = self._reference(f"{prefix}_{column}", ref)
        values = self._rules(prefix, section.fields)
        people = [
            f"{persons[c]} IS NOT NULL" for c in needed(section.table, fact_persons(section.table)) if c in persons
        ]
        must = needed(section.table, fact_fields(section.table))
        must = (*must, "street_name") if section.table == "address_service" else must
        has = [f"{values[c]} IS NOT NULL" for c in must if c in values]
        applies = " AND ".join([f"{prefix}_when", *people])
        if section.table == "stated_tie" and {"from_record", "to_record"} <= persons.keys():
            same = f"{persons['from_record']} = {persons['to_record']}"
            self._check(f"{applies} AND {same}", (), "a person is tied to itself; the tie was left out", rejects=False)
            has.append(f"NOT {same}")
        self._second.append(f"coalesce({' AND '.join([applies, *has])}, false) AS {prefix}_on")
        self._rule_checks(prefix, section.fields, applies)
        columns = {c: _typed(section.table, c, v) for c, v in values.items() if c in TABLES[section.table]}
        self.result.facts.append(Statement(section.table, f"{prefix}_on", {**persons, **columns}))

    def _rules(self, prefix: str, fields: dict[str, FieldRule]) -> dict[str, str]:
        """Add the rules' columns; returns canonical column -> SQL over ``cooked``, NULL where there is no value."""
        own: dict[str, str] = {}
        offered: dict[str, list[str]] = {}
        kind = fields["kind"].value if "kind" in fields else None
        for column, rule in fields.items():
            name = f"{prefix}_{column}"
            expression, extras = self._expression(column, rule, kind)
            for extra, sql in extras.items():
                self._first.append(f"{sql} AS {name}__{extra}")
                offered.setdefault(extra, []).append(self._clear(f"{name}__{extra}"))
            if column not in PARTED_FIELDS:
                self._first.append(f"{expression} AS {name}")
                own[column] = self._clear(name)
        columns = (*own, *(c for c in offered if c not in own))
        return {c: _coalesce([*([own[c]] if c in own else []), *offered.get(c, [])]) for c in columns}

    def _expression(self, column: str, rule: FieldRule, kind: str | None) -> tuple[str, dict[str, str]]:
        """SQL over ``raw`` for a rule, and for what its cleaner offers to other columns."""
        if rule.column is None:
            return (literal(rule.value) if rule.value is not None else "CAST(NULL AS VARCHAR)"), {}
        raw = self._places[rule.column]
        if rule.codes is not None:
            cases = " ".join(f"WHEN {literal(k)} THEN {literal(v) if v else 'NULL'}" for k, v in rule.codes.items())
            return f"CASE WHEN {raw} IS NULL THEN NULL ELSE CASE {raw} {cases} ELSE {literal(UNKNOWN_CODE)} END END", {}
        cleaner = CLEANERS[rule.clean or default_cleaner(column, kind)]
        extras: dict[str, str] = {}
        if cleaner.sql is not None:
            looked_at = self._prepare(cleaner.prepare(raw)) if cleaner.prepare else raw
            sql = f"CASE WHEN {raw} IS NULL THEN NULL ELSE {cleaner.sql(looked_at)} END"
        else:
            alias = self._dictionary(rule.column, cleaner.name, rule.format)
            sql = f"{alias}_0"
            for place, output in enumerate(cleaner.outputs):
                if output != "value":
                    extras[output] = f"{alias}_{place}"
        if column in _LIFE_EVENTS and self.as_of is not None:
            sql = f"CASE WHEN {sql} > {literal(self.as_of)} THEN {literal(AFTER_AS_OF)} ELSE {sql} END"
        if rule.allowed is not None:
            allowed = ", ".join(literal(v) for v in rule.allowed)
            kept = f"{sql} IN ({allowed}) OR {sql} < {_FIRST_VALUE} OR {sql} IS NULL"
            sql = f"CASE WHEN {kept} THEN {sql} ELSE {literal(NOT_ALLOWED)} END"
        return sql, extras

    def _prepare(self, sql: str) -> str:
        return self._prepared.setdefault(sql, f"q{len(self._prepared)}")

    def _dictionary(self, column: str, cleaner: str, format: str | None) -> str:
        key = (column, cleaner, format)
        if key not in self._dictionaries:
            self._dictionaries[key] = Dictionary(f"d{len(self._dictionaries)}", column, cleaner, format)
        return self._dictionaries[key].alias

    def _rule_checks(self, prefix: str, fields: dict[str, FieldRule], applies: str) -> None:
        kind = fields["kind"].value if "kind" in fields else None
        for column, rule in fields.items():
            if rule.column is None:
                continue
            cleaner = rule.clean or default_cleaner(column, kind)
            for part, what in self._parts(prefix, column, rule):
                self.result.checks.extend(self._value_checks(part, what, cleaner, rule, applies))
            if rule.required:
                missing = " AND ".join(f"{self._clear(part)} IS NULL" for part, _ in self._parts(prefix, column, rule))
                # A value that is there but bad has its own check.
                bad = " OR ".join(
                    f"coalesce({part} < {_FIRST_VALUE}, false)" for part, _ in self._parts(prefix, column, rule)
                )
                self._check(
                    f"{applies} AND {missing} AND NOT ({bad})", (rule.column,), f"{column} is required and missing"
                )

    def _parts(self, prefix: str, column: str, rule: FieldRule) -> Iterator[tuple[str, str]]:
        if column not in PARTED_FIELDS:
            yield f"{prefix}_{column}", column
            return
        for output in CLEANERS[rule.clean or default_cleaner(column)].outputs:
            yield f"{prefix}_{column}__{output}", output

    def _value_checks(self, part: str, what: str, cleaner: str, rule: FieldRule, applies: str) -> Iterator[Check]:
        """One check for each mark the column ``part`` can hold."""
        assert rule.column is not None
        marks = (
            [(UNKNOWN_CODE, f"not one of the codes the contract knows for {what}", rule.unknown_code == "reject")]
            if rule.codes is not None
            else [(UNREADABLE, f"cannot be read as {what} ({cleaner})", rule.bad_value == "reject")]
        )
        if rule.allowed is not None:
            marks.append((NOT_ALLOWED, f"not one of the values allowed for {what}", True))
        if what in _LIFE_EVENTS and self.as_of is not None:
            marks.append((AFTER_AS_OF, f"{what} lies after the file's as-of date", rule.bad_value == "reject"))
        raw = self._places[rule.column]
        for mark, reason, rejects in marks:
            yield Check(f"{applies} AND {part} = {literal(mark)}", rule.column, raw, literal(reason), rejects)

    def _check(self, condition: str, columns: tuple[str, ...], reason: str, *, rejects: bool = True) -> None:
        raw = " || '-' || ".join(f"coalesce({self._places[c]}, '')" for c in columns) or "CAST(NULL AS VARCHAR)"
        self.result.checks.append(Check(condition, ", ".join(columns) or None, raw, literal(reason), rejects))

    def _reference(self, name: str, ref: PersonRef) -> str:
        system = literal(self.contract.system + ":")
        if ref.person is not None:
            place = next(i for i, section in enumerate(self.contract.person) if section.name == ref.person)
            return f"(CASE WHEN p{place}_on THEN {system} || p{place}_key END)"
        self._first.append(f"{self._key(ref.key or (), ref.key_suffix)} AS {name}")
        return f"({system} || {name})"

    def _key(self, columns: tuple[str, ...], suffix: str) -> str:
        joined = " || '-' || ".join(self._places[c] for c in columns)
        return f"{joined} || {literal(suffix)}" if suffix else joined

    def _when(self, when: Condition | None) -> str:
        if when is None:
            return "true"
        raw = self._places[when.column]
        parts = []
        if when.in_ is not None:
            parts.append(f"coalesce({raw}, '') IN ({', '.join(literal(v) for v in when.in_)})")
        if when.not_in is not None:
            parts.append(f"coalesce({raw}, '') NOT IN ({', '.join(literal(v) for v in when.not_in)})")
        if when.present is not None:
            parts.append(f"{raw} IS {'NOT ' if when.present else ''}NULL")
        return " AND ".join(parts) or "true"

    @staticmethod
    def _clear(name: str) -> str:
        return f"(CASE WHEN {name} >= {_FIRST_VALUE} THEN {name} END)"


def _coalesce(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"coalesce({', '.join(expressions)})"


def _typed(table: str, column: str, expression: str) -> str:
    kind = TABLES[table][column].split()[0]
    return expression if kind == "VARCHAR" else f"CAST({expression} AS {kind})"
