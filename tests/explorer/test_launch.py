"""Starting the explorer."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from explorer.launch import ADDRESS, command, free_port, launch, wait_until_ready
from graphmodel.errors import SettingError


def test_the_command_carries_the_shipped_settings() -> None:
    """Usage statistics off, this machine only, no file watching, a minimal tool bar, two hosts allowed."""
    given = command(8600)
    for setting in (
        "--browser.gatherUsageStats=false", "--server.address=127.0.0.1", "--server.fileWatcherType=none",
        "--client.toolbarMode=minimal", "--server.headless=true", "--server.enableAgentApi=false",
        "--server.allowedHosts=127.0.0.1", "--server.allowedHosts=localhost", "--server.port=8600",
    ):  # fmt: skip
        assert setting in given
    assert given[given.index("run") + 1].endswith("app.py")


def test_a_taken_port_is_passed_over_and_refused_when_asked_for() -> None:
    """The first free port is found beside a taken one; a port asked for by number and taken is a clear error."""
    with socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        listener.listen()
        taken = listener.getsockname()[1]
        assert free_port(taken) > taken
        with pytest.raises(SettingError, match="taken"):
            launch(taken, open_browser=False)


def test_a_server_that_ends_while_starting_is_told() -> None:
    """Waiting stops at once when the process has ended."""
    with subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as process:
        process.wait()
        with pytest.raises(SettingError, match="ended while starting"):
            wait_until_ready(process, 1)


def test_a_server_that_never_answers_is_told() -> None:
    """Waiting stops after its time."""
    with socket.socket() as silent:
        silent.bind((ADDRESS, 0))
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
            with pytest.raises(SettingError, match="did not answer"):
                wait_until_ready(process, silent.getsockname()[1], seconds=0.3)
            process.kill()
