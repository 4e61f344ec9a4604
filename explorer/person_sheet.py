"""The first look at a person: what must be known before the next telephone call, as cards that fit one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casework.brief import Brief
from casework.care import InCare, SafetyStop
from casework.citation import Citation
from casework.family import KinTieShown, Relative
from casework.profile import Person360
from explorer.citing import as_of_words, cited, sureness
from explorer.markup import Child, Html, joined, tag
from explorer.people_words import address, age_words, best_reach, nearest_term, person_link, reach_words, town
from explorer.wording import counted, say
from explorer.wording.telling import told_age, told_date, told_list, told_sex, told_span
from graphmodel.folding import ascii_words

MOST_IN_CARD = 5
MOST_CALLS_A_SIDE = 3
CHILD_UNDER = 18


def headline(sheet: Person360) -> Html:
    """Name, age, birth date, sex and ids."""
    who = sheet.portrait
    born = say("person.born", date=told_date(who.birth_date)) if who.birth_date else say("person.born_unknown")
    died = say("person.died", date=told_date(who.death_date)) if who.death_date else ""
    about = [told_age(who.age, who.deceased), born, died, told_sex(who.sex)]
    names = say("person.other_names", names="; ".join(who.other_names)) if who.other_names else None
    return joined(
        (
            tag(
                "div",
                tag("h1", who.name),
                tag("span", " · ".join(filter(None, about)), class_="k-sub"),
                class_="k-title",
            ),
            tag("p", joined((_ids(sheet), names, sureness(who.certainty)), " · "), class_="k-ids"),
        )
    )


def first_look(sheet: Person360) -> Html:
    """All cards of the first look in three columns; each column begins with what cannot wait."""
    columns = (
        (_care(sheet), _parents(sheet), _card(say("person.carers"), _listed(_carers(sheet)))),
        (_safety(sheet), _card(say("person.siblings"), _listed(map(_sibling, sheet.siblings))), _contradictions(sheet)),
        (_call(sheet), _sources(sheet)),
    )
    return tag("div", joined(tag("div", joined(cards), class_="k-column") for cards in columns), class_="k-grid")


def _ids(sheet: Person360) -> str:
    numbers = [
        f"{record.system} {record.values['person_number']}"
        for record in sheet.records
        if "person_number" in record.values
    ]
    ids = [sheet.portrait.person, *dict.fromkeys(numbers)]
    if sheet.portrait.ssn_ending:
        ids.append(say("person.ssn", ending=sheet.portrait.ssn_ending))
    shown = ids[: MOST_IN_CARD + 2]
    if len(ids) > len(shown):
        shown.append(counted("more", len(ids) - len(shown)))
    return say("person.ids", ids=", ".join(shown))


def _card(title: str, *body: Child, extra: str = "") -> Html:
    return tag("section", tag("h2", title), *body, class_=f"k-card {extra}".strip())


def _line(*children: Child) -> Html:
    """A line that may hold a folded source, which HTML does not allow inside a paragraph."""
    return tag("div", *children, class_="k-line")


def _listed(items: Iterable[Html], most: int = MOST_IN_CARD) -> Html:
    entries = list(items)
    if not entries:
        return tag("p", say("none.here"), class_="k-none")
    shown = [tag("li", entry) for entry in entries[:most]]
    if len(entries) > most:
        shown.append(tag("li", counted("more", len(entries) - most), class_="k-quiet"))
    return tag("ul", joined(shown))


def _care(sheet: Person360) -> Html:
    if sheet.in_care:
        return _card(say("person.care"), *_in_care(sheet.in_care), extra="k-care")
    housemates = told_list([member.brief.name for member in sheet.living_with[:MOST_IN_CARD]])
    home = sheet.whereabouts
    return _card(
        say("person.home"),
        _line(tag("b", address(home)), " ", cited(home.citations) if home else None),
        tag("p", say("person.lives_with", names=housemates)) if housemates else None,
        tag("p", say("person.not_in_care"), class_="k-quiet"),
    )


def _in_care(care: InCare) -> Iterable[Html]:
    day = say("person.day", day=care.day) if care.day is not None else say("person.day_unknown")
    yield tag("p", tag("span", day, class_="k-big"))
    if care.since:
        yield _line(say("person.removed", date=told_date(care.since)), " ", cited(care.citations))
    stay = care.tonight
    if stay is None:
        yield tag("p", tag("b", say("person.tonight_unknown")))
        return
    carers = joined((person_link(carer) for carer in stay.caregivers), ", ")
    where = next((town(carer.whereabouts) for carer in stay.caregivers if carer.whereabouts), "")
    yield tag("p", tag("b", f"{say('person.tonight')}: "), joined((carers, stay.setting, where), ", "))
    reach = next((best_reach(carer) for carer in stay.caregivers if carer.reach), None)
    if reach:
        yield tag("p", reach_words(reach))
    yield _line(told_span(stay.span.since, stay.span.to), " ", cited(stay.citations))


def _safety(sheet: Person360) -> Html:
    stops = [
        _line(tag("b", say(f"person.stop.{stop.kind}")), f": {stop.text} ", cited(stop.citations))
        for stop in sheet.safety_stops
    ]
    who = sheet.portrait
    language = told_list(list(who.languages)) or say("none.stated")
    tribe = say("person.tribe_known", tribes=told_list(list(who.tribes))) if who.tribes else say("person.tribe_unknown")
    return _card(
        say("person.safety"),
        *(stops or [tag("p", say("person.no_stop"), class_="k-quiet")]),
        tag("p", tag("b", f"{say('person.language')}: "), language),
        tag("p", tag("b", f"{say('person.tribe')}: "), tribe),
        extra="k-stop" if stops else "",
    )


def _parents(sheet: Person360) -> Html:
    known = [_with_whereabouts(relative, cited(_tie_citations(sheet, relative))) for relative in sheet.parents]
    missing = [tag("b", say(f"person.missing.{which}")) for which in sheet.missing_parents]
    return _card(say("person.parents"), _listed([*known, *missing], MOST_IN_CARD + 1))


def _tie_citations(sheet: Person360, parent: Relative) -> list[Citation]:
    ties = (tie for tie in sheet.ties if tie.tie == "PARENT_OF" and tie.start == parent.brief.person)
    return [citation for tie in ties for citation in tie.citations]


def _with_whereabouts(relative: Relative, source: Html) -> Html:
    who = relative.brief
    where = town(who.whereabouts) or say("person.where_unknown")
    reach = best_reach(who)
    return joined(
        (
            joined((f"{nearest_term(relative)}: ", person_link(who), " ", source)),
            joined((age_words(who), None if who.deceased else where), ", "),
            reach_words(reach) if reach and not who.deceased else None,
        ),
        " · ",
    )


def _sibling(relative: Relative) -> Html:
    who = relative.brief
    where = "" if who.deceased else town(who.whereabouts) or say("person.where_unknown")
    source = cited(who.whereabouts.citations) if where and who.whereabouts else None
    return joined((joined((person_link(who), nearest_term(relative), age_words(who), where), ", "), source), " ")


def _carers(sheet: Person360) -> list[Html]:
    """Whoever cares or has custody now, with since when; then those who did, with until when."""
    by_person = {relative.brief.person: relative for relative in sheet.carers}
    ties = [
        tie for tie in sheet.ties if tie.tie in ("CAREGIVER_OF", "GUARDIAN_OF") and tie.end == sheet.portrait.person
    ]
    ties.sort(key=lambda tie: tie.span.since or "", reverse=True)
    ties.sort(key=lambda tie: tie.former)
    return [_carer(by_person[tie.start], tie) for tie in ties if tie.start in by_person]


def _carer(relative: Relative, tie: KinTieShown) -> Html:
    who = relative.brief
    kin = None if relative.lines[0].route in ("caregiver", "guardian") else nearest_term(relative)
    when = told_span(tie.span.since, tie.span.to)
    known = joined((person_link(who), kin, tie.nature, when, None if tie.former else town(who.whereabouts)), ", ")
    return joined((tag("span", say("person.former"), class_="k-quiet") if tie.former else None, known), " ")


def _call(sheet: Person360) -> Html:
    """The nearest adults with a telephone, by side."""
    parts: list[Html] = []
    tonight = sheet.in_care.tonight if sheet.in_care else None
    told_above = {carer.person for carer in tonight.caregivers} if tonight else set()
    for side in ("maternal", "paternal", None):
        calls = [
            r
            for r in sheet.relatives
            if _side(r) == side and _can_be_called(r.brief) and (side or r.brief.person not in told_above)
        ]
        calls.sort(key=lambda r: _not_to_be_called(r, sheet.safety_stops))  # within each, the nearest stay first
        heading = tag("b", say(f"person.call.{side or 'other'}"))
        if not calls and side is None:
            continue
        if not calls:
            parts.append(tag("p", heading, ": ", tag("span", say("person.call.none"), class_="k-none")))
            continue
        parts.append(tag("p", heading))
        parts.append(tag("ul", joined(tag("li", _one_call(r, sheet.safety_stops)) for r in calls[:MOST_CALLS_A_SIDE])))
    return _card(say("person.call"), *parts)


def _side(relative: Relative) -> str | None:
    """The side of the family, a mother herself on the mother's; None for both sides, step family and fictive kin."""
    return next((line.side for line in relative.lines if line.side in ("maternal", "paternal")), None)


def _can_be_called(who: Brief) -> bool:
    return bool(who.reach) and not who.deceased and (who.age is None or who.age >= CHILD_UNDER)


def _not_to_be_called(relative: Relative, stops: Sequence[SafetyStop]) -> bool:
    return _named_in(relative.brief, stops) or all(reach.safe == "no" for reach in relative.brief.reach)


def _named_in(who: Brief, stops: Sequence[SafetyStop]) -> bool:
    """Does a safety stop concern somebody?

    Where an order has no record of whom it keeps away, its text may still name them. A namesake is then marked in vain;
    that costs a look, the other error more.
    """
    words = ascii_words(who.name)
    return any(
        who.person in stop.concerns
        or (not stop.concerns and bool(words) and {words[0], words[-1]} <= set(ascii_words(stop.text)))
        for stop in stops
    )


def _one_call(relative: Relative, stops: Sequence[SafetyStop]) -> Html:
    reach = best_reach(relative.brief)
    assert reach is not None
    named = _named_in(relative.brief, stops)
    return joined(
        (
            joined((person_link(relative.brief), ", ", nearest_term(relative))),
            tag("span", say("person.named_in_stop"), class_="k-tag k-tag-bad") if named else None,
            reach_words(reach),
            cited(reach.citations),
            sureness(relative.brief.certainty),
        ),
        " ",
    )


def _contradictions(sheet: Person360) -> Html:
    if not sheet.contradictions:
        return _card(say("person.contradictions"), tag("p", say("person.no_contradictions"), class_="k-quiet"))
    titles = {state.system: state.title for state in sheet.sources}
    items = [
        joined(
            (
                tag("b", f"{each.about}: "),
                joined((_claim(c.value, [titles.get(name, name) for name in c.systems]) for c in each.claims), " / "),
            )
        )
        for each in sheet.contradictions
    ]
    return _card(say("person.contradictions"), _listed(items), extra="k-warn")


def _claim(value: str, titles: Sequence[str]) -> Html:
    return joined((told_date(value), tag("span", f" ({', '.join(titles)})", class_="k-quiet")))


def _sources(sheet: Person360) -> Html:
    states = [
        joined((state.title, tag("span", f" {as_of_words(state.as_of)}", class_="k-quiet"))) for state in sheet.sources
    ]
    return _card(say("person.sources"), _listed(states, 8))
