"""A ledger lived with: loads that succeed or die anywhere, judgements between them, against a model in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from casework.ledger import IdentityState, Ledger
from ingest.identity import assign_identities

RECORDS = [f"s:{letter}" for letter in "abcde"]

clusterings = st.lists(st.none() | st.integers(0, 2), min_size=len(RECORDS), max_size=len(RECORDS))


class LedgerLife(RuleBasedStateMachine):
    """Loads, deaths, restarts and judgements; the ledger must always agree with what was acknowledged."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.url = f"sqlite:///{Path(self.folder.name) / 'ledger.sqlite'}"
        self.ledger = Ledger.open(self.url)
        self.expected = IdentityState()
        self.pointer = None
        self.runs = 0
        self.verdicts = {}
        self.said = 0

    def teardown(self):
        """Close the file and remove it."""
        self.ledger.close()
        self.folder.cleanup()

    @initialize()
    def empty(self):
        """A new ledger knows nobody."""
        assert self.ledger.identities() == IdentityState()

    def prepare(self, labels):
        """The part of a load up to the pointer."""
        self.ledger.recover(self.pointer)
        clusters = {}
        for record, label in zip(RECORDS, labels, strict=True):
            if label is not None:
                clusters.setdefault(str(label), []).append(record)
        assignment = assign_identities(clusters, self.ledger.identities())
        self.runs += 1
        run = f"run{self.runs}"
        self.ledger.prepare_load(run, assignment.events, {"records": len(assignment.person_of)})
        return run, self.expected.after(assignment.events)

    @rule(labels=clusterings)
    def load(self, labels):
        """A load that succeeds."""
        self.pointer, self.expected = self.prepare(labels)
        self.ledger.mark_in_service(self.pointer)

    @rule(labels=clusterings)
    def die_before_the_pointer(self, labels):
        """A load that dies before readers saw it."""
        self.prepare(labels)

    @rule(labels=clusterings)
    def die_after_the_pointer(self, labels):
        """A load that dies after readers saw it, settled by the next start."""
        self.pointer, self.expected = self.prepare(labels)
        self.ledger.recover(self.pointer)

    @rule()
    def restart(self):
        """The process ends and another opens the file."""
        self.ledger.close()
        self.ledger = Ledger.open(self.url)
        self.ledger.recover(self.pointer)

    @rule(
        pair=st.lists(st.sampled_from(RECORDS), min_size=2, max_size=2, unique=True),
        verdict=st.sampled_from(["same", "different", "unsure", "withdrawn"]),
    )
    def judge(self, pair, verdict):
        """Somebody judges a pair, or takes back what stands."""
        key = tuple(sorted(pair))
        if verdict == "withdrawn" and key not in self.verdicts:
            return
        row = self.ledger.judge(*pair, verdict, who="Ada", why="seen")
        assert (row.person_a, row.person_b) == tuple(self.expected.person_of.get(record) for record in key)
        self.said += 1
        self.verdicts.pop(key, None)
        if verdict != "withdrawn":
            self.verdicts[key] = verdict

    @invariant()
    def agrees(self):
        """Identities, resolution and judgements are what was acknowledged."""
        assert self.ledger.identities() == self.expected
        for person in self.expected.own:
            assert self.ledger.resolve(person) == self.expected.resolve(person)
        assert {(j.record_a, j.record_b): j.verdict for j in self.ledger.judgements()} == self.verdicts
        assert len(self.ledger.judgement_history()) == self.said


LedgerLife.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestLedgerLife = LedgerLife.TestCase
TestLedgerLife.__doc__ = (
    "Whatever the order of loads, deaths, restarts and judgements, the ledger keeps what it acknowledged."
)
