"""Name pools with a realistic skew, and how people in the sample state are named.

The lists come from Faker's locales, sorted before use so that the order of Faker's own tables does not matter. Spanish,
Polish and Indian lists carry no frequencies there: they get a Zipf skew, and Spanish surnames the frequencies the
United States list has for them.
"""

from __future__ import annotations

import random
import unicodedata
from bisect import bisect
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from faker.providers.person.en_IN import Provider as Indian
from faker.providers.person.en_US import Provider as American
from faker.providers.person.es_MX import Provider as Mexican
from faker.providers.person.pl_PL import Provider as Polish
from nicknames import NickNamer

# First names that are common in a generation and rare in Faker's list, which leans on 1990.
RECENT = {
    "F": (
        "Olivia Emma Charlotte Amelia Sophia Mia Isabella Ava Evelyn Luna Harper Camila Scarlett Elizabeth Eleanor "
        "Emily Chloe Violet Layla Nova Aria Aurora Zoe Nora Hazel Naomi Madison Serenity Aaliyah Kennedy Skylar "
        "Brooklyn Paisley Kinsley Journey Nevaeh Trinity Destiny Jada Imani Kiara Autumn Savannah Genesis Ximena"
    ),
    "M": (
        "Liam Noah Oliver James Elijah Mateo Theodore Henry Lucas William Benjamin Levi Sebastian Jack Ezra Michael "
        "Daniel Leo Owen Samuel Hudson Alexander Asher Luca Ethan Mason Logan Jackson Aiden Jayden Carter Wyatt "
        "Julian Isaiah Josiah Xavier Kayden Malik Jamal Darius Amir Zion King Messiah Jeremiah"
    ),
}
EARLIER = {
    "F": (
        "Mary Dorothy Helen Betty Margaret Ruth Virginia Doris Mildred Frances Evelyn Alice Marjorie Irene Florence "
        "Lillian Martha Rose Catherine Louise Edna Gladys Ethel Josephine Ruby Thelma Lucille Hazel Pauline Edith "
        "Shirley Barbara Patricia Joan Phyllis Norma Delores Lois Marilyn Beverly Darlene Bernice Ernestine"
    ),
    "M": (
        "Robert James John William Richard Charles Donald George Joseph Edward Thomas Frank Harold Paul Raymond "
        "Walter Jack Henry Kenneth Arthur Albert David Harry Ralph Eugene Howard Carl Willie Louis Clarence Earl Roy "
        "Fred Joe Francis Lawrence Herbert Leonard Ernest Alfred Norman Leroy Clyde Lester Roosevelt"
    ),
}
SPANISH_COMMON = {
    "F": (
        "María Guadalupe Juana Rosa Ana Carmen Martha Alejandra Verónica Patricia Leticia Gabriela Sofía Valentina "
        "Camila Daniela Fernanda Mariana Elena Lucía Esperanza Dolores Silvia Yolanda Maribel Ximena"
    ),
    "M": (
        "José Juan Luis Carlos Jesús Miguel Francisco Antonio Manuel Pedro Alejandro Jorge Ricardo Diego Javier "
        "Roberto Fernando Eduardo Mateo Santiago Emiliano Ángel Rafael Ramón Raúl Héctor"
    ),
}


def fold(text: str) -> str:
    """Text without accents, as systems that know only ASCII print it."""
    swapped = text.replace("ł", "l").replace("Ł", "L")
    return "".join(c for c in unicodedata.normalize("NFKD", swapped) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Pool:
    """Names with cumulative weights."""

    names: tuple[str, ...]
    cumulative: tuple[float, ...]

    @classmethod
    def of(cls, weights: dict[str, float]) -> Pool:
        """A pool from name and weight, whatever the order they come in."""
        names = tuple(sorted(weights))
        return cls(names, tuple(accumulate(weights[n] for n in names)))

    def draw(self, rng: random.Random) -> str:
        """One name by weight."""
        return self.names[min(bisect(self.cumulative, rng.random() * self.cumulative[-1]), len(self.names) - 1)]


def _zipf(names: list[str], head: int) -> dict[str, float]:
    return {name: 1.0 / (head + rank) for rank, name in enumerate(names)}


def _spread(names: object, salt: str) -> list[str]:
    """Names in a fixed order that is not the alphabet, so that the skew does not favour the letter A."""
    unique = sorted({str(n) for n in names})  # type: ignore[attr-defined]
    random.Random(f"names:{salt}").shuffle(unique)
    return unique


def _american_first(sex: str, era: str) -> Pool:
    table = American.first_names_female if sex == "F" else American.first_names_male
    weights = {str(n): float(w) for n, w in table.items()}
    special = {"recent": RECENT, "earlier": EARLIER}.get(era)
    if special:
        boost = _zipf(special[sex].split(), 12)
        scale = sum(weights.values()) * 1.6 / sum(boost.values())
        for name, weight in boost.items():
            weights[name] = weights.get(name, 0.0) + weight * scale
    return Pool.of(weights)


def _spanish_first(sex: str) -> Pool:
    table = Mexican.first_names_female if sex == "F" else Mexican.first_names_male
    weights = dict.fromkeys((str(n) for n in table), 0.004)
    for name, weight in _zipf(SPANISH_COMMON[sex].split(), 6).items():
        weights[name] = weights.get(name, 0.0) + weight
    return Pool.of(weights)


def _spanish_last() -> Pool:
    known = {str(n): float(w) for n, w in American.last_names.items()}
    return Pool.of({str(n): known.get(fold(str(n)), 0.0) * 4 + 0.0001 for n in Mexican.last_names})


@lru_cache(maxsize=1)
def pools() -> dict[tuple[str, str], Pool]:
    """Pools by heritage (``us-earlier``, ``us-middle``, ``us-recent``, ``es``, ``pl``, ``in``) and F, M or surname."""
    table: dict[tuple[str, str], Pool] = {}
    for sex in "FM":
        for era in ("earlier", "middle", "recent"):
            table[f"us-{era}", sex] = _american_first(sex, era)
        table["es", sex] = _spanish_first(sex)
        polish = Polish.first_names_female if sex == "F" else Polish.first_names_male
        table["pl", sex] = Pool.of(_zipf(_spread(polish, f"pl{sex}"), 8))
        indian = Indian.first_names_female if sex == "F" else Indian.first_names_male
        table["in", sex] = Pool.of(_zipf(_spread(indian, f"in{sex}"), 10))
    table["us", "surname"] = Pool.of({str(n): float(w) for n, w in American.last_names.items()})
    table["es", "surname"] = _spanish_last()
    table["pl", "surname"] = Pool.of(_zipf([str(n) for n in Polish.male_last_names], 10))
    table["in", "surname"] = Pool.of(_zipf(_spread(Indian.last_names, "in"), 8))
    return table


def draw_given(rng: random.Random, heritage: str, sex: str, year: int) -> str:
    """A first name for someone of a heritage and sex born in a year."""
    if (
        heritage == "us"
        or (heritage in ("pl", "in") and rng.random() < 0.45)
        or (heritage == "es" and rng.random() < 0.2)
    ):
        era = "earlier" if year < 1962 else "recent" if year > 1998 else "middle"
        return pools()[f"us-{era}", sex].draw(rng)
    return pools()[heritage, sex].draw(rng)


def draw_surname(rng: random.Random, heritage: str, sex: str) -> str:
    """A surname; Spanish ones are often double, Polish women's end in -ska."""
    pool = pools()[heritage, "surname"]
    surname = pool.draw(rng)
    if heritage == "es" and rng.random() < 0.6:
        return f"{surname} {pool.draw(rng)}"
    return feminine(surname) if heritage == "pl" and sex == "F" and rng.random() < 0.4 else surname


def feminine(surname: str) -> str:
    """The form of a Polish surname a woman may use."""
    return surname[:-1] + "a" if surname.endswith(("ski", "cki", "dzki")) else surname


@lru_cache(maxsize=1)
def nicknames() -> dict[str, tuple[str, ...]]:
    """Short forms by lower-case first name, in a fixed order."""
    namer = NickNamer()
    known = {name for (_, _), pool in pools().items() for name in pool.names}
    return {n.lower(): tuple(sorted(namer.nicknames_of(fold(n).lower()))) for n in sorted(known)}


def similar_given(rng: random.Random, given: str, heritage: str, sex: str, year: int) -> str:
    """A first name that begins like another one, as parents of twins choose; any other name if none does."""
    era = "us-recent" if year > 1998 else "us-middle"
    pool = pools()[era if heritage != "es" else "es", sex]
    alike = [n for n in pool.names if n[:2] == given[:2] and n != given]
    return rng.choice(alike) if alike else draw_given(rng, heritage, sex, year)
