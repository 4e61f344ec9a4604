"""Conditions and columns on the properties the model declares, and the values to ask with."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from engine_gate.asking.walks import Met, Walker
from graphmodel.model import NODES, RELATIONSHIPS

TODAY = dt.date(2026, 11, 22)
_CLASSES = {node.label: node for node in NODES} | {tie.type_: tie for tie in RELATIONSHIPS}
_KEPT_FROM_THE_WALK = 0.6


@dataclass(frozen=True)
class Wanted:
    """A parameter to find a value for.

    Args:
        name: Its name, without ``$``.
        variable: The variable whose property it is compared with.
        tables: Labels or types that variable may be of.
        property_: The property.
        form: ``one`` value, ``some`` values as a list, the first ``letters`` of one, or ``middle`` letters.
    """

    name: str
    variable: str
    tables: tuple[str, ...]
    property_: str
    form: str = "one"

    def value(self, walker: Walker, met: Mapping[str, Met], chance: random.Random) -> Any:  # noqa: ANN401
        """A value: mostly the one met on the walk, so that the condition holds somewhere."""
        own = walker.value(met[self.variable], self.property_) if self.variable in met else None
        if own is None or chance.random() > _KEPT_FROM_THE_WALK:
            own = walker.some_value(self.tables, self.property_)
        if self.form == "some":
            return [own, *(walker.some_value(self.tables, self.property_) for _ in range(chance.randint(1, 3)))]
        if self.form == "letters":
            return str(own)[: chance.randint(1, 3)]
        return str(own)[1:3] if self.form == "middle" else own


@dataclass(frozen=True)
class Property:
    """A property of a variable, with its type and whether it may be missing."""

    variable: str
    tables: tuple[str, ...]
    name: str
    kind: pa.DataType
    may_miss: bool

    @property
    def text(self) -> str:
        """As Cypher."""
        return f"{self.variable}.{self.name}"


def properties(variable: str, tables: Sequence[str]) -> list[Property]:
    """The properties that a variable of these labels or types may have; several types have all of each."""
    found: dict[str, Property] = {}
    for table in tables:
        declared = _CLASSES[table]
        for name, kind, _ in declared.properties():
            may_miss = len(tables) > 1 or not declared.model_fields[name].is_required()
            found.setdefault(name, Property(variable, tuple(tables), name, kind, may_miss))
    return list(found.values())


def condition(one: Property, number: int, chance: random.Random, *, lists: bool = True) -> tuple[str, list[Wanted]]:
    """A condition on a property, and the parameters it wants (besides ``$today``); by ``IN`` only with ``lists``."""
    name = f"{one.name}{number}"
    wanted = Wanted(name, one.variable, one.tables, one.name)
    if one.may_miss and chance.random() < 0.15:
        return f"{one.text} IS {chance.choice(['NULL', 'NOT NULL'])}", []
    if one.kind == pa.date32():
        forms = (
            "{x} >= ${p}", "{x} <= ${p}", "coalesce({x}, $today) >= ${p}", "({x} IS NULL OR {x} > ${p})",
            "NOT {x} < ${p}", "coalesce({x}, $today) <> ${p}",
        )  # fmt: skip
        return chance.choice(forms).format(x=one.text, p=name), [wanted]
    if one.kind in (pa.float64(), pa.int64()):
        return f"{one.text} {chance.choice(['<', '<=', '>', '>='])} ${name}", [wanted]
    if one.kind == pa.bool_():
        return chance.choice([f"{one.text} = ${name}", f"NOT {one.text} = ${name}"]), [wanted]
    return _on_text(one, name, wanted, chance, lists)


def _on_text(one: Property, name: str, wanted: Wanted, chance: random.Random, lists: bool) -> tuple[str, list[Wanted]]:
    forms = ["=", "=", "<>", "STARTS WITH", "CONTAINS", ">=", "coalesce"]
    form = chance.choice([*forms, "IN", "NOT IN"] if lists else forms)
    if form == "IN":
        return f"{one.text} IN ${name}", [Wanted(name, one.variable, one.tables, one.name, "some")]
    if form == "NOT IN":
        return f"NOT {one.text} IN ${name}", [Wanted(name, one.variable, one.tables, one.name, "some")]
    if form in {"STARTS WITH", "CONTAINS"}:
        kind = "letters" if form == "STARTS WITH" else "middle"
        return f"{one.text} {form} ${name}", [Wanted(name, one.variable, one.tables, one.name, kind)]
    if form == "coalesce":
        return f"coalesce({one.text}, '') <> ${name}", [wanted]
    return f"{one.text} {form} ${name}", [wanted]


def is_plain(one: Property) -> bool:
    """Whether a property is one value and no list: it can be compared, grouped and ordered by."""
    return not pa.types.is_list(one.kind)
