"""``python -m engine_gate [--engine name==version] [--queries N] [--people N] [--seed S]``: what the user types."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from engine_gate.environment import release_named
from engine_gate.gate import LEAST_PEOPLE, Settings, run_gate
from engine_gate.report import as_markdown
from graphmodel.errors import Kin360Error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate and print its report.

    Returns:
        0 where the engine passes, 1 where it does not, 2 where the gate could not be run.
    """
    parser = argparse.ArgumentParser(prog="python -m engine_gate", description=__doc__)
    parser.add_argument("--engine", default="", help="name==version of the kuzu family; by default the installed kuzu")
    parser.add_argument("--queries", type=int, default=4_000, help="random statements with their parameters")
    parser.add_argument("--people", type=int, default=LEAST_PEOPLE, help=f"size of the graph, from {LEAST_PEOPLE:,} up")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    asked = parser.parse_args(arguments)
    try:
        settings = Settings(release_named(asked.engine), asked.queries, asked.people, asked.seed)
        outcome = run_gate(settings)
    except Kin360Error as error:
        print(error, file=sys.stderr)
        return 2
    print(as_markdown(outcome))
    return 0 if outcome.passed else 1
