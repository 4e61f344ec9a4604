"""The View: who looks, why, at which snapshot. The only way from a page or a command to the graph.

Disclosure is applied here and nowhere after: an assertion the viewer may not see is removed from a row before anything
is derived from it, and a row that only such assertions held is gone. Until the policy of a later release exists there
is one policy, allow-all, and it opens only snapshots whose manifest says that every source is fictional.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from cypher.evidence import Assertion
from cypher.query import Query
from graphmodel.errors import ViewRefused
from graphmodel.search_index import KeyHit, SearchIndex
from graphmodel.snapshot import Manifest, Run
from graphmodel.stores.base import GraphReader

R = TypeVar("R")


PROTECTED_ADDRESS = "Confidential address"


class Stage(StrEnum):
    """Where what is shown will be seen (design 9)."""

    CASE_WORK = "case work"
    MEETING = "meeting"
    COURT = "court"
    NOTICE = "notice"
    CAREGIVER = "caregiver"
    ANALYSIS = "analysis"
    EXPORT = "export"


@dataclass(frozen=True)
class Viewer:
    """Who looks."""

    name: str
    role: str
    cases: frozenset[str] = frozenset()
    demo: bool = False


class Policy(Protocol):
    """Decides what a viewer may see."""

    epoch: int

    def opens(self, manifest: Manifest) -> None:
        """Raise ViewRefused when the snapshot may not be opened at all."""

    def shows(self, viewer: Viewer, purpose: str, stage: Stage, source: str, domain: str) -> bool:
        """May an assertion of this source and domain be seen?"""


class AllowAll:
    """Everything is shown, of fictional data only."""

    epoch = 0

    def opens(self, manifest: Manifest) -> None:
        """Refuse a snapshot that holds any source not marked fictional.

        Raises:
            ViewRefused: The manifest does not say ``fictional``.
        """
        if not manifest.fictional:
            raise ViewRefused(
                "This snapshot holds sources not marked as fictional, and no disclosure policy is installed",
                to=manifest.run,
                do="Only fictional data may be opened until agreements and disclosure are in force.",
            )

    def shows(self, viewer: Viewer, purpose: str, stage: Stage, source: str, domain: str) -> bool:
        """Yes."""
        return True


class View:
    """One viewer's sight of one snapshot.

    Answers are kept for the life of the view: a snapshot never changes, and a page asks the same again.
    """

    def __init__(
        self,
        run: Run,
        reader: GraphReader,
        search: SearchIndex,
        viewer: Viewer,
        *,
        purpose: str,
        stage: Stage,
        policy: Policy,
        today: date,
    ) -> None:
        self.run = run
        self.manifest = run.manifest()
        policy.opens(self.manifest)
        self.viewer, self.purpose, self.stage, self._policy = viewer, purpose, stage, policy
        self.today = today
        self._reader, self._search = reader, search
        self._answers: dict[tuple[str, tuple[tuple[str, Any], ...]], list[Any]] = {}

    @property
    def key(self) -> tuple[str, date, str, str, str, str, int]:
        """What a cache of anything derived from this view must be keyed by."""
        return (
            self.run.name,
            self.today,
            self.viewer.name,
            self.viewer.role,
            self.purpose,
            self.stage.value,
            self._policy.epoch,
        )

    def sees(self, source: str, domain: str) -> bool:
        """May an assertion of this source and domain be seen in this view?"""
        return self._policy.shows(self.viewer, self.purpose, self.stage, source, domain)

    def ask(self, query: Query[R], **parameters: str | int) -> list[R]:
        """Ask a question of the catalogue; what this view may not see is not in the answer.

        Raises:
            BadQuery: Parameters do not fit the query.
            StoreTimeout: The engine ran out of its time.
        """
        asked = (query.name, tuple(sorted(parameters.items())))
        if asked not in self._answers:
            self._answers[asked] = self._all_disclosed(query.read(self._reader, parameters))
        return self._answers[asked]

    def ahead(self, ids: Iterable[str], *queries: Query[Any]) -> None:
        """Fetch what will be asked of several nodes, at once where the engine gains by it; changes no answer.

        A page asks hundreds of short questions, each of which waits for its answer; over a network most of the time
        of a page is that waiting.

        Args:
            ids: Nodes.
            queries: Questions whose one parameter is ``id``, that will be asked of each.

        Raises:
            StoreTimeout: The engine ran out of its time.
        """
        wanted = {(query.name, (("id", id_),)): (query, id_) for id_ in ids for query in queries}
        fresh = {asked: each for asked, each in wanted.items() if asked not in self._answers}
        answers = self._reader.rows_of_each([query.asked({"id": id_}) for query, id_ in fresh.values()])
        for (asked, (query, _)), rows in zip(fresh.items(), answers, strict=True):
            self._answers[asked] = self._all_disclosed(query.told(rows))

    def people_by_key(self, key: str, most: int) -> list[KeyHit]:
        """The first people, by id, whom a search key finds in this view.

        A hit that only hidden sources give is not there, and takes no place among the ``most``.

        Raises:
            StoreTimeout, StoreCorrupt, StoreUnavailable: The search index cannot answer.
        """
        asked = ("people by key", (("key", key), ("most", most)))
        if asked not in self._answers:
            self._answers[asked] = self._search.people_by_key(key, most=most, shows=self.sees)
        return self._answers[asked]

    def _all_disclosed(self, rows: Iterable[R]) -> list[R]:
        return [row for row in map(self._disclosed, rows) if row is not None]

    def _disclosed(self, row: R) -> R | None:
        """The row without what may not be seen, or None when nothing of it may."""
        fields = row.__dataclass_fields__  # type: ignore[attr-defined]
        if getattr(row, "protected", False):
            # No route shows a protected address: the county is as near as anybody gets (750 ILCS 61/25).
            row = replace(row, line=PROTECTED_ADDRESS, city=None, zip=None)  # type: ignore[type-var]
        evidence: tuple[Assertion, ...] | None = getattr(row, "evidence", None)
        if evidence is not None:
            visible = tuple(a for a in evidence if self.sees(a.source, a.domain))
            if not visible:
                return None
            if len(visible) < len(evidence):
                row = replace(row, evidence=visible)  # type: ignore[type-var]
        if "domain" in fields and evidence is None:
            return row if self.sees(row.system, row.domain) else None  # type: ignore[attr-defined]
        return row
