"""`kin360 source`: check a source before any load."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.output import FAILED, clear_errors, console, print_json

app = typer.Typer(help="Source contracts and extracts.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Source contracts and extracts."""


@app.command("check")
def check(
    target: Annotated[Path, typer.Argument(help="A contract (TOML), an extract, or a folder of extracts.")],
    json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Say what is wrong with a contract or an extract, without loading anything."""
    from ingest.source_check import check_source

    with clear_errors():
        found = check_source(target)
    if json:
        print_json(found)
    else:
        console.print(found.text(), markup=False)
    if not found.ok:
        raise typer.Exit(FAILED)
