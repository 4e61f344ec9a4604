"""How clerks, scanners and keyboards get things wrong."""

from __future__ import annotations

import datetime as dt
import random

NEIGHBOURS = {
    "a": "sqz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "ko", "m": "nj", "n": "bmh", "o": "ipl", "p": "o", "q": "wa", "r": "etf", "s": "adw",
    "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip
LOOKALIKES = (("m", "rn"), ("rn", "m"), ("l", "1"), ("o", "0"), ("s", "5"), ("b", "6"), ("cl", "d"), ("ei", "ie"))


def _transpose(text: str, i: int, rng: random.Random) -> str:
    return text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :]


def _neighbour(text: str, i: int, rng: random.Random) -> str:
    letter = text[i].lower()
    return text[:i] + rng.choice(NEIGHBOURS.get(letter, letter)) + text[i + 1 :]


def _drop(text: str, i: int, rng: random.Random) -> str:
    return text[:i] + text[i + 1 :]


def _double(text: str, i: int, rng: random.Random) -> str:
    return text[:i] + text[i] + text[i:]


def _scan(text: str, i: int, rng: random.Random) -> str:
    readable = [(a, b) for a, b in LOOKALIKES if a in text[1:]]
    if not readable:
        return _neighbour(text, i, rng)
    seen, read = rng.choice(readable)
    return text[0] + text[1:].replace(seen, read, 1)


def typo(text: str, rng: random.Random) -> str:
    """The text with one slip: letters swapped, a neighbouring key, one lost or doubled, or a scanner's misreading."""
    if len(text) < 3:
        return text
    slip = rng.choice((_transpose, _neighbour, _drop, _double, _scan))
    return slip(text, rng.randrange(1, len(text)), rng)


def wrong_digit(digits: str, rng: random.Random) -> str:
    """The digits with one wrong or two swapped."""
    i = rng.randrange(1, len(digits))
    if rng.random() < 0.4:
        return digits[: i - 1] + digits[i] + digits[i - 1] + digits[i + 1 :]
    return digits[:i] + str((int(digits[i]) + rng.randrange(1, 10)) % 10) + digits[i + 1 :]


def wrong_date(date: dt.date, rng: random.Random) -> dt.date:
    """The date with day and month swapped where that is a date, or a digit wrong; always a real date."""
    at = rng.random()
    if at < 0.4 and date.day <= 12 and date.day != date.month:
        return dt.date(date.year, date.day, date.month)
    if at < 0.7:
        return date.replace(day=min(28, max(1, date.day + rng.choice((-10, -1, 1, 10)))))
    if at < 0.85:
        return date.replace(year=date.year + rng.choice((-1, 1)), day=min(date.day, 28))
    return date.replace(month=rng.randrange(1, 13), day=min(date.day, 28))
