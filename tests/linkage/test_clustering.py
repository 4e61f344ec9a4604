"""Constrained clustering: order, constraints, judgements."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ingest.linkage.clustering import Clustering, RecordFacts, ScoredPair, Stay, cluster_records
from ingest.linkage.conflicts import Evidence
from ingest.linkage.judgement_input import JudgedPairs
from ingest.linkage.settings import LinkageSettings

SETTINGS = LinkageSettings()


def facts(
    evidence: list[Evidence], *, once: list[int] | None = None, stays: list[Stay | None] | None = None
) -> RecordFacts:
    """Facts of records whose evidence may repeat."""
    numbers = [evidence.index(item) for item in evidence]
    return RecordFacts(evidence, numbers, once or [0] * len(evidence), stays or [None] * len(evidence))


def cluster(records: RecordFacts, pairs: list[ScoredPair], judged: JudgedPairs | None = None) -> Clustering:
    """Cluster with the default settings."""
    return cluster_records(records, pairs, judged or JudgedPairs(), SETTINGS)


def test_a_conflict_keeps_clusters_apart_through_a_third_record() -> None:
    """Father and son stay apart though a record without suffix scores high with both."""
    records = facts([Evidence(suffix="SR"), Evidence(), Evidence(suffix="JR")])
    result = cluster(records, [ScoredPair(20, 0, 1), ScoredPair(15, 1, 2)])
    assert result.root == [0, 0, 2]
    assert [(h.left, h.right, h.reason, h.conflict_left, h.conflict_right) for h in result.held] == [
        (1, 2, "suffix", 0, 2)
    ]


def test_two_on_one_roster_never_join() -> None:
    """Two people of one household at one time conflict; at different times they do not."""
    pairs = [ScoredPair(30, 0, 1)]
    together = [Stay(1, "2020-01-01"), Stay(1, "2021-01-01")]
    apart = [Stay(1, "2020-01-01", "2020-06-30"), Stay(1, "2021-01-01")]
    assert cluster(facts([Evidence()] * 2, stays=list(together)), pairs).held[0].reason == "same_roster"
    assert cluster(facts([Evidence()] * 2, stays=list(apart)), pairs).root == [0, 0]


def test_whom_a_source_ties_together_are_two_people() -> None:
    """Parent and child of one name stay apart, also through a third record."""
    records = facts([Evidence()] * 3)
    records.tied = {0: {2}, 2: {0}}
    result = cluster(records, [ScoredPair(20, 0, 1), ScoredPair(15, 1, 2)])
    assert result.root == [0, 0, 2]
    assert [(h.reason, h.conflict_left, h.conflict_right) for h in result.held] == [("stated_tie", 0, 2)]


def test_a_source_that_holds_each_person_once_keeps_its_records_apart() -> None:
    """Two records of such a source never meet in one cluster, not even through others."""
    records = facts([Evidence()] * 3, once=[1, 0, 1])
    result = cluster(records, [ScoredPair(20, 0, 1), ScoredPair(15, 1, 2)])
    assert result.root == [0, 0, 2]
    assert result.held[0].reason == "once_per_source"


def test_one_held_link_stands_for_a_pair_of_clusters() -> None:
    """Of many refused pairs between two clusters the strongest alone is held."""
    records = facts([Evidence(suffix="SR")] * 2 + [Evidence(suffix="JR")] * 2)
    strong = [ScoredPair(30, 0, 1), ScoredPair(30, 2, 3)]
    refused = [ScoredPair(9, 0, 2), ScoredPair(12, 1, 3), ScoredPair(11, 0, 3)]
    result = cluster(records, strong + refused)
    assert [(h.left, h.right) for h in result.held] == [(1, 3)]


def test_a_person_who_says_same_outranks_a_conflict_of_every_record() -> None:
    """After Jr and Sr were judged one person, their other records join too."""
    records = facts([Evidence(suffix="SR"), Evidence(suffix="JR"), Evidence(suffix="JR")])
    pairs = [ScoredPair(9, 0, 1), ScoredPair(5, 0, 2), ScoredPair(8, 1, 2)]
    assert cluster(records, pairs).root == [0, 1, 1]
    assert cluster(records, pairs, JudgedPairs(same={(0, 1)})).root == [0, 0, 0]


def test_a_person_who_says_different_is_obeyed_cluster_wide() -> None:
    """Two records judged different do not meet through a third; the question is not asked again."""
    records = facts([Evidence()] * 3)
    pairs = [ScoredPair(30, 0, 1), ScoredPair(20, 1, 2), ScoredPair(10, 0, 2)]
    result = cluster(records, pairs, JudgedPairs(different={(0, 2)}))
    assert result.root == [0, 0, 2]
    assert result.held == []


def test_unsure_takes_the_pairs_own_score_away() -> None:
    """A pair judged unsure is held, yet its records may meet through others."""
    records = facts([Evidence()] * 3)
    judged = JudgedPairs(unsure={(0, 1)})
    assert cluster(records, [ScoredPair(30, 0, 1)], judged).held[0].reason == "unsure"
    assert cluster(records, [ScoredPair(30, 0, 1), ScoredPair(9, 0, 2), ScoredPair(9, 1, 2)], judged).root == [0, 0, 0]


def test_same_across_different_is_overruled_and_told() -> None:
    """A chain of same-judgements may not join two records judged different."""
    records = facts([Evidence()] * 3)
    result = cluster(records, [], JudgedPairs(same={(0, 1), (1, 2)}, different={(0, 2)}))
    assert result.root == [0, 0, 2]
    assert result.overruled == {(1, 2)}


def test_an_attached_record_joins_no_two_clusters() -> None:
    """An attach-only record goes to the clearly best cluster, or is held where two are as good."""
    records = facts([Evidence()] * 4)
    clear = [ScoredPair(30, 3, 0), ScoredPair(10, 3, 2)]
    close = [ScoredPair(30, 3, 0), ScoredPair(28, 3, 2)]
    result = cluster_records(records, [ScoredPair(20, 0, 1)], JudgedPairs(), SETTINGS, clear)
    assert result.root == [0, 0, 2, 0]
    result = cluster_records(records, [ScoredPair(20, 0, 1)], JudgedPairs(), SETTINGS, close)
    assert result.root == [0, 0, 2, 3]
    assert result.held[0].reason == "ambiguous"


_EVIDENCE = st.builds(
    Evidence,
    suffix=st.sampled_from([None, None, None, "JR", "SR"]),
    born=st.sampled_from([None, None, "1999-06-26", "1971-02-03"]),
    ssn=st.sampled_from([None, None, "123456789", "987612345"]),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[RecordFacts, list[ScoredPair], JudgedPairs]:
    """Random records, scored pairs and judgements."""
    count = draw(st.integers(2, 9))
    evidence = draw(st.lists(_EVIDENCE, min_size=count, max_size=count))
    once = draw(st.lists(st.sampled_from([0, 0, 1, 2]), min_size=count, max_size=count))
    rosters = draw(st.lists(st.sampled_from([None, None, 1, 2]), min_size=count, max_size=count))
    every = [(a, b) for a in range(count) for b in range(a + 1, count)]
    weights = draw(st.lists(st.integers(0, 12), min_size=len(every), max_size=len(every)))
    verdicts = draw(
        st.lists(
            st.sampled_from([*[None] * 12, "same", "different", "unsure"]), min_size=len(every), max_size=len(every)
        )
    )
    judged = JudgedPairs()
    for pair, verdict in zip(every, verdicts, strict=True):
        if verdict:
            getattr(judged, verdict).add(pair)
    pairs = [ScoredPair(float(weight), a, b) for weight, (a, b) in zip(weights, every, strict=True)]
    stays = [None if roster is None else Stay(roster) for roster in rosters]
    return facts(evidence, once=once, stays=stays), pairs, judged


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_changes_nothing(
    case: tuple[RecordFacts, list[ScoredPair], JudgedPairs], rng: random.Random
) -> None:
    """Pairs in any order give the same clusters and the same held links."""
    records, pairs, judged = case
    shuffled = list(pairs)
    rng.shuffle(shuffled)
    one, other = cluster(records, pairs, judged), cluster(records, shuffled, judged)
    assert (one.root, one.held, one.overruled) == (other.root, other.held, other.overruled)


@given(cases())
def test_judgements_are_always_obeyed(case: tuple[RecordFacts, list[ScoredPair], JudgedPairs]) -> None:
    """No two records judged different share a cluster; records judged the same do, unless overruled by that."""
    records, pairs, judged = case
    result = cluster(records, pairs, judged)
    assert all(result.root[a] != result.root[b] for a, b in judged.different)
    assert all(result.root[a] == result.root[b] for a, b in judged.same - result.overruled)
    assert result.overruled == set() or judged.different


@given(cases())
def test_without_judgements_no_cluster_holds_a_conflict(
    case: tuple[RecordFacts, list[ScoredPair], JudgedPairs],
) -> None:
    """Inside a cluster no two records conflict, and a cluster is named by its smallest record."""
    from ingest.linkage.conflicts import conflict_between

    records, pairs, _ = case
    result = cluster(records, pairs)
    for a, root in enumerate(result.root):
        assert root == min(n for n, r in enumerate(result.root) if r == root)
        for b in range(a):
            if result.root[b] == root:
                assert conflict_between(records.evidence[a], records.evidence[b], SETTINGS.conflicts) is None
                assert not (records.once_bit[a] & records.once_bit[b])
                assert records.stay[a] is None or records.stay[b] is None or records.stay[a] != records.stay[b]
