"""Reads whole columns of a snapshot for the scorers: which person each record describes, and every parent tie."""

from __future__ import annotations

from typing import NamedTuple

from cypher.evidence import Evidence, evidence_of
from graphmodel.snapshot import Run
from graphmodel.stores.opening import open_reader

_SECONDS = 300.0
_RECORDS = "MATCH (r:SourceRecord)-[:DESCRIBES]->(p:Person) RETURN r.id AS record, p.id AS person"
_PARENTS = """
MATCH (a:Person)-[t:PARENT_OF]->(b:Person)
RETURN a.id AS parent, b.id AS child, t.nature AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from,
       t.ev_to AS ev_to, t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
"""


class ParentTie(NamedTuple):
    """A parent tie of the graph: both persons, its nature, who says so."""

    parent: str
    child: str
    nature: str
    evidence: Evidence


def person_of_record(run: Run) -> dict[str, str]:
    """Record id (``<system>:<key>``) -> person id."""
    with open_reader(run) as reader:
        return {row["record"]: row["person"] for row in reader.rows(_RECORDS, {}, seconds=_SECONDS)}


def parent_ties(run: Run) -> list[ParentTie]:
    """Every parent tie of the graph."""
    with open_reader(run) as reader:
        rows = reader.rows(_PARENTS, {}, seconds=_SECONDS)
    return [ParentTie(row["parent"], row["child"], row["nature"], evidence_of(row)) for row in rows]
