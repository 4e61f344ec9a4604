"""The engine under test, seen from outside: a worker process that is started again whenever it ends."""

from __future__ import annotations

import datetime as dt
import json
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine_gate.answers import Answer
from engine_gate.environment import EngineRelease, python_of
from graphmodel.closing import Closing
from graphmodel.errors import StoreCorrupt, StoreUnavailable

WORKER = Path(__file__).with_name("worker.py")
LOAD_SECONDS = 900.0
GRACE_SECONDS = 10.0

Asked = Sequence[tuple[str, Mapping[str, Any]]]


class TestedEngine(Closing):
    """One release of the kuzu family on one database file.

    Args:
        release: Which.
        database: The file; made by :meth:`load`.
        command: What starts the worker; by default the release's own Python with ``worker.py``.
        grace: Seconds a question may take beyond its limit before the worker is ended: the engine's own timer is late
            now and then.
    """

    __test__ = False  # pytest would take the name for a test's

    def __init__(
        self,
        release: EngineRelease,
        database: Path,
        *,
        command: Sequence[str] | None = None,
        grace: float = GRACE_SECONDS,
    ) -> None:
        self.release, self._database = release, database
        self._command = [*(command or (str(python_of(release)), "-P", str(WORKER))), release.package, str(database)]
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._grace = grace

    def load(self, schema: Sequence[str], files: Mapping[str, Path]) -> None:
        """Make the tables and load a Parquet file into each.

        Raises:
            StoreCorrupt: The engine cannot load them.
        """
        self._send({"do": "load", "schema": list(schema), "files": {name: str(path) for name, path in files.items()}})
        line = self._line(LOAD_SECONDS)
        if line is None or "error" in line:
            said = (line or {}).get("error") or self._last_words()
            raise StoreCorrupt(f"The engine cannot load the gate's graph: {said}", to=str(self.release))

    def ask(self, asked: Asked, mode: str, *, seconds: float) -> list[Answer]:
        """Ask questions in one of the worker's modes; an answer each, in order.

        A worker that ends is started again: the question it ended at is answered by an error that says so, those
        behind it by what they give alone. A worker that hangs is ended: its question's answer is unknown.
        """
        answers: dict[int, Answer] = {}
        self._send(
            {"do": "ask", "mode": mode, "asked": [[text, _sent(given)] for text, given in asked], "seconds": seconds}
        )
        while True:
            line = self._line(seconds + self._grace)
            if line is None:
                break
            if line.get("done"):
                return [answers[n] for n in range(len(asked))]
            answers[line["n"]] = _answer(line)
        return self._after_the_end(asked, mode, answers, seconds)

    def _after_the_end(self, asked: Asked, mode: str, answers: dict[int, Answer], seconds: float) -> list[Answer]:
        """The answers where the worker ended or hung: whoever of the unanswered does it alone is to blame."""
        hung = self._process is not None and self._process.poll() is None
        ended = Answer(unknown="the engine hangs") if hung else Answer(error=f"the process ended: {self._last_words()}")
        self.close()
        left = [n for n in range(len(asked)) if n not in answers]
        if mode != "threads":
            answers[left[0]] = ended
            later = self.ask([asked[n] for n in left[1:]], mode, seconds=seconds) if left[1:] else []
            answers |= dict(zip(left[1:], later, strict=True))
        else:
            alone = [self.ask([asked[n]], "fresh", seconds=seconds)[0] for n in left]
            blamed = any(answer.error.startswith("the process ended") or answer.unknown for answer in alone)
            answers |= {n: answer if blamed else ended for n, answer in zip(left, alone, strict=True)}
        return [answers[n] for n in range(len(asked))]

    def close(self) -> None:
        """End the worker; harmless when none runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _send(self, wish: Mapping[str, Any]) -> None:
        if self._process is None or self._process.poll() is not None:
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(wish) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise StoreUnavailable(f"The worker is gone: {self._last_words()}", to=str(self.release)) from error

    def _start(self) -> None:
        log = self._database.with_suffix(".worker.log")
        with log.open("w") as errors:
            self._process = subprocess.Popen(  # noqa: S603
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        self._lines = queue.Queue()
        threading.Thread(target=_pass_on, args=(self._process, self._lines), daemon=True).start()

    def _line(self, seconds: float) -> dict[str, Any] | None:
        """The worker's next line; None where it ended, or stayed silent for so long."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            return None
        if line is None and self._process is not None:
            self._process.wait()
        return None if line is None else dict(json.loads(line))

    def _last_words(self) -> str:
        code = self._process.poll() if self._process else None
        log = self._database.with_suffix(".worker.log")
        said = log.read_text("utf-8", "replace").strip()[-300:] if log.exists() else ""
        # A negative code is the signal that ended it: -11 is a segmentation fault.
        return f"code {code}" + (f", {said}" if said else "")


def _pass_on(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _sent(value: Any) -> Any:  # noqa: ANN401 - any parameter
    """A parameter as JSON can carry it."""
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, Mapping):
        return {name: _sent(part) for name, part in value.items()}
    return [_sent(part) for part in value] if isinstance(value, list | tuple) else value


def _answer(line: Mapping[str, Any]) -> Answer:
    if "unknown" in line:
        return Answer(unknown=str(line["unknown"]))
    if "error" in line:
        return Answer(error=str(line["error"]))
    return Answer(tuple(line["columns"]), tuple(tuple(row) for row in line["rows"]))
