"""The servers a deployment may answer from, its berths, as the settings name them; and which one a run stands at."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.errors import SettingError, SnapshotError
from graphmodel.snapshot import Run, write_durably

if TYPE_CHECKING:
    from graphmodel.stores.neo4j_login import Neo4jLogin

GRAPH_VARIABLE = "KIN360_GRAPH"
USER_VARIABLE = "KIN360_NEO4J_USER"
PASSWORD_VARIABLE = "KIN360_NEO4J_PASSWORD"  # noqa: S105 - the name of a setting, not a password
DATABASE_VARIABLE = "KIN360_NEO4J_DATABASE"
HOMES_VARIABLE = "KIN360_NEO4J_HOMES"
EMBEDDED = "embedded"
NEO4J = "neo4j"
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""What the address of a Neo4j server begins with; ``+s`` encrypts, ``+ssc`` does and trusts any certificate."""
_ADDRESSES = tuple(f"{scheme}://" for scheme in SCHEMES)


@dataclass(frozen=True)
class Berth:
    """One Neo4j server that may hold a snapshot.

    Args:
        uri: Its address.
        database: The database on it.
        home: Its home folder, where it is a server of this machine that Kin360 may stop, fill and start.
    """

    uri: str
    database: str
    home: Path | None = None

    def login(self) -> Neo4jLogin:
        """How to reach it, with the user and password of the settings.

        Raises:
            SettingError: No password is set.
        """
        from graphmodel.stores.neo4j_login import CA_VARIABLE, Neo4jLogin

        password = os.environ.get(PASSWORD_VARIABLE)
        if not password:
            raise SettingError("The password of the Neo4j server is not set", do=f"Set {PASSWORD_VARIABLE}.")
        user = os.environ.get(USER_VARIABLE) or "neo4j"
        return Neo4jLogin(self.uri, user, password, self.database, os.environ.get(CA_VARIABLE) or None)


def engine_name() -> str:
    """The engine chosen by the environment variable KIN360_GRAPH: ``embedded`` (the default) or ``neo4j``.

    Raises:
        SettingError: The variable names no engine of this version.
    """
    chosen = _addresses()
    if chosen == [EMBEDDED]:
        return EMBEDDED
    for address in chosen:
        if not address.startswith(_ADDRESSES):
            raise SettingError(
                f"{GRAPH_VARIABLE} names a graph engine that does not exist: {address}",
                do=f"Allowed is '{EMBEDDED}' (also when the variable is not set), or the addresses of one or more "
                f"servers, separated by commas: {', '.join(_ADDRESSES)}.",
            )
    return NEO4J


def berths() -> tuple[Berth, ...]:
    """The servers that KIN360_GRAPH names, in its order; none for the embedded engine.

    Raises:
        SettingError: An address is of no known kind or named twice, or the homes are not one for each server.
    """
    if engine_name() == EMBEDDED:
        return ()
    addresses, homes = _addresses(), _homes()
    if len(set(addresses)) != len(addresses):
        raise SettingError(f"{GRAPH_VARIABLE} names a server twice", to=", ".join(addresses), do="Name each once.")
    if homes and len(homes) != len(addresses):
        raise SettingError(
            f"{HOMES_VARIABLE} names {len(homes)} folders for {len(addresses)} servers",
            do=f"Name one for each server of {GRAPH_VARIABLE}, in the same order, separated by commas.",
        )
    database = os.environ.get(DATABASE_VARIABLE) or "neo4j"
    return tuple(
        Berth(address, database, home)
        for address, home in zip(addresses, homes or [None] * len(addresses), strict=True)
    )


def _addresses() -> list[str]:
    said = os.environ.get(GRAPH_VARIABLE) or EMBEDDED
    return [part.strip() for part in said.split(",") if part.strip()] or [EMBEDDED]


def _homes() -> list[Path | None]:
    """The homes as they are named; an empty place stands for a server elsewhere."""
    said = os.environ.get(HOMES_VARIABLE) or ""
    parts = [part.strip() for part in said.split(",")] if said.strip() else []
    return [Path(part).expanduser() if part else None for part in parts]


def place_of(run: Run) -> dict[str, str] | None:
    """Where the run says its graph answers from: ``uri`` and ``database``, or ``engine``; None if it never said.

    Raises:
        SnapshotError: What it says cannot be read.
    """
    try:
        said = json.loads(run.server_graph.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SnapshotError(
            "The snapshot does not say where its graph is", to=str(run.server_graph), do="Run `kin360 ingest` again."
        ) from error
    return {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) else {}


def berth_of(run: Run) -> Berth | None:
    """The berth at which a run's graph stands, if it is one of the settings'."""
    place = place_of(run) or {}
    return next((berth for berth in berths() if place_at(berth) == place), None)


def place_at(berth: Berth | None) -> dict[str, str]:
    """What a run that answers from this berth says of its place; of the embedded engine for None."""
    return {"engine": EMBEDDED} if berth is None else {"uri": berth.uri, "database": berth.database}


def say_place(run: Run, berth: Berth | None) -> None:
    """Write down, atomically, that a run's graph answers from this berth, or from the embedded engine's file."""
    write_durably(run.server_graph, json.dumps(place_at(berth)))
