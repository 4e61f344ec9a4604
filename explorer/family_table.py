"""The family as a table: every relative with term, side, whereabouts, telephone, sources and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable

from casework.family import Family, KinTieShown, Relative
from explorer.citing import cited, sureness
from explorer.components.walkable_graph.drawing import Drawing
from explorer.markup import Child, Html, joined, link, table, tag
from explorer.people_words import best_reach, nearest_term, other_terms, person_link, reach_words, town
from explorer.wording import counted, say
from explorer.wording.kinship import side_word


def kept(relatives: Iterable[Relative], *, side: str | None, phone: bool, living: bool) -> list[Relative]:
    """Relatives that pass the filters; ``side`` None lets every side pass, and people of both sides pass for each."""
    return [
        relative
        for relative in relatives
        if (side is None or any(line.side in (side, "both") for line in relative.lines))
        and (not phone or relative.brief.reach)
        and (not living or not relative.brief.deceased)
    ]


def family_table(family: Family, relatives: Iterable[Relative]) -> Html:
    """The table of relatives."""
    by_person: dict[str, list[KinTieShown]] = {}
    for tie in family.ties:
        by_person.setdefault(tie.start, []).append(tie)
        by_person.setdefault(tie.end, []).append(tie)
    rows = [_row(relative, by_person.get(relative.brief.person, [])) for relative in relatives]
    columns = ("term", "name", "age", "side", "alive", "town", "phone", "sure", "sources")
    caption = say("family.caption", relatives=counted("relative", len(rows)))
    return table([say(f"family.{column}") for column in columns], rows, caption)


def _row(relative: Relative, ties: list[KinTieShown]) -> list[Child]:
    who = relative.brief
    further = other_terms(relative)
    also = tag("div", say("family.also", terms=", ".join(further)), class_="k-quiet") if further else None
    reach = best_reach(who)
    return [
        joined((nearest_term(relative), also)),
        person_link(who),
        who.age,
        side_word(relative.lines[0].side),
        say("family.dead") if who.deceased else say("family.living"),
        None if who.deceased else town(who.whereabouts) or say("person.where_unknown"),
        reach_words(reach) if reach and not who.deceased else None,
        sureness(who.certainty),
        cited([citation for tie in ties if _on_the_way(tie, relative) for citation in tie.citations]),
    ]


def _on_the_way(tie: KinTieShown, relative: Relative) -> bool:
    """The last step of the way to somebody is what its sources speak of."""
    path = relative.lines[0].path
    return len(path) > 1 and {tie.start, tie.end} == set(path[-2:])


def drawn_table(drawing: Drawing) -> Html:
    """The people of a drawing as a table: what the picture shows, for those who do not see it."""
    rows: list[list[Child]] = []
    for person in sorted(drawing.people, key=lambda p: (drawing.spots[p.id].row, drawing.spots[p.id].column)):
        facts = "; ".join(f"{label}: {value}" for label, value in person.facts).replace("\n", ", ")
        rows.append([link(person.name, "person", person=person.id), person.caption, facts])
    head = [say("family.name"), say("family.term"), say("walk.facts")]
    return tag("details", tag("summary", say("family.twin")), table(head, rows, say("family.twin")), class_="k-twin")
