"""What a random statement returns: properties, cases, counts, collections, paths."""

from __future__ import annotations

import random

import pyarrow as pa

from engine_gate.asking.conditions import Property, condition, is_plain
from engine_gate.asking.sketch import Bound, Sketch
from engine_gate.statement import Column


def returned(
    sketch: Sketch, chance: random.Random, *, aggregate: bool | None = None
) -> tuple[tuple[Column, ...], bool]:
    """Columns for a sketch, and whether they aggregate; notes in it which can be ordered by."""
    grouped = chance.random() < 0.4 if aggregate is None else aggregate
    expressions = [(text, bag, orderable) for text, bag, orderable in _plain(sketch, chance, grouped)]
    if grouped:
        made = [_aggregate(sketch, chance) for _ in range(chance.choice([1, 1, 2]))]
        # Last, and one only: see ``forbidden.py``, a DISTINCT aggregate before another.
        distinct = [one for one in made if "DISTINCT" in one[0]]
        expressions += [one for one in made if one not in distinct] + distinct[:1]
    columns: list[Column] = []
    seen: set[str] = set()
    for text, bag, orderable in expressions:
        if text not in seen:
            seen.add(text)
            columns.append(Column(text, f"c{len(columns)}", bag))
            if orderable:
                sketch.orderable.add(columns[-1].alias)
    return tuple(columns), grouped


def _plain(sketch: Sketch, chance: random.Random, grouped: bool) -> list[tuple[str, bool, bool]]:
    """Columns that do not aggregate: with an aggregate, what it is grouped by."""
    if grouped and chance.random() < 0.25:
        return []
    found = []
    if chance.random() < 0.85:
        found.append((f"{sketch.nodes[-1].variable}.id", False, True))
    for _ in range(chance.choice([0, 1] if grouped else [0, 1, 2, 3])):
        found.append(_column(sketch, chance))
    if sketch.values and not grouped:
        found += [(name, bag, not bag) for name, bag in sketch.values]
    if sketch.paths and not grouped:
        path = chance.choice(sketch.paths)
        forms = [(f"length({path})", False, True), (f"nodes({path})", False, False)]
        found.append(chance.choice([*forms, (f"relationships({path})", False, False)]))
    return found or [(f"{sketch.nodes[-1].variable}.id", False, True)]


def _column(sketch: Sketch, chance: random.Random) -> tuple[str, bool, bool]:
    bound = _some(sketch, chance)
    one = chance.choice(sketch.of(bound))
    form = chance.random()
    if form < 0.12 and is_plain(one):
        text, wanted = condition(one, sketch.number(), chance, lists=False)
        for parameter in wanted:
            sketch.want(parameter)
        return f"CASE WHEN {text} THEN 'yes' ELSE 'no' END", False, True
    if form < 0.22 and one.kind == pa.string():
        return f"coalesce({one.text}, 'none')", False, True
    if (
        form < 0.3
        and not bound.uncertain
        and bound in sketch.nodes
        and (ways := sketch.walker.leaving(bound.tables[0]))
    ):
        return f"COUNT {{ MATCH ({bound.variable}){chance.choice(ways).pattern('', '')} }}", False, True
    return one.text, False, is_plain(one)


def _aggregate(sketch: Sketch, chance: random.Random) -> tuple[str, bool, bool]:
    plain = [one for one in sketch.of(_some(sketch, chance)) if is_plain(one)]
    if not plain:
        return "count(*)", False, True
    one = chance.choice(plain)
    form = chance.choice(["count", "distinct", "least", "most", "collect", "collect distinct", "maps", "sum"])
    if form == "distinct":
        return f"count(DISTINCT {one.text})", False, True
    if form in {"least", "most"} and one.kind != pa.bool_():
        return f"{'min' if form == 'least' else 'max'}({one.text})", False, True
    collected = {
        "collect": one.text,
        "collect distinct": f"DISTINCT {one.text}",
        "maps": f"{{id: {sketch.nodes[-1].variable}.id, value: {one.text}}}",
    }
    if form in collected:
        return f"collect({collected[form]})", True, False
    numbers = [one for one in plain if one.kind in (pa.int64(), pa.float64())]
    if form == "sum" and numbers:
        return _sum(chance.choice(numbers), chance), False, True
    return "count(*)", False, True


def _sum(one: Property, chance: random.Random) -> str:
    # A sum of nothing is NULL here and 0 there: see ``forbidden.py``.
    return chance.choice([f"coalesce(sum({one.text}), 0)", f"avg({one.text})"])


def _some(sketch: Sketch, chance: random.Random) -> Bound:
    return chance.choice([*sketch.nodes, *sketch.ties])
