"""Small phrases about people that several pages share: where somebody lives, how to reach them, who they are."""

from __future__ import annotations

from casework.brief import Brief, Reach, Whereabouts
from casework.family import Relative
from explorer.markup import Html, joined, link, tag
from explorer.wording import say
from explorer.wording.kinship import kin_term
from explorer.wording.telling import told_age, told_contact


def town(where: Whereabouts | None) -> str:
    """The town somebody lives in; '' when unknown, and never a word of a protected address."""
    if where is None:
        return ""
    return say("person.protected_where") if where.protected else where.city or where.county or ""


def address(where: Whereabouts | None) -> str:
    """The address in one line, or that it is protected or unknown."""
    if where is None:
        return say("person.where_unknown")
    if where.protected:
        return say("person.protected_where")
    return ", ".join(
        part for part in (where.line, where.city, " ".join(filter(None, (where.state, where.zip)))) if part
    )


def person_link(who: Brief) -> Html:
    """The name, leading to the Person 360."""
    return link(who.name, "person", person=who.person)


def age_words(who: Brief) -> str:
    """``age 12``, ``died aged 70``, or ''."""
    return told_age(who.age, who.deceased)


def nearest_term(relative: Relative) -> str:
    """The kin term of the nearest line."""
    return kin_term(relative.lines[0], relative.brief.sex)


def other_terms(relative: Relative) -> list[str]:
    """Kin terms of the further lines, each once: an aunt may also be a guardian."""
    first = nearest_term(relative)
    terms = (kin_term(line, relative.brief.sex) for line in relative.lines[1:])
    return [term for term in dict.fromkeys(terms) if term != first]


def best_reach(who: Brief) -> Reach | None:
    """The way of reaching somebody to try first: casework lists safe ones first, and telephones before e-mail."""
    return who.reach[0] if who.reach else None


def reach_words(reach: Reach) -> Html:
    """A number and whether it may be called; an unsafe one stands struck out beside its warning."""
    told = told_contact(reach.contact)
    if reach.safe == "no":
        return joined(
            (tag("s", told, class_="k-phone"), tag("span", say("person.safe.no"), class_="k-tag k-tag-bad")), " "
        )
    if reach.safe == "yes":
        return joined(
            (tag("span", told, class_="k-phone"), tag("span", say("person.safe.yes"), class_="k-tag k-tag-good")), " "
        )
    return joined((tag("span", told, class_="k-phone"), tag("span", say("person.safe.unknown"), class_="k-quiet")), " ")
