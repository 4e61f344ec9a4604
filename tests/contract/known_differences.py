"""Where an engine differs from the contract: each with its reason, and proved to fail (xfail is strict)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Difference:
    """One claim of the contract that an engine does not keep.

    Args:
        engine: How the engine's name begins.
        test: Name of the test, with its parameters but without the engine's: ``test_x[case]``.
        never: True where the engine will not change; False where a later release may.
        reason: Why, and what follows from it.
        error: What the test ends with.
    """

    engine: str
    test: str
    never: bool
    reason: str
    error: type[BaseException]


NOT_RAISED = pytest.fail.Exception

DIFFERENCES = (
    Difference(
        "neo4j",
        "test_bad_cypher_says_what_is_bad[label]",
        True,
        "A Neo4j database has no list of labels: an unknown one matches nothing. The catalogue's labels are checked "
        "against the model and by the embedded engine.",
        NOT_RAISED,
    ),
    Difference(
        "neo4j",
        "test_bad_cypher_says_what_is_bad[property]",
        True,
        "A Neo4j node may have any property: an unknown one is NULL. As with labels.",
        NOT_RAISED,
    ),
)
