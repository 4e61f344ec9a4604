"""Turns one town into the pages of every file: extracts as their agencies write them, and the truth."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.sample import truth
from ingest.sample.chronicle import tell
from ingest.sample.desk import Desk
from ingest.sample.extracts.catalogue import EXTRACTS
from ingest.sample.town import TownPlan


@dataclass
class TownPages:
    """One town's share of every file.

    Attributes:
        people: Persons of the town.
        pages: Bytes by file below the sample's folder.
        rows: Rows by system, malformed ones included.
        records: Person records by system.
        planted: Malformed rows by system.
        in_care: Children in open removal cases.
    """

    people: int
    pages: dict[str, bytes] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    planted: dict[str, int] = field(default_factory=dict)
    in_care: int = 0


def render(plan: TownPlan) -> TownPages:
    """Tell a town and write its pages."""
    town = tell(plan)
    made = TownPages(len(town.people))
    for extract in EXTRACTS:
        desk = Desk(town, extract)
        extract.build(desk)
        # Every file of the state has malformed rows: the first town plants three in each, the others now and then.
        desk.plant(3 if plan.index == 0 else int(desk.rng.random() < 0.4))
        system = extract.system
        good = len(desk.rows) - len(desk.notes.planted)
        made.pages[extract.path] = desk.page(with_broken_line=plan.index == 0)
        made.rows[system] = good + len(desk.notes.planted)
        made.records[system] = len(desk.notes.records)
        made.planted[system] = len(desk.notes.planted)
        made.in_care += len(desk.notes.in_care)
        truth.add_notes(made.pages, extract, desk.notes)
    truth.add_town(made.pages, town)
    return made
