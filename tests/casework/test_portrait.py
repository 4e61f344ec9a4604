"""The portrait: one pure function from records to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from casework.portrait import compose
from cypher.rows import RecordRow

TODAY = date(2026, 11, 22)
BLANK = RecordRow(
    record="a:1", system="a", agency="A", domain="a", record_key="1", file="a.csv", line=1, as_of=None, given_name=None,
    middle_name=None, surname=None, former_surname=None, suffix=None, birth_date=None, death_date=None, sex=None,
    race=None, language=None, tribe=None, ssn_ending=None, person_number=None, probability=1.0, basis="linked",
)  # fmt: skip


def record(system: str, key: str, **values: str) -> RecordRow:
    """A record of a system with some values."""
    return replace(BLANK, record=f"{system}:{key}", system=system, record_key=key, **values)  # type: ignore[arg-type]


RECORDS = st.lists(
    st.builds(
        lambda system, given, surname, birth, sex: record(
            system, f"{given}{surname}{birth}{sex}", given_name=given, surname=surname, birth_date=birth, sex=sex
        ),
        st.sampled_from(["snap", "vital_records", "k12"]),
        st.sampled_from(["Ana", "Anna", "Annie"]),
        st.sampled_from(["Ruiz", "Vega"]),
        st.sampled_from(["2015", "2015-03", "2015-03-09", "2015-09-03"]),
        st.sampled_from(["female", "male"]),
    ),
    min_size=1,
    unique_by=lambda row: row.record,
)


@given(RECORDS, st.randoms())
def test_the_order_of_records_changes_nothing(rows: list[RecordRow], chance: object) -> None:
    """However the engine orders its rows, the portrait is the same."""
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert compose("P1", rows, TODAY) == compose("P1", shuffled, TODAY)


@given(RECORDS)
def test_nothing_is_invented(rows: list[RecordRow]) -> None:
    """Name, birth date and sex are ones that some record states."""
    who = compose("P1", rows, TODAY)
    assert who.birth_date in {row.birth_date for row in rows}
    assert who.sex in {row.sex for row in rows}
    assert who.name in {f"{row.given_name} {row.surname}" for row in rows}


def test_most_systems_decide_and_the_rest_is_kept() -> None:
    """Two systems outvote one; the other name stands among other names, the other date as a contradiction."""
    who = compose(
        "P1",
        [
            record("snap", "1", given_name="Rosa", surname="Ruiz", birth_date="1990-05-17"),
            record("k12", "2", given_name="Rosa", surname="Ruiz", birth_date="1990-05-17"),
            record("tanf", "3", given_name="Rosie", surname="Ruiz", birth_date="1991-05-17"),
        ],
        TODAY,
    )
    assert (who.name, who.other_names, who.birth_date, who.age) == ("Rosa Ruiz", ("Rosie Ruiz",), "1990-05-17", 36)
    assert [c.about for c in who.contradictions] == ["birth date"]


def test_a_more_exact_date_that_agrees_is_no_contradiction() -> None:
    """A year and a day in that year agree; the day is shown."""
    who = compose("P1", [record("a", "1", birth_date="1990"), record("b", "2", birth_date="1990-05-17")], TODAY)
    assert (who.birth_date, who.contradictions) == ("1990-05-17", ())


def test_the_dead_keep_their_age() -> None:
    """Age is told at death, and nobody grows older after it."""
    who = compose("P1", [record("a", "1", birth_date="1960-01-01", death_date="2022-02-02")], TODAY)
    assert (who.deceased, who.age) == (True, 62)


def test_a_record_without_a_name_is_still_somebody() -> None:
    """Where nobody states a name, that is said."""
    assert compose("P1", [record("a", "1")], TODAY).name == "Name not stated"


def test_certainty_is_the_weakest_link() -> None:
    """The lowest probability by which a record hangs on the others is told."""
    rows = [replace(record("a", "1"), probability=0.97), replace(record("b", "2"), probability=0.999)]
    assert compose("P1", rows, TODAY).certainty.weakest == 0.97
