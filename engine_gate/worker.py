"""The engine under test, in a process of its own: JSON lines in, JSON lines out.

Runs in the environment of the release it tests, which holds that engine and nothing else: so it imports the standard
library, the engine, and nothing of this product. One process, since a fault of the engine may end it.

A line in is ``{"do": "load", ...}`` or ``{"do": "ask", "mode": ..., "asked": [[statement, parameters], ...]}``. For
``ask`` a line out follows for each question as soon as it is answered, so that who reads knows at which one it ended:
``{"n": 0, "columns": [...], "rows": [...]}``, or ``error`` in place of both, or ``unknown``: it ran out of its time or
memory, which are limits of ours and no wrong answer.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
import threading
import warnings
from typing import Any

THREADS = 4
MOST_ROWS = 20_000
_DATE = "$date"
_BUFFER_BYTES = 1 << 30
_LIMITS = ("Interrupted", "imeout", "Buffer manager exception")
"""What the engine says where a limit that we set stopped it."""


def encoded(value: Any) -> Any:  # noqa: ANN401 - any value an engine returns
    """A value as JSON can carry it: dates marked, nodes and ties without the engine's own fields and without NULLs."""
    if isinstance(value, dt.date):
        return {_DATE: value.isoformat()}
    if isinstance(value, dict):
        if "_label" in value or "_LABEL" in value:
            return {name: encoded(part) for name, part in value.items() if part is not None and name[0] != "_"}
        return {name: encoded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(part) for part in value]
    return value


def decoded(value: Any) -> Any:  # noqa: ANN401 - any parameter
    """A parameter as the engine takes it."""
    if isinstance(value, dict):
        return dt.date.fromisoformat(value[_DATE]) if _DATE in value else {k: decoded(v) for k, v in value.items()}
    return [decoded(part) for part in value] if isinstance(value, list) else value


class Engine:
    """A database of the engine's, and the connections to it."""

    def __init__(self, package: str, path: str, *, read_only: bool) -> None:
        self._driver = importlib.import_module(package)
        self._database = self._driver.Database(path, read_only=read_only, buffer_pool_size=_BUFFER_BYTES)
        self._kept: Any = None
        self._prepared: dict[str, Any] = {}

    def load(self, schema: list[str], files: dict[str, str]) -> None:
        """Make the tables and COPY a Parquet file into each."""
        connection = self._driver.Connection(self._database)
        for statement in schema:
            connection.execute(statement)
        for name, path in files.items():
            connection.execute(f"COPY {name} FROM '{path}'")
        connection.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def fresh(self, statement: str, parameters: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Answer on a connection of its own, which uses as many threads as the engine likes."""
        connection = self._driver.Connection(self._database)
        try:
            return self._answer(connection, connection.prepare(statement), parameters, seconds)
        finally:
            connection.close()

    def forget(self) -> None:
        """Drop the kept connection, and with it what was prepared on it."""
        if self._kept is not None:
            self._kept.close()
        self._kept, self._prepared = None, {}

    def reused(self, statement: str, parameters: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Answer on the one connection that is kept, with the statement prepared when it first came: as the product."""
        if self._kept is None:
            self._kept = self._driver.Connection(self._database, num_threads=1)
        if statement not in self._prepared:
            self._prepared[statement] = self._kept.prepare(statement)
        return self._answer(self._kept, self._prepared[statement], parameters, seconds)

    def of_thread(self) -> Any:  # noqa: ANN401 - the engine has no types
        """A connection for one of several threads."""
        return self._driver.Connection(self._database, num_threads=1)

    def on(self, connection: Any, statement: str, parameters: dict[str, Any], seconds: float) -> dict[str, Any]:  # noqa: ANN401
        """Answer on a given connection."""
        return self._answer(connection, connection.prepare(statement), parameters, seconds)

    @staticmethod
    def _answer(connection: Any, prepared: Any, parameters: dict[str, Any], seconds: float) -> dict[str, Any]:  # noqa: ANN401
        connection.set_query_timeout(max(1, int(seconds * 1000)))
        result = connection.execute(prepared, parameters)
        names, rows = result.get_column_names(), []
        while result.has_next():
            rows.append([encoded(value) for value in result.get_next()])
            if len(rows) > MOST_ROWS:
                return {"unknown": f"more than {MOST_ROWS} rows"}
        result.close()
        return {"columns": names, "rows": rows}


def _tried(answer: Any, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - a call of whatever kind
    try:
        return dict(answer(*arguments))
    # Whatever the engine raises is what this gate is here to tell.
    except Exception as error:
        text = str(error)
        return {"unknown" if any(word in text for word in _LIMITS) else "error": text[:500]}


def ask(engine: Engine, mode: str, asked: list[list[Any]], seconds: float, say: Any) -> None:  # noqa: ANN401
    """Answer questions one after the other (``fresh``, ``reused``), or by four threads at once (``threads``)."""
    if mode == "threads":
        places = [range(first, len(asked), THREADS) for first in range(THREADS)]

        def work(mine: range) -> None:
            connection = engine.of_thread()
            for n in mine:
                say({"n": n} | _tried(engine.on, connection, asked[n][0], decoded(asked[n][1]), seconds))
            connection.close()

        threads = [threading.Thread(target=work, args=(mine,)) for mine in places]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return
    if mode == "reused":
        engine.forget()
    answer = {"fresh": engine.fresh, "reused": engine.reused}[mode]
    for n, (statement, parameters) in enumerate(asked):
        say({"n": n} | _tried(answer, statement, decoded(parameters), seconds))


def _load(package: str, path: str, wish: dict[str, Any]) -> dict[str, Any]:
    writer = Engine(package, path, read_only=False)
    try:
        writer.load(wish["schema"], wish["files"])
    finally:
        writer.close()
    return {}


def main() -> int:
    """Serve until the input ends."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    package, path = sys.argv[1:3]
    out, lock = sys.stdout, threading.Lock()

    def say(line: dict[str, Any]) -> None:
        with lock:
            out.write(json.dumps(line) + "\n")
            out.flush()

    engine: Engine | None = None
    for line in sys.stdin:
        wish = json.loads(line)
        if wish["do"] == "load":
            say({"done": True} | _tried(_load, package, path, wish))
            continue
        if engine is None:
            engine = Engine(package, path, read_only=True)
        ask(engine, wish["mode"], wish["asked"], wish["seconds"], say)
        say({"done": True})
    return 0


if __name__ == "__main__":
    sys.exit(main())
