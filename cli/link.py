"""`kin360 link`: who is one person: judgements, clusters, held links."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from cli.output import clear_errors, console, print_table

app = typer.Typer(help="Links between records: judge, list, write out.", no_args_is_help=True)


@app.command("judge")
def judge(
    record_a: Annotated[str | None, typer.Argument(help="A record: <system>:<key>, or its key alone.")] = None,
    record_b: Annotated[str | None, typer.Argument(help="The other record.")] = None,
    verdict: Annotated[str | None, typer.Argument(help="same, different, unsure or withdrawn.")] = None,
    why: Annotated[str | None, typer.Option(help="The reason, in your words.")] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from", help="CSV with record_a,record_b,verdict and optionally why.")
    ] = None,
) -> None:
    """Write a judgement: are two records one person? It outranks every score; undo it with a later one."""
    from graphmodel.errors import SettingError
    from graphmodel.home import Home
    from ingest.judging import judge_file, judge_pair

    with clear_errors():
        home, who = Home.from_environment(), getpass.getuser()
        if from_file is not None:
            count = judge_file(home, from_file, who=who, why=why)
        elif record_a and record_b and verdict and why:
            judge_pair(home, record_a, record_b, verdict, who=who, why=why)
            count = 1
        else:
            raise SettingError(
                "A judgement needs two records, a verdict and --why",
                do='Say: kin360 link judge snap:123 tanf:456 same --why "same SSN", or --from FILE.csv.',
            )
    console.print(f"{count:,} judgement(s) written. They take effect with: kin360 link again")


@app.command("again")
def again() -> None:
    """Link the records read last once more, with the judgements of today, and put the result in service."""
    from cli.report_text import print_report
    from graphmodel.home import Home
    from ingest.pipeline import relink
    from ingest.progress import ProgressBars

    with clear_errors(), ProgressBars() as progress:
        report = relink(Home.from_environment(), progress=progress)
    print_report(report)


@app.command("clusters")
def clusters(out: Annotated[Path, typer.Option(help="CSV to write: record_id,cluster_id,system,person_id.")]) -> None:
    """Write which records are one person."""
    from graphmodel.home import Home
    from ingest.link_export import write_clusters

    with clear_errors():
        count = write_clusters(Home.from_environment(), out)
    console.print(f"{count:,} records written to {out}")


@app.command("held")
def held(
    out: Annotated[Path | None, typer.Option(help="CSV to write instead of showing the first ones.")] = None,
    most: Annotated[int, typer.Option(help="How many to show.")] = 20,
) -> None:
    """Links that were strong enough to make but held by a conflict: a steward's work."""
    from graphmodel.home import Home
    from ingest.link_export import held_links, write_held_links

    with clear_errors():
        home = Home.from_environment()
        if out is not None:
            console.print(f"{write_held_links(home, out):,} held links written to {out}")
            return
        rows = held_links(home, most)
    print_table(("record", "record", "weight", "held because of"), rows)
