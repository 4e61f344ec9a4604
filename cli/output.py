"""How the command line speaks: plain tables for people, JSON for programs, one clear line for an error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from graphmodel.errors import Kin360Error

FAILED = 1
_WIDE = 180
console = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDE)


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn an error of our tree into one line on standard error and exit code 1."""
    try:
        yield
    except Kin360Error as error:
        print(f"kin360: {error}", file=sys.stderr)
        raise typer.Exit(FAILED) from error


def print_json(value: BaseModel) -> None:
    """Write a model as JSON on standard output."""
    print(value.model_dump_json(indent=1))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Write rows as a table. Values are data: markup in them is shown as it stands."""
    table = Table(title=title, title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_plain(value) for value in row))
    console.print(table, markup=False)


def _plain(value: object) -> str:
    return "" if value is None else str(value).replace("[", "\\[")
