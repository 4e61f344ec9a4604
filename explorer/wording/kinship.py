"""Kin terms in English: from the facts of a line to the words people use.

The facts are graphmodel.kinship.lines.Line or casework.family.LineShown; this module only words them. What is unknown
is said as unknown, and a nature of parentage that is not simply by birth is always said.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class LineFacts(Protocol):
    """What a line must say to be worded."""

    @property
    def route(self) -> str:
        """What kind of way it is."""

    @property
    def up(self) -> int:
        """Generations up."""

    @property
    def down(self) -> int:
        """Generations down."""

    @property
    def side(self) -> str | None:
        """Through which parent."""

    @property
    def half(self) -> str | None:
        """Full, half or unknown."""

    @property
    def natures(self) -> Collection[str]:
        """Natures of parentage worth saying."""

    @property
    def kind(self) -> str:
        """Kind of a tie that is not of descent."""

    @property
    def former(self) -> bool:
        """The union it leads over has ended."""


_BY_SEX = {
    "parent": ("mother", "father"),
    "child": ("daughter", "son"),
    "sibling": ("sister", "brother"),
    "parent's sibling": ("aunt", "uncle"),
    "sibling's child": ("niece", "nephew"),
    "spouse": ("wife", "husband"),
}
_NEUTRAL = {"parent's sibling": "aunt or uncle", "sibling's child": "niece or nephew", "spouse": "partner"}
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_TIMES = ("", "once", "twice", "three times", "four times", "five times", "six times")
_NATURE_WORDS = {
    "adoptive": "adoptive",
    "step": "step",
    "foster": "foster",
    "putative": "putative",
    "guardianship": "guardian as",
    "surrogate": "surrogate",
}


def _sexed(word: str, sex: str | None) -> str:
    female, male = _BY_SEX[word]
    return {"female": female, "male": male}.get(sex or "", _NEUTRAL.get(word, word))


def _greats(word: str, count: int) -> str:
    return "great-" * count + word


def _descent(up: int, down: int, sex: str | None) -> str:
    """The word for a line of descent, without side, half or nature."""
    if down == 0:
        return _sexed("parent", sex) if up == 1 else _greats("grand" + _sexed("parent", sex), up - 2)
    if up == 0:
        return _sexed("child", sex) if down == 1 else _greats("grand" + _sexed("child", sex), down - 2)
    if up == 1 and down == 1:
        return _sexed("sibling", sex)
    if down == 1:
        return _greats(_sexed("parent's sibling", sex), up - 2)
    if up == 1:
        return _greats(_sexed("sibling's child", sex), down - 2)
    removed = abs(up - down)
    cousin = f"{_ORDINALS[min(up, down) - 1]} cousin"
    return f"{cousin} {_TIMES[removed]} removed" if removed else cousin


def kin_term(line: LineFacts, sex: str | None) -> str:
    """What somebody of this sex on this line is called, seen from the person asked about.

    >>> from graphmodel.kinship.lines import Line
    >>> kin_term(Line("line", 3, 1, side="maternal", half="full"), "female")
    'maternal great-aunt'
    >>> kin_term(Line("line", 1, 1, side="paternal", half="half"), "male")
    'paternal half-brother'
    """
    former = "former " if line.former else ""
    match line.route:
        case "line":
            term = _line_term(line, sex)
        case "partner":
            term = "former partner" if line.former else _sexed("spouse", sex)
        case "partner of relative":
            term = _over_union(line, sex, former)
        case "relative of partner":
            word = _descent(line.up, line.down, sex)
            term = f"{former}step{word}" if (line.up, line.down) == (0, 1) else f"{former}{word}-in-law"
        case "step sibling":
            term = f"{former}step{_sexed('sibling', sex)}"
        case "fictive":
            term = line.kind or "fictive kin"
        case _:
            worded = "child in their care" if line.route == "cared for" else line.route
            term = f"{worded} ({line.kind})" if line.kind else worded
    return term


def _line_term(line: LineFacts, sex: str | None) -> str:
    word = _descent(line.up, line.down, sex)
    if line.half == "half":
        word = f"half-{word}"
    said = [_NATURE_WORDS[n] for n in sorted(line.natures) if n in _NATURE_WORDS]
    if said == ["step"] and (line.up, line.down) in {(1, 0), (0, 1)}:
        word = f"step{word}"
    elif said:
        word = f"{' and '.join(said)} {word}"
    sided = line.up > 1 or (line.up == 1 and line.half == "half")
    side = f"{line.side} " if sided and line.side in {"maternal", "paternal"} else ""
    doubt = " (nature not stated)" if "unknown" in line.natures else ""
    sibling_doubt = " (full or half unknown)" if line.half == "unknown" and (line.up, line.down) == (1, 1) else ""
    return f"{side}{word}{doubt}{sibling_doubt}"


def _over_union(line: LineFacts, sex: str | None, former: str) -> str:
    if (line.up, line.down) == (1, 0):
        return f"{former}step{_sexed('parent', sex)}"
    if (line.up, line.down) == (0, 1):
        return f"{former}{_sexed('child', sex)}-in-law"
    side = f"{line.side} " if line.up > 1 and line.side in {"maternal", "paternal"} else ""
    if line.down == 1 and line.up >= 2:
        return f"{former}{side}{_descent(line.up, 1, sex)} by marriage"
    return f"{former}partner of {side}{_descent(line.up, line.down, None)}"


def side_word(side: str | None) -> str:
    """The side of the family in words: ``mother's side``; ``side unknown``."""
    worded = {"maternal": "mother's side", "paternal": "father's side", "both": "both sides", "unknown": "side unknown"}
    return worded.get(side or "", "")
