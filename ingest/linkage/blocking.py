"""Which pairs are compared at all: rules of equality, each cheap to join on, that together miss few true pairs."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

# Each rule joins on every column it names; a record that lacks one is outside that rule.
PREDICTION_RULES: tuple[tuple[str, ...], ...] = (
    ("ssn",),
    ("born", "given_initial"),
    ("born", "surname_sound"),
    ("born", "house_number"),
    ("given", "surname"),
    ("given_sound", "house_number", "street"),
    ("surname_sound", "house_number", "given_initial"),
    ("phone", "given_initial"),
    ("email",),
)

# Training wants blocks in which true pairs are neither rare nor all; each leaves different comparisons free to train.
TRAINING_RULES: tuple[tuple[str, ...], ...] = (
    ("ssn",),
    ("born", "given"),
    ("given", "surname", "middle_initial"),
)

# Pairs that agree on these are nearly always one person; they tell how common true pairs are.
CERTAIN_RULES: tuple[tuple[str, ...], ...] = (("ssn", "given"), ("given", "surname", "born"))
CERTAIN_RECALL = 0.75
"""Share of true pairs the certain rules find, as measured on the twelve test extracts."""


# First and last name in each other's place; a join on two equalities, though of different columns.
EXCHANGED_NAMES = "l.given = r.surname AND l.surname = r.given"


def usable_rules(work: duckdb.DuckDBPyConnection, rules: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rules all of whose columns some record fills."""
    columns = sorted({column for rule in rules for column in rule})
    counts = work.execute(f"SELECT {', '.join(f'count({c})' for c in columns)} FROM linkage_record").fetchone()
    filled = {column for column, count in zip(columns, counts or (), strict=True) if count}
    return [rule for rule in rules if filled >= set(rule)]


def rule_sql(rule: tuple[str, ...]) -> str:
    """The rule as a join condition in Splink's form."""
    return " AND ".join(f"l.{column} = r.{column}" for column in rule)
