"""The words the model allows, and where each list comes from."""

from __future__ import annotations

from enum import StrEnum


class ParentNature(StrEnum):
    """Nature of a parent tie: NIEM 5.2 human services, ParentChildKinshipCategoryCode, and ``unknown``.

    ``step`` is NIEM's "Marriage".
    """

    BIOLOGICAL = "biological"
    ADOPTIVE = "adoptive"
    STEP = "step"
    FOSTER = "foster"
    GUARDIANSHIP = "guardianship"
    PUTATIVE = "putative"
    SURROGATE = "surrogate"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What an assertion rests on."""

    STATED = "stated"
    HOUSEHOLD_ROLE = "household role"
    INFERRED = "inferred by rule"
    JUDGED = "judged"
    TOLD = "told to a worker"


class LinkBasis(StrEnum):
    """Why a source record is taken to describe a person."""

    SINGLE = "single record"
    LINKED = "linked"
    JUDGED = "judged"
