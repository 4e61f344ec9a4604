"""The Person 360: one person, as every source open to the viewer tells of them, at one glance."""

from __future__ import annotations

from casework.brief import Brief, Reach, Whereabouts, brief, reach, whereabouts
from casework.care import CaseShown, InCare, SafetyStop, cases, in_care, safety_stops
from casework.citation import Shown
from casework.family import KinTieShown, LineShown, Relative, family
from casework.homes import Member, ServiceUse, enrolments, home_help, living_with
from casework.journey import JourneyEntry, journey
from casework.portrait import Claim, Contradiction, Portrait, portrait
from casework.view import View
from cypher import catalog
from cypher.rows import RecordRow
from graphmodel.snapshot import SourceState

NEAR = 2
"""Generations up and down together that the first look shows: parents, grandparents, siblings, children."""


class RecordShown(Shown):
    """A source record as it stands: where it is, how it hangs on the person, and what it says."""

    record: str
    system: str
    agency: str
    file: str
    line: int
    as_of: str | None
    probability: float
    basis: str
    values: dict[str, str]


class MemberServices(Shown):
    """Services of somebody who lives with the person."""

    member: Member
    services: tuple[ServiceUse, ...]


class Coverage(Shown):
    """Relatives known on one side, by generation: parents 1, grandparents and their siblings 2, and so on.

    ``by_up`` counts living and dead people by generations up to the common ancestor.
    """

    side: str
    by_up: dict[int, int]
    with_contact: int


class Person360(Shown):
    """Everything the first screen of a person shows; every part carries its sources."""

    portrait: Portrait
    in_care: InCare | None
    safety_stops: tuple[SafetyStop, ...]
    whereabouts: Whereabouts | None
    reach: tuple[Reach, ...]
    parents: tuple[Relative, ...]
    missing_parents: tuple[str, ...]
    siblings: tuple[Relative, ...]
    carers: tuple[Relative, ...]
    relatives: tuple[Relative, ...]
    coverage: tuple[Coverage, ...]
    ties: tuple[KinTieShown, ...]
    living_with: tuple[Member, ...]
    journey: tuple[JourneyEntry, ...]
    cases: tuple[CaseShown, ...]
    services: tuple[ServiceUse, ...]
    services_of_home: tuple[MemberServices, ...]
    home_help: tuple[ServiceUse, ...]
    contradictions: tuple[Contradiction, ...]
    records: tuple[RecordShown, ...]
    sources: tuple[SourceState, ...]


_VALUES = (
    "given_name", "middle_name", "surname", "former_surname", "suffix", "birth_date", "death_date", "sex", "race",
    "language", "tribe", "ssn_ending", "person_number",
)  # fmt: skip

_OF_THE_PERSON = (
    catalog.RECORDS, catalog.TIES, catalog.ADDRESSES_OF_PERSON, catalog.CONTACT_POINTS, catalog.HOUSEHOLDS_OF_PERSON,
    catalog.CASES, catalog.PLACEMENTS, catalog.COURT_ORDERS, catalog.SCHOOLS, catalog.ENROLMENTS,
)  # fmt: skip


def person_360(view: View, person: str) -> Person360:
    """Put together the Person 360.

    Raises:
        NotInView: No record of that person is visible in this view.
    """
    view.ahead([person], *_OF_THE_PERSON)
    who = portrait(view, person)
    near = family(view, person, NEAR)
    home = whereabouts(view, person)
    housemates = living_with(view, person)
    view.ahead((member.brief.person for member in housemates), catalog.ENROLMENTS)
    mine = tuple(tie for tie in near.ties if person in {tie.start, tie.end})
    parents = tuple(sorted((r for r in near.relatives if _is_parent(r.lines[0])), key=_parent_order))
    return Person360(
        portrait=who,
        in_care=in_care(view, person),
        safety_stops=safety_stops(view, person),
        whereabouts=home,
        reach=reach(view, person),
        parents=parents,
        missing_parents=_missing(parents),
        siblings=tuple(r for r in near.relatives if _is_sibling(r.lines[0])),
        carers=tuple(r for r in near.relatives if any(li.route in {"caregiver", "guardian"} for li in r.lines)),
        relatives=near.relatives,
        coverage=coverage(near.relatives),
        ties=mine,
        living_with=housemates,
        journey=journey(view, person),
        cases=cases(view, person),
        services=enrolments(view, person),
        services_of_home=tuple(
            MemberServices(member=m, services=used) for m in housemates if (used := enrolments(view, m.brief.person))
        ),
        home_help=home_help(view, home.address) if home else (),
        contradictions=(*who.contradictions, *_contradicting_parentage(view, person, mine)),
        records=records_of(view, person),
        sources=tuple(state for state in view.manifest.sources if state.system in who.systems),
    )


def _is_parent(line: LineShown) -> bool:
    return line.route == "line" and (line.up, line.down) == (1, 0)


_PARENT_ORDER = ("biological", "adoptive", "unknown", "putative", "surrogate", "guardianship", "step", "foster")


def _parent_order(parent: Relative) -> tuple[int, str]:
    """Parents by birth first, then by law, then those a source only names."""
    natures = parent.lines[0].natures or ("biological",)
    return (min(_PARENT_ORDER.index(nature) for nature in natures), parent.brief.person)


def _is_sibling(line: LineShown) -> bool:
    return line.route in {"line", "step sibling"} and (line.up, line.down) == (1, 1)


def _missing(parents: tuple[Relative, ...]) -> tuple[str, ...]:
    """Which birth parent nobody names: a putative or step parent does not fill the place."""
    by_birth = [p for p in parents if not set(p.lines[0].natures) & {"putative", "step", "foster", "guardianship"}]
    sexes = {p.brief.sex for p in by_birth}
    if len(by_birth) >= 2:
        return ()
    return tuple(name for name, sex in (("mother", "female"), ("father", "male")) if sex not in sexes)


def coverage(relatives: tuple[Relative, ...]) -> tuple[Coverage, ...]:
    """How many relatives by blood or adoption are on record on each side, by generation."""
    found = []
    for side in ("maternal", "paternal", "unknown"):
        on_side = [
            r for r in relatives if r.lines[0].route == "line" and r.lines[0].up and r.lines[0].side in {side, "both"}
        ]
        by_up: dict[int, int] = {}
        for relative in on_side:
            by_up[relative.lines[0].up] = by_up.get(relative.lines[0].up, 0) + 1
        if on_side or side != "unknown":
            found.append(Coverage(side=side, by_up=by_up, with_contact=sum(1 for r in on_side if r.brief.reach)))
    return tuple(found)


def _contradicting_parentage(view: View, person: str, ties: tuple[KinTieShown, ...]) -> list[Contradiction]:
    """Two people of one sex each stated to be the birth parent, or one person with natures that exclude each other."""
    parents = [tie for tie in ties if tie.tie == "PARENT_OF" and tie.end == person]
    found = []
    for label, sex in (("mother", "female"), ("father", "male")):
        claimed = [t for t in parents if t.nature in {"biological", "putative"} and brief(view, t.start).sex == sex]
        if len({t.start for t in claimed}) > 1:
            claims = tuple(_parent_claim(view, tie) for tie in claimed)
            found.append(Contradiction(about=label, claims=claims))
    for parent in sorted({t.start for t in parents}):
        natures = [t for t in parents if t.start == parent and t.nature != "unknown"]
        if len(natures) > 1:
            name = brief(view, parent).name
            claims = tuple(_parent_claim(view, tie) for tie in natures)
            found.append(Contradiction(about=f"how {name} is a parent", claims=claims))
    return found


def _parent_claim(view: View, tie: KinTieShown) -> Claim:
    who: Brief = brief(view, tie.start)
    return Claim(
        value=f"{who.name} ({tie.nature})",
        records=tuple(c.record for c in tie.citations),
        systems=tuple(sorted({c.source for c in tie.citations})),
    )


def records_of(view: View, person: str) -> tuple[RecordShown, ...]:
    """The person's source records as they stand, by system and key."""
    return tuple(_record(row) for row in view.ask(catalog.RECORDS, id=person))


def _record(row: RecordRow) -> RecordShown:
    return RecordShown(
        record=row.record,
        system=row.system,
        agency=row.agency,
        file=row.file,
        line=row.line,
        as_of=row.as_of,
        probability=row.probability,
        basis=row.basis,
        values={name: value for name in _VALUES if (value := getattr(row, name))},
    )
