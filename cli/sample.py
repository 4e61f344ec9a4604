"""`kin360 sample`: make the fictional state."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.output import clear_errors, console


def sample(
    out: Annotated[Path, typer.Option(help="Folder to fill; made when missing.")],
    people: Annotated[int, typer.Option(min=100, help="How many people, alive or dead.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same state, byte for byte.")] = 1,
) -> None:
    """Make a fictional state: extracts of fourteen systems, and the truth beside them."""
    from ingest.progress import ProgressBars
    from ingest.sample.generate import generate

    with clear_errors(), ProgressBars() as bars:
        bars.stage("people", people)
        known = 0

        def show(done: int, _total: int) -> None:
            nonlocal known
            bars.advance(done - known)
            known = done

        summary = generate(people, seed, out, progress=show)
    console.print(f"Made {summary.people:,} people in {out} (fictional). Load them with: kin360 ingest {out}")
