"""The family around one person: a generation at a time, each relative with every line that leads to them."""

from __future__ import annotations

from collections.abc import Iterable

from casework.brief import Brief, brief
from casework.citation import Citation, Shown, Span, cite, span_of
from casework.view import View
from cypher import catalog
from cypher.rows import TieRow
from graphmodel.kinship.family_graph import FamilyGraph, Tie
from graphmodel.kinship.lines import Line, relatives

GENERATIONS = 4
MOST_PEOPLE = 2_000
_ENDED_WORDS = frozenset({"divorced", "ended", "annulled", "separated", "dissolved"})
_LEADS_ON = frozenset({"PARENT_OF", "SIBLING_OF"})


class LineShown(Shown):
    """A line as data: see graphmodel.kinship.lines.Line. ``natures`` is sorted."""

    route: str
    up: int
    down: int
    degree: int
    side: str | None
    half: str | None
    natures: tuple[str, ...]
    kind: str
    former: bool
    path: tuple[str, ...]


class KinTieShown(Shown):
    """A tie between two people of the family, with its sources."""

    tie: str
    start: str
    end: str
    nature: str
    span: Span
    former: bool
    citations: tuple[Citation, ...]


class Relative(Shown):
    """Somebody related, in brief, with every line that leads to them, nearest first."""

    brief: Brief
    lines: tuple[LineShown, ...]


class Family(Shown):
    """Everybody related to ``ego`` within so many generations, and the ties among them.

    ``truncated`` is True when the bound on people was met: then there may be more.
    """

    ego: Brief
    generations: int
    relatives: tuple[Relative, ...]
    ties: tuple[KinTieShown, ...]
    truncated: bool


class FamilyStep(Shown):
    """One person's own ties, and the people at their other ends: a step of a walk."""

    person: Brief
    people: tuple[Brief, ...]
    ties: tuple[KinTieShown, ...]


def neighbours(view: View, person: str) -> FamilyStep:
    """One step from a person: everybody they have a tie to.

    Raises:
        NotInView: No record of that person is visible in this view.
    """
    rows = _ties_of(view, person)
    others = sorted({row.other for row in rows})
    return FamilyStep(
        person=brief(view, person),
        people=tuple(brief(view, other) for other in others),
        ties=tuple(_shown(view, person, row) for row in rows),
    )


def family(view: View, person: str, generations: int = GENERATIONS) -> Family:
    """The family within so many generations, up and down counted together.

    Raises:
        NotInView: No record of that person is visible in this view.
    """
    ego = brief(view, person)
    ties, truncated = _fetch(view, person, generations)
    graph = family_graph(view, ties.values())
    found = relatives(graph, person, generations)
    people = [
        Relative(brief=brief(view, other), lines=tuple(map(_line_shown, lines))) for other, lines in found.items()
    ]
    people.sort(
        key=lambda r: (r.lines[0].degree, r.lines[0].up, r.lines[0].route, r.brief.birth_date or "9", r.brief.name)
    )
    kept = {person, *found}
    return Family(
        ego=ego,
        generations=generations,
        relatives=tuple(people),
        ties=tuple(tie for tie in ties.values() if tie.start in kept and tie.end in kept),
        truncated=truncated,
    )


def _fetch(view: View, ego: str, generations: int) -> tuple[dict[tuple[str, str, str, str], KinTieShown], bool]:
    """Fetch ties a generation at a time. What a view hides is dropped before the next generation is asked for."""
    ties: dict[tuple[str, str, str, str], KinTieShown] = {}
    seen, ring = {ego}, [ego]
    for _ in range(generations + 1):
        following: set[str] = set()
        for person in ring:
            for row in _ties_of(view, person):
                tie = _shown(view, person, row)
                ties.setdefault((tie.tie, tie.start, tie.end, tie.nature), tie)
                if row.tie in _LEADS_ON or person == ego:
                    following.add(row.other)
        ring = sorted(following - seen)
        if len(seen) + len(ring) > MOST_PEOPLE:
            return ties, True
        seen |= following
    return ties, False


def _ties_of(view: View, person: str) -> list[TieRow]:
    """The person's ties to people of whom this view has a record."""
    return [row for row in view.ask(catalog.TIES, id=person) if view.ask(catalog.RECORDS, id=row.other)]


def _shown(view: View, person: str, row: TieRow) -> KinTieShown:
    start, end = (person, row.other) if row.starts_at == person else (row.other, person)
    span = span_of(row.evidence)
    ended = not span.holds_on(view.today) or any(
        a.detail.lower().partition("; ")[0] in _ENDED_WORDS for a in row.evidence
    )
    return KinTieShown(
        tie=row.tie,
        start=start,
        end=end,
        nature=row.nature,
        span=span,
        former=ended,
        citations=cite(view, row.evidence),
    )


def family_graph(view: View, ties: Iterable[KinTieShown]) -> FamilyGraph:
    """Ties as the graph that kinship reasons over, with the sexes of its people."""
    plain = [Tie(t.tie, t.start, t.end, t.nature, t.former) for t in ties]
    sexes: dict[str, str] = {}
    for person in {end for tie in plain for end in (tie.start, tie.end)}:
        stated = [row.sex for row in view.ask(catalog.RECORDS, id=person) if row.sex]
        if stated:
            sexes[person] = max(sorted(set(stated)), key=stated.count)
    return FamilyGraph(plain, sexes)


def _line_shown(line: Line) -> LineShown:
    return LineShown(
        route=line.route,
        up=line.up,
        down=line.down,
        degree=line.degree,
        side=line.side,
        half=line.half,
        natures=tuple(sorted(line.natures)),
        kind=line.kind,
        former=line.former,
        path=line.path,
    )
