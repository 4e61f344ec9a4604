"""Loads and their identity events: counted only once in service, settled after a crash."""

from __future__ import annotations

import pytest

from casework.ledger import IdentityChange, IdentityState, Ledger
from graphmodel.errors import LedgerError

MINT = (IdentityChange("minted", "P1", ("a:1", "b:1")), IdentityChange("minted", "P2", ("c:1",)))


@pytest.fixture
def ledger(tmp_path):
    """An empty ledger in a new file."""
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as opened:
        yield opened


def load(ledger, run, *changes):
    """One load from prepared to in service."""
    ledger.prepare_load(run, changes, {"run": run})
    ledger.mark_in_service(run)


def test_identities_count_only_once_their_run_is_in_service(ledger):
    """A prepared load changes neither identities nor what an id resolves to, until it comes into service."""
    ledger.prepare_load("r1", MINT, {})
    assert ledger.identities() == IdentityState()
    assert ledger.resolve("P1") is None
    assert ledger.identity_history("P1") == []
    ledger.mark_in_service("r1")
    assert ledger.identities().records == {"P1": ("a:1", "b:1"), "P2": ("c:1",)}
    assert ledger.resolve("P1") == "P1"


def test_redirect_revival_and_loss_are_followed(ledger):
    """An id leads through redirects to its person, comes back when revived, and to nobody when that person is gone."""
    load(ledger, "r1", *MINT, IdentityChange("minted", "P3", ("d:1",)))
    load(ledger, "r2", IdentityChange("redirected", "P1", ("a:1", "b:1"), "P2"))
    load(ledger, "r3", IdentityChange("redirected", "P2", ("c:1",), "P3"))
    assert [ledger.resolve(p) for p in ("P1", "P2", "P3", "P9")] == ["P3", "P3", "P3", None]
    assert ledger.identities().records == {"P3": ("a:1", "b:1", "c:1", "d:1")}
    load(ledger, "r4", IdentityChange("revived", "P2", ("c:1",)), IdentityChange("gone", "P3", ("d:1",)))
    assert [ledger.resolve(p) for p in ("P1", "P2", "P3")] == ["P2", "P2", None]
    state = ledger.identities()
    assert state.records == {"P2": ("a:1", "b:1", "c:1")}
    assert [state.resolve(p) for p in ("P1", "P2", "P3", "P9")] == ["P2", "P2", None, None]
    assert [(e.run_id, e.change.kind) for e in ledger.identity_history("P2")] == [
        ("r1", "minted"),
        ("r3", "redirected"),
        ("r4", "revived"),
    ]


def test_load_steps_are_kept_with_their_summary(ledger):
    """Each step of a load is a row in order, with the manifest's summary on the first."""
    summary = {"records": 3, "sources": ["snap", "wic"], "title": "Größe"}
    ledger.prepare_load("r1", MINT, summary)
    first = ledger.mark_in_service("r1")
    assert ledger.mark_in_service("r1") == first
    assert [(s.run_id, s.state, s.summary) for s in ledger.loads()] == [
        ("r1", "prepared", summary),
        ("r1", "in_service", {}),
    ]


def test_recover_follows_the_pointer(ledger):
    """After a crash the run the pointer names is in service, and a prepared one it does not name is abandoned."""
    ledger.prepare_load("r1", MINT, {})
    assert [(s.run_id, s.state) for s in ledger.recover("r1")] == [("r1", "in_service")]
    ledger.prepare_load("r2", [IdentityChange("gone", "P1", ("a:1", "b:1"))], {})
    assert [(s.run_id, s.state) for s in ledger.recover("r1")] == [("r2", "abandoned")]
    assert ledger.recover("r1") == []
    assert ledger.recover(None) == []
    assert ledger.resolve("P1") == "P1"


def test_recover_never_abandons_what_readers_see(ledger):
    """A run that was given up and is yet the one the pointer names comes into service."""
    ledger.prepare_load("r1", MINT, {})
    ledger.recover(None)
    assert ledger.identities().own == {}
    assert [s.state for s in ledger.recover("r1")] == ["in_service"]
    assert ledger.resolve("P2") == "P2"


def test_recover_knows_runs_of_another_ledger_as_nothing_to_settle(ledger):
    """A pointer to a run this ledger never prepared settles nothing."""
    assert ledger.recover("elsewhere") == []


def test_second_load_waits_for_the_first(ledger):
    """Two loads cannot be prepared side by side, because each starts from the identities of the one before."""
    ledger.prepare_load("r1", MINT, {})
    with pytest.raises(LedgerError, match=r"under way.*r1.*recover"):
        ledger.prepare_load("r2", (), {})
    ledger.recover(None)
    ledger.prepare_load("r2", MINT, {})
    with pytest.raises(LedgerError, match="given up"):
        ledger.mark_in_service("r1")
    with pytest.raises(LedgerError, match="never prepared"):
        ledger.mark_in_service("r3")


def test_run_name_is_used_once(ledger):
    """A run name that is known, or blank, is refused."""
    load(ledger, "r1", *MINT)
    with pytest.raises(LedgerError, match="already"):
        ledger.prepare_load("r1", (), {})
    with pytest.raises(LedgerError, match="name of its run"):
        ledger.prepare_load(" ", (), {})


@pytest.mark.parametrize("summary", [{"bad": object()}, {"bad": float("nan")}])
def test_failed_prepare_leaves_nothing(ledger, summary):
    """A load whose summary cannot be written is refused whole."""
    with pytest.raises(LedgerError, match="JSON"):
        ledger.prepare_load("r1", MINT, summary)
    assert ledger.loads() == []
    ledger.prepare_load("r1", MINT, {})


def test_changes_that_break_the_vocabulary_are_refused_whole(ledger):
    """One change of an unknown kind, refused by the database, takes the whole load with it."""
    with pytest.raises(LedgerError, match="identity_event_kind"):
        ledger.prepare_load("r1", [*MINT, IdentityChange("merged", "P3", ("d:1",))], {})
    assert ledger.loads() == []
