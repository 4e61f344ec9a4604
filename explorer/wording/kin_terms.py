"""Kin terms in English, made from the facts of a line; never stored.

Facts first, words last (design 7): what a line leaves unknown stays unknown in the term. Another language has a module
of its own, for grammars differ by more than their words.
"""

from __future__ import annotations

from typing import Protocol

_PARENT = {"male": "father", "female": "mother"}
_CHILD = {"male": "son", "female": "daughter"}
_SIBLING = {"male": "brother", "female": "sister"}
_AUNT = {"male": "uncle", "female": "aunt"}
_NIECE = {"male": "nephew", "female": "niece"}
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth")
_TIMES = ("", " once removed", " twice removed", " three times removed", " four times removed")
_BEFORE_PARENT = {
    "adoptive": "adoptive {}",
    "foster": "foster {}",
    "putative": "putative {}",
    "surrogate": "surrogate {}",
    "step": "step{}",
    "guardianship": "guardian",
    "unknown": "{}, nature of parentage not stated",
}
_THROUGH = {
    "adoptive": "by adoption",
    "foster": "through a foster parent",
    "putative": "through a putative father",
    "surrogate": "through a surrogate",
    "step": "through a step parent",
    "guardianship": "through a guardian",
    "unknown": "nature of a parent tie not stated",
}


class LineFacts(Protocol):
    """The facts of a line that a term is made of; see casework.family.LineShown."""

    @property
    def route(self) -> str: ...
    @property
    def up(self) -> int: ...
    @property
    def down(self) -> int: ...
    @property
    def side(self) -> str | None: ...
    @property
    def half(self) -> str | None: ...
    @property
    def natures(self) -> tuple[str, ...]: ...
    @property
    def kind(self) -> str: ...
    @property
    def former(self) -> bool: ...


def kin_term(line: LineFacts, sex: str | None) -> str:
    """What the relative at the end of a line is called.

    Args:
        line: How they are related.
        sex: Of the relative; a neutral term when neither male nor female.

    Returns:
        Such as ``maternal great-aunt``, ``half brother``, ``putative father``, ``mother's partner``.
    """
    if line.route == "line":
        return _by_descent(line, sex)
    former = "former " if line.former else ""
    if line.route == "partner":
        return f"{former}partner"
    if line.route == "partner of relative":
        return f"{former}{_partner_of(line)}"
    if line.route == "relative of partner":
        return f"{former}{_in_law(line, sex)}"
    if line.route == "step sibling":
        return f"{former}step{_SIBLING.get(sex or '', 'sibling')}"
    word = {"guardian": "guardian", "ward": "ward", "caregiver": "caregiver", "cared for": "child cared for"}.get(
        line.route, ""
    )
    if line.route == "fictive":
        return former + (line.kind or "close to the family")
    return former + (f"{word} ({line.kind})" if line.kind and line.kind != word else word)


def side_term(line: LineFacts) -> str:
    """``mother's side``, ``father's side``, ``both sides``, ``side not known``, or '' where there is none."""
    words = {"maternal": "mother's side", "paternal": "father's side", "both": "both sides"}
    return words.get(line.side or "", "side not known" if line.side == "unknown" else "")


def _by_descent(line: LineFacts, sex: str | None) -> str:
    natures = [nature for nature in line.natures if nature != "biological"]
    if (line.up, line.down) in ((1, 0), (0, 1)):
        base = _PARENT.get(sex or "", "parent") if line.up else _CHILD.get(sex or "", "child")
        if not natures:
            return base
        word = natures[0]
        return ("ward" if word == "guardianship" and line.down else _BEFORE_PARENT.get(word, "{}")).format(base)
    term = _plain_term(line.up, line.down, sex, line.half)
    side = line.side if line.up > 1 and line.side in ("maternal", "paternal") else ""
    through = ", ".join(_THROUGH[nature] for nature in natures if nature in _THROUGH)
    return f"{side} {term}".strip() + (f" ({through})" if through else "")


def _plain_term(up: int, down: int, sex: str | None, half: str | None) -> str:
    sex = sex or ""
    half_word = "half " if half == "half" else ""
    if down == 0:
        return _grand(up) + _PARENT.get(sex, "parent")
    if up == 0:
        return _grand(down) + _CHILD.get(sex, "child")
    if (up, down) == (1, 1):
        unsure = ", full or half not known" if half == "unknown" else ""
        return f"{half_word}{_SIBLING.get(sex, 'sibling')}{unsure}"
    if down == 1:
        return half_word + "great-" * (up - 2) + _AUNT.get(sex, "aunt or uncle")
    if up == 1:
        return half_word + "great-" * (down - 2) + _NIECE.get(sex, "niece or nephew")
    degree, removed = min(up, down) - 1, abs(up - down)
    ordinal = _ORDINALS[degree] if degree < len(_ORDINALS) else f"{degree}th"
    times = _TIMES[removed] if removed < len(_TIMES) else f" {removed} times removed"
    return f"{half_word}{ordinal} cousin{times}"


def _grand(generations: int) -> str:
    return "" if generations < 2 else "great-" * (generations - 2) + "grand"


def _partner_of(line: LineFacts) -> str:
    if (line.up, line.down) == (1, 0):
        owner = {"maternal": "mother's", "paternal": "father's"}.get(line.side or "", "a parent's")
        return f"{owner} partner"
    side = line.side if line.up > 1 and line.side in ("maternal", "paternal") else ""
    of = _plain_term(line.up, line.down, None, line.half)
    return f"partner of a {side} {of}".replace("  ", " ").replace("a aunt", "an aunt")


def _in_law(line: LineFacts, sex: str | None) -> str:
    sex = sex or ""
    if (line.up, line.down) == (0, 1):
        return f"step{_CHILD.get(sex, 'child')}"
    base = _PARENT.get(sex, "parent") if line.down == 0 else _SIBLING.get(sex, "sibling")
    return f"{base}-in-law"
