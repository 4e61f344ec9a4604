"""`kin360 graph`: where the graph is, its files, and moving it between places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import FAILED, clear_errors, console, print_json, print_table

if TYPE_CHECKING:
    from ingest.graph_moves import Moved
    from ingest.graph_status import BerthStatus, GraphStatus

app = typer.Typer(help="The graph: where it is, its files, moving it between places.", no_args_is_help=True)
JSON = Annotated[bool, typer.Option("--json", help="Write JSON.")]


@app.command("status")
def status(json: JSON = False) -> None:
    """Where the graph is and what each server holds. Exit code 1 when there is something to do."""
    from graphmodel.home import Home
    from ingest.graph_status import graph_status

    with clear_errors():
        found = graph_status(Home.from_environment())
    if json:
        print_json(found)
    else:
        _print_status(found)
    if found.problems:
        raise typer.Exit(FAILED)


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="A new folder; made readable by this account only.")],
    form: Annotated[str, typer.Option("--format", help="csv (for Neo4j's import) or parquet.")] = "csv",
    masked: Annotated[
        bool,
        typer.Option(
            "--masked/--unmasked",
            help="Whether protected addresses are taken away. Unmasked is for a server of the same custodian (csv).",
        ),
    ] = True,
    json: JSON = False,
) -> None:
    """Write the graph in service as files: for `neo4j-admin database import full`, or as Parquet."""
    from graphmodel.home import Home
    from ingest.graph_export import export_graph
    from ingest.progress import ProgressBars

    with clear_errors(), ProgressBars() as progress:
        done = export_graph(Home.from_environment(), folder, form=form, masked=masked, progress=progress)
    if json:
        print_json(done)
        return
    console.print(f"{sum(done.rows.values()):,} rows of {done.run} written to {done.folder}.")
    if done.masked:
        console.print(f"{done.protected_addresses:,} protected address(es) masked (750 ILCS 61).")
    if done.format == "csv":
        console.print("README.txt in it says how to import them.")


@app.command("import")
def import_(
    server_home: Annotated[
        Path | None, typer.Option("--home", help="Only into the server with this folder, of KIN360_NEO4J_HOMES.")
    ] = None,
    run: Annotated[str | None, typer.Option(help="A run by name; the one in service when left out.")] = None,
    switch: Annotated[bool, typer.Option("--switch", help="Let the run in service answer from there.")] = False,
    json: JSON = False,
) -> None:
    """Bring the run in service from its tables onto an idle server, or onto the embedded engine if that is set."""
    from graphmodel.home import Home
    from ingest.graph_moves import import_graph
    from ingest.progress import ProgressBars

    with clear_errors(), ProgressBars() as progress:
        moved = import_graph(
            Home.from_environment(), run_name=run, server_home=server_home, switch=switch, progress=progress
        )
    _print_moved(moved, json)


@app.command("switch")
def switch(
    target: Annotated[
        str | None, typer.Argument(help="A server's address as KIN360_GRAPH has it, or: embedded.")
    ] = None,
    json: JSON = False,
) -> None:
    """Let the run in service answer from another place that holds it whole. A running explorer follows."""
    from graphmodel.home import Home
    from ingest.graph_moves import switch_graph

    with clear_errors():
        moved = switch_graph(Home.from_environment(), target)
    _print_moved(moved, json)


def _print_moved(moved: Moved, json: bool) -> None:
    if json:
        print_json(moved)
        return
    console.print(f"{moved.run} stands whole at {moved.place} ({moved.route}).")
    if moved.switched:
        console.print("The run in service answers from there.")
    else:
        console.print(f"It does not answer from there yet: kin360 graph switch {moved.place}")


def _print_status(found: GraphStatus) -> None:
    console.print(f"engine {found.engine}; in service: {found.run or 'nothing'}, at {found.place or 'no place set'}")
    if found.file:
        console.print(f"file {found.file.path}, {found.file.megabytes:,} MB with what stands beside it")
    if found.berths:
        print_table(
            ("server", "version", "holds", "run", "in service", "home"), [_berth_row(berth) for berth in found.berths]
        )
    for problem in found.problems:
        console.print(f"To do: {problem}", markup=False)


def _berth_row(berth: BerthStatus) -> tuple[str | None, ...]:
    holds = berth.holds + (f" (counts differ: {', '.join(berth.wrong_counts)})" if berth.wrong_counts else "")
    return berth.address, berth.version, holds, berth.run, "yes" if berth.in_service else "", berth.home
