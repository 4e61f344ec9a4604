"""What one row of the ledger says: the words of judgements, identity events and loads.

Plain frozen values without a database, so that every room may pass them around. Rows with an ``id`` were read from
the ledger; ``NewJudgement`` and ``IdentityChange`` are what a caller asks it to append.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Verdict = Literal["same", "different", "unsure", "withdrawn"]
"""What a person decided about two records; ``withdrawn`` takes back whatever stood for the pair."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

IdentityKind = Literal["minted", "membership", "split", "redirected", "revived", "gone"]
"""Why an identity event was written: a new id; records joined; records left for another person; the id now leads to
another; the id stands for a person again; no extract holds a record of this person any more."""

LoadState = Literal["prepared", "in_service", "abandoned"]
"""How far a load came: written aside; shown to readers; given up."""


@dataclass(frozen=True)
class NewJudgement:
    """A decision about two source records, as a person states it.

    Attributes:
        record_a: Record id ``<system>:<record_key>`` of one record.
        record_b: Record id of the other; the order of the two does not matter.
        verdict: same, different, unsure or withdrawn.
        who: Who decided.
        why: The reason, in the person's words; never blank.
        source: Where it was said: ``cli``, ``steward's desk``, ``file NAME line N``.
    """

    record_a: str
    record_b: str
    verdict: str
    who: str
    why: str
    source: str = "cli"


@dataclass(frozen=True)
class Judgement:
    """A decision as the ledger keeps it: ``record_a`` sorts before ``record_b``.

    Attributes:
        id: Place in the ledger; a later judgement has a larger one.
        at: When it was written, UTC, ISO 8601 with microseconds.
        person_a: Person id that ``record_a`` had then; None if it had none yet.
        person_b: The same for ``record_b``.
    """

    id: int
    at: str
    who: str
    record_a: str
    record_b: str
    verdict: Verdict
    why: str
    person_a: str | None
    person_b: str | None
    source: str


@dataclass(frozen=True)
class IdentityChange:
    """What one load changed about one person id. A load writes at most one change for an id.

    Attributes:
        kind: Why the change was made.
        person_id: The id it is about.
        records: The id's own records from now on, sorted: those it brought itself, not those it reaches because
            another id redirects to it. A record stays with its id when it vanishes from the extracts.
        to_person_id: The id this one leads to from now on; None when it stands for itself.
    """

    kind: IdentityKind
    person_id: str
    records: tuple[str, ...]
    to_person_id: str | None = None


@dataclass(frozen=True)
class IdentityEvent:
    """An identity change as the ledger keeps it, with the load that brought it and that load's time."""

    id: int
    run_id: str
    at: str
    change: IdentityChange


@dataclass(frozen=True)
class LoadEvent:
    """One step of a load.

    Attributes:
        id: Place in the ledger.
        run_id: The snapshot the load builds.
        at: UTC, ISO 8601 with microseconds.
        state: prepared, in_service or abandoned.
        summary: The manifest's summary; empty on the later steps.
    """

    id: int
    run_id: str
    at: str
    state: LoadState
    summary: Mapping[str, Any]
