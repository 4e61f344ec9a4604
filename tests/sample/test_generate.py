"""The maker of the sample state: repeatable bytes, exact size, a consistent truth, and care with folders."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from state_on_disk import PEOPLE, State

from graphmodel.errors import SettingError
from ingest.sample.generate import MARKER, generate, plan_towns
from ingest.sample.people import AS_OF


def _digest(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_same_people_and_seed_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """Two processes with different hash seeds write identical files, and another seed writes others."""
    digests = []
    for name, seed, hash_seed in (("a", 5, "1"), ("b", 5, "2"), ("c", 6, "1")):
        out = str(tmp_path / name)
        call = f"import pathlib, ingest.sample.generate as g; g.generate(300, {seed}, pathlib.Path({out!r}))"
        subprocess.run([sys.executable, "-c", call], check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed})
        digests.append(_digest(tmp_path / name))
    assert digests[0] == digests[1]
    assert set(digests[0]) == set(digests[2])
    assert digests[0]["truth/persons.csv"] != digests[2]["truth/persons.csv"]


def test_truth_has_exactly_the_people_asked_for(state: State) -> None:
    """People are counted alive or dead, each with an entity id and a Social Security number of their own."""
    persons = state.truth("persons")
    assert len(persons) == state.summary.people == PEOPLE
    assert len({p["entity_id"] for p in persons}) == PEOPLE
    assert len({p["ssn"] for p in persons}) == PEOPLE
    assert all(800 <= int(p["ssn"][:3]) <= 899 for p in persons)


def test_parents_are_older_than_their_children(state: State) -> None:
    """Parents by birth are fourteen years older at least, others older, and nobody is their own ancestor."""
    born = {p["entity_id"]: p["birth_date"] for p in state.truth("persons")}
    parents = defaultdict(list)
    for tie in state.truth("parentage"):
        parents[tie["child_id"]].append(tie["parent_id"])
        assert born[tie["parent_id"]] < born[tie["child_id"]]
        if tie["nature"] == "biological":
            assert int(born[tie["child_id"]][:4]) - int(born[tie["parent_id"]][:4]) >= 14
    assert max(Counter(t["child_id"] for t in state.truth("parentage") if t["nature"] == "biological").values()) == 2


def test_five_generations_are_told(state: State) -> None:
    """Somebody alive descends from a great-great-grandparent on record in the truth."""
    parents = defaultdict(list)
    for tie in state.truth("parentage"):
        if tie["nature"] == "biological":
            parents[tie["child_id"]].append(tie["parent_id"])

    def depth(person: str) -> int:
        return 1 + max((depth(p) for p in parents[person]), default=0)

    assert max(depth(p["entity_id"]) for p in state.truth("persons") if not p["death_date"]) >= 5


def test_nobody_lives_in_two_homes_or_after_death(state: State) -> None:
    """Stays in households follow one another, none before birth nor beyond death."""
    persons = {p["entity_id"]: p for p in state.truth("persons")}
    stays = defaultdict(list)
    for stay in state.truth("households"):
        stays[stay["entity_id"]].append((stay["valid_from"], stay["valid_to"] or "9999"))
    for entity, spells in stays.items():
        spells.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(spells))
        assert spells[0][0] >= persons[entity]["birth_date"]
        if persons[entity]["death_date"]:
            assert spells[-1][1] <= persons[entity]["death_date"]


def test_families_are_of_every_kind(state: State) -> None:
    """Step, adoptive, foster and guardianship ties, twins, juniors, divorces and unknown fathers all occur."""
    natures = {t["nature"] for t in state.truth("parentage")}
    assert {"biological", "adoptive", "step", "foster", "guardianship"} <= natures
    assert {"twin", "junior"} <= {t["kind"] for t in state.truth("traps")}
    assert {"divorced", "separated", "widowed"} <= {u["ended_by"] for u in state.truth("unions")}
    known = {p["fatherhood"] for p in state.truth("persons")}
    assert {"married", "acknowledged", "adjudicated", "alleged", "unknown"} <= known
    assert {"godparent", "alleged father"} <= {r["relation"] for r in state.truth("relations")}


def test_open_removals_are_recent_and_enough(state: State) -> None:
    """At least five removal cases of the last two hundred days are open, their children minors and on record."""
    born = {p["entity_id"]: p["birth_date"] for p in state.truth("persons")}
    recent = [c for c in state.truth("children_in_care") if (AS_OF - AS_OF.fromisoformat(c["removed_on"])).days <= 200]
    assert len({c["case_key"] for c in recent}) >= 5
    records = {r["record_id"]: r["entity_id"] for r in state.truth("records")}
    for child in recent:
        assert records[child["record_id"]] == child["entity_id"]
        assert int(born[child["entity_id"]][:4]) >= AS_OF.year - 18


def test_towns_share_people_and_cases_exactly() -> None:
    """Towns add up to the state, follow one another without gap, and hold about five thousand people each."""
    plans = plan_towns(100_003, 1)
    assert sum(p.people for p in plans) == 100_003
    assert [p.first_person for p in plans] == [sum(q.people for q in plans[:i]) for i in range(len(plans))]
    assert sum(p.open_cases for p in plans) == 250
    assert all(4_900 < p.people < 5_100 for p in plans)


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    """A folder that holds a stranger's file is left alone; an earlier sample is replaced, leaving nothing of it."""
    (tmp_path / "thesis.txt").write_text("ten years of work", encoding="utf-8")
    with pytest.raises(SettingError, match="no sample state"):
        generate(100, 1, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]
    out = tmp_path / "state"
    generate(100, 1, out)
    (out / "extracts" / "left_over.csv").write_text("x", encoding="utf-8")
    generate(120, 2, out)
    assert not (out / "extracts" / "left_over.csv").exists()
    assert (out / MARKER).read_text(encoding="utf-8") == "people=120\nseed=2\n"


def test_too_few_people_are_refused(tmp_path: Path) -> None:
    """A state of fewer than a hundred people is refused before anything is written."""
    with pytest.raises(SettingError, match="at least 100"):
        generate(99, 1, tmp_path / "state")
    assert not (tmp_path / "state").exists()


def test_progress_counts_up_to_all_people(tmp_path: Path) -> None:
    """Progress is told after every town and ends with all people."""
    seen: list[tuple[int, int]] = []
    generate(7_600, 1, tmp_path / "state", progress=lambda done, of: seen.append((done, of)))
    assert seen == [(3_800, 7_600), (7_600, 7_600)]
