"""The whole made-up graph: one table for each class of the model, written as Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from engine_gate.made.columns import make_table
from engine_gate.made.kin import Kin, Pairs, make_kin
from graphmodel.model import NODES, RELATIONSHIPS

_SERVICES = 12
# Nodes of a class for each person; a class not named here stands empty.
_NODES_A_PERSON = {
    "Person": 1.0, "SourceRecord": 2.5, "Address": 0.35, "ContactPoint": 0.8, "School": 0.006, "AgencyCase": 0.08,
    "Placement": 0.03, "CourtOrder": 0.02,
}  # fmt: skip
# Ties of a class for each node it starts at, both ends by chance.
_BY_CHANCE = {
    "REACHED_AT": 1.2, "ATTENDS": 0.3, "ENROLLED_IN": 0.8, "ASSISTED_BY": 0.1, "INVOLVED_IN": 0.25, "PROVIDED_BY": 1.0,
    "UNDER_CASE": 1.0, "SUBJECT_OF": 0.04, "PLACED_IN": 0.03,
}  # fmt: skip


@dataclass(frozen=True)
class MadeGraph:
    """Tables of nodes by label and of ties by type, in the columns of the model's ``arrow_schema()``."""

    tables: dict[str, pa.Table]

    def write(self, folder: Path) -> dict[str, Path]:
        """Write each table that has rows as Parquet; label or type -> file, nodes before ties."""
        folder.mkdir(parents=True, exist_ok=True)
        files = {name: folder / f"{name}.parquet" for name, table in self.tables.items() if table.num_rows}
        for name, path in files.items():
            pq.write_table(self.tables[name], path)
        return files


def make_graph(people: int, seed: int) -> MadeGraph:
    """Make the graph of so many people; the same numbers give the same graph."""
    rng = np.random.default_rng(seed)
    kin = make_kin(people, rng)
    homes = _homes(kin, rng)
    counts = {label: max(1, round(share * people)) for label, share in _NODES_A_PERSON.items()}
    counts |= {"Service": _SERVICES, "Household": len(homes)}
    ids = {node.label: _ids(node.label, counts.get(node.label, 0)) for node in NODES}
    tables = {
        node.label: make_table(node, node.arrow_schema(), {"id": ids[node.label]}, len(ids[node.label]), rng)
        for node in NODES
    }
    pairs = kin.ties | _home_ties(kin, homes, counts["Address"], rng) | {"DESCRIBES": _described(counts, rng)}
    for tie in RELATIONSHIPS:
        start, end = ids[tie.start.label], ids[tie.end.label]
        found = pairs[tie.type_] if tie.type_ in pairs else _by_chance(tie.type_, len(start), len(end), rng)
        found = np.unique(found, axis=0)
        given = {"start_id": start.take(pa.array(found[:, 0])), "end_id": end.take(pa.array(found[:, 1]))}
        given |= {"starts_at": given["start_id"], "tie": pa.array([tie.type_] * len(found), pa.string())}
        tables[tie.type_] = make_table(tie, tie.arrow_schema(), given, len(found), rng)
    return MadeGraph(tables)


def _ids(label: str, count: int) -> pa.Array:
    return pa.array([f"{label.lower()}-{number:07d}" for number in range(count)], pa.string())


def _homes(kin: Kin, rng: np.random.Generator) -> np.ndarray:
    """The union behind each household: a union is one household in each of one to three systems."""
    return np.repeat(np.arange(len(kin.couples)), rng.integers(1, 4, len(kin.couples)))


def _home_ties(kin: Kin, homes: np.ndarray, addresses: int, rng: np.random.Generator) -> dict[str, Pairs]:
    people = len(kin.own_home)
    members = [_living_in(kin.own_home, homes, rng, 0.9), _living_in(kin.parents_home, homes, rng, 0.7)]
    members.append(np.column_stack([rng.integers(0, people, people // 8), rng.integers(0, len(homes), people // 8)]))
    # Unions share addresses: there are fewer addresses than unions ever lived at.
    at = rng.integers(0, addresses, len(kin.couples))
    moved = rng.integers(0, addresses, len(homes))
    located = np.column_stack([np.arange(len(homes)), at[homes]])
    later = np.column_stack([np.arange(len(homes)), moved])[rng.random(len(homes)) < 0.3]
    lived = [
        np.column_stack([np.flatnonzero(home >= 0), at[home[home >= 0]]])[rng.random(int((home >= 0).sum())) < 0.6]
        for home in (kin.own_home, kin.parents_home)
    ]
    return {
        "MEMBER_OF": np.concatenate(members),
        "LOCATED_AT": np.concatenate([located, later]),
        "LIVED_AT": np.concatenate(lived),
    }


def _living_in(home: np.ndarray, homes: np.ndarray, rng: np.random.Generator, share: float) -> Pairs:
    """Each person in some of the households of their union."""
    order = np.argsort(homes, kind="stable")
    first = np.searchsorted(homes[order], np.arange(homes.max() + 2))
    who = np.flatnonzero(home >= 0)
    counts = (first[1:] - first[:-1])[home[who]]
    people = np.repeat(who, counts)
    within = np.arange(len(people)) - np.repeat(np.cumsum(counts) - counts, counts)
    households = order[np.repeat(first[home[who]], counts) + within]
    return np.column_stack([people, households])[rng.random(len(people)) < share]


def _described(counts: dict[str, int], rng: np.random.Generator) -> Pairs:
    """Every source record describes one person; some people have none, and some have several."""
    records = counts["SourceRecord"]
    return np.column_stack([np.arange(records), rng.integers(0, counts["Person"], records)])


def _by_chance(type_: str, starts: int, ends: int, rng: np.random.Generator) -> Pairs:
    wanted = round(_BY_CHANCE.get(type_, 0.0) * starts) if ends else 0
    return np.column_stack([rng.integers(0, max(starts, 1), wanted), rng.integers(0, max(ends, 1), wanted)])
