"""Lines between a person and the relatives around them: facts, no words.

A line of descent goes up to a common ancestor and down again; ``up + down`` is the civil degree (Roman count). Other
routes lead over a union, or are ties of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from graphmodel.kinship.family_graph import FamilyGraph

Route = Literal[
    "line", "partner", "partner of relative", "relative of partner", "step sibling", "guardian", "ward", "caregiver",
    "cared for", "fictive",
]  # fmt: skip
Side = Literal["maternal", "paternal", "both", "unknown"]
Half = Literal["full", "half", "unknown"]

LEGAL_NATURES = frozenset({"biological", "adoptive"})
_OF_A_SIDE = LEGAL_NATURES | {"putative", "surrogate", "unknown"}
_ROUTE_ORDER: tuple[Route, ...] = (
    "line", "partner", "partner of relative", "relative of partner", "step sibling", "guardian", "ward", "caregiver",
    "cared for", "fictive",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """How somebody is related to the person asked about.

    Args:
        route: What kind of way it is.
        up: Generations up from the person asked about to the common ancestor.
        down: Generations down from there.
        side: Through which parent; None where the way does not go up.
        half: Whether the two branches part at full or half siblings; None on a direct line.
        natures: Natures of parentage along the way that are not simply biological, such as ``step`` or ``putative``.
        kind: Kind of a tie that is not of descent (``legal custody``, ``godparent``); ''.
        former: The union it leads over has ended.
        path: Everybody on the way, the person asked about first.
    """

    route: Route
    up: int
    down: int
    side: Side | None = None
    half: Half | None = None
    natures: frozenset[str] = frozenset()
    kind: str = ""
    former: bool = False
    path: tuple[str, ...] = ()

    @property
    def degree(self) -> int:
        """Civil degree of the way: generations up and down, and one for a union or a tie of another kind."""
        return self.up + self.down + (0 if self.route == "line" else 1)

    def sort_key(self) -> tuple[int, int, int, int, tuple[str, ...]]:
        """Nearest first; descent before marriage; simply biological before others."""
        return (_ROUTE_ORDER.index(self.route), self.up + self.down, self.up, len(self.natures), self.path)


def sibling_kind(family: FamilyGraph, a: str, b: str) -> Half:
    """Full, half, or unknown where somebody's second parent is not on record."""
    parents = [{p for p, natures in family.parents(x).items() if natures & LEGAL_NATURES} for x in (a, b)]
    if len(parents[0] & parents[1]) >= 2:
        return "full"
    return "half" if min(map(len, parents)) >= 2 else "unknown"


def _notable(natures: frozenset[str]) -> frozenset[str]:
    """What is worth saying of a parent tie: nothing when some source states it as biological.

    A source that gives no nature (a household role) takes nothing away from one that does.
    """
    return frozenset() if "biological" in natures else (natures - {"unknown"} or natures)


def _ascents(family: FamilyGraph, ego: str, most: int) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Every way up from ego, ego alone first: the path, and the natures worth saying."""
    stack: list[tuple[tuple[str, ...], frozenset[str]]] = [((ego,), frozenset())]
    while stack:
        path, natures = stack.pop()
        yield path, natures
        if len(path) <= most:
            for parent, stated in family.parents(path[-1]).items():
                if parent not in path:
                    stack.append(((*path, parent), natures | _notable(stated)))


def _descents(
    family: FamilyGraph, path: tuple[str, ...], natures: frozenset[str], most: int
) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """Every way down from the top of a path, not back the way it came."""
    stack = [(path, natures)]
    while stack:
        way, said = stack.pop()
        if len(way) - len(path) >= most:
            continue
        for child, stated in family.children(way[-1]).items():
            if child not in way:
                longer = ((*way, child), said | _notable(stated))
                yield longer
                stack.append(longer)


def _side(family: FamilyGraph, path: tuple[str, ...]) -> Side | None:
    """The side the way leads through; None over a step, foster or guardian parent, who is of neither side."""
    if not family.parents(path[0]).get(path[1], frozenset()) & _OF_A_SIDE:
        return None
    return {"female": "maternal", "male": "paternal"}.get(family.sexes.get(path[1], ""), "unknown")  # type: ignore[return-value]


def _descent_lines(family: FamilyGraph, ego: str, most: int) -> Iterator[Line]:
    for path, natures in _ascents(family, ego, most):
        up = len(path) - 1
        side = _side(family, path) if up else None
        if up:
            yield Line("line", up, 0, side, None, natures, path=path)
        for way, said in _descents(family, path, natures, most - up):
            half = sibling_kind(family, path[-2], way[len(path)]) if up else None
            yield Line("line", up, len(way) - len(path), side, half, said, path=way)
        if up + 2 <= most:
            yield from _stated_sibling_lines(family, path, natures, side, most)


def _stated_sibling_lines(
    family: FamilyGraph, path: tuple[str, ...], natures: frozenset[str], side: Side | None, most: int
) -> Iterator[Line]:
    """Lines over a sibling tie whose common parent nobody names: one up, one down."""
    up = len(path)
    for sibling, kind in family.stated_siblings(path[-1]).items():
        half: Half = kind if kind in {"full", "half"} else "unknown"  # type: ignore[assignment]
        yield Line("line", up, 1, side or "unknown", half, natures, path=(*path, sibling))
        for way, said in _descents(family, (*path, sibling), natures, most - up - 1):
            yield Line("line", up, 1 + len(way) - len(path) - 1, side or "unknown", half, said, path=way)


def _lines_over_own_union(family: FamilyGraph, ego: str) -> Iterator[Line]:
    """A partner, and the partner's parents, siblings and children."""
    for partner, former in family.partners(ego).items():
        yield Line("partner", 0, 0, former=former, path=(ego, partner))
        for child, natures in family.children(partner).items():
            yield Line("relative of partner", 0, 1, None, None, _notable(natures), "", former, (ego, partner, child))
        for parent in family.parents(partner):
            yield Line("relative of partner", 1, 0, former=former, path=(ego, partner, parent))
            for sibling in family.children(parent):
                if sibling != partner:
                    yield Line("relative of partner", 1, 1, former=former, path=(ego, partner, parent, sibling))


def _lines_over_relatives_unions(
    family: FamilyGraph, ego: str, by_descent: dict[str, Line], most: int
) -> Iterator[Line]:
    """Partners of relatives, and the children of a parent's partner."""
    for line in by_descent.values():
        if line.up + line.down < most:
            for partner, former in family.partners(line.path[-1]).items():
                yield replace(line, route="partner of relative", former=former, path=(*line.path, partner))
    for parent in family.parents(ego):
        side = _side(family, (ego, parent))
        for partner, former in family.partners(parent).items():
            for child in family.children(partner):
                path = (ego, parent, partner, child)
                yield Line("step sibling", 1, 1, side, former=former, path=path)


_DIRECT_TIES: tuple[tuple[str, Route, bool], ...] = (
    ("GUARDIAN_OF", "guardian", True),
    ("GUARDIAN_OF", "ward", False),
    ("CAREGIVER_OF", "caregiver", True),
    ("CAREGIVER_OF", "cared for", False),
    ("FICTIVE_TIE", "fictive", True),
    ("FICTIVE_TIE", "fictive", False),
)


def _direct_lines(family: FamilyGraph, ego: str) -> Iterator[Line]:
    """Guardians, caregivers and fictive kin: ties that lead no further."""
    for tie, route, towards in _DIRECT_TIES:
        for other, kind in family.others(ego, tie, towards=towards).items():
            yield Line(route, 0, 0, kind=kind, path=(ego, other))


def relatives(family: FamilyGraph, ego: str, most: int) -> dict[str, tuple[Line, ...]]:
    """Everybody related to ego within ``most`` generations up and down together, each with their lines.

    Nearest lines come first. Lines of the same shape through both parents are one line with side ``both``. Longer lines
    of descent to somebody who is already a nearer relative are kept: in a family with cousin marriages both hold.
    """
    found: dict[str, set[Line]] = {}
    for line in _descent_lines(family, ego, most):
        found.setdefault(line.path[-1], set()).add(line)
    nearest = {person: min(lines, key=Line.sort_key) for person, lines in found.items() if person != ego}
    for line in (*_lines_over_own_union(family, ego), *_lines_over_relatives_unions(family, ego, nearest, most)):
        # A parent's partner who is the other parent, or a partner's child who is ego's own, is no step relative.
        if line.route == "partner" or line.path[-1] not in nearest:
            found.setdefault(line.path[-1], set()).add(line)
    for line in _direct_lines(family, ego):
        found.setdefault(line.path[-1], set()).add(line)
    found.pop(ego, None)
    return {person: _folded(lines) for person, lines in sorted(found.items())}


def _folded(lines: set[Line]) -> tuple[Line, ...]:
    """One line for each shape, nearest first; sides put together."""
    shapes: dict[object, list[Line]] = {}
    for line in sorted(lines, key=Line.sort_key):
        shape = (line.route, line.up, line.down, line.half, line.natures, line.kind, line.former)
        shapes.setdefault(shape, []).append(line)
    folded = []
    for same in shapes.values():
        sides = {line.side for line in same}
        folded.append(replace(same[0], side="both" if {"maternal", "paternal"} <= sides else same[0].side))
    return tuple(sorted(folded, key=Line.sort_key))
