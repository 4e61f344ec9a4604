"""Writes the generated parts of the documentation anew: `python docs/refresh.py`. A test says when it is due."""

from __future__ import annotations

import re
from pathlib import Path

from cypher.catalog import CATALOGUE
from graphmodel.schema import model_page

ROOT = Path(__file__).parents[1]


def queries_table() -> str:
    """Every question of the catalogue, as Markdown."""
    rows = [f"| `{query.name}` | {query.header['question']} | {query.header['returns']} |" for query in CATALOGUE]
    return "\n".join(["| query | question | returns |", "|---|---|---|", *sorted(rows)]) + "\n"


PARTS = (("ARCHITECTURE.md", "model", model_page), ("docs/analysts.md", "queries", queries_table))


def refreshed(page: str, part: str, content: str) -> str:
    """The page with the part between its markers replaced."""
    pattern = rf"(<!-- {part}:begin -->\n).*?(<!-- {part}:end -->)"
    return re.sub(pattern, lambda found: f"{found.group(1)}{content}{found.group(2)}", page, flags=re.DOTALL)


if __name__ == "__main__":
    for name, part, make in PARTS:
        path = ROOT / name
        path.write_text(refreshed(path.read_text("utf-8"), part, make()), encoding="utf-8")
