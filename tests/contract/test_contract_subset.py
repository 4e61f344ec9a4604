"""The common subset: what both engines' Cypher means, on Rosa's family, with answers written by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rosas_family import ANA, CARL, DAN, ELENA, MIA, ROSA, THEO

from graphmodel.stores.base import GraphReader

Case = tuple[str, dict[str, Any], list[dict[str, Any]]]

CASES: dict[str, Case] = {
    "aunts by one match a hop": (
        """MATCH (c:Person {id: $id})<-[t:PARENT_OF]-(m:Person)
        WHERE t.nature = 'biological'
        MATCH (m)<-[:PARENT_OF]-(g:Person)
        MATCH (g)-[:PARENT_OF]->(a:Person)
        WHERE a.id <> m.id
        RETURN g.id AS through, a.id AS aunt ORDER BY aunt""",
        {"id": MIA},
        [{"through": ELENA, "aunt": ANA}],
    ),
    "directed variable length on parentage": (
        """MATCH (c:Person {id: $id})<-[:PARENT_OF*1..3]-(a:Person)
        RETURN a.id AS ancestor ORDER BY ancestor""",
        {"id": MIA},
        [{"ancestor": who} for who in sorted([DAN, CARL, ROSA, ELENA])],
    ),
    "optional match keeps whoever has none": (
        """MATCH (p:Person) OPTIONAL MATCH (p)-[t:PARTNER_OF]->(o:Person)
        RETURN p.id AS person, o.id AS partner ORDER BY person LIMIT $most""",
        {"most": 4},
        [{"person": who, "partner": None} for who in sorted([ANA, DAN, MIA])] + [{"person": CARL, "partner": ROSA}],
    ),
    "collect of maps with dates": (
        """MATCH (c:Person {id: $id})<-[t:GUARDIAN_OF]-(g:Person)
        RETURN collect({guardian: g.id, since: t.valid_from}) AS guardians""",
        {"id": MIA},
        [{"guardians": [{"guardian": ANA, "since": date(2026, 10, 5)}]}],
    ),
    "aggregates": (
        """MATCH (p:Person)-[t:PARENT_OF]->(c:Person)
        RETURN p.id AS parent, count(*) AS children, count(DISTINCT t.nature) AS natures
        ORDER BY children DESC, parent""",
        {},
        [
            {"parent": CARL, "children": 2, "natures": 2},
            {"parent": ROSA, "children": 2, "natures": 1},
            {"parent": ELENA, "children": 2, "natures": 1},
            {"parent": DAN, "children": 1, "natures": 1},
        ],
    ),
    "an aggregate of nothing is one row": (
        "MATCH (p:Person {id: $id}) RETURN count(*) AS n",
        {"id": "nobody"},
        [{"n": 0}],
    ),
    "a date parameter": (
        """MATCH (c:Person {id: $id})<-[t:CAREGIVER_OF]-(a:Person)
        WHERE t.valid_from >= $since RETURN a.id AS caregiver""",
        {"id": MIA, "since": date(2026, 10, 3)},
        [{"caregiver": ANA}],
    ),
    "a date parameter the day after": (
        """MATCH (c:Person {id: $id})<-[t:CAREGIVER_OF]-(a:Person)
        WHERE t.valid_from >= $since RETURN a.id AS caregiver""",
        {"id": MIA, "since": date(2026, 10, 4)},
        [],
    ),
    "a list parameter, skip and limit": (
        "MATCH (p:Person) WHERE p.id IN $ids RETURN p.id AS person ORDER BY person SKIP $skip LIMIT $most",
        {"ids": [THEO, MIA, ROSA, ANA], "skip": 1, "most": 2},
        [{"person": MIA}, {"person": ROSA}],
    ),
    "exists and count of a pattern": (
        """MATCH (p:Person) WHERE EXISTS { MATCH (p)-[:PARENT_OF]->(:Person) }
        RETURN p.id AS parent, COUNT { MATCH (p)<-[:PARENT_OF]-(:Person) } AS parents ORDER BY parent""",
        {},
        [
            {"parent": DAN, "parents": 0},
            {"parent": CARL, "parents": 0},
            {"parent": ROSA, "parents": 1},
            {"parent": ELENA, "parents": 0},
        ],
    ),
    "case, coalesce and null": (
        """MATCH (r:SourceRecord) WHERE r.person_number IS NULL AND r.system = 'vital'
        RETURN r.id AS record, CASE WHEN r.death_date IS NULL THEN 'living' ELSE 'dead' END AS state,
               coalesce(r.former_surname, r.surname) AS born ORDER BY record""",
        {},
        [
            {"record": "vital:1", "state": "living", "born": "Ruiz"},
            {"record": "vital:2", "state": "living", "born": "Vega"},
            {"record": "vital:3", "state": "living", "born": "Ruiz"},
            {"record": "vital:4", "state": "living", "born": "Vega"},
            {"record": "vital:5", "state": "dead", "born": "Vega"},
        ],
    ),
    "union all keeps doubles": (
        """MATCH (p:Person {id: $id})-[:PARENT_OF]->(c:Person) RETURN c.id AS person
        UNION ALL MATCH (p:Person {id: $other})-[:PARENT_OF]->(c:Person) RETURN c.id AS person""",
        {"id": DAN, "other": DAN},
        [{"person": MIA}, {"person": MIA}],
    ),
    "unwind of maps": (
        """UNWIND $asked AS one MATCH (p:Person {id: one.id})-[t:PARENT_OF]->(c:Person)
        WHERE t.nature = one.nature RETURN p.id AS parent, c.id AS child ORDER BY parent, child""",
        {"asked": [{"id": CARL, "nature": "unknown"}, {"id": DAN, "nature": "putative"}]},
        [{"parent": DAN, "child": MIA}, {"parent": CARL, "child": MIA}],
    ),
    "nulls sort last": (
        "MATCH (r:SourceRecord {system: 'support'}) RETURN r.id AS record, r.sex AS sex ORDER BY sex",
        {},
        [{"record": "support:1", "sex": "male"}, {"record": "support:2", "sex": None}],
    ),
    "an undirected tie is found from both ends": (
        "MATCH (p:Person {id: $id})-[t:PARTNER_OF]-(o:Person) RETURN o.id AS partner, t.starts_at AS starts_at",
        {"id": ROSA},
        [{"partner": CARL, "starts_at": CARL}],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_common_subset(family: GraphReader, case: str) -> None:
    """A form that queries may use means the same on every engine."""
    statement, parameters, expected = CASES[case]
    assert family.rows(statement, parameters) == expected
