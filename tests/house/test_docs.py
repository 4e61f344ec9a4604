"""The documentation tells the truth: generated parts are current, and every command and setting is in it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
_spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
assert _spec is not None
assert _spec.loader is not None
refresh = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(refresh)


@pytest.mark.parametrize(("name", "part", "make"), refresh.PARTS, ids=[part for _, part, _ in refresh.PARTS])
def test_generated_parts_are_current(name: str, part: str, make: object) -> None:
    """`python docs/refresh.py` would change nothing."""
    page = (ROOT / name).read_text("utf-8")
    assert refresh.refreshed(page, part, make()) == page, "run: python docs/refresh.py"  # type: ignore[operator]


def commands() -> list[str]:
    """Every command of the CLI, as it is typed."""
    found = []
    root = get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found += [f"kin360 {name} {sub}" for sub in inner] if inner else [f"kin360 {name}"]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    """A command nobody is told of does not exist."""
    assert command in (ROOT / "README.md").read_text("utf-8")


def test_every_command_has_help() -> None:
    """Each command says in a sentence what it does."""
    assert isinstance(app, typer.Typer)
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help, name


def test_every_setting_is_in_the_operators_page() -> None:
    """Environment variables that the code reads are explained."""
    code = "\n".join(
        path.read_text("utf-8")
        for room in ("graphmodel", "cypher", "casework", "ingest", "explorer", "cli")
        for path in (ROOT / room).rglob("*.py")
    )
    settings = set(re.findall(r"\bKIN360_[A-Z0-9_]+\b", code))
    page = (ROOT / "docs" / "operators.md").read_text("utf-8")
    assert sorted(name for name in settings if name not in page) == []


@pytest.mark.parametrize("page", PAGES, ids=[p.name for p in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link and picture exists."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [t for t in targets if not (page.parent / t).exists()] == []
