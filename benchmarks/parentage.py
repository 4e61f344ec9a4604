"""Parentage of the sample state against its truth: recall of what sources state, precision by basis, no role promoted.

Recall is over parent and child pairs that some source states and that are true; precision over the parent ties of the
graph. A person of the graph stands for the true person most of its records are of, and a true person for the person of
the graph that holds most of their records; so a wrong link costs recall and precision as it costs a caseworker.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, Section
from benchmarks.snapshot_facts import ParentTie, parent_ties, person_of_record
from benchmarks.states import State, States
from cypher.evidence import Assertion
from graphmodel.model.vocabulary import Basis

NAME, TITLE = "parentage", "Parentage against the truth"
GOAL = 0.95
PUTATIVE, UNKNOWN, NOT_STATED = "putative", "unknown", "not stated"

Pair = tuple[str, str]
"""Parent, child."""


@dataclass
class Truth:
    """What is true of the sample state, and what its sources state."""

    entity_of_record: dict[str, str]
    """``<system>:<key>`` -> true person."""
    natures: dict[Pair, set[str]] = field(default_factory=lambda: defaultdict(set))
    """True parent and child -> every nature that is or was true of them."""
    stated: dict[tuple[str, str], dict[Pair, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    """System and ``tie`` or ``role`` -> parent and child -> natures said."""

    def stated_pairs(self, *bases: str) -> set[Pair]:
        """Pairs that some source states as a tie or by a role."""
        return {pair for (_, basis), pairs in self.stated.items() if basis in bases for pair in pairs}


def read_truth(folder: Path) -> Truth:
    """Read the truth beside a sample state."""
    truth = Truth({f"{row['agency']}:{row['record_id']}": row["entity_id"] for row in _rows(folder / "records.csv")})
    for row in _rows(folder / "parentage.csv"):
        truth.natures[row["parent_id"], row["child_id"]].add(row["nature"])
    for row in _rows(folder / "stated_parentage.csv"):
        nature = UNKNOWN if row["nature"] == NOT_STATED else row["nature"]
        truth.stated[row["system"], row["basis"]][row["parent_id"], row["child_id"]].add(nature)
    return truth


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


@dataclass(frozen=True)
class Share:
    """So many right of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """The share; 1 where there is nothing to be wrong."""
        return self.right / self.of if self.of else 1.0


@dataclass(frozen=True)
class ParentageScore:
    """How the parentage of a graph compares with the truth. A tie is a pair of persons with one nature."""

    recall: Share
    """Of true pairs that a source states, as a tie or by a household role."""
    recall_of_ties: Share
    """Of true pairs that a source states as a tie."""
    stated_pairs: Share
    """Of pairs that rest on a statement other than of putative fatherhood: truly parent and child."""
    stated_ties: Share
    """Of ties that rest on such a statement: of that nature in truth; ``unknown`` is right for any nature."""
    role_ties: Share
    """Of ties that rest on household roles alone."""
    putative_ties: Share
    """Of ties stated as putative: truly parent and child. An allegation may be false; it is counted apart."""
    roles_as_stated: int
    """Assertions of a basis other than household role for which no source states that tie."""
    natures_not_said: int
    """Assertions by household role whose nature the role did not say."""


class _Judge:
    """The truth, seen from the persons of a graph."""

    def __init__(self, truth: Truth, persons: Mapping[str, str]) -> None:
        self.truth = truth
        shared = Counter((person, truth.entity_of_record[record]) for record, person in persons.items())
        self.entity_of: dict[str, str] = {}
        self.person_of: dict[str, str] = {}
        self.entities_in: dict[str, set[str]] = defaultdict(set)
        for (person, entity), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
            self.entity_of.setdefault(person, entity)
            self.person_of.setdefault(entity, person)
            self.entities_in[person].add(entity)

    def natures(self, tie: ParentTie) -> set[str]:
        """Natures true of the two persons a tie is between; empty when they are no parent and child."""
        return self.truth.natures.get((self.entity_of[tie.parent], self.entity_of[tie.child]), set())

    def right(self, tie: ParentTie) -> bool:
        """Is a tie of its nature true?"""
        natures = self.natures(tie)
        return bool(natures) if tie.nature == UNKNOWN else tie.nature in natures

    def said(self, tie: ParentTie, assertion: Assertion, basis: str) -> set[str]:
        """Natures its source gives, on that basis, between who the parent's record is and anyone the child may be."""
        said = self.truth.stated[assertion.source, basis]
        parent = self.truth.entity_of_record[assertion.record]
        return {nature for child in self.entities_in[tie.child] for nature in said.get((parent, child), ())}

    def recall(self, pairs: set[Pair], ties: Sequence[ParentTie]) -> Share:
        """How many pairs of true persons are joined in the graph."""
        known = {(tie.parent, tie.child) for tie in ties}
        found = sum((self.person_of.get(a, ""), self.person_of.get(b, "")) in known for a, b in pairs)
        return Share(found, len(pairs))


def score_parentage(truth: Truth, persons: Mapping[str, str], ties: Sequence[ParentTie]) -> ParentageScore:
    """Compare the parent ties of a graph with the truth.

    Args:
        truth: What is true and what was stated.
        persons: Record id -> person of the graph.
        ties: Every parent tie of the graph.
    """
    judge = _Judge(truth, persons)
    by_role = [tie for tie in ties if all(said.basis == Basis.HOUSEHOLD_ROLE for said in tie.evidence)]
    stated = [tie for tie in ties if any(said.basis != Basis.HOUSEHOLD_ROLE for said in tie.evidence)]
    putative = [tie for tie in stated if tie.nature == PUTATIVE]
    plain = [tie for tie in stated if tie.nature != PUTATIVE]
    pairs = {(tie.parent, tie.child): bool(judge.natures(tie)) for tie in plain}
    assertions = [(tie, said) for tie in ties for said in tie.evidence]
    return ParentageScore(
        recall=judge.recall(truth.stated_pairs("tie", "role") & set(truth.natures), ties),
        recall_of_ties=judge.recall(truth.stated_pairs("tie") & set(truth.natures), ties),
        stated_pairs=Share(sum(pairs.values()), len(pairs)),
        stated_ties=Share(sum(map(judge.right, plain)), len(plain)),
        role_ties=Share(sum(map(judge.right, by_role)), len(by_role)),
        putative_ties=Share(sum(bool(judge.natures(tie)) for tie in putative), len(putative)),
        roles_as_stated=sum(
            said.basis != Basis.HOUSEHOLD_ROLE and tie.nature not in judge.said(tie, said, "tie")
            for tie, said in assertions
        ),
        natures_not_said=sum(
            said.basis == Basis.HOUSEHOLD_ROLE and tie.nature not in judge.said(tie, said, "role")
            for tie, said in assertions
        ),
    )


def measure(states: States, sizes: Sequence[int]) -> Section:
    """Score the graph of each size."""
    figures = [figure for people in sizes for figure in _figures(states.of(people))]
    notes = (
        "A pair counts when both persons are, by most of their records, the true parent and child.",
        "A household role is evidence towards the head alone; its ties are counted apart and never as stated.",
    )
    return Section(name=NAME, title=TITLE, figures=tuple(figures), notes=notes)


def _figures(state: State) -> list[Figure]:
    score = score_parentage(read_truth(state.truth), person_of_record(state.run), parent_ties(state.run))
    shares = {
        "recall of true pairs some source states": (score.recall, GOAL),
        "recall of true pairs stated as a tie": (score.recall_of_ties, GOAL),
        "precision of stated pairs": (score.stated_pairs, GOAL),
        "precision of stated ties, nature too": (score.stated_ties, GOAL),
        "precision of ties by household role alone": (score.role_ties, None),
        "putative fathers who are the father": (score.putative_ties, None),
    }
    counts = {
        "household roles standing as stated": score.roles_as_stated,
        "natures a household role did not say": score.natures_not_said,
    }
    return [
        *(
            Figure(
                what=what,
                value=share.value,
                unit="share",
                people=state.people,
                sense=">=",
                goal=goal,
                beside=f"{share.right:,} of {share.of:,}",
            )
            for what, (share, goal) in shares.items()
        ),
        *(Figure(what=what, value=count, unit="count", people=state.people, goal=0) for what, count in counts.items()),
    ]
