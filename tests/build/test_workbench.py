"""The rules every tie shares: real dates from partial ones, and the columns of the model to the letter."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from built import SECRET, Built
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staged import Staged

from graphmodel.dates import PartialDate
from graphmodel.errors import SnapshotError
from graphmodel.model import NODES, RELATIONSHIPS
from graphmodel.model.nodes import Person
from ingest.build.workbench import Workbench, parquet_file

PARTIAL = st.dates().map(str).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """A workbench over an empty staging."""
    folder = tmp_path_factory.mktemp("bench")
    return Workbench(Staged(folder / "staging.duckdb").connection, folder / "parquet", SECRET)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(PARTIAL)
def test_sql_and_python_read_partial_dates_alike(bench: Workbench, text: str) -> None:
    """The first and last day of a date in the build are those of graphmodel.dates."""
    found = bench.connection.execute("SELECT earliest_day(?), latest_day(?)", [text, text]).fetchone()
    known = PartialDate.parse(text)
    assert found == (known.earliest, known.latest)


@pytest.mark.parametrize("text", [None, "", "2011-02-30", "2011-13", "soon", "20110309"])
def test_what_is_no_date_gives_none(bench: Workbench, text: str | None) -> None:
    """A text that is no date bounds nothing."""
    assert bench.connection.execute("SELECT earliest_day(?), latest_day(?)", [text, text]).fetchone() == (None, None)


def test_every_class_of_the_model_is_built_even_when_empty(staged: Staged, tmp_path: Path) -> None:
    """A build writes exactly one file a class, in exactly its columns, with no rows where nothing is known."""
    built = Built(staged, tmp_path / "parquet")
    classes = [*NODES, *RELATIONSHIPS]
    assert sorted(path.name for path in built.folder.iterdir()) == sorted(
        parquet_file(built.folder, declared).name for declared in classes
    )
    for declared in classes:
        assert pq.read_schema(parquet_file(built.folder, declared)).equals(declared.arrow_schema())
    assert set(built.report.counts.values()) == {0}


def test_columns_of_another_type_are_refused(bench: Workbench) -> None:
    """A subject that hands over a number for an id does not reach the engine."""
    with pytest.raises(SnapshotError, match=r"does not have the columns of the graph model \(Person\.parquet\)"):
        bench.write_nodes(Person, "SELECT 1 AS id")
