"""Who is who by the ledger: every person id ever minted, its own records, and where it leads.

Each record that was ever linked belongs to exactly one id, its owner. Linking two persons moves no record: one id
redirects to the other, and the records in force of the remaining person are its own and those of all ids that lead to
it. So an unlinking can give each id back what was its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casework.ledger.rows import IdentityChange


@dataclass(frozen=True)
class IdentityState:
    """The fold of all identity changes that came into service.

    Attributes:
        own: Every id ever minted -> its own records, sorted; no record stands under two ids.
        redirects: Id -> the id it leads to, which may lead on; never in a circle.
        gone: Ids that stand for themselves but had no record in the latest load.
    """

    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def after(self, changes: Iterable[IdentityChange]) -> IdentityState:
        """The state once ``changes`` are in force, oldest first."""
        own, redirects, gone = dict(self.own), dict(self.redirects), set(self.gone)
        for change in changes:
            own[change.person_id] = change.records
            if change.to_person_id is None:
                redirects.pop(change.person_id, None)
            else:
                redirects[change.person_id] = change.to_person_id
            if change.kind == "gone":
                gone.add(change.person_id)
            else:
                gone.discard(change.person_id)
        return IdentityState(own, redirects, frozenset(gone))

    def end_of(self, person_id: str) -> str:
        """The id at the end of the redirects from ``person_id``, gone or not."""
        while (onward := self.redirects.get(person_id)) is not None:
            person_id = onward
        return person_id

    def resolve(self, person_id: str) -> str | None:
        """The id of the person that ``person_id`` stands for today; None if never minted, or gone."""
        end = self.end_of(person_id)
        return end if end in self.own and end not in self.gone else None

    @cached_property
    def led_here(self) -> Mapping[str, tuple[str, ...]]:
        """Id at the end of redirects -> all ids that lead to it, sorted."""
        sources: dict[str, list[str]] = {}
        for person_id in sorted(self.redirects):
            sources.setdefault(self.end_of(person_id), []).append(person_id)
        return {end: tuple(ids) for end, ids in sources.items()}

    def records_of(self, person_id: str) -> tuple[str, ...]:
        """The records in force of an id that stands for itself: its own and those of the ids that lead to it."""
        own = self.own.get(person_id, ())
        others = self.led_here.get(person_id)
        return tuple(sorted([*own, *(r for other in others for r in self.own[other])])) if others else own

    @cached_property
    def records(self) -> Mapping[str, tuple[str, ...]]:
        """Each person there is today -> the records in force, sorted."""
        return {p: self.records_of(p) for p in self.own if p not in self.redirects and p not in self.gone}

    @cached_property
    def person_of(self) -> Mapping[str, str]:
        """Each record in force -> the person it describes today."""
        return {record: person for person, records in self.records.items() for record in records}
