"""The family around one person: a generation at a time, each relative with every line that leads to them."""

from __future__ import annotations

from casework.brief import Brief, brief, fetch_briefs
from casework.citation import Citation, Shown, Span, cite, span_of
from casework.kin_walk import walk_kin
from casework.view import View
from cypher import catalog
from cypher.rows import TieRow
from graphmodel.kinship.family_graph import FamilyGraph, Tie
from graphmodel.kinship.lines import Line, relatives

GENERATIONS = 4
_ENDED_WORDS = frozenset({"divorced", "ended", "annulled", "separated", "dissolved"})


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
    fetch_briefs(view, others)
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
    walked = walk_kin(view, person, generations)
    met = {_tie(view, found.met_from, found.row): found for found in reversed(walked.ties)}
    found = relatives(FamilyGraph(met, _sexes_of_parents(view, person)), person, generations)
    fetch_briefs(view, found)
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
        ties=tuple(_shown(view, *met[tie]) for tie in reversed(met) if tie.start in kept and tie.end in kept),
        truncated=walked.truncated,
    )


def _ties_of(view: View, person: str) -> list[TieRow]:
    """The person's ties to people of whom this view has a record."""
    rows = view.ask(catalog.TIES, id=person)
    view.ahead((row.other for row in rows), catalog.RECORDS)
    return [row for row in rows if view.ask(catalog.RECORDS, id=row.other)]


def _tie(view: View, person: str, row: TieRow) -> Tie:
    """A tie met from a person, as kinship reasons over it."""
    start, end = (person, row.other) if row.starts_at == person else (row.other, person)
    return Tie(row.tie, start, end, row.nature, _has_ended(view, row))


def _has_ended(view: View, row: TieRow) -> bool:
    return not span_of(row.evidence).holds_on(view.today) or any(
        a.detail.lower().partition("; ")[0] in _ENDED_WORDS for a in row.evidence
    )


def _shown(view: View, person: str, row: TieRow) -> KinTieShown:
    tie = _tie(view, person, row)
    return KinTieShown(
        tie=tie.tie,
        start=tie.start,
        end=tie.end,
        nature=tie.nature,
        span=span_of(row.evidence),
        former=tie.former,
        citations=cite(view, row.evidence),
    )


def _sexes_of_parents(view: View, person: str) -> dict[str, str]:
    """The sexes of a person's parents, from which the side of every line is told; no line asks for another's."""
    sexes: dict[str, str] = {}
    for row in _ties_of(view, person):
        stated = [record.sex for record in view.ask(catalog.RECORDS, id=row.other) if record.sex]
        if row.tie == "PARENT_OF" and row.starts_at == row.other and stated:
            sexes[row.other] = max(sorted(set(stated)), key=stated.count)
    return sexes


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
