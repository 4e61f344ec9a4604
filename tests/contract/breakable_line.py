"""A line to a server that can be cut: a port on loopback that passes everything on until it is told to hang up.

It hangs up in the middle of a question: a driver notices an idle line that was cut, and takes another.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class BreakableLine:
    """Passes connections on to another port of this machine.

    Attributes:
        port: Where it listens.
        taken: How many connections it has taken.
    """

    def __init__(self, to_port: int) -> None:
        self._to_port, self._open = to_port, list[socket.socket]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.taken = 0
        self._cutting = threading.Event()
        threading.Thread(target=self._take, daemon=True).start()

    def cut_at_next_question(self) -> None:
        """Hang up on everybody as soon as somebody sends anything; nothing of it reaches the server."""
        self._cutting.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        self._hang_up()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to_port))
                self.taken += 1
                self._open += [near, far]
                threading.Thread(target=self._pass_on, args=(near, far, self._cutting), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(far, near, threading.Event()), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, cutting: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if cutting.is_set():
                    cutting.clear()
                    self._hang_up()
                    return
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def _hang_up(self) -> None:
        while self._open:
            end = self._open.pop()
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
