"""Every text a page asks for exists, and every text that exists is asked for."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import explorer
from explorer.wording import LANGUAGES, counted, group, say

SOURCES = "\n".join(
    path.read_text("utf-8")
    for path in sorted(Path(explorer.__file__).parent.rglob("*.py"))
    if path.name != "english.py"
)
ASKED = set(re.findall(r"""\bsay\(\s*["']([\w. ]+)["']""", SOURCES))
STEMS = set(re.findall(r"""\bsay\(\s*f["']([\w. ]+)\{""", SOURCES)) | {
    f"{stem}." for stem in re.findall(r"""\bgroup\(["']([\w. ]+)["']""", SOURCES)
}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_text_asked_for_exists(language: str) -> None:
    """No page asks for a key that a language lacks, and every computed key has texts to choose from."""
    texts = LANGUAGES[language]
    assert ASKED
    assert ASKED - set(texts) == set()
    assert {stem for stem in STEMS if not any(key.startswith(stem) for key in texts)} == set()


def test_no_text_is_left_over() -> None:
    """Each text is asked for by name, by a computed key, or by a count."""
    stems = tuple({*STEMS, "count."})
    quoted = set(re.findall(r"""["']([\w.]+)["']""", SOURCES))
    left = {key for key in LANGUAGES["en"] if key not in ASKED and key not in quoted and not key.startswith(stems)}
    assert left == set()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_languages_have_the_same_keys_and_the_same_gaps(language: str) -> None:
    """A translated text takes the same values as the English one."""
    for key, text in LANGUAGES["en"].items():
        fields = {name for _, name, _, _ in Formatter().parse(text) if name}
        other = {name for _, name, _, _ in Formatter().parse(LANGUAGES[language][key]) if name}
        assert fields == other, key


def test_counts_and_groups() -> None:
    """One source, two sources; a group is what stands below a prefix."""
    assert counted("source", 1) == "1 source"
    assert counted("source", 1200) == "1,200 sources"
    assert group("sex")["male"] == "male"
    with pytest.raises(KeyError):
        say("no.such.text")
