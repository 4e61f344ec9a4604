"""A named reading query: a Cypher file with a typed face, and beside it where need be the same in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from importlib.resources import files
from typing import Any, Generic, TypeVar

from cypher.evidence import evidence_of
from graphmodel.errors import BadQuery
from graphmodel.stores.base import QUERY_SECONDS, Asked, GraphReader, Row

R = TypeVar("R")
_HEADER = re.compile(r"^// (question|parameters|returns): (.*)$", re.MULTILINE)
_EVIDENCE_LISTS = "ev_source"


@dataclass(frozen=True)
class Query(Generic[R]):
    """One question of the catalogue.

    Args:
        name: ``<subject>/<name>``: the file below ``cypher/queries/``, without its ending.
        row: Dataclass of one result row. Its field ``evidence`` is filled from the ``ev_*`` columns.
    """

    name: str
    row: type[R]

    @cached_property
    def text(self) -> str:
        """The whole file."""
        return (files("cypher") / "queries" / f"{self.name}.cypher").read_text("utf-8")

    @cached_property
    def statement(self) -> str:
        """The Cypher, without comment lines."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("//")).strip()

    @cached_property
    def twin(self) -> str | None:
        """SQL that gives the same rows in the same order, for the embedded engine's twin; None without a file."""
        file = files("cypher") / "queries" / f"{self.name}.sql"
        if not file.is_file():
            return None
        lines = file.read_text("utf-8").splitlines()
        return "\n".join(line for line in lines if not line.startswith("--")).strip()

    @cached_property
    def header(self) -> Mapping[str, str]:
        """What the file says of itself: question, parameters, returns."""
        return dict(_HEADER.findall(self.text))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, as the header lists them."""
        listed = self.header.get("parameters", "none")
        return () if listed == "none" else tuple(part.split(" ")[0].lstrip("$") for part in listed.split(", "))

    def read(self, reader: GraphReader, parameters: Mapping[str, Any], *, seconds: float = QUERY_SECONDS) -> list[R]:
        """Ask a reader this question.

        Raises:
            BadQuery: A parameter is missing or unknown, or the engine refuses the statement.
            StoreTimeout: It ran out of its time.
        """
        asked = self.asked(parameters)
        return self.told(reader.rows(asked.statement, asked.parameters, seconds=seconds, twin=asked.twin))

    def asked(self, parameters: Mapping[str, Any]) -> Asked:
        """This question as a reader takes it.

        Raises:
            BadQuery: A parameter is missing or unknown.
        """
        if set(parameters) != set(self.parameters):
            raise BadQuery(f"The query wants {list(self.parameters)} and was given {sorted(parameters)}", to=self.name)
        return Asked(self.statement, parameters, self.twin)

    def told(self, rows: Iterable[Row]) -> list[R]:
        """What a reader answered, as rows of this question."""
        names = [field.name for field in fields(self.row) if field.name != "evidence"]  # type: ignore[arg-type]
        found = []
        for row in rows:
            values = {name: row[name] for name in names}
            if _EVIDENCE_LISTS in row and "evidence" in self.row.__dataclass_fields__:  # type: ignore[attr-defined]
                values["evidence"] = evidence_of(row)
            found.append(self.row(**values))
        return found
