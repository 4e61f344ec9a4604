"""Load: what was built is what the graph answers, counted class by class."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from built import RUN, Built
from staged import Staged

from graphmodel.errors import SnapshotError
from graphmodel.home import Home
from graphmodel.model import NODES, RELATIONSHIPS
from graphmodel.model.relationships import Describes
from graphmodel.snapshot import Run, begin_run
from graphmodel.stores.base import GraphReader, GraphWriter
from graphmodel.stores.kuzu_store import KuzuWriter
from graphmodel.stores.opening import open_reader
from ingest import load as load_module
from ingest.load import load_graph

Build = Callable[[], Built]


def family(staged: Staged) -> None:
    """A family with something of every class."""
    home = {"street_number": "1", "street_name": "oak st", "city": "Peoria", "state": "IL", "household_key": "H"}
    mother = staged.record("snap:1", "P1", **home, household_role="head", surname="Roe", given_name="Ana", sex="female")
    father = staged.record("snap:2", "P2", **home, household_role="spouse", phone="2175550100")
    child = staged.record("snap:3", "P3", **home, household_role="child", household_from="2011-02")
    other = staged.record("snap:4", "P4", surname='O\'Hara \\ "Quote"', given_name="Núñez")
    staged.tie("PARENT_OF", "biological", mother, child, valid_from="2011-02-03")
    staged.tie("SIBLING_OF", "half", child, other)
    staged.tie("FICTIVE_TIE", "godparent", other, child)
    staged.add("enrolment", system="snap", record_id=mother, service="SNAP", status="active", case_key="K")
    staged.add("address_service", system="snap", service="LIHEAP", street_number="1", street_name="oak st")
    staged.add("attendance", system="snap", record_id=child, school_key="S", school_name="Oak School")
    staged.add("case_involvement", system="snap", record_id=child, case_key="C", case_kind="removal", role="child")
    staged.add(
        "placement", system="snap", placement_key="L", case_key="C", child_record=child, caregiver_record=father,
        setting="kin", valid_from="2024-01-01",
    )  # fmt: skip
    staged.add(
        "court_order", system="snap", order_key="O", kind="legal custody", child_record=child, holder_record=other
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run under construction."""
    return begin_run(Home(tmp_path / "home"), RUN)


def stored(reader: GraphReader, built: Built) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the graph answers and what the files hold, class by class, in one order."""
    answered: dict[str, Any] = {}
    written: dict[str, Any] = {}
    for node in NODES:
        names = [name for name, _, _ in node.properties()]
        columns = ", ".join(f"n.{name} AS {name}" for name in names)
        answered[node.label] = reader.rows(f"MATCH (n:{node.label}) RETURN {columns} ORDER BY n.id", {})
        written[node.label] = built.rows(node)
    for tie in RELATIONSHIPS:
        columns = ", ".join(f"t.{name} AS {name}" for name, _, _ in tie.properties())
        pattern = f"(a:{tie.start.label})-[t:{tie.type_}]->(b:{tie.end.label})"
        rows = reader.rows(f"MATCH {pattern} RETURN a.id AS start_id, b.id AS end_id, {columns}", {})
        order = ("start_id", "end_id", *tie.identity)
        answered[tie.type_] = sorted(rows, key=lambda row: [row[name] for name in order])
        written[tie.type_] = built.rows(tie)
    return answered, written


def test_the_graph_answers_what_was_built(staged: Staged, build: Build, run: Run) -> None:
    """Every node, tie, list, date and odd character of the files comes back from the engine, and nothing else."""
    family(staged)
    built = build()
    counts = load_graph(run, built.folder)
    assert counts == built.report.counts
    assert all(counts.values()), "the family should have something of every class"
    with open_reader(run) as reader:
        answered, written = stored(reader, built)
    assert answered == written


def test_a_graph_of_another_size_is_refused(
    staged: Staged, build: Build, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the engine holds fewer rows than the file, the load fails and says of which class."""

    class Forgetful(KuzuWriter):
        def load_relationships(self, tie: Any, parquet: Path) -> int:
            return super().load_relationships(tie, parquet) - (tie is Describes)

    def open_forgetful(run: Run) -> GraphWriter:
        return Forgetful(run.graph)

    monkeypatch.setattr(load_module, "open_writer", open_forgetful)
    staged.record("snap:1", "P1", birth_date="1980-02-03")
    with pytest.raises(SnapshotError, match=r"holds 0 rows where 1 were built \(DESCRIBES\)"):
        load_graph(run, build().folder)


def test_a_missing_file_is_named(staged: Staged, build: Build, run: Run) -> None:
    """A build that lost a file is refused before a graph is begun."""
    staged.record("snap:1", "P1")
    built = build()
    (built.folder / "SIBLING_OF.parquet").unlink()
    with pytest.raises(SnapshotError, match=r"SIBLING_OF\.parquet"):
        load_graph(run, built.folder)
    assert not run.graph.exists()
