"""Measures of likeness as DuckDB macros, so that each level of a comparison is one call.

Splink takes every level's condition apart when it trains; a condition that is a single call costs it nothing. A saved
model names these macros: whoever reads one back needs `create_macros` on the connection first. Cheap tests stand before
dear ones: Damerau-Levenshtein costs seven times Jaro-Winkler, and no pair within n slips of it is further than 2n in
Levenshtein distance.
"""

from __future__ import annotations

import duckdb

_MACROS = {
    "within_slips(a, b, n)": """
        abs(length(a) - length(b)) <= n AND jaro_winkler_similarity(a, b) >= 0.6
        AND levenshtein(a, b) <= 2 * n AND damerau_levenshtein(a, b) <= n
    """,
    "slip_of_name(a, b)": """
        length(a) > 2 AND length(b) > 2 AND (jaro_winkler_similarity(a, b) >= 0.92 OR within_slips(a, b, 1))
    """,
    "names_exchanged(given_a, surname_a, given_b, surname_b)": """
        jaro_winkler_similarity(given_a, surname_b) >= 0.9 AND jaro_winkler_similarity(given_b, surname_a) >= 0.9
    """,
    "middle_as_given(given_a, middle_a, given_b, middle_b)": """
        length(given_a) > 1 AND length(given_b) > 1 AND (given_a = middle_b OR given_b = middle_a)
    """,
    "initial_of_name(a, b)": "(length(a) = 1 OR length(b) = 1) AND a[1] = b[1]",
    "similar_given(a, sound_a, b, sound_b)": """
        length(a) > 2 AND length(b) > 2 AND (sound_a = sound_b OR jaro_winkler_similarity(a, b) >= 0.84
        OR (length(a) > 4 AND within_slips(a, b, 2)))
    """,
    "day_and_month_exchanged(a, b)": "a[1:4] = b[1:4] AND a[6:7] = b[9:10] AND a[9:10] = b[6:7]",
    "one_slip_of_date(a, b)": "hamming(a, b) <= 2 AND damerau_levenshtein(a, b) <= 1",
    "year_only(a, year_a, b, year_b)": "(a IS NULL OR b IS NULL) AND year_a = year_b",
    "two_slips_of_date(a, b)": """
        hamming(a, b) <= 2 OR (a[1:4] = b[1:4] AND (a[6:7] = b[6:7] OR a[9:10] = b[9:10])) OR a[6:10] = b[6:10]
    """,
    "same_address(number_a, street_a, unit_a, city_a, zip_a, number_b, street_b, unit_b, city_b, zip_b)": """
        (unit_a = unit_b OR unit_a IS NULL OR unit_b IS NULL) AND (
            (number_a = number_b AND (street_a = street_b OR jaro_winkler_similarity(street_a, street_b) >= 0.93
                OR within_slips(street_a, street_b, 2)))
            OR (street_a = street_b AND (within_slips(number_a, number_b, 1)
                OR ((number_a IS NULL OR number_b IS NULL) AND zip_a = zip_b AND city_a = city_b))))
    """,
    "similar_surname(a, parts_a, sound_a, given_a, b, parts_b, sound_b, given_b)": """
        list_has_any(parts_a, parts_b) OR jaro_winkler_similarity(a, b) >= 0.9 OR sound_a = sound_b
        OR within_slips(a, b, 1) OR names_exchanged(given_a, a, given_b, b)
    """,
}


def create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Define the measures on a connection; safe to repeat."""
    for head, body in _MACROS.items():
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {head} AS ({body})")
