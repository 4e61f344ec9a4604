"""Runs the benchmarks: ``python -m benchmarks.run [--only SECTION ...] [--people N ...]``; `make bench` runs them all.

Ratios come first, each against a named baseline measured in the same run. The Markdown goes to standard output, the
figures to ``benchmarks/results/latest.json``; docs/benchmarks.md says what each means.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import (
    engine_gate_run,
    graph_load,
    kills,
    linkage_quality,
    linkage_speed,
    parentage,
    query_times,
    server_load,
    server_queries,
    shared_data,
    sources_a_tie,
    stages,
)
from benchmarks.figures import Report, Section, machine_as_markdown, section_as_markdown
from benchmarks.machine import this_machine
from benchmarks.states import States, bench_states

RESULTS = Path(__file__).resolve().parent / "results" / "latest.json"
SIZES = (10_000, 100_000)
Measure = Callable[[States, Sequence[int]], Section]
SECTIONS: dict[str, Measure] = {
    stages.NAME: stages.measure,
    linkage_speed.NAME: linkage_speed.measure,
    graph_load.NAME: graph_load.measure,
    query_times.NAME: query_times.measure,
    server_load.NAME: server_load.measure,
    server_queries.NAME: server_queries.measure,
    sources_a_tie.NAME: sources_a_tie.measure,
    parentage.NAME: parentage.measure,
    linkage_quality.NAME: linkage_quality.measure,
    kills.NAME: kills.measure,
    engine_gate_run.NAME: engine_gate_run.measure,
    shared_data.NAME: shared_data.measure,
}
"""Name -> what measures it, in the order they run."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sections asked for. A missed goal is told and is no error: times on a shared machine are noisy."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=list(SECTIONS), help="sections to run")
    parser.add_argument("--people", nargs="+", type=int, default=list(SIZES), help="sizes of the sample state")
    asked = parser.parse_args(arguments)
    # kuzu is final at 0.11.3, so what it deprecates stays; see the same filter in pyproject.toml.
    warnings.filterwarnings("ignore", message="The use of separate prepare", category=DeprecationWarning)
    report = Report(machine=this_machine(), sections=())
    print(machine_as_markdown(report.machine))
    with bench_states() as states:
        for name in [name for name in SECTIONS if name in asked.only]:
            section = _measured(name, states, asked.people)
            report = report.model_copy(update={"sections": (*report.sections, section)})
            # Kept and printed section by section: a run broken off leaves what it measured.
            _keep(report)
            print(section_as_markdown(section), flush=True)
    missed = [figure.what for section in report.sections for figure in section.figures if figure.met is False]
    print(f"Goals missed: {len(missed)}" + "".join(f"\n- {what}" for what in missed))
    return 0


def _keep(report: Report) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(report.model_dump_json(indent=1), encoding="utf-8")


def _measured(name: str, states: States, sizes: Sequence[int]) -> Section:
    print(f"benchmark: {name} ...", file=sys.stderr, flush=True)
    began = time.monotonic()
    section = SECTIONS[name](states, sizes)
    return section.model_copy(update={"seconds": round(time.monotonic() - began, 1)})


if __name__ == "__main__":
    sys.exit(main())
