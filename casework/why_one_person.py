"""Why are these records one person: every record side by side, what each link rests on, and links that were held."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from casework.citation import Shown
from casework.portrait import Portrait, portrait
from casework.profile import RecordShown, records_of
from casework.view import View
from graphmodel.errors import SnapshotError


class Contribution(Shown):
    """How much one comparison speaks for a link (negative: against), as log2 Bayes factor; they sum to its weight."""

    comparison: str
    weight: float


class LinkShown(Shown):
    """A link between two records of this person."""

    record_l: str
    record_r: str
    weight: float
    probability: float
    basis: str
    contributions: tuple[Contribution, ...]


class HeldLink(Shown):
    """A strong link to somebody else's record that a conflict held back: a steward's question, not a fact."""

    record_l: str
    record_r: str
    person_l: str
    person_r: str
    weight: float
    probability: float
    reason: str
    contributions: tuple[Contribution, ...]


class FieldCompared(Shown):
    """One field over all records: ``agree``, ``differ`` or ``blank`` (nobody, or one alone, states it)."""

    field: str
    values: dict[str, str]
    verdict: str


class WhyOne(Shown):
    """Everything that explains why these records are taken for one person."""

    portrait: Portrait
    records: tuple[RecordShown, ...]
    fields: tuple[FieldCompared, ...]
    links: tuple[LinkShown, ...]
    held: tuple[HeldLink, ...]


_COMPARED = (
    "given_name", "middle_name", "surname", "former_surname", "suffix", "birth_date", "death_date", "sex", "ssn_ending",
)  # fmt: skip


def why_one_person(view: View, person: str) -> WhyOne:
    """Explain the linkage of a person's records.

    Links of records this view does not see are left out, as if they had never been.

    Raises:
        NotInView: No record of that person is visible in this view.
        SnapshotError: The snapshot's link files cannot be read.
    """
    who = portrait(view, person)
    visible = set(who.record_ids)
    records = records_of(view, person)
    links = [row for row in _rows(view.run.contributions, "person_id", person) if _both(row, visible)]
    held = [
        row
        for side in ("person_l", "person_r")
        for row in _rows(view.run.held_links, side, person)
        if _visible(view, row["record_l"], visible) and _visible(view, row["record_r"], visible)
    ]
    return WhyOne(
        portrait=who,
        records=records,
        fields=tuple(_compare(records)),
        links=tuple(sorted(map(_link, links), key=lambda li: -li.weight)),
        held=tuple(
            sorted({(h["record_l"], h["record_r"]): _held(h) for h in held}.values(), key=lambda li: -li.weight)
        ),
    )


def _rows(path: Path, column: str, value: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = pq.read_table(path, filters=pc.field(column) == value).to_pylist()
    except OSError as error:
        raise SnapshotError(
            "The snapshot's links cannot be read", to=path.name, do="Run `kin360 ingest` again."
        ) from error
    return found


def _both(row: dict[str, Any], visible: set[str]) -> bool:
    return row["record_l"] in visible and row["record_r"] in visible


def _visible(view: View, record: str, own: set[str]) -> bool:
    """A record of somebody else is judged by its system: its domain stands in the manifest."""
    system = record.partition(":")[0]
    domain = next((state.domain for state in view.manifest.sources if state.system == system), "")
    return record in own or view.sees(system, domain)


def _contributions(text: str | None) -> tuple[Contribution, ...]:
    parts: dict[str, float] = json.loads(text) if text else {}
    found = [Contribution(comparison=name, weight=round(weight, 3)) for name, weight in parts.items()]
    return tuple(sorted(found, key=lambda c: (-abs(c.weight), c.comparison)))


def _link(row: dict[str, Any]) -> LinkShown:
    return LinkShown(
        record_l=row["record_l"],
        record_r=row["record_r"],
        weight=row["match_weight"],
        probability=row["match_probability"],
        basis=row["basis"],
        contributions=_contributions(row["contributions"]),
    )


def _held(row: dict[str, Any]) -> HeldLink:
    return HeldLink(
        record_l=row["record_l"],
        record_r=row["record_r"],
        person_l=row["person_l"],
        person_r=row["person_r"],
        weight=row["match_weight"],
        probability=row["match_probability"],
        reason=row["reason"],
        contributions=_contributions(row["contributions"]),
    )


def _compare(records: Iterable[RecordShown]) -> Iterable[FieldCompared]:
    rows = list(records)
    for field in _COMPARED:
        values = {row.record: row.values[field] for row in rows if field in row.values}
        distinct = {value.casefold() for value in values.values()}
        verdict = "blank" if len(values) < 2 else "agree" if len(distinct) == 1 else "differ"
        yield FieldCompared(field=field, values=values, verdict=verdict)
