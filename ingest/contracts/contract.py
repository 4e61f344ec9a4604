"""What a source contract may say: the declared vocabulary of the TOML files beside this module."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class _Strict(BaseModel):
    """A part of a contract: unknown words are errors, so that a typing slip is found before a load."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Strict):
    """Holds for a row when the column's raw value, stripped, is (not) one of the values given."""

    column: str
    in_: tuple[str, ...] | None = Field(None, alias="in")
    not_in: tuple[str, ...] | None = None
    present: bool | None = None


class FieldRule(_Strict):
    """How one canonical value is taken from a row.

    In TOML either a column name (``given_name = "FIRST_NM"``) or a table
    (``sex = {column = "SEX", codes = {M = "male", F = "female"}}``) or a fixed value
    (``nature = {value = "biological"}``).
    """

    column: str | None = None
    value: str | None = None
    clean: str | None = None
    """Name of a cleaner; each canonical field has a default one."""
    format: str | None = None
    """Dates: strptime format of the source, or several parted by ``|`` tried in turn."""
    required: bool = False
    """A row without it is rejected."""
    codes: dict[str, str] | None = None
    """Allowed raw values and what each means; any other value follows ``unknown_code``."""
    unknown_code: Literal["reject", "missing"] = "reject"
    allowed: tuple[str, ...] | None = None
    """Allowed cleaned values; a row with another is rejected."""
    bad_value: Literal["reject", "missing"] = "reject"
    """What a value that its cleaner cannot read does: reject the row, or count as missing with a note in rejects."""


def _rule(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


Rule = Annotated[FieldRule, BeforeValidator(_rule)]


class Format(_Strict):
    """The file format."""

    kind: Literal["delimited", "fixed_width", "json_lines", "xml", "parquet"]
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    """Delimited: the first line names the columns; otherwise ``columns`` does, in order."""
    columns: tuple[str, ...] = ()
    widths: dict[str, tuple[int, int]] = {}
    """Fixed width: column -> (first character, from 1; length)."""
    skip_prefixes: tuple[str, ...] = ()
    """Lines that begin so are not data (headers, trailers); they are counted as ``skipped``, not as rows."""
    ragged: bool = False
    """Fixed width: trailing blanks may be cut off a line. Otherwise a line shorter than the layout is rejected."""
    trailer_prefix: str | None = None
    """A line that begins so must close the file; without it the file was cut off."""
    trailer_count: tuple[int, int] | None = None
    """Where the trailer states the number of rows: (first character, from 1; length)."""
    row: str | None = None
    """XML: name of the element that is a row. Columns are paths below it: ``Name/First``, ``@id``, ``Member/Name``."""
    paths: dict[str, str] = {}
    """JSON lines and XML: column -> dotted (JSON) or slashed (XML) path; a column not named here is its own path."""
    each: str | None = None
    """JSON lines and XML: path of a repeated part; a row is made for every part, with the columns of the whole
    reachable as ``^.name`` (JSON) or ``^/name`` (XML)."""


class PersonSection(_Strict):
    """One person a row speaks of. A row may speak of several (child, mother, father)."""

    name: str = "person"
    key: tuple[str, ...]
    """Columns that, joined by ``-``, are the record key. A person without one is absent from the row."""
    key_suffix: str = ""
    """Added to the key, when two persons of a row share their key columns: ``-M`` for the mother."""
    optional: bool = False
    """True: absent without complaint when its key or all its names are empty. False: the row is rejected without a
    key, and without anything that tells who is meant (a name, a birth date, an SSN or a person number)."""
    when: Condition | None = None
    repeats: bool = False
    """True: the same key may stand on many rows (one a month); the last row's values count."""
    fields: dict[str, Rule]
    """Canonical column of ``person_record`` -> rule. Besides its columns: ``full_name`` (with ``clean`` one of
    ``last_first``, ``first_last``), ``address_line`` (parted into number, street, unit), ``address_full``
    (``line, city, state zip``), ``household_key``, ``household_role`` …"""


class PersonRef(_Strict):
    """A person named by another section of this row, or by a record key of this same source."""

    person: str | None = None
    key: tuple[str, ...] | None = None
    key_suffix: str = ""


def _ref(value: object) -> object:
    return {"person": value} if isinstance(value, str) else value


Ref = Annotated[PersonRef, BeforeValidator(_ref)]


class FactSection(_Strict):
    """A further fact a row states, written to one staging table.

    ``table`` is ``stated_tie``, ``enrolment``, ``address_service``, ``case_involvement``, ``placement``,
    ``court_order``, ``attendance`` or ``contact_point``; ``fields`` names its columns; ``persons`` names its record
    columns (``from_record``, ``to_record``, ``record_id``, ``child_record``, ``caregiver_record``, ``holder_record``).
    The fact is absent when a person it needs is absent, or when ``when`` does not hold.
    """

    table: Literal[
        "stated_tie",
        "enrolment",
        "address_service",
        "case_involvement",
        "placement",
        "court_order",
        "attendance",
        "contact_point",
    ]
    when: Condition | None = None
    fields: dict[str, Rule] = {}
    persons: dict[str, Ref] = {}


class Contract(_Strict):
    """A whole source contract."""

    system: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    agency: str
    domain: str
    agreement: str | None = None
    fictional: bool = False
    files: tuple[str, ...]
    """File name patterns (glob, matched on the name below the folder given)."""
    required_columns: tuple[str, ...] = ()
    """A file that matches by name but lacks one of these is not this source's (the next contract is tried)."""
    as_of: str | None = None
    as_of_in_name: str | None = None
    """Regular expression whose first group is the as-of date (YYYYMMDD) in the file name."""
    people_repeat: Literal["never", "possible"] = "never"
    """May one person hold two records in this system? ``never`` makes it a conflict in linkage."""
    links: Literal["full", "attach", "never"] = "full"
    """How its records take part in linkage (design 6). ``full``: as any other. ``attach``: homelessness services; a
    record is laid on the one person it fits after all others were clustered, feeds no model and joins no two persons.
    ``never``: sealed, domestic-violence and substance-use records; each stays a person of its own."""
    format: Format
    person: tuple[PersonSection, ...] = ()
    fact: tuple[FactSection, ...] = ()
