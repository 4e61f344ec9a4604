"""Columns of made-up values for the properties the model declares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from graphmodel.model.declaration import Declared
from graphmodel.model.vocabulary import Basis, LinkBasis, ParentNature

SYSTEMS = ("vital", "welfare", "snap", "school", "courts", "housing")
DOMAINS = ("civil status", "child welfare", "assistance", "education", "justice", "housing")
_COUNTIES = ("Cook", "DuPage", "Kane", "Lake", "Peoria", "Sangamon", "Will")
_KINDS = {
    "PARTNER_OF": ("married", "cohabiting", "civil union", "unknown"),
    "SIBLING_OF": ("full", "half", "step", "unknown"),
    "GUARDIAN_OF": ("legal custody", "guardianship"),
    "CAREGIVER_OF": ("relative home", "foster home"),
    "FICTIVE_TIE": ("godparent", "family friend", "neighbor"),
    "AgencyCase": ("removal", "investigation", "support order", "supervision"),
    "CourtOrder": ("legal custody", "protection"),
    "ContactPoint": ("phone", "email"),
}
_ROLES = {
    "MEMBER_OF": ("head", "spouse", "child", "grandparent", "other relative", "boarder"),
    "INVOLVED_IN": ("child", "parent", "caregiver", "subject"),
    "SUBJECT_OF": ("child", "holder"),
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "system": SYSTEMS,
    "domain": DOMAINS,
    "agency": ("Human Services", "Children and Family Services", "Courts", "Public Health"),
    "given_name": ("Ana", "Benito", "Carla", "Dan", "Elena", "Faye", "Gus", "Hana", "Ivo", "Jo", "Kim", "Lía", "Noël"),
    "surname": ("Álvarez", "Brown", "Clark", "Díaz", "Evans", "Flores", "Green", "Hall", "Nguyen", "O'Neill", "Smith"),
    "former_surname": ("Adams", "Baker", "Cruz", "Young"),
    "middle_name": ("A", "Bea", "C", "Rose"),
    "suffix": ("Jr", "Sr", "III"),
    "sex": ("female", "male"),
    "race": ("asian", "black", "native", "white"),
    "language": ("English", "Polish", "Spanish"),
    "tribe": ("Cherokee", "Ho-Chunk", "Potawatomi"),
    "county": _COUNTIES,
    "city": ("Aurora", "Chicago", "Decatur", "Joliet", "Peoria"),
    "state": ("IL", "IN", "WI"),
    "status": ("closed", "open"),
    "setting": ("foster family home", "group home", "kinship home"),
    "end_reason": ("adoption", "moved", "reunified"),
    "district": ("District 1", "District 2", "District 3"),
    "detail": ("as told", "as written"),
    "nature": tuple(ParentNature),
    "basis": tuple(LinkBasis),
    "name": ("Energy Help", "Food Stamps", "Head Start", "Housing Voucher", "Lincoln", "Washington"),
}
_DAYS = ("birth_date", "death_date", "as_of", "opened", "closed", "ev_from", "ev_to")
_MISSING = 0.2
_OPEN = 0.55
_FIRST_DAY, _LAST_DAY = dt.date(1990, 1, 1), dt.date(2026, 11, 1)
_EPOCH = dt.date(1970, 1, 1)

_BY_KIND: Mapping[pa.DataType, Callable[[int, np.random.Generator], np.ndarray]] = {
    pa.float64(): lambda rows, rng: np.round(rng.random(rows) * 80, 4),
    pa.int64(): lambda rows, rng: rng.integers(1, 500, rows),
    pa.bool_(): lambda rows, rng: rng.random(rows) < 0.1,
}


def make_table(
    declared: type[Declared], schema: pa.Schema, given: Mapping[str, pa.Array], rows: int, rng: np.random.Generator
) -> pa.Table:
    """A table of a class: the given columns, all others made up.

    Args:
        declared: The class of the model.
        schema: Its columns, in order.
        given: Columns that are known, such as keys.
        rows: How many rows.
        rng: Where chance comes from; columns draw from it in the order of the schema.
    """
    lengths = rng.integers(1, 4, rows)
    columns = [given[name] if name in given else _column(declared, name, schema, lengths, rng) for name in schema.names]
    return pa.table(columns, schema=schema)


def _column(
    declared: type[Declared], name: str, schema: pa.Schema, lengths: np.ndarray, rng: np.random.Generator
) -> pa.Array:
    kind, rows = schema.field(name).type, len(lengths)
    if pa.types.is_list(kind):
        flat = _flat(declared, name, kind.value_type, int(lengths.sum()), rng)
        return pa.ListArray.from_arrays(pa.array(np.concatenate([[0], np.cumsum(lengths)]), pa.int32()), flat)
    values = _flat(declared, name, kind, rows, rng)
    if declared.model_fields[name].is_required():
        return values
    missing = rng.random(rows) < (_OPEN if name in {"valid_to", "closed", "death_date"} else _MISSING)
    return pa.array([None if gone else value for value, gone in zip(values.to_pylist(), missing, strict=True)], kind)


def _flat(declared: type[Declared], name: str, kind: pa.DataType, rows: int, rng: np.random.Generator) -> pa.Array:
    """Values without gaps. Lists hold no empty text: Neo4j's import reads a list of one as NULL."""
    if kind == pa.date32():
        return pa.array(_days(rows, rng), pa.int32()).cast(pa.date32())
    if kind in _BY_KIND:
        return pa.array(_BY_KIND[kind](rows, rng))
    if name in _DAYS:
        return pa.array([(_EPOCH + dt.timedelta(int(day))).isoformat() for day in _days(rows, rng)])
    words = _words(declared, name)
    if words is None:
        return pa.array([f"{name} {number}" for number in rng.integers(1, max(2, rows // 4), rows)])
    return pa.array(np.array(words)[rng.integers(0, len(words), rows)])


def _words(declared: type[Declared], name: str) -> tuple[str, ...] | None:
    if name in {"kind", "role"}:
        called = str(getattr(declared, "label", "") or getattr(declared, "type_", ""))
        return (_KINDS if name == "kind" else _ROLES)[called]
    listed = {"ev_source": SYSTEMS, "ev_domain": DOMAINS, "ev_basis": tuple(Basis)}
    return listed.get(name) or _WORDS.get(name)


def _days(rows: int, rng: np.random.Generator) -> np.ndarray:
    return rng.integers((_FIRST_DAY - _EPOCH).days, (_LAST_DAY - _EPOCH).days, rows)
