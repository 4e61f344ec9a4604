"""The relatives within two generations, as the Person 360 lists them."""

from __future__ import annotations

from casework.family import Relative
from casework.profile import Person360
from explorer.citing import sureness
from explorer.markup import Child, Html, table, tag
from explorer.people_words import age_words, best_reach, nearest_term, person_link, reach_words, town
from explorer.wording import counted, say


def near_table(sheet: Person360) -> Html:
    """Term, name, age, town, telephone, certainty of each."""
    if not sheet.relatives:
        return tag("p", say("none.here"), class_="k-none")
    columns = ("term", "name", "age", "town", "phone", "sure")
    caption = say("person.relatives.caption", relatives=counted("relative", len(sheet.relatives)))
    return table([say(f"family.{name}") for name in columns], map(_row, sheet.relatives), caption)


def _row(relative: Relative) -> list[Child]:
    who = relative.brief
    reach = best_reach(who)
    return [
        nearest_term(relative),
        person_link(who),
        age_words(who),
        town(who.whereabouts) or say("person.where_unknown"),
        reach_words(reach) if reach and not who.deceased else None,
        sureness(who.certainty),
    ]
