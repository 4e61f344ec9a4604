"""`kin360 explore`: open the explorer in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.output import clear_errors


def explore(
    port: Annotated[
        int | None, typer.Option(help="Port on 127.0.0.1; the first free one from 8501 when not given.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser. KIN360_NO_BROWSER=1 keeps it shut as well.")] = True,
) -> None:
    """Start the explorer on this machine and print its address."""
    from explorer.launch import launch

    with clear_errors():
        launch(port, open_browser=browser)
