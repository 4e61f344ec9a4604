"""Every word the explorer shows, and how dates, telephones and kin terms are told.

A page asks ``say("page.find")`` and never holds a sentence of its own, so that another language is one module beside
``english`` with the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from explorer.wording.english import TEXTS as ENGLISH

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH}


def say(key: str, language: str = "en", **values: object) -> str:
    """The text of a key, with values put in.

    Args:
        key: ``<page>.<what>``, as listed in the language's module.
        language: ISO 639-1 code.
        values: What stands for each ``{name}`` in the text. They are not escaped: whoever shows the text does that.

    Raises:
        KeyError: The language has no such text; the tests look every key up.
    """
    text = LANGUAGES[language][key]
    return text.format(**values) if values else text


def counted(key: str, count: int, language: str = "en") -> str:
    """A number with its noun: ``counted("source", 1)`` is "1 source", with 3 "3 sources"."""
    return say(f"count.{key}.{'one' if count == 1 else 'many'}", language, count=f"{count:,}")


def group(prefix: str, language: str = "en") -> dict[str, str]:
    """All texts below a prefix, by the rest of their key."""
    start = f"{prefix}."
    return {key.removeprefix(start): text for key, text in LANGUAGES[language].items() if key.startswith(start)}
