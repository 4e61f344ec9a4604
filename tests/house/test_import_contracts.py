"""The import contracts hold, and a planted violation breaks them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("graphmodel", "cypher", "casework", "ingest", "explorer", "cli", "engine_gate")
PLANTED = {
    "graphmodel/dates.py": "import casework.view",
    "explorer/wording/kinship.py": "import cypher.catalog",
    "casework/view.py": "import streamlit",
    "cypher/query.py": "import kuzu",
    "casework/find.py": "import splink",
    "graphmodel/kinship/lines.py": "import graphmodel.stores.base",
    "ingest/load.py": "import neo4j",
    "ingest/build/search.py": "import adbc_driver_sqlite",
    "engine_gate/gate.py": "import casework.view",
    "engine_gate/worker.py": "import graphmodel.errors",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import linter over a tree."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_hold() -> None:
    """The tree as it stands breaks nothing."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the rooms."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("path", "line"), PLANTED.items(), ids=list(PLANTED))
def test_a_planted_violation_breaks_them(copied: Path, path: str, line: str) -> None:
    """An import against the grain is caught."""
    module = copied / path
    module.write_text(
        module.read_text().replace(
            "from __future__ import annotations", f"from __future__ import annotations\n{line}", 1
        )
    )
    result = lint(copied)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout
