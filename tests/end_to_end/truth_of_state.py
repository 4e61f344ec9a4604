"""The truth beside a sample state, and which person the product made of each record."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

from graphmodel.home import Home
from ingest.link_export import open_read_only


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def person_of_record(home: Path) -> dict[str, str]:
    """Record key -> person id."""
    with open_read_only(Home(home)) as staging:
        found = staging.execute("SELECT record_key, person_id FROM person_record JOIN identity USING (record_id)")
        return {str(key): str(person) for key, person in found.fetchall()}


def person_of_entity(home: Path, state: Path) -> dict[str, str]:
    """True person -> the person id that holds most of their records."""
    people = person_of_record(home)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(state / "truth" / "records.csv"):
        if row["record_id"] in people:
            votes[row["entity_id"]][people[row["record_id"]]] += 1
    return {entity: min(counted, key=lambda p: (-counted[p], p)) for entity, counted in votes.items()}
