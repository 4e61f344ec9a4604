"""A walk through a family: who is drawn, where each stands, and what the next step adds. No Streamlit here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from casework.brief import Brief
from casework.family import Family, FamilyStep, KinTieShown, Relative
from explorer.components.walkable_graph.drawing import Drawing, DrawnPerson, DrawnTie, TieStyle
from explorer.components.walkable_graph.layout import Spot, Symbol, place
from explorer.markup import href
from explorer.people_words import address, age_words, best_reach
from explorer.wording import group, say
from explorer.wording.telling import told_contact, told_date

BETWEEN = "."
"""Parts the ids of a walk in an address; a sign that urlencode leaves alone and no id holds."""

Step = Callable[[str], FamilyStep]
"""Asks casework for one person's own ties."""

_PARENT_STYLES: Mapping[str, TieStyle] = {
    "biological": "biological",
    "surrogate": "biological",
    "adoptive": "adoptive",
    "step": "step",
    "foster": "foster",
    "guardianship": "legal",
}
_OTHER_STYLES: Mapping[str, TieStyle] = {
    "SIBLING_OF": "sibling",
    "GUARDIAN_OF": "legal",
    "CAREGIVER_OF": "foster",
    "FICTIVE_TIE": "fictive",
}


@dataclass(frozen=True)
class Walk:
    """What a session keeps of a walk: ids and places, nothing that a source said.

    Attributes:
        name: Names the snapshot and the index person; another walk begins when it changes.
        ego: The index person.
        expanded: Whose relatives have been asked for, in order.
        spots: Where everybody drawn stands.
    """

    name: str
    ego: str
    expanded: tuple[str, ...]
    spots: Mapping[str, Spot] = field(default_factory=dict)


def at_first(name: str, family: Family, address: str = "") -> Walk:
    """The walk to begin with: the one that an address describes, or the relatives of the index person and the parents.

    Args:
        name: Names the snapshot and the index person.
        family: The family, for its parents.
        address: Whose relatives were asked for, as ``address_of`` writes it; '' for none.
    """
    ego = family.ego.person
    parents = (r.brief.person for r in family.relatives if _is_parent(r))
    asked = address.split(BETWEEN) if address else sorted(parents)
    return Walk(name, ego, (ego, *dict.fromkeys(person for person in asked if person and person != ego)))


def _is_parent(relative: Relative) -> bool:
    line = relative.lines[0]
    return line.route == "line" and (line.up, line.down) == (1, 0)


def address_of(walk: Walk) -> str:
    """The query part of an address that leads to this walk: whose relatives were asked for, in order."""
    return "?" + urlencode({"person": walk.ego, "walk": BETWEEN.join(walk.expanded[1:])})


def expand(walk: Walk, person: str) -> Walk:
    """The walk with one more person's relatives asked for."""
    return walk if person in walk.expanded else replace(walk, expanded=(*walk.expanded, person))


def draw(walk: Walk, step: Step, terms: Mapping[str, str]) -> tuple[Walk, Drawing]:
    """Draw a walk as it stands.

    Args:
        walk: Its places are kept; people without one get one.
        step: Asks for one person's ties.
        terms: Kin term of a person, where one is known.

    Returns:
        The walk with every place, and the drawing.
    """
    people: dict[str, Brief] = {}
    ties: dict[tuple[str, str, str, str], KinTieShown] = {}
    for person in walk.expanded:
        if people and person not in people:
            continue  # an address may name somebody who is not, or no longer, among the relatives walked to
        taken = step(person)
        people |= {who.person: who for who in (taken.person, *taken.people)}
        ties |= {(tie.tie, tie.start, tie.end, tie.nature): tie for tie in taken.ties}
    lines = drawn_ties(ties.values())
    drawn = tuple(
        _drawn(people[person], person in walk.expanded, _caption(person, people[person], walk, terms), lines, people)
        for person in sorted(people)
    )
    spots = place([each.standing() for each in drawn], [line.line() for line in lines], walk.ego, walk.spots)
    placed = replace(walk, spots=spots)
    return placed, Drawing(walk.name, walk.ego, drawn, lines, spots, address_of(placed))


def drawn_ties(ties: Iterable[KinTieShown]) -> tuple[DrawnTie, ...]:
    """Ties as they are drawn.

    Where one source gives the nature of a parent tie, another that gives none adds no second line.
    """
    given = list(ties)
    certain = {(t.start, t.end) for t in given if t.tie == "PARENT_OF" and t.nature != "unknown"}
    drawn = {
        _tie(t) for t in given if not (t.nature == "unknown" and t.tie == "PARENT_OF" and (t.start, t.end) in certain)
    }
    return tuple(sorted(drawn, key=lambda tie: (tie.start, tie.end, tie.style, tie.word)))


def _tie(tie: KinTieShown) -> DrawnTie:
    words = group("walk.word")
    if tie.tie == "PARENT_OF":
        return DrawnTie(tie.start, tie.end, _PARENT_STYLES.get(tie.nature, "uncertain"), words.get(tie.nature, ""))
    if tie.tie == "PARTNER_OF":
        return DrawnTie(
            tie.start, tie.end, "former_partner" if tie.former else "partner", words["former"] if tie.former else ""
        )
    word = "" if tie.tie == "SIBLING_OF" else words.get(tie.tie, tie.nature)
    ended = f"{words['former']} {word}".strip() if tie.former else word
    return DrawnTie(tie.start, tie.end, _OTHER_STYLES.get(tie.tie, "fictive"), ended)


def _caption(person: str, who: Brief, walk: Walk, terms: Mapping[str, str]) -> str:
    term = say("walk.ego") if person == walk.ego else terms.get(person, "")
    return " · ".join(part for part in (term, age_words(who)) if part)


def _drawn(
    who: Brief, expanded: bool, caption: str, ties: tuple[DrawnTie, ...], people: Mapping[str, Brief]
) -> DrawnPerson:
    symbol: Symbol = "male" if who.sex == "male" else "female" if who.sex == "female" else "unknown"
    return DrawnPerson(
        id=who.person,
        name=who.name,
        caption=caption,
        symbol=symbol,
        born=who.birth_date or "",
        deceased=who.deceased,
        href=href("person", person=who.person),
        expanded=expanded,
        facts=tuple(pair for pair in _facts(who, ties, people) if pair[1]),
    )


def _facts(who: Brief, ties: tuple[DrawnTie, ...], people: Mapping[str, Brief]) -> list[tuple[str, str]]:
    reach = best_reach(who)
    told = f"{told_contact(reach.contact)}, {say(f'person.safe.{reach.safe}')}" if reach else ""
    styles = group("walk.tie")
    own = [
        f"{people[tie.end if tie.start == who.person else tie.start].name}: {styles[tie.style]}"
        for tie in ties
        if who.person in (tie.start, tie.end)
    ]
    return [
        (say("walk.fact.born"), told_date(who.birth_date)),
        (say("walk.fact.where"), "" if who.deceased else address(who.whereabouts)),
        (say("walk.fact.phone"), "" if who.deceased else told),
        (say("walk.fact.ties"), "\n".join(own)),
    ]


def walk_words() -> dict[str, object]:
    """Every word the browser side of the graph shows."""
    single = ("open", "toolbar", "hint", "drawing", "panel", "expanded", "added", "nobody_new")
    return {
        **{name: say(f"walk.{name}") for name in single},
        "buttons": group("walk.button"),
        "button_titles": group("walk.title"),
        "symbols": group("walk.symbol"),
        "ties": group("walk.tie"),
    }
