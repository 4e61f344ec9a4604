"""Starts the explorer on this machine, and says where it answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from graphmodel.errors import SettingError

ADDRESS = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TRIED = 100
NO_BROWSER_VARIABLE = "KIN360_NO_BROWSER"
SECONDS_TO_START = 60.0


def launch(port: int | None = None, *, open_browser: bool = True) -> None:
    """Serve the explorer until it is stopped.

    Prints ``Kin360 is ready at http://127.0.0.1:PORT`` once it answers.

    Args:
        port: Where to listen; the first free port from 8501 when None.
        open_browser: Open the address in a browser. KIN360_NO_BROWSER=1 keeps it closed all the same.

    Raises:
        SettingError: The port is taken, or the server did not start.
    """
    chosen = free_port() if port is None else port
    if port is not None and not _is_free(port):
        raise SettingError("The port is taken", to=str(port), do="Choose another with --port, or leave it out.")
    process = subprocess.Popen(command(chosen), env=_environment())  # noqa: S603 (our own interpreter and arguments)
    previous = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        wait_until_ready(process, chosen)
        address = f"http://{ADDRESS}:{chosen}"
        print(f"Kin360 is ready at {address}", flush=True)
        if open_browser and os.environ.get(NO_BROWSER_VARIABLE) != "1":
            webbrowser.open(address)
        process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, previous)
        _stop(process)


def command(port: int) -> list[str]:
    """The command that serves the explorer on a port, with every setting of the shipped config.toml."""
    folder = Path(str(resources.files("explorer")))
    settings = tomllib.loads((folder / ".streamlit" / "config.toml").read_text("utf-8"))
    options = [f"--{name}={value}" for name, value in _flat(settings) if not name.startswith("theme.sidebar")]
    return [sys.executable, "-m", "streamlit", "run", str(folder / "app.py"), f"--server.port={port}", *options]


def free_port(first: int = FIRST_PORT) -> int:
    """The first port from ``first`` on which nobody listens.

    Raises:
        SettingError: A hundred in a row are taken.
    """
    for port in range(first, first + PORTS_TRIED):
        if _is_free(port):
            return port
    raise SettingError("No free port", to=f"{first} to {first + PORTS_TRIED - 1}", do="Name one with --port.")


def wait_until_ready(process: subprocess.Popen[Any], port: int, seconds: float = SECONDS_TO_START) -> None:
    """Wait until the server answers its health address.

    Raises:
        SettingError: It ended, or did not answer in time.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SettingError("The explorer ended while starting", do="Read what it wrote above.")
        try:
            with urllib.request.urlopen(f"http://{ADDRESS}:{port}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SettingError("The explorer did not answer", to=f"{seconds:.0f} s on port {port}", do="Start it again.")


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Streamlit's options as its command line takes them."""
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield from ((f"{prefix}{name}", str(each)) for each in value)
        else:
            yield f"{prefix}{name}", str(value).lower() if isinstance(value, bool) else str(value)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
        return True


def _environment() -> dict[str, str]:
    """Our environment without what Streamlit would read over the shipped settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}


def _stop(process: subprocess.Popen[Any]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
