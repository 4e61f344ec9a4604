"""Persons and the records that describe them."""

from __future__ import annotations

from collections.abc import Callable

from built import Built
from staged import Staged

from graphmodel.model.nodes import Person, SourceRecord
from graphmodel.model.relationships import Describes

Build = Callable[[], Built]


def test_a_person_is_an_id_and_its_records(staged: Staged, build: Build) -> None:
    """Two records of one person make one bare Person; what each says stands on its own SourceRecord."""
    staged.record("snap:1", "P1", given_name="Jane", ssn="123456789", birth_date="1980-02")
    staged.record("wic:9", "P1", given_name="Janie", ssn="6789")
    built = build()
    assert built.rows(Person) == [{"id": "P1"}]
    first, second = built.rows(SourceRecord)
    assert (first["id"], first["given_name"], first["ssn_ending"]) == ("snap:1", "Jane", "6789")
    assert (first["birth_date"], first["domain"], first["agency"]) == ("1980-02", "snap", "agency of snap")
    assert (second["id"], second["ssn_ending"], second["record_key"]) == ("wic:9", None, "9")
    assert [(row["start_id"], row["end_id"], row["probability"], row["basis"]) for row in built.rows(Describes)] == [
        ("snap:1", "P1", 0.97, "linked"),
        ("wic:9", "P1", 0.97, "linked"),
    ]
