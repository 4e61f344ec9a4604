"""The tested engine's process: it answers in every mode, and whatever ends it is told and survived."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine_gate.comparing import MODES
from engine_gate.environment import locked_release
from engine_gate.tested import TestedEngine
from graphmodel.errors import StoreCorrupt

PLANTED = Path(__file__).with_name("planted.py")
SCHEMA = (
    "CREATE NODE TABLE Person(id STRING, born DATE, PRIMARY KEY(id))",
    "CREATE REL TABLE PARTNER_OF(FROM Person TO Person, kind STRING)",
)
BORN = "MATCH (n0:Person {id: $id}) RETURN n0.born AS born"
BEFORE = "MATCH (n0:Person) WHERE n0.born < $day RETURN count(*) AS n"
PARTNERS = "MATCH (n0:Person {id: $id})-[t1:PARTNER_OF]->(n1:Person) RETURN n1.id AS partner"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty people, each but the last with the next as partner."""
    folder = tmp_path_factory.mktemp("tested")
    ids = [f"p{n:02d}" for n in range(30)]
    days = [dt.date(2000, 1, 1) + dt.timedelta(n) for n in range(29)]
    files = {"Person": folder / "Person.parquet", "PARTNER_OF": folder / "PARTNER_OF.parquet"}
    pq.write_table(pa.table({"id": ids, "born": pa.array([*days, None], pa.date32())}), files["Person"])
    pairs = {"from": ids[:-1], "to": ids[1:], "kind": ["married"] * 29}
    pq.write_table(pa.table(pairs), files["PARTNER_OF"])
    with TestedEngine(locked_release(), folder / "tested.db") as tested:
        tested.load(SCHEMA, files)
    return folder / "tested.db"


def planted(database: Path, fault: str) -> TestedEngine:
    """The engine behind a worker with a fault."""
    return TestedEngine(locked_release(), database, command=(sys.executable, str(PLANTED), fault), grace=1.0)


@pytest.mark.parametrize("mode", MODES)
def test_it_answers_in_every_mode(database: Path, mode: str) -> None:
    """Each question has its own answer, in the order of asking, with dates and NULLs."""
    asked = [(BORN, {"id": f"p{n:02d}"}) for n in range(30)] + [(BEFORE, {"day": dt.date(2000, 1, 11)})]
    with TestedEngine(locked_release(), database) as tested:
        answers = tested.ask(asked, mode, seconds=5)
    born = [{"$date": (dt.date(2000, 1, 1) + dt.timedelta(n)).isoformat()} for n in range(29)]
    assert [answer.rows for answer in answers[:-1]] == [((day,),) for day in [*born, None]]
    assert (answers[-1].columns, answers[-1].rows) == (("n",), ((10,),))


def test_what_the_engine_refuses_is_its_answer(database: Path) -> None:
    """A statement it does not take is answered by its words, and the next one as ever."""
    with TestedEngine(locked_release(), database) as tested:
        refused, answered = tested.ask(
            [("MATCH (n:Nobody) RETURN n.id AS id", {}), (BORN, {"id": "p00"})], "fresh", seconds=5
        )
    assert "Nobody" in refused.error
    assert answered.rows


def test_what_takes_too_long_is_unknown(database: Path) -> None:
    """A query that the engine's timer stops has no answer to compare."""
    endless = "UNWIND range(1, 20000) AS a UNWIND range(1, 3000) AS b RETURN sum(a * b) AS s"
    with TestedEngine(locked_release(), database, grace=20) as tested:
        (answer,) = tested.ask([(endless, {})], "fresh", seconds=0.2)
    assert answer.unknown
    assert not answer.error


def test_a_process_that_ends_is_a_finding_and_no_end(database: Path) -> None:
    """The question it ended at is answered by that, those before and behind it by their rows."""
    asked = [(BORN, {"id": "p00"}), (PARTNERS, {"id": "p00"}), (BORN, {"id": "p01"})]
    with planted(database, "ends") as tested:
        answers = tested.ask(asked, "fresh", seconds=5)
    assert "the process ended: code -11" in answers[1].error
    assert answers[0].rows
    assert answers[2].rows


def test_a_process_that_hangs_is_ended(database: Path) -> None:
    """The question it hung at is not compared; the next is answered."""
    asked = [(PARTNERS, {"id": "p00"}), (BORN, {"id": "p01"})]
    with planted(database, "hangs") as tested:
        hung, answered = tested.ask(asked, "fresh", seconds=0.5)
    assert hung.unknown == "the engine hangs"
    assert answered.rows


def test_a_graph_that_cannot_be_loaded(tmp_path: Path) -> None:
    """It is told with the engine's words."""
    with TestedEngine(locked_release(), tmp_path / "bad.db") as tested, pytest.raises(StoreCorrupt, match="Nobody"):
        tested.load(SCHEMA, {"Nobody": tmp_path / "missing.parquet"})
