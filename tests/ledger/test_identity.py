"""Lasting person ids: who keeps an id, where it leads, what comes back; laws over random histories."""

from __future__ import annotations

import random
import re
from collections import Counter

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.ledger import IdentityChange, IdentityState
from graphmodel.errors import LinkageError
from ingest import identity
from ingest.identity import CROCKFORD, assign_identities, mint
from ingest.staging import TABLES

RECORDS = [f"s:{letter}" for letter in "abcdefgh"]


def cluster(*groups):
    """Clusters written as words: 'ab' is the records s:a and s:b."""
    return {f"c{n}": [f"s:{letter}" for letter in group] for n, group in enumerate(groups)}


def story(*loads):
    """The assignments of successive loads, and the state after the last."""
    state, assignments = IdentityState(), []
    for groups in loads:
        assignments.append(assign_identities(cluster(*groups), state))
        state = state.after(assignments[-1].events)
    return assignments, state


def kinds(assignment):
    """The kinds of change of a load, each with its number."""
    return dict(Counter(event.kind for event in assignment.events))


def test_first_load_mints_one_id_for_each_cluster():
    """Every cluster gets an id of P and twelve unambiguous characters, the same on any machine."""
    (first,), state = story(["ab", "c"])
    assert kinds(first) == {"minted": 2}
    assert all(re.fullmatch(f"P[{CROCKFORD}]{{12}}", person) for person in first.person_of.values())
    assert first.person_of["s:a"] == first.person_of["s:b"] != first.person_of["s:c"]
    assert first.person_of == {"s:a": "P94P8F4DFJR0V", "s:b": "P94P8F4DFJR0V", "s:c": "PXKRFTT8EE4WG"}
    assert state.person_of == first.person_of


def test_new_record_joins_without_a_new_id():
    """A record that arrives in a cluster gets the id that is there."""
    (first, second), state = story(["ab"], ["abc"])
    assert second.person_of["s:c"] == first.person_of["s:a"]
    assert kinds(second) == {"membership": 1}
    assert state.records == {first.person_of["s:a"]: ("s:a", "s:b", "s:c")}


def test_id_stays_with_most_of_its_records_and_the_rest_mints():
    """Of a split person the larger part keeps the id, even without its smallest record."""
    (first, second), _ = story(["abcd"], ["a", "bcd"])
    assert second.person_of["s:b"] == first.person_of["s:a"]
    assert second.person_of["s:a"] not in first.person_of.values()
    assert kinds(second) == {"split": 1, "minted": 1}


def test_even_split_leaves_the_id_with_the_smallest_record():
    """Halves of equal size are told apart by their smallest record id."""
    (first, second), _ = story(["abcd"], ["cb", "da"])
    assert second.person_of["s:a"] == second.person_of["s:d"] == first.person_of["s:a"]
    assert second.person_of["s:b"] not in first.person_of.values()


def test_linked_persons_keep_the_id_with_more_records_and_the_other_leads_to_it():
    """Linking redirects the smaller person's id to the larger one's."""
    (first, second), state = story(["a", "bc"], ["abc"])
    assert set(second.person_of.values()) == {first.person_of["s:b"]}
    assert [(e.kind, e.person_id, e.to_person_id, e.records) for e in second.events] == [
        ("redirected", first.person_of["s:a"], first.person_of["s:b"], ("s:a",))
    ]
    assert state.resolve(first.person_of["s:a"]) == first.person_of["s:b"]


def test_unlinking_gives_each_its_id_back():
    """Link, then unlink: both persons have the ids they had, and the returning one is revived."""
    (first, _, third), state = story(["ab", "cd"], ["abcd"], ["ab", "cd"])
    assert third.person_of == first.person_of
    assert [(e.kind, e.person_id) for e in third.events] == [("revived", first.person_of["s:c"])]
    assert state.redirects == {}


def test_unlinking_restores_ids_though_the_linked_person_grew_on_one_side():
    """A record that arrived while two were linked does not carry one's id off to the other."""
    (first, _, third), _ = story(["ab", "cd"], ["abcdef"], ["ab", "cdef"])
    assert third.person_of["s:a"] == first.person_of["s:a"]
    assert third.person_of["s:c"] == first.person_of["s:c"]


def test_redirect_follows_its_records_to_another_person():
    """When the records behind a redirected id move on to another person, the id leads there."""
    (first, second, third), state = story(["ab", "c", "def"], ["abc", "def"], ["ab", "cdef"])
    lone, last = first.person_of["s:c"], first.person_of["s:d"]
    assert second.person_of["s:c"] == first.person_of["s:a"]
    assert [(e.kind, e.person_id, e.to_person_id) for e in third.events] == [("redirected", lone, last)]
    assert state.resolve(lone) == last


def test_vanished_person_is_gone_and_returns_with_its_id():
    """A person without any record in a load is gone, and has the old id again once a record returns."""
    (first, second, third), state = story(["ab", "c"], ["c"], ["b", "c"])
    gone = first.person_of["s:a"]
    assert [(e.kind, e.person_id, e.records) for e in second.events] == [("gone", gone, ("s:a", "s:b"))]
    assert third.person_of["s:b"] == gone
    assert kinds(third) == {"revived": 1}
    assert state.records_of(gone) == ("s:a", "s:b")


def test_vanished_record_stays_with_its_person_quietly():
    """A record missing from one extract changes nothing, and finds its person when it returns alone."""
    (first, second, third), _ = story(["ab"], ["a"], ["b"])
    assert second.events == third.events == ()
    assert third.person_of["s:b"] == first.person_of["s:a"]


def test_person_keeps_the_id_though_only_linked_records_remain():
    """When an id's own records vanish and those of an id linked to it stay, the person's name does not change."""
    (first, _, third), state = story(["a", "bc"], ["abc"], ["a"])
    assert third.events == ()
    assert third.person_of == {"s:a": first.person_of["s:b"]}
    assert state.resolve(first.person_of["s:a"]) == first.person_of["s:b"]


def test_used_id_is_never_minted_again():
    """A part split off that would mint the id its old person keeps gets another."""
    (first, second, third), state = story(["abc"], ["a", "bc"], ["bc", "ad"])
    assert second.person_of["s:a"] != first.person_of["s:a"]
    assert third.person_of["s:a"] == second.person_of["s:a"]
    assert len(state.own) == 2


def test_colliding_digests_get_different_ids(monkeypatch):
    """Two clusters whose digests agree get different ids."""

    class Weak:
        def __init__(self, data, digest_size):
            self.data = data

        def digest(self):
            return self.data[:1] * 8  # the attempt alone, so that every first attempt collides

    monkeypatch.setattr(identity.hashlib, "blake2b", Weak)
    (first,), _ = story(["a", "b", "c"])
    assert len(set(first.person_of.values())) == 3


@pytest.mark.parametrize(
    ("clusters", "message"), [({"x": ["s:a"], "y": []}, "no record"), ({"x": ["s:a"], "y": ["s:b", "s:a"]}, "s:a")]
)
def test_clusters_that_are_no_partition_are_refused(clusters, message):
    """An empty cluster and a record in two clusters are refused by name."""
    with pytest.raises(LinkageError, match=message):
        assign_identities(clusters, IdentityState())


def grouped(labels):
    """Clusters from one label for each record; a record labelled None is not in the extracts."""
    groups = {}
    for record, label in zip(RECORDS, labels, strict=True):
        if label is not None:
            groups.setdefault(f"c{label}", []).append(record)
    return groups


full = st.lists(st.integers(0, 4), min_size=len(RECORDS), max_size=len(RECORDS)).map(grouped)
partial = st.lists(st.none() | st.integers(0, 4), min_size=len(RECORDS), max_size=len(RECORDS)).map(grouped)
histories = st.lists(partial, min_size=1, max_size=7)


def after(history):
    """The state after loads of these clusters."""
    state = IdentityState()
    for clusters in history:
        state = state.after(assign_identities(clusters, state).events)
    return state


@settings(max_examples=400, deadline=None)
@given(histories)
def test_every_record_has_the_one_id_of_its_cluster(history):
    """In any history the persons of a load are exactly its clusters, and the ledger says the same after it."""
    state = after(history[:-1])
    assignment = assign_identities(history[-1], state)
    state = state.after(assignment.events)
    people = {}
    for record, person in assignment.person_of.items():
        people.setdefault(person, set()).add(record)
    assert sorted(map(sorted, people.values())) == sorted(map(sorted, history[-1].values()))
    assert all(state.person_of[record] == person for record, person in assignment.person_of.items())


@settings(max_examples=400, deadline=None)
@given(histories)
def test_every_id_ever_minted_leads_to_one_person_or_is_gone(history):
    """No id is lost: each leads to one person of the latest load or is known as gone; records have one owner."""
    ever, state = set(), IdentityState()
    for clusters in history:
        assignment = assign_identities(clusters, state)
        state = state.after(assignment.events)
        ever |= set(assignment.person_of.values())
        assert len({e.person_id for e in assignment.events}) == len(assignment.events)
    assert ever == set(state.own)
    present = set(assignment.person_of.values())
    for person in ever:
        assert state.resolve(person) in present or state.end_of(person) in state.gone
    owners = Counter(record for own in state.own.values() for record in own)
    assert set(owners.values()) <= {1}
    assert set(owners) == {record for clusters in history for group in clusters.values() for record in group}


@settings(max_examples=400, deadline=None)
@given(histories)
def test_same_clusters_again_change_nothing(history):
    """A load of unchanged clusters writes no event and gives the same ids."""
    before = after(history[:-1])
    first = assign_identities(history[-1], before)
    again = assign_identities(history[-1], before.after(first.events))
    assert again.events == ()
    assert again.person_of == first.person_of


@settings(max_examples=300, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_no_order_matters(history, chance):
    """Clusters, records and the ledger's ids in any order, under any cluster names, give the same assignment."""
    state = after(history[:-1])

    def shuffled(mapping):
        items = list(mapping.items())
        chance.shuffle(items)
        return items

    groups = [chance.sample(group, len(group)) for _, group in shuffled(history[-1])]
    renamed = {f"other{n}": group for n, group in enumerate(groups)}
    stirred = IdentityState(dict(shuffled(state.own)), dict(shuffled(state.redirects)), state.gone)
    assert assign_identities(renamed, stirred) == assign_identities(history[-1], state)


@settings(max_examples=300, deadline=None)
@given(histories, partial)
def test_untouched_cluster_keeps_its_id(history, then):
    """Whatever happens elsewhere, a cluster as it was in the load before keeps its id, unless lost records return."""
    before = assign_identities(history[-1], after(history[:-1]))
    state = after(history)
    lost = {record for own in state.own.values() for record in own} - before.person_of.keys()
    then = {name: kept for name, group in then.items() if (kept := [r for r in group if r not in lost])}
    now = assign_identities(then, state)
    known = {tuple(sorted(group)) for group in history[-1].values()}
    for group in then.values():
        if tuple(sorted(group)) in known:
            assert now.person_of[group[0]] == before.person_of[group[0]]


@settings(max_examples=400, deadline=None)
@given(st.lists(full, max_size=4), full, st.lists(st.lists(st.integers(0, 2), min_size=5, max_size=5), max_size=3))
def test_linking_then_unlinking_restores_every_id(history, clusters, linkings):
    """After any history, linking persons step by step and then unlinking all of them gives each its id back."""
    state = after(history)
    before = assign_identities(clusters, state)
    state = state.after(before.events)
    linked = clusters
    for labels in linkings:
        coarser = {}
        for number, group in enumerate(linked.values()):
            coarser.setdefault(f"l{labels[number]}", []).extend(group)
        linked = coarser
        state = state.after(assign_identities(linked, state).events)
    assert assign_identities(clusters, state).person_of == before.person_of


@pytest.fixture
def staging():
    """A staging database in memory with the tables that minting reads and fills."""
    connection = duckdb.connect()
    for name in ("person_record", "cluster", "link", "identity"):
        columns = ", ".join(f"{c} {t}" for c, t in TABLES[name].items())
        connection.execute(f"CREATE TABLE {name} ({columns})")
    yield connection
    connection.close()


def stage(connection, groups, links):
    """Fill staging with clusters and links (record, record, probability, basis)."""
    for table in ("person_record", "cluster", "link"):
        connection.execute(f"DELETE FROM {table}")
    for name, records in groups.items():
        for record in records:
            connection.execute(
                "INSERT INTO person_record (record_id, system, agency, domain, record_key, file, line)"
                " VALUES (?, 's', 'a', 'd', ?, 'f', 1)",
                [record, record.split(":")[1]],
            )
            connection.execute("INSERT INTO cluster VALUES (?, ?)", [record, name])
    for left, right, probability, basis in links:
        connection.execute("INSERT INTO link VALUES (?, ?, 5.0, ?, ?, NULL)", [left, right, probability, basis])


LINKS = [("s:a", "s:b", 0.97, "scored"), ("s:b", "s:c", 0.99, "scored"), ("s:d", "s:e", 0.2, "judged")]


def test_mint_fills_the_identity_table(staging):
    """Each staged record stands in `identity` with its person, its strongest link and what it rests on."""
    stage(staging, cluster("abc", "de", "f"), LINKS)
    events = mint(staging, IdentityState())
    rows = staging.execute("SELECT record_id, probability, basis FROM identity ORDER BY record_id").fetchall()
    assert rows == [
        ("s:a", 0.97, "linked"),
        ("s:b", 0.99, "linked"),
        ("s:c", 0.99, "linked"),
        ("s:d", 0.2, "judged"),
        ("s:e", 0.2, "judged"),
        ("s:f", 1.0, "single record"),
    ]
    expected = assign_identities(cluster("abc", "de", "f"), IdentityState())
    assert dict(staging.execute("SELECT record_id, person_id FROM identity").fetchall()) == expected.person_of
    assert events == expected.events
    assert [event.kind for event in events] == ["minted"] * 3


def test_mint_again_replaces_the_table_and_keeps_ids(staging):
    """A second load rewrites `identity` with lasting ids and no event for what did not change."""
    stage(staging, cluster("abc", "de", "f"), LINKS)
    first = mint(staging, IdentityState())
    before = dict(staging.execute("SELECT record_id, person_id FROM identity").fetchall())
    stage(staging, cluster("abc", "de"), LINKS)
    second = mint(staging, IdentityState().after(first))
    assert [event.kind for event in second] == ["gone"]
    after = dict(staging.execute("SELECT record_id, person_id FROM identity").fetchall())
    assert after == {r: p for r, p in before.items() if r != "s:f"}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        ("DELETE FROM cluster WHERE record_id = 's:f'", r"in no cluster.*1 in all, first s:f"),
        ("DELETE FROM person_record WHERE record_id = 's:a'", r"unstaged.*s:a"),
        ("DELETE FROM link WHERE record_l = 's:a'", r"without a link.*s:a"),
    ],
)
def test_mint_refuses_linkage_that_does_not_add_up(staging, spoil, message):
    """Records without a cluster, clusters without records and members without a link are refused by name."""
    stage(staging, cluster("abc", "de", "f"), LINKS)
    staging.execute(spoil)
    with pytest.raises(LinkageError, match=message):
        mint(staging, IdentityState())
    assert staging.execute("SELECT count(*) FROM identity").fetchone() == (0,)


def test_mint_of_nothing_is_nothing(staging):
    """Empty staging mints nobody."""
    assert mint(staging, IdentityState()) == ()


def test_many_persons_are_minted_apart():
    """Ten thousand clusters get ten thousand ids, whatever their order."""
    clusters = {str(n): [f"s:{n}"] for n in range(10_000)}
    shuffled = list(clusters.items())
    random.Random(7).shuffle(shuffled)
    first = assign_identities(clusters, IdentityState())
    assert len(set(first.person_of.values())) == 10_000
    assert assign_identities(dict(shuffled), IdentityState()) == first
    assert all(isinstance(event, IdentityChange) for event in first.events)
