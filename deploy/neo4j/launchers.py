"""The commands `bin/neo4j` and `bin/neo4j-admin` in a server's home, as every Neo4j tarball has them.

Ours run the jars from Maven Central on the wheel's Java. Whoever steers a home through them steers a tarball's as well.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

PID_FILE = Path("run") / "neo4j.pid"
_STOP_SECONDS = 60

_SERVER = """#!/bin/sh
# start | stop | status | console: the same words and exit codes as the tarball's command.
HOME_FOLDER={home}
PID_FILE="$HOME_FOLDER/{pid_file}"
serve() {{ exec {java} --home-dir="$HOME_FOLDER" --config-dir="$HOME_FOLDER/conf"; }}
pid() {{ cat "$PID_FILE" 2>/dev/null; }}
# A process that ended and was not yet waited for (state Z) runs no more.
running() {{ case "$(ps -o stat= -p "$(pid)" 2>/dev/null)" in ''|Z*) return 1;; esac; }}
case "$1" in
  console) serve ;;
  start)
    if running; then echo "Neo4j is already running (pid:$(pid))."; exit 0; fi
    serve >>"$HOME_FOLDER/logs/console.log" 2>&1 </dev/null &
    echo $! >"$PID_FILE"
    echo "Started neo4j (pid:$!)." ;;
  stop)
    running || {{ echo "Neo4j is not running."; rm -f "$PID_FILE"; exit 0; }}
    kill "$(pid)"
    i=0
    while running; do
      i=$((i + 1))
      [ $i -gt {stop_tenths} ] && {{ echo "Neo4j did not stop." >&2; exit 1; }}
      sleep 0.1
    done
    rm -f "$PID_FILE"
    echo "Stopped." ;;
  status)
    if running; then echo "Neo4j is running at pid $(pid)"; else echo "Neo4j is not running."; exit 3; fi ;;
  *) echo "Usage: neo4j start | stop | status | console" >&2; exit 64 ;;
esac
"""

_ADMIN = """#!/bin/sh
# HEAP_SIZE is the tool's heap, as the tarball's command reads it.
NEO4J_HOME={home}
NEO4J_CONF="$NEO4J_HOME/conf"
export NEO4J_HOME NEO4J_CONF
exec {java} "$@"
"""


def write_launchers(home: Path, *, server: Sequence[str], admin: Sequence[str]) -> None:
    """Write both commands into a home.

    Args:
        home: The server's home folder.
        server: Command line of the server's Java, without the folders of the home.
        admin: Command line of the admin tool's Java, with ``-Xmx`` left to HEAP_SIZE.
    """
    for folder in ("bin", "run", "logs"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    place = shlex.quote(str(home))
    texts = {
        "neo4j": _SERVER.format(home=place, pid_file=PID_FILE, java=shlex.join(server), stop_tenths=_STOP_SECONDS * 10),
        "neo4j-admin": _ADMIN.format(
            home=place, java=f"{shlex.quote(admin[0])} ${{HEAP_SIZE:+-Xmx$HEAP_SIZE}} {shlex.join(admin[1:])}"
        ),
    }
    for name, text in texts.items():
        path = home / "bin" / name
        path.write_text(text, "utf-8")
        path.chmod(0o700)
