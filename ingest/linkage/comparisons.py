"""The comparisons of the linkage model, chosen by which columns the data fill, never by what the data are called.

Surname and address are scored as ONE comparison: members of one household share both, and scoring them apart counts
that one fact twice (design section 6). Each level states default m and u probabilities; training replaces them where
the data allow, and they stand where the data do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: a SQL condition and how often it holds for one person (m) and for two (u)."""

    label: str
    sql: str
    m: float
    u: float
    tf_column: str | None = None
    fixed_u: bool = False


@dataclass(frozen=True)
class FieldComparison:
    """A comparison: levels from the strongest to ``ELSE``; nothing is scored where ``null_sql`` holds."""

    name: str
    columns: tuple[str, ...]
    """Columns of which at least one must be filled for the comparison to be used."""
    null_sql: str
    levels: tuple[Level, ...]

    def as_splink(self) -> dict[str, Any]:
        """The comparison in the dictionary form of Splink's settings."""
        levels: list[dict[str, Any]] = [
            {"sql_condition": self.null_sql, "label_for_charts": "missing", "is_null_level": True}
        ]
        for level in self.levels:
            entry: dict[str, Any] = {
                "sql_condition": level.sql,
                "label_for_charts": level.label,
                "m_probability": level.m,
                "u_probability": level.u,
            }
            if level.tf_column:
                entry |= {"tf_adjustment_column": level.tf_column, "tf_minimum_u_value": 1e-5}
                entry["disable_tf_exact_match_detection"] = True
            if level.fixed_u:
                entry["fix_u_probability"] = True
            levels.append(entry)
        return {"output_column_name": self.name, "comparison_levels": levels}


def _null(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


_EXCHANGED = "names_exchanged(given_l, surname_l, given_r, surname_r)"

_GIVEN = FieldComparison(
    "given_name",
    ("given",),
    _null("given"),
    (
        Level("same", "given_l = given_r", 0.90, 0.004, tf_column="given"),
        Level("nickname", "list_has_any(given_variants_l, given_variants_r)", 0.02, 0.002),
        Level("typing slip", "slip_of_name(given_l, given_r)", 0.03, 0.004),
        Level(
            "exchanged with another name",
            f"{_EXCHANGED} OR middle_as_given(given_l, middle_l, given_r, middle_r)",
            0.004,
            0.0005,
        ),
        Level("initial", "initial_of_name(given_l, given_r)", 0.008, 0.0008),
        Level("similar", "similar_given(given_l, given_sound_l, given_r, given_sound_r)", 0.015, 0.012),
        Level("different", "ELSE", 0.023, 0.977),
    ),
)

_MIDDLE = FieldComparison(
    "middle_name",
    ("middle",),
    _null("middle"),
    (
        Level("same", "length(middle_l) > 1 AND middle_l = middle_r", 0.30, 0.003, tf_column="middle"),
        Level(
            "initial agrees",
            "(length(middle_l) = 1 OR length(middle_r) = 1) AND middle_initial_l = middle_initial_r",
            0.62,
            0.07,
        ),
        Level("similar", "jaro_winkler_similarity(middle_l, middle_r) >= 0.85", 0.03, 0.01),
        Level("different", "ELSE", 0.05, 0.917),
    ),
)

_BIRTH_DATE = FieldComparison(
    "birth_date",
    ("born",),
    _null("birth_year"),
    (
        # Two strangers share a birth date once in some 25,000 pairs: 365 days over some 70 years of birth.
        Level("same", "born_l = born_r", 0.93, 0.00004, fixed_u=True),
        Level("day and month exchanged", "day_and_month_exchanged(born_l, born_r)", 0.01, 0.00003),
        Level("one slip", "one_slip_of_date(born_l, born_r)", 0.02, 0.0008),
        Level("year only", "year_only(born_l, birth_year_l, born_r, birth_year_r)", 0.005, 0.014),
        Level("two slips", "two_slips_of_date(born_l, born_r)", 0.015, 0.012),
        Level("different", "ELSE", 0.02, 0.97),
    ),
)

# Two people share an SSN by chance once in some 9e8 pairs; the stated u is far higher, for numbers borrowed inside a
# family and copied between lines of a form. It is not trained: in a random sample only true matches would agree.
_SSN = FieldComparison(
    "ssn",
    ("ssn",),
    _null("ssn"),
    (
        Level("same", "ssn_l = ssn_r", 0.95, 2e-6, fixed_u=True),
        Level("one slip", "within_slips(ssn_l, ssn_r, 1)", 0.025, 1e-5, fixed_u=True),
        Level("two slips", "within_slips(ssn_l, ssn_r, 2)", 0.005, 5e-4, fixed_u=True),
        Level("different", "ELSE", 0.02, 0.9995),
    ),
)

_ADDRESS_SAME = (
    "same_address(house_number_l, street_l, unit_l, city_l, zip_l, house_number_r, street_r, unit_r, city_r, zip_r)"
)
_ADDRESS_MISSING = "(street_l IS NULL OR street_r IS NULL)"
_SURNAME_MISSING = "(surname_l IS NULL OR surname_r IS NULL)"
_SURNAME_SIMILAR = (
    "similar_surname(surname_l, surname_parts_l, surname_sound_l, given_l, "
    "surname_r, surname_parts_r, surname_sound_r, given_r)"
)

_SURNAME_AND_ADDRESS = FieldComparison(
    "surname_and_address",
    ("surname", "street"),
    f"{_SURNAME_MISSING} AND {_ADDRESS_MISSING}",
    (
        Level("both same", f"surname_l = surname_r AND {_ADDRESS_SAME}", 0.62, 0.0002),
        Level("surname similar, address same", f"{_SURNAME_SIMILAR} AND {_ADDRESS_SAME}", 0.03, 0.00002),
        Level("address same, surname missing", f"{_SURNAME_MISSING} AND {_ADDRESS_SAME}", 0.01, 0.0002),
        Level("address same, surname different", f"{_ADDRESS_SAME}", 0.02, 0.0003),
        Level(
            "surname same, no address", f"surname_l = surname_r AND {_ADDRESS_MISSING}", 0.15, 0.0012,
            tf_column="surname",
        ),
        Level("surname same, address different", "surname_l = surname_r", 0.10, 0.0012, tf_column="surname"),
        Level("surname similar, no address", f"{_SURNAME_SIMILAR} AND {_ADDRESS_MISSING}", 0.01, 0.003),
        Level("surname similar, address different", _SURNAME_SIMILAR, 0.01, 0.003),
        Level("address different, surname missing", f"{_SURNAME_MISSING}", 0.01, 0.04),
        Level("surname different, no address", f"{_ADDRESS_MISSING}", 0.01, 0.25),
        Level("both different", "ELSE", 0.01, 0.7),
    ),
)  # fmt: skip


def _plain(name: str, column: str, m: float, u: float, *, fixed_u: bool = False) -> FieldComparison:
    same = Level("same", f"{column}_l = {column}_r", m, u, fixed_u=fixed_u)
    return FieldComparison(name, (column,), _null(column), (same, Level("different", "ELSE", 1 - m, 1 - u)))


COMPARISONS: tuple[FieldComparison, ...] = (
    _GIVEN,
    _MIDDLE,
    _SURNAME_AND_ADDRESS,
    _BIRTH_DATE,
    _SSN,
    _plain("sex", "sex", 0.98, 0.5),
    _plain("race", "race", 0.95, 0.4),
    _plain("phone", "phone", 0.7, 0.0005),
    _plain("email", "email", 0.7, 0.0001),
)


def choose_comparisons(work: duckdb.DuckDBPyConnection, minimum_fill: float) -> tuple[FieldComparison, ...]:
    """The comparisons whose columns the records fill.

    Args:
        work: The working database, holding ``linkage_record``.
        minimum_fill: Smallest share of filled records for a column to count.
    """
    columns = sorted({column for comparison in COMPARISONS for column in comparison.columns})
    shares = work.execute(
        f"SELECT {', '.join(f'count({c}) / greatest(count(*), 1)' for c in columns)} FROM linkage_record"
    ).fetchone()
    filled = {c for c, share in zip(columns, shares or (), strict=True) if share >= minimum_fill and share > 0}
    return tuple(c for c in COMPARISONS if filled & set(c.columns))
