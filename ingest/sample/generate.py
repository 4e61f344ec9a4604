"""Makes the sample state: a fictional Illinois, its agencies' extracts, and the truth beside them.

The state is told town by town and written as it is told, so its size is bounded by the disk. The same people and seed
give the same bytes, with one process or several.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from graphmodel.errors import SettingError
from ingest.sample.render import TownPages, render
from ingest.sample.town import TownPlan
from ingest.sample.writers import StateWriter

MARKER = ".kin360-sample"
TOWN_SIZE = 5_000
PEOPLE_FOR_SEVERAL_PROCESSES = 40_000
KEPT = {MARKER, "extracts", "truth", "README.txt"}
Progress = Callable[[int, int], None]
"""Called with people told so far and people in all."""


@dataclass(frozen=True)
class SampleSummary:
    """What was written.

    Attributes:
        folder: The sample's folder.
        people: Persons in the truth, alive or dead.
        records: Person records by system.
        rows: Rows by extract file, malformed ones included.
        planted: Malformed rows by extract file.
        open_removals: Children in open removal cases.
    """

    folder: Path
    people: int
    records: dict[str, int]
    rows: dict[str, int]
    planted: dict[str, int]
    open_removals: int


def plan_towns(people: int, seed: int) -> list[TownPlan]:
    """Towns of about TOWN_SIZE people that add up to ``people``, and share the open removal cases."""
    towns = max(1, round(people / TOWN_SIZE))
    cases = max(5, people // 400)
    plans: list[TownPlan] = []
    for i in range(towns):
        first, last = people * i // towns, people * (i + 1) // towns
        open_cases = cases * (i + 1) // towns - cases * i // towns
        plans.append(TownPlan(i, first, last - first, open_cases, seed))
    return plans


def generate(people: int, seed: int, out: Path, *, progress: Progress | None = None) -> SampleSummary:
    """Write the sample state.

    Args:
        people: How many persons, alive or dead, the truth is to have; at least 100.
        seed: Chooses the state; the same gives the same bytes.
        out: Folder to write to; made if missing. An earlier sample in it is replaced.
        progress: Told after every town how many people are done.

    Returns:
        Counts of what was written.

    Raises:
        SettingError: ``people`` is too small, or the folder holds something that is not a sample.
    """
    if people < 100:
        raise SettingError(f"A sample state needs at least 100 people, not {people}", do="Ask for more with --people.")
    prepare(out)
    plans = plan_towns(people, seed)
    done = 0
    with StateWriter(out) as writer:
        for pages in _pages(plans):
            writer.add(pages)
            done += pages.people
            if progress is not None:
                progress(done, people)
    # The marker comes last: a sample broken off half-way is not taken for a whole one.
    (out / MARKER).write_text(f"people={people}\nseed={seed}\n", encoding="utf-8")
    return SampleSummary(out, done, writer.records, writer.rows, writer.planted, writer.in_care)


def prepare(out: Path) -> None:
    """Make the folder ready: empty, or with the files of an earlier sample removed.

    Raises:
        SettingError: The folder holds something that no sample put there.
    """
    out.mkdir(parents=True, exist_ok=True)
    found = sorted(p.name for p in out.iterdir())
    strangers = [name for name in found if name not in KEPT]
    begun = (out / "extracts" / MARKER).exists()
    if strangers or (found and not (out / MARKER).exists() and not begun):
        raise SettingError(
            "The folder is not empty and is no sample state",
            to=str(out),
            do="Name another folder, or empty this one yourself.",
        )
    for part in ("extracts", "truth"):
        for file in sorted((out / part).rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
    (out / MARKER).unlink(missing_ok=True)


def _pages(plans: list[TownPlan]) -> Iterator[TownPages]:
    """The towns' pages in order; big states use every core, with few towns waiting in memory."""
    workers = os.cpu_count() or 1
    if sum(p.people for p in plans) < PEOPLE_FOR_SEVERAL_PROCESSES or workers == 1:
        yield from map(render, plans)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[TownPages]] = deque()
        for plan in plans:
            waiting.append(pool.submit(render, plan))
            if len(waiting) > workers + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
