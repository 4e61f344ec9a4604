"""Person ids that last: which id each cluster of records gets, given the ids the ledger knows.

Clusters are recomputed by every load and carry no lasting name. Every record that was ever linked is owned by one id
(casework.ledger.identity_state). A cluster keeps an id whose own records it holds most of; where several ids meet, one
stays and the others lead to it, each keeping what it owns; where an id's records part, the rest mints an id; where
people that were linked are unlinked, the ids that led away come back. Ids are a pure function of clusters and ledger:
the order of records or clusters changes nothing, and the same clusters again change nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from casework.ledger import IdentityChange, IdentityKind, IdentityState
from graphmodel.errors import LinkageError
from ingest.cycle_collection import no_cycle_collection
from ingest.staging import TABLES

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Douglas Crockford's base 32: no I, L, O, U to misread or misspell (https://www.crockford.com/base32.html)."""

ID_CHARACTERS = 12
"""60 bits: among a million ids the chance that any two collide is under one in two million, and is handled."""


@dataclass(frozen=True)
class IdentityAssignment:
    """The person of every record, and what the ledger has to be told.

    Attributes:
        person_of: Record id -> person id, for every record of the clusters.
        events: At most one change for each id, sorted by id; empty if nothing changed.
    """

    person_of: Mapping[str, str]
    events: tuple[IdentityChange, ...]


def assign_identities(clusters: Mapping[str, Sequence[str]], previous: IdentityState) -> IdentityAssignment:
    """Give each cluster its person id.

    Args:
        clusters: Cluster id -> ids of its records. Only the grouping counts, neither cluster ids nor any order.
        previous: What the ledger knows of the loads before.

    Raises:
        LinkageError: A cluster is empty, or a record stands in two.
    """
    groups = sorted(tuple(sorted(records)) for records in clusters.values())
    place = _places(groups)
    names, events = _assign(groups, previous)
    return IdentityAssignment({record: names[index] for record, index in place.items()}, events)


def _assign(groups: Sequence[tuple[str, ...]], previous: IdentityState) -> tuple[list[str], tuple[IdentityChange, ...]]:
    """The id of each group, and what changed; groups and their records are sorted, and no record stands twice.

    Groups of records never seen, and those that are what one id always was, need no weighing against each other; the
    rest, a few of each load after the first, are weighed by what the ledger knows of them.
    """
    names, weighed, standing = _plain_names(groups, previous)
    place = {record: index for index in weighed for record in groups[index]}
    contested = IdentityState(
        {known: own for known, own in previous.own.items() if known not in standing}, previous.redirects, previous.gone
    )
    homes = _homes(contested, place)
    names.update(_kept_names(weighed, place, homes, contested))
    used = set(previous.own)
    minted = [index for index in range(len(groups)) if index not in names]
    for index in minted:
        names[index] = person_id(groups[index][0], used)
        used.add(names[index])
    redirects = _redirects(contested, homes, names)
    owned = _owned_records(groups, weighed, names, redirects, contested)
    events = _events(contested, homes, {names[index] for index in weighed}, redirects, owned)
    fresh = (IdentityChange("minted", names[i], groups[i]) for i in minted if groups[i][0] not in place)
    changes = sorted([*events, *fresh], key=lambda change: change.person_id)
    return [names[index] for index in range(len(groups))], tuple(changes)


def _plain_names(
    groups: Sequence[tuple[str, ...]], previous: IdentityState
) -> tuple[dict[int, str], list[int], set[str]]:
    """Names of the groups that are what one id always was, which other groups hold known records, and those ids."""
    names: dict[int, str] = {}
    weighed: list[int] = []
    standing: set[str] = set()
    if not previous.own:
        return names, weighed, standing
    owner = {record: known for known, own in previous.own.items() for record in own}
    involved = previous.redirects.keys() | previous.led_here.keys() | previous.gone
    for index, group in enumerate(groups):
        known = owner.get(group[0])
        if known is not None and known not in involved and previous.own[known] == group:
            names[index] = known
            standing.add(known)
        elif any(record in owner for record in group):
            weighed.append(index)
    return names, weighed, standing


def person_id(smallest_record: str, used: Collection[str]) -> str:
    """A new id from the smallest record id of a cluster: ``P`` and 12 characters of base 32.

    Args:
        smallest_record: The record id to derive it from, so that a repeated load mints the same id.
        used: Ids never to give again.
    """
    attempt = 0
    while True:
        digest = hashlib.blake2b(f"{attempt}\x1f{smallest_record}".encode(), digest_size=8).digest()
        number = int.from_bytes(digest, "big")
        minted = "P" + "".join(CROCKFORD[(number >> (5 * i)) & 31] for i in range(ID_CHARACTERS))
        if minted not in used:
            return minted
        attempt += 1


def _places(groups: Sequence[tuple[str, ...]]) -> dict[str, int]:
    place: dict[str, int] = {}
    for index, group in enumerate(groups):
        if not group:
            raise LinkageError("A cluster has no record", do="Report this: clustering must not make empty clusters.")
        for record in group:
            if record in place:
                raise LinkageError("A record stands in two clusters", to=record, do="Report this with the load's log.")
            place[record] = index
    return place


def _homes(previous: IdentityState, place: Mapping[str, int]) -> dict[str, int]:
    """Known id -> the group that holds most of its own records; ids without a record here are left out.

    A standing id whose own records all vanished is looked for by the records of the ids that lead to it, so that its
    person does not change the name for that.
    """
    homes = {}
    for known, own in previous.own.items():
        home = _home(own, place)
        if home is None and known not in previous.redirects:
            home = _home(previous.records_of(known), place)
        if home is not None:
            homes[known] = home
    return homes


def _home(records: Iterable[str], place: Mapping[str, int]) -> int | None:
    present = [record for record in records if record in place]
    counts = Counter(place[record] for record in present)
    if len(counts) < 2:
        return next(iter(counts), None)
    most = max(counts.values())
    return place[min(record for record in present if counts[place[record]] == most)]


def _kept_names(
    groups: Iterable[int], place: Mapping[str, int], homes: Mapping[str, int], previous: IdentityState
) -> dict[int, str]:
    """The id of each group that keeps one: a standing id at home there, else one that led away."""
    standing: dict[int, list[str]] = {}
    led_away: dict[int, list[str]] = {}
    for known, home in homes.items():
        (led_away if known in previous.redirects else standing).setdefault(home, []).append(known)

    def most_records(known: str) -> tuple[int, str, str]:
        here = [r for r in previous.records_of(known) if place.get(r) == homes[known]]
        return (-len(here), min(here), known)

    def least_far(known: str) -> tuple[int, int, str, str]:
        # Of ids that led to one another, the one nearest to the end named this person last.
        here = [r for r in previous.own[known] if place.get(r) == homes[known]]
        return (_steps(known, previous.redirects), -len(here), min(here), known)

    names = {}
    for index in groups:
        if index in standing:
            names[index] = _first(standing[index], most_records)
        elif index in led_away:
            names[index] = _first(led_away[index], least_far)
    return names


def _first(candidates: Sequence[str], order: Callable[[str], tuple[int | str, ...]]) -> str:
    # Nearly every person has one candidate, for which working out the order would double the time.
    return candidates[0] if len(candidates) == 1 else min(candidates, key=order)


def _steps(known: str, redirects: Mapping[str, str]) -> int:
    steps = 0
    while known in redirects:
        known, steps = redirects[known], steps + 1
    return steps


def _follow(known: str, redirects: Mapping[str, str]) -> str:
    while known in redirects:
        known = redirects[known]
    return known


def _redirects(previous: IdentityState, homes: Mapping[str, int], names: Mapping[int, str]) -> dict[str, str]:
    """Where each id leads now. A redirect that still ends at the right person stays as it is written.

    No circle can arise: what is written anew ends at an id that stands for itself, the rest was there before.
    """
    named = {names[home] for home in homes.values()}
    direct = {known: names[home] for known, home in homes.items() if known not in named}
    kept = {known: to for known, to in previous.redirects.items() if known not in named}
    right = {**kept, **direct}
    return {
        known: kept[known] if known in kept and _follow(kept[known], right) == _follow(to, right) else to
        for known, to in right.items()
    }


def _owned_records(
    groups: Sequence[tuple[str, ...]],
    weighed: Iterable[int],
    names: Mapping[int, str],
    redirects: Mapping[str, str],
    previous: IdentityState,
) -> dict[str, tuple[str, ...]]:
    """The own records of each id that gained or lost some.

    A record stays with its owner as long as the owner leads to the record's person; else the person takes it over.
    """
    owner = {record: known for known, own in previous.own.items() for record in own}
    gained: dict[str, list[str]] = {}
    lost: dict[str, set[str]] = {}
    for index in weighed:
        name = names[index]
        for record in groups[index]:
            before = owner.get(record)
            if before == name or (before is not None and _follow(before, redirects) == name):
                continue
            gained.setdefault(name, []).append(record)
            if before is not None:
                lost.setdefault(before, set()).add(record)
    owned = {}
    for known in gained.keys() | lost.keys():
        kept = [r for r in previous.own.get(known, ()) if r not in lost.get(known, ())]
        owned[known] = tuple(sorted([*kept, *gained.get(known, ())]))
    return owned


def _events(
    previous: IdentityState,
    homes: Mapping[str, int],
    named: Collection[str],
    redirects: Mapping[str, str],
    owned: Mapping[str, tuple[str, ...]],
) -> tuple[IdentityChange, ...]:
    """One change for each id about which anything is different now."""
    events = []
    for known in sorted(previous.own.keys() | owned.keys()):
        kind: IdentityKind
        to = redirects.get(known)
        if known not in previous.own:
            kind = "minted"
        elif to is not None and to != previous.redirects.get(known):
            kind = "redirected"
        elif known in named and (known in previous.redirects or known in previous.gone):
            kind = "revived"
        elif known not in homes and known not in previous.redirects and known not in previous.gone:
            kind = "gone"
        elif known not in owned:
            continue
        else:
            kind = "membership" if set(previous.own[known]) <= set(owned[known]) else "split"
        events.append(IdentityChange(kind, known, owned.get(known, previous.own.get(known, ())), to))
    return tuple(events)


def mint(connection: duckdb.DuckDBPyConnection, previous: IdentityState) -> tuple[IdentityChange, ...]:
    """Give every staged record its person id and fill the staging table ``identity``.

    Args:
        connection: The staging database, with ``person_record``, ``cluster`` and ``link`` filled (ingest.staging).
        previous: ``Ledger.identities()``, after ``Ledger.recover``.

    Returns:
        What changed, at most one change for each id, sorted by id; it goes to ``Ledger.prepare_load``.

    Raises:
        LinkageError: A person record is in no cluster or a cluster names an unknown record; a record of a cluster of
            several has no link, so that nothing says why it is there.
    """
    _check_linkage(connection)
    rows = connection.execute(_GROUPS).fetchall()
    with no_cycle_collection():
        names, events = _assign([tuple(records) for _, records in rows], previous)
    minted = pa.table(
        {
            "cluster_id": pa.array([cluster for cluster, _ in rows], pa.string()),
            "person_id": pa.array(names, pa.string()),
            "size": pa.array([len(records) for _, records in rows], pa.int64()),
        }
    )
    # Deleting and inserting again the same keys takes DuckDB ten seconds at 350,000 records; a new table takes one.
    columns = ", ".join(f"{name} {kind}" for name, kind in TABLES["identity"].items())
    connection.execute(f"CREATE OR REPLACE TABLE identity ({columns})")
    connection.register("minted_identity", minted)
    try:
        connection.execute(_FILL_IDENTITY)
    finally:
        connection.unregister("minted_identity")
    return events


# Groups hold different records, so that they are in order when their smallest ones are.
_GROUPS = "SELECT cluster_id, list_sort(list(record_id)) FROM cluster GROUP BY cluster_id ORDER BY min(record_id)"

_LINK_ENDS = """
    SELECT record_l AS record_id, match_probability, basis FROM link
    UNION ALL SELECT record_r, match_probability, basis FROM link
"""

_CLUSTER_SIZES = "SELECT record_id, count(*) OVER (PARTITION BY cluster_id) AS size FROM cluster"

_FILL_IDENTITY = f"""
    INSERT INTO identity (record_id, person_id, probability, basis)
    WITH strongest AS (
        SELECT record_id, max(match_probability) AS probability, bool_or(basis = 'judged') AS judged
        FROM ({_LINK_ENDS}) GROUP BY record_id
    )
    SELECT record_id, person_id,
           CASE WHEN size = 1 THEN 1.0 ELSE probability END,
           CASE WHEN size = 1 THEN 'single record' WHEN judged THEN 'judged' ELSE 'linked' END
    FROM minted_identity JOIN cluster USING (cluster_id) LEFT JOIN strongest USING (record_id)
    ORDER BY record_id
"""

_CHECKS = {
    "A person record is in no cluster": "SELECT record_id FROM person_record ANTI JOIN cluster USING (record_id)",
    "A cluster names an unstaged record": "SELECT record_id FROM cluster ANTI JOIN person_record USING (record_id)",
    "A record stands in a cluster of several without a link": (
        f"SELECT record_id FROM ({_CLUSTER_SIZES}) ANTI JOIN ({_LINK_ENDS}) USING (record_id) WHERE size > 1"
    ),
}


def _check_linkage(connection: duckdb.DuckDBPyConnection) -> None:
    for what, query in _CHECKS.items():
        row = connection.execute(f"SELECT count(*), min(record_id) FROM ({query})").fetchone()
        if row and row[0]:
            raise LinkageError(what, to=f"{row[0]} in all, first {row[1]}", do="Run the linkage again on this staging.")
