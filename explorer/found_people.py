"""What a search shows of each person found, and which age group they belong to."""

from __future__ import annotations

from collections.abc import Iterable

from casework.find import Found
from explorer.citing import sureness
from explorer.markup import Html, joined, tag
from explorer.people_words import age_words, person_link, town
from explorer.wording import counted, say
from explorer.wording.telling import told_date, told_list, told_sex

ADULT_FROM = 18
AGE_GROUPS = ("all", "child", "adult")


def of_age_group(people: Iterable[Found], group: str) -> list[Found]:
    """Those of an age group; somebody whose age no record states belongs to every group, for nobody knows better."""
    return [
        each for each in people if group == "all" or each.brief.age is None or _is_adult(each) == (group == "adult")
    ]


def _is_adult(found: Found) -> bool:
    return (found.brief.age or 0) >= ADULT_FROM


def found_card(found: Found) -> Html:
    """The name, leading to the Person 360, and the facts that tell one person from another of the same name."""
    who = found.brief
    birth = told_date(who.birth_date) or say("person.born_unknown")
    facts = [
        f"{say('find.born')} {birth}" if who.birth_date else birth,
        told_sex(who.sex),
        f"{say('find.lives')} {town(who.whereabouts)}" if who.whereabouts else say("person.where_unknown"),
        f"{say('find.mother')} {found.mother}" if found.mother else "",
    ]
    in_care = tag("span", say("find.in_care"), class_="k-tag k-tag-bad") if found.in_care else None
    age = age_words(who)
    first = joined((tag("b", age) if age else None, *filter(None, facts)), " · ")
    second = joined(
        (
            f"{say('find.why')}: {told_list(list(found.why))}",
            counted("record", who.certainty.records),
            counted("source", who.certainty.systems),
            sureness(who.certainty),
        ),
        " · ",
    )
    name = tag("div", person_link(who), class_="k-name")
    return joined((name, tag("div", in_care, first), tag("div", second, class_="k-quiet")))
