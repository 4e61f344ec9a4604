"""The engines the whole product runs on, each chosen by its environment alone, as an operator chooses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.neo4j.artifacts import CURRENT
from deploy.neo4j.server import Neo4jServer
from graphmodel.stores.opening import EMBEDDED, GRAPH_VARIABLE, NEO4J, PASSWORD_VARIABLE

ENGINES = [EMBEDDED, pytest.param(NEO4J, marks=pytest.mark.server)]


@dataclass(frozen=True)
class ProductEngine:
    """An engine and the settings that choose it.

    Attributes:
        name: Its name in KIN360_GRAPH, or of its kind.
        settings: Environment variables and their values; nothing else differs between engines.
        server: The server, where there is one.
    """

    name: str
    settings: Mapping[str, str]
    server: Neo4jServer | None = None

    @contextmanager
    def chosen(self) -> Iterator[None]:
        """This process set to the engine."""
        with pytest.MonkeyPatch.context() as environment:
            for variable, value in self.settings.items():
                environment.setenv(variable, value)
            yield


@contextmanager
def started(name: str, folder: Path) -> Iterator[ProductEngine]:
    """An engine for one home; a server of its own, in ``folder``, where it is one."""
    if name == EMBEDDED:
        yield ProductEngine(name, {GRAPH_VARIABLE: EMBEDDED})
        return
    server = Neo4jServer(CURRENT, folder).start()
    try:
        yield ProductEngine(name, {GRAPH_VARIABLE: server.uri, PASSWORD_VARIABLE: server.password}, server)
    finally:
        server.kill()
