"""What the records themselves say about their sources: whether a claim holds, and whether families are among them."""

from __future__ import annotations

import duckdb

from ingest.linkage.settings import FAMILY_CONFLICTS, ConflictWord, LinkageSettings


def measure_duplicate_rates(work: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Share of records, per system that claims to hold each person once, that plainly repeat another of its records.

    Plainly: the same given name, surname and full birth date, or the same SSN and given name.

    Returns:
        System to share of its records (0 to 1).
    """
    rows = work.execute(
        """
        WITH claimed AS (SELECT * FROM linkage_record WHERE NOT repeats),
        marked AS (
            SELECT system,
                given IS NOT NULL AND surname IS NOT NULL AND born IS NOT NULL AND
                    count(*) OVER (PARTITION BY system, given, surname, born) > 1 AS by_name,
                given IS NOT NULL AND ssn IS NOT NULL AND count(*) OVER (PARTITION BY system, given, ssn) > 1 AS by_ssn
            FROM claimed
        )
        SELECT system, avg((by_name OR by_ssn)::INTEGER) FROM marked GROUP BY system ORDER BY system
        """
    ).fetchall()
    return {str(system): float(rate) for system, rate in rows}


def conflicts_in_force(work: duckdb.DuckDBPyConnection, settings: LinkageSettings) -> frozenset[ConflictWord]:
    """The conflicts of the settings, less the family conflicts where the load plainly holds no families.

    Looked at: distinct people-like combinations (surname, address, first name, full birth date) that share surname and
    address. Relatives differ in first name and birth date at once; slips seldom do.

    Args:
        work: The working database, holding ``linkage_record``.
        settings: The conflicts asked for, and the limits.
    """
    row = work.execute(
        """
        WITH stated AS (
            SELECT DISTINCT surname, house_number, street, given, given_variants, given_sound, born
            FROM linkage_record
            WHERE surname IS NOT NULL AND house_number IS NOT NULL AND street IS NOT NULL
              AND length(given) > 1 AND born IS NOT NULL
        )
        SELECT count(*), coalesce(avg((
            NOT list_has_any(a.given_variants, b.given_variants) AND a.given_sound <> b.given_sound
            AND jaro_winkler_similarity(a.given, b.given) < 0.84
            AND hamming(a.born, b.born) > 2 AND a.born[1:4] <> b.born[1:4]
        )::INTEGER), 1)
        FROM stated AS a JOIN stated AS b USING (surname, house_number, street)
        WHERE (a.given, a.born) < (b.given, b.born)
        """
    ).fetchone()
    pairs, share = row if row else (0, 1.0)
    if pairs >= settings.relatives_evidence and share < settings.relatives_limit:
        return settings.conflicts - FAMILY_CONFLICTS
    return settings.conflicts
