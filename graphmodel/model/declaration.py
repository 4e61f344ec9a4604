"""How a node or a relationship is declared, and what can be asked of a declaration.

Everything else that must agree with the model (engine schema, bulk-load columns, the model page of ARCHITECTURE.md) is
generated from these classes; nothing repeats them by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import UnionType
from typing import ClassVar, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

_ARROW: dict[object, pa.DataType] = {
    str: pa.string(),
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
    tuple[str, ...]: pa.list_(pa.string()),
    tuple[float, ...]: pa.list_(pa.float64()),
}


def _plain(annotation: object) -> object:
    """The type without ``| None``."""
    if get_origin(annotation) in {Union, UnionType}:
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


class Declared(BaseModel):
    """A node or relationship class of the model."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    about: ClassVar[str]

    @classmethod
    def properties(cls) -> Iterator[tuple[str, pa.DataType, str]]:
        """Each stored property: its name, its Arrow type and what it means."""
        for name, field in cls.model_fields.items():
            yield name, _ARROW[_plain(field.annotation)], field.description or ""


class Node(Declared):
    """A node class; its property ``id`` identifies it, in every class."""

    label: ClassVar[str]
    id: str

    @classmethod
    def arrow_schema(cls) -> pa.Schema:
        """Columns of a bulk load of these nodes, in order."""
        return pa.schema([(name, kind) for name, kind, _ in cls.properties()])


class Relationship(Declared):
    """A relationship class between two node classes.

    ``identity`` names the properties that, with both ends, make two ties the same tie; ``inverse`` is the name read
    from the other end.
    """

    type_: ClassVar[str]
    start: ClassVar[type[Node]]
    end: ClassVar[type[Node]]
    inverse: ClassVar[str]
    identity: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def arrow_schema(cls) -> pa.Schema:
        """Columns of a bulk load of these relationships: both keys, then the properties."""
        ends = [("start_id", pa.string()), ("end_id", pa.string())]
        return pa.schema(ends + [(name, kind) for name, kind, _ in cls.properties()])
