"""Child welfare: cases with their people, ties, placements, orders and contacts, nested in XML.

What the agency knows of a family is what workers wrote down: parents, some relatives, godparents; who is whose parent
only between people of the case, siblings of a parent as such where the grandparents are not in the case.
"""

from __future__ import annotations

import datetime as dt

from ingest.sample import kin
from ingest.sample.desk import Desk, Extract, Row
from ingest.sample.extracts.writing import before, iso, line
from ingest.sample.layouts import Xml
from ingest.sample.observe import Habits, Seen
from ingest.sample.people import AS_OF, CareCase, Person

SETTINGS = {
    "Foster Family Home (Relative)": "FHR",
    "Foster Family Home (Non-Relative)": "FHN",
    "Group Home": "GRH",
    "Shelter Care": "SHL",
    "Trial Home Visit": "THV",
}
END_REASONS = {
    "sibling placement": "SIBL", "trial at home": "TRIA", "relative found": "REL", "carer's request": "CARE",
    "reunification": "HOME", "guardianship": "GUAR", "adoption": "ADOP", "emancipation": "AGED", "transferred": "TRAN",
}  # fmt: skip
RACES = {"White": "WH", "Black": "BL", "Latino": "HI", "Asian": "AS", "Native American": "AI", "Pacific Islander": "PI",
         "Multiracial": "MU"}  # fmt: skip
FICTIVE = {"godparent": "GOD", "family friend": "FRI", "neighbor": "NEI", "coach": "COA"}


def build(desk: Desk) -> None:
    """Every case, each in its own element."""
    clients: dict[int, tuple[str, Seen]] = {}
    for case in desk.town.cases:
        _Folder(desk, case, clients).write()


class _Folder:
    """One case while it is written."""

    def __init__(self, desk: Desk, case: CareCase, clients: dict[int, tuple[str, Seen]]) -> None:
        self.desk, self.case, self.clients = desk, case, clients
        self.number = desk.key("W")
        self.people: dict[int, tuple[str, Person]] = {}
        self.told: dict[tuple[int, int, str], bool] = {}

    def write(self) -> None:
        """People first, then what ties them, then placements and orders."""
        case = self.case
        for child in case.children:
            self._person(child, "child")
            if case.kind == "removal" and case.closed is None:
                self.desk.notes.in_care.append(
                    (child.entity, self.people[child.number][0], iso(case.opened), self.number)
                )
        self._family()
        for placement in case.placements:
            if placement.carer is not None:
                self._person(placement.carer, "caregiver")
        for child in case.children:
            self._ties_of(child)
        self._ties_between_adults()
        self._placements_and_orders()

    def _entry(self, row: Row) -> None:
        case = self.case
        closed = iso(case.closed)
        self.desk.emit(
            {
                "^/@number": self.number,
                "^/@type": "RMV" if case.kind == "removal" else "INV",
                "^/@opened": iso(case.opened),
                "^/@closed": closed,
                "^/@status": "closed" if closed else "open",
                "^/@outcome": case.outcome,
            }
            | row
        )

    def _family(self) -> None:
        """Parents, siblings at home, men named as father, and some of the relatives workers found."""
        case, rng = self.case, self.desk.rng
        deep = case.kind == "removal"
        for child in case.children:
            for parent in kin.kin_parents(child):
                if parent is not child.father or child.fatherhood not in ("unknown", "alleged"):
                    self._person(parent, "parent")
            for man in child.alleged:
                self._person(man, "parent")
            for sibling in kin.siblings_of(child):
                if sibling not in case.children and rng.random() < 0.5:
                    self._person(sibling, "sibling")
            near = kin.grandparents_of(child) + kin.aunts_and_uncles_of(child)
            for relative in near if deep else []:
                if relative.alive_on(case.opened) and rng.random() < 0.4:
                    self._person(relative, "relative")
            for friend, _, _ in child.fictive:
                if deep and friend.alive_on(case.opened) and rng.random() < 0.8:
                    self._person(friend, "significant adult")

    def _client(self, person: Person, day: dt.date) -> tuple[str, Seen]:
        """The client number; a worker who did not search first opens a second one for the same person."""
        known = self.clients.get(person.number)
        if known is None or self.desk.rng.random() < 0.04:
            known = (self.desk.key("C"), self.desk.see(person, day))
            self.clients[person.number] = known
            self.desk.record(known[0], person, day)
        return known

    def _person(self, person: Person, role: str) -> None:
        if person.number in self.people:
            return
        rng = self.desk.rng
        day = self.case.opened - dt.timedelta(days=1)
        if not person.alive_on(day):
            day = max(person.arrived, person.birth)
        client, seen = self._client(person, day)
        self.people[person.number] = (client, person)
        grown = person.age_on(AS_OF) >= 16
        hidden = grown and rng.random() < 0.03
        address = seen.address
        phone = seen.phone if grown else ""
        self._entry(
            {
                "@type": "person",
                "@client": client,
                "@role": role,
                "Name/First": seen.given,
                "Name/Middle": seen.middle,
                "Name/Last": seen.surname,
                "Name/Suffix": seen.suffix,
                "Name/Former": seen.former if rng.random() < 0.5 else "",
                "Birth": iso(seen.birth),
                "Death": iso(person.death) if person.death and rng.random() < 0.6 else "",
                "Sex": person.sex,
                "Race": RACES[person.race] if rng.random() < 0.9 else "UN",
                "Language": person.language if rng.random() < 0.9 else "",
                "Tribe": person.tribe if rng.random() < 0.8 else "",
                "SSN": seen.ssn,
                "Home/Line": line(address),
                "Home/City": address.city if address else "",
                "Home/County": address.county if address else "",
                "Home/Zip": address.zip if address else "",
                "Home/Confidential": "Y" if hidden else "N",
                "Phone/#": phone,
                "Phone/@safe": ("N" if hidden else rng.choice("YYU")) if phone else "",
            }
        )
        self._contacts(person, client, safe="N" if hidden else rng.choice("YYU"))

    def _contacts(self, person: Person, client: str, safe: str) -> None:
        rng = self.desk.rng
        if not person.alive_on(AS_OF):
            return
        found = [("phone", p) for p in person.phones[:1] if rng.random() < 0.5]
        found += [("email", person.email)] if person.email and rng.random() < 0.6 else []
        for kind, value in found:
            self._entry(
                {
                    "@type": "contact",
                    "@client": client,
                    "Contact/@kind": kind,
                    "Contact/@safe": safe,
                    "Contact/@since": iso(before(rng.randrange(10, 900))),
                    "Contact/#": value,
                }
            )

    def _tie(self, a: Person, b: Person, code: str, since: dt.date | None = None, until: dt.date | None = None) -> None:
        if a.number in self.people and b.number in self.people and (a.number, b.number, code) not in self.told:
            self.told[a.number, b.number, code] = True
            self._entry(
                {
                    "@type": "tie",
                    "@client": self.people[a.number][0],
                    "@other": self.people[b.number][0],
                    "@code": code,
                    "@from": iso(since),
                    "@to": iso(until),
                }
            )

    def _parent(self, parent: Person, child: Person, nature: str, code: str) -> None:
        known = parent.number in self.people and child.number in self.people
        if known and (parent.number, child.number, code) not in self.told:
            self._tie(parent, child, code)
            self.desk.state(self.people[parent.number], self.people[child.number], nature, "tie")

    def _ties_of(self, child: Person) -> None:
        for tie in child.parents:
            if tie.nature == "biological" and tie.parent is child.father and child.fatherhood in ("unknown", "alleged"):
                continue
            code = {"biological": "BP", "adoptive": "AP", "step": "SP"}.get(tie.nature)
            if code is not None:
                self._parent(tie.parent, child, tie.nature, code)
        for man in child.alleged:
            self._parent(man, child, "putative", "PF")
        for friend, kind, since in child.fictive:
            self._tie(friend, child, FICTIVE[kind], since)

    def _ties_between_adults(self) -> None:
        """Grandparents are parents of parents; a parent's sibling is stated as such only without the grandparents."""
        present = [p for _, p in self.people.values()]
        parents = {p.number: p for child in self.case.children for p in kin.kin_parents(child)}
        for parent in parents.values():
            if parent.number not in self.people:
                continue
            elders = [g for g in kin.kin_parents(parent) if g.number in self.people]
            for elder in elders:
                nature = "biological" if elder in (parent.mother, parent.father) else "adoptive"
                self._parent(elder, parent, nature, "BP" if nature == "biological" else "AP")
            for sibling in kin.siblings_of(parent):
                if sibling.number not in self.people:
                    continue
                shared = [e for e in elders if e in kin.kin_parents(sibling)]
                for elder in shared:
                    nature = "biological" if elder in (sibling.mother, sibling.father) else "adoptive"
                    self._parent(elder, sibling, nature, "BP" if nature == "biological" else "AP")
                if not shared and sibling not in self.case.children:
                    full = parent.mother is sibling.mother and parent.father is sibling.father
                    self._tie(sibling, parent, "SF" if full else "SH")
        for person in present:
            for union in person.unions:
                if union.a is person and union.start < self.case.opened:
                    code = {"married": "MA", "civil union": "CU"}.get(union.kind, "CO")
                    self._tie(person, union.b, code, union.start, union.end)

    def _placements_and_orders(self) -> None:
        for placement in self.case.placements:
            carer = self.people[placement.carer.number][0] if placement.carer else ""
            self._entry(
                {
                    "@type": "placement",
                    "@id": self.desk.key("L"),
                    "@client": self.people[placement.child.number][0],
                    "@other": carer,
                    "@setting": SETTINGS[placement.setting],
                    "@from": iso(placement.start),
                    "@to": iso(placement.end),
                    "@reason": END_REASONS[placement.end_reason] if placement.end else "",
                    "Facility": placement.facility,
                }
            )
        for order in self.case.orders:
            holder = self.people[order.holder.number][0] if order.holder else ""
            text = "" if holder else "Department of Children and Family Services"
            if order.against is not None:
                text = f"No contact with {order.against.given} {order.against.surname}"
            self._entry(
                {
                    "@type": "order",
                    "@id": self.desk.key("O"),
                    "@client": self.people[order.child.number][0],
                    "@other": holder,
                    "@kind": {"temporary custody": "TC", "guardianship": "GD", "adoption": "AD", "protection": "PO"}[
                        order.kind
                    ],
                    "@from": iso(order.start),
                    "@to": iso(order.end),
                    "Terms": text,
                }
            )


EXTRACT = Extract(
    system="child_welfare",
    agency="children_and_family",
    file="dcfs_case_export_2026-10-31.xml",
    layout=Xml("CaseExport", "Case", "Entry", group="@number", root_attributes=' asOf="2026-10-31"'),
    habits=Habits(mess=1.2, nickname=0.07, middle="full", ssn=0.6, stale_address=0.1, phone=0.85),
    build=build,
    key="@client",
    spoils=(
        ("Birth", "2019-00-41", "no such day"),
        ("@type", "memo", "no such entry"),
        ("Sex", "9", "code not in the contract"),
    ),
    spoil_where=("@type", "person"),
)
