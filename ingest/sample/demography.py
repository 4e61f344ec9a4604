"""How many people are born, and arrive, in each year of the sample state.

A cohort-component projection (Preston, Heuveline and Guillot, "Demography", 2001, chapter 6) with invented but
plausible rates, run once per founder: its shape, scaled to the number of people wanted, is the plan every town
follows. So a town has exactly the people asked for, and its fertility stays that of real towns.
"""

from __future__ import annotations

import math
from functools import lru_cache

FIRST_FOUNDER_YEAR, LAST_FOUNDER_YEAR = 1928, 1948
FIRST_YEAR, LAST_YEAR = 1946, 2026
FERTILE_AGES = range(16, 44)
LATER_NEWCOMERS = 0.55
"""People who move in without kin in the state, per founder, born 1949 to 2000."""


def total_fertility(year: int) -> float:
    """Children a woman has over her life at the rates of one year (baby boom, bust, plateau)."""
    if year < 1965:
        return 3.0
    return max(1.75, 3.0 - (year - 1965) * 0.08) + (0.25 if 1985 <= year <= 2010 else 0.0)


def fertility_shape(age: int, year: int) -> float:
    """Share of a woman's children she has at an age; mothers grow older over the decades."""
    peak = 23.5 + max(0, year - 1970) * 0.07
    return math.exp(-(((age - peak) / 6.0) ** 2) / 2) / 15.0


def founder_share(year: int) -> float:
    """Newcomers born in a year, per founder in all."""
    if FIRST_FOUNDER_YEAR <= year <= LAST_FOUNDER_YEAR:
        return 1.0 / (LAST_FOUNDER_YEAR - FIRST_FOUNDER_YEAR + 1)
    if LAST_FOUNDER_YEAR < year <= 2000:
        return LATER_NEWCOMERS / (2000 - LAST_FOUNDER_YEAR)
    return 0.0


@lru_cache(maxsize=1)
def shares() -> tuple[dict[int, float], dict[int, float]]:
    """Of all people that ever live in the state, the share that is born in it, and that moves in, by year of birth."""
    women: dict[int, float] = {}
    births: dict[int, float] = {}
    for year in range(FIRST_FOUNDER_YEAR, LAST_YEAR + 1):
        born = 0.0
        if year >= FIRST_YEAR:
            for age in FERTILE_AGES:
                born += women.get(year - age, 0.0) * fertility_shape(age, year) * total_fertility(year)
        births[year] = born
        women[year] = (born + founder_share(year)) / 2
    newcomers = {year: founder_share(year) for year in births}
    # Ten months of the last year have passed on the day the state is described.
    births[LAST_YEAR] *= 10 / 12
    total = sum(births.values()) + sum(newcomers.values())
    return ({y: b / total for y, b in births.items()}, {y: n / total for y, n in newcomers.items()})


def quota(share: dict[int, float], people: int) -> dict[int, int]:
    """Whole numbers by year that add up to the share of ``people``, rounded cumulatively."""
    counts: dict[int, int] = {}
    running, given = 0.0, 0
    for year in sorted(share):
        running += share[year] * people
        counts[year] = round(running) - given
        given += counts[year]
    return counts


def lifespan_years(u: float) -> float:
    """Age at death for a uniform number: Gompertz with a mode of 85 and a few early deaths (ages in years)."""
    if u < 0.006:
        return u / 0.006
    if u < 0.045:
        return 15 + 45 * (u - 0.006) / 0.039
    v = (u - 0.045) / 0.955
    return max(30.0, 85.0 + 9.5 * math.log(-math.log(1 - v * 0.999999 - 5e-7)))
