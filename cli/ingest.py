"""`kin360 ingest`: extracts in, a linked graph in service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.output import clear_errors, print_json


def ingest(
    folder: Annotated[Path, typer.Argument(help="Folder of agency extracts; looked through with its sub-folders.")],
    contracts: Annotated[Path | None, typer.Option(help="Folder of your own source contracts.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Write the report as JSON on standard output.")] = False,
) -> None:
    """Read, link, build and put in service. Safe to run again; a failed run leaves the earlier snapshot in service."""
    from cli.report_text import print_report
    from graphmodel.home import Home
    from ingest.pipeline import ingest_folder
    from ingest.progress import ProgressBars

    with clear_errors(), ProgressBars() as progress:
        report = ingest_folder(Home.from_environment(), folder, contracts_folder=contracts, progress=progress)
    if json:
        print_json(report)
    else:
        print_report(report)
