"""The `kin360` command: puts its groups together. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import typer

from cli import explore, graph, ingest, link, people, sample, source

app = typer.Typer(
    name="kin360",
    help="Family relationship explorer for child welfare. State lives in the folder that KIN360_HOME names.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("sample")(sample.sample)
app.add_typer(source.app, name="source")
app.command("ingest")(ingest.ingest)
app.add_typer(link.app, name="link")
app.add_typer(graph.app, name="graph")
app.command("find")(people.find)
app.command("profile")(people.profile)
app.command("relatives")(people.relatives)
app.command("explore")(explore.explore)


if __name__ == "__main__":
    app()
