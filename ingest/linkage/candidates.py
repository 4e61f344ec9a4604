"""The pairs worth scoring: brought together by a rule, less those that cannot reach the threshold whatever else agrees.

The pairs that a rule brings together grow with the square of the load where a common name or a birth date is all that
it asks for; at a million people that is nine pairs in ten. Most of them can be told to be hopeless by equality alone:
records of one name whose sex or birth dates contradict. For every pair an upper bound of its match weight is worked out
from the model's own probabilities, a sum of what each comparison could give at most; a pair is left out only when even
that stays below the threshold. So what is scored at or above the threshold is exactly what would have been scored.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import duckdb

_RAREST = 1e-5
"""The smallest frequency that counts for a term; as ``tf_minimum_u_value`` of `comparisons`."""

_ROUNDING = 0.01
"""Bits by which sums of weights may be off; thousands of times what doubles lose."""

_READ = (
    "given", "given_initial", "given_sound", "middle", "surname", "surname_sound", "born", "birth_year", "ssn", "sex",
    "race", "phone", "email", "house_number", "street",
)  # fmt: skip
_RARE = ("given", "middle", "surname")

Level = dict[str, Any]


def find_candidates(
    work: duckdb.DuckDBPyConnection,
    settings: dict[str, Any],
    frequencies: dict[str, str],
    threshold: float,
) -> int:
    """Fill ``candidate_pair`` with the pairs that may reach the threshold, each once, the smaller record number left.

    Args:
        work: The working database, holding ``full_record``.
        settings: Splink's settings with every probability, and the rules that bring pairs together.
        frequencies: Column to the table of its term frequencies (the column, and ``tf_<column>``).
        threshold: Match weight (log2 odds).

    Returns:
        The number of pairs.
    """
    rarity = ", ".join(
        f"-log2(greatest(coalesce({column}_tf.tf_{column}, {_RAREST}), {_RAREST})) AS {column}_rarity"
        if column in frequencies
        else f"{-math.log2(_RAREST)} AS {column}_rarity"
        for column in _RARE
    )
    joins = " ".join(
        f"LEFT JOIN {frequencies[column]} AS {column}_tf ON {column}_tf.{column} = record.{column}"
        for column in _RARE
        if column in frequencies
    )
    work.execute(
        f"CREATE OR REPLACE TEMP TABLE pair_side AS SELECT link_id, {', '.join(f'record.{c}' for c in _READ)}, {rarity}"
        f" FROM full_record AS record {joins} ORDER BY link_id"
    )
    reachable = f"{upper_bound(settings)} >= {threshold - _ROUNDING!r}"
    rules = [rule if isinstance(rule, str) else rule["blocking_rule"] for rule in _rules(settings)]
    found = " UNION ".join(
        f"SELECT l.link_id AS join_key_l, r.link_id AS join_key_r FROM pair_side AS l JOIN pair_side AS r ON {rule}"
        f" WHERE l.link_id < r.link_id AND {reachable}"
        for rule in rules
    )
    work.execute(f"CREATE OR REPLACE TABLE candidate_pair AS {found}")
    work.execute("DROP TABLE pair_side")
    row = work.execute("SELECT count(*) FROM candidate_pair").fetchone()
    return int(row[0]) if row else 0


def upper_bound(settings: dict[str, Any]) -> str:
    """SQL of the largest match weight that a pair of ``l`` and ``r`` could have.

    Args:
        settings: Splink's settings with every probability.
    """
    prior = float(settings["probability_two_random_records_match"])
    parts = [repr(math.log2(prior / (1 - prior)))]
    for comparison in settings["comparisons"]:
        name = str(comparison["output_column_name"])
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        parts.append(_BOUNDS[name](levels) if name in _BOUNDS else _number(_most(levels)))
    return f"({' + '.join(parts)})"


def _rules(settings: dict[str, Any]) -> Sequence[str | dict[str, Any]]:
    rules: Sequence[str | dict[str, Any]] = settings["blocking_rules_to_generate_predictions"]
    return rules


def _weight(level: Level) -> float:
    """The weight of a level in log2; of one adjusted for rarity, with the rarest term."""
    u = _RAREST if level.get("tf_adjustment_column") else float(level["u_probability"])
    return math.log2(float(level["m_probability"]) / min(u, float(level["u_probability"])))


def _most(levels: Sequence[Level]) -> float:
    """The largest weight of some levels; 0, the weight of a missing value, if they are all negative."""
    return max([0.0, *(_weight(level) for level in levels)])


def _number(weight: float) -> str:
    return repr(weight) if weight >= 0 else f"({weight!r})"


def _adjusted(level: Level, column: str) -> str:
    """SQL of the weight of a level adjusted for rarity, where both sides hold the same term."""
    return f"({math.log2(float(level['m_probability']))!r} + l.{column}_rarity)"


def _same_or_not(column: str) -> Callable[[Sequence[Level]], str]:
    """The bound of a comparison whose first level is equality, and whose second is all else."""

    def bound(levels: Sequence[Level]) -> str:
        same, different = (_number(_weight(level)) for level in levels)
        return (
            f"CASE WHEN l.{column} = r.{column} THEN {same} WHEN l.{column} <> r.{column} THEN {different} ELSE 0.0 END"
        )

    return bound


def _given(levels: Sequence[Level]) -> str:
    same, *others = levels
    other = _number(max(_weight(level) for level in others))
    return (
        f"CASE WHEN l.given = r.given THEN {_adjusted(same, 'given')} WHEN l.given <> r.given THEN {other} ELSE 0.0 END"
    )


def _middle(levels: Sequence[Level]) -> str:
    same, *others = levels
    other = _number(max(_weight(level) for level in others))
    # Two equal initials are no equal names: they stand on the second level.
    return (
        f"CASE WHEN l.middle = r.middle THEN greatest({_adjusted(same, 'middle')}, {other})"
        f" WHEN l.middle <> r.middle THEN {other} ELSE 0.0 END"
    )


def _surname_and_address(levels: Sequence[Level]) -> str:
    at_one_place = [level for level in levels if "same_address(" in level["sql_condition"]]
    apart = [level for level in levels if level not in at_one_place]
    rare = [level for level in apart if level.get("tf_adjustment_column")]
    plain = [level for level in apart if not level.get("tf_adjustment_column")]
    same = f"greatest({', '.join(_adjusted(level, 'surname') for level in rare)}, {_number(_most(plain))})"
    surname = f"CASE WHEN l.surname = r.surname THEN {same} ELSE {_number(_most(plain))} END"
    # An address is the same only where number or street are equal: see `macros`.
    return (
        f"CASE WHEN l.house_number = r.house_number OR l.street = r.street"
        f" THEN greatest({_number(_most(at_one_place))}, {surname}) ELSE {surname} END"
    )


def _birth_date(levels: Sequence[Level]) -> str:
    same, *others = levels
    different = levels[-1]
    # Neither a slip, nor two, nor parts exchanged: see the levels of `comparisons`.
    apart = "hamming(l.born, r.born) > 2 AND l.born[1:4] <> r.born[1:4] AND l.born[6:10] <> r.born[6:10]"
    return (
        f"CASE WHEN l.born = r.born THEN {_number(_weight(same))}"
        f" WHEN {apart} THEN {_number(_weight(different))} ELSE {_number(_most(others))} END"
    )


def _ssn(levels: Sequence[Level]) -> str:
    same, *others = levels
    different = levels[-1]
    return (
        f"CASE WHEN l.ssn = r.ssn THEN {_number(_weight(same))} WHEN within_slips(l.ssn, r.ssn, 2)"
        f" THEN {_number(_most(others))} WHEN l.ssn <> r.ssn THEN {_number(_weight(different))} ELSE 0.0 END"
    )


_BOUNDS: dict[str, Callable[[Sequence[Level]], str]] = {
    "given_name": _given,
    "middle_name": _middle,
    "surname_and_address": _surname_and_address,
    "birth_date": _birth_date,
    "ssn": _ssn,
    **{column: _same_or_not(column) for column in ("sex", "race", "phone", "email")},
}
