"""The cleaners by the names contracts use, and which one each canonical column has by default."""

from __future__ import annotations

from collections.abc import Callable

from ingest.cleaning import addresses, dates, names, values
from ingest.cleaning.cleaner import Cleaner

_NAME_PARTS = ("given_name", "middle_name", "surname", "suffix")
_LINE_PARTS = ("street_number", "street_name", "unit")


def _single(rule: Callable[[str], str | None]) -> Callable[[str, str | None], tuple[str | None, ...]]:
    return lambda value, _: (rule(value),)


def _with_suffix(rule: Callable[[str], str | None]) -> Callable[[str, str | None], tuple[str | None, ...]]:
    def both(value: str, _: str | None) -> tuple[str | None, ...]:
        name, suffix = names.split_suffix(value)
        return rule(name), suffix

    return both


CLEANERS: dict[str, Cleaner] = {
    cleaner.name: cleaner
    for cleaner in (
        Cleaner("name", ("value", "suffix"), python=_with_suffix(names.clean_name)),
        Cleaner("given_name", ("value", "suffix"), python=_with_suffix(names.clean_given_name)),
        Cleaner("suffix", python=_single(names.clean_suffix)),
        Cleaner("last_first", _NAME_PARTS, python=lambda value, _: names.full_name_last_first(value)),
        Cleaner("first_last", _NAME_PARTS, python=lambda value, _: names.full_name_first_last(value)),
        Cleaner("date", python=lambda value, formats: (dates.clean_date(value, formats),)),
        Cleaner("number", python=_single(addresses.clean_number)),
        Cleaner("street", python=_single(addresses.clean_street)),
        Cleaner("unit", python=_single(addresses.clean_unit)),
        Cleaner("place", python=_single(addresses.clean_place)),
        Cleaner("address_line", _LINE_PARTS, python=lambda value, _: addresses.address_line(value)),
        Cleaner(
            "address_full",
            (*_LINE_PARTS, "city", "state", "zip"),
            python=lambda value, _: addresses.address_full(value),
        ),
        Cleaner("sex", python=_single(values.clean_sex)),
        Cleaner("ssn", sql=values.sql_ssn, prepare=values.prepare_ssn),
        Cleaner("phone", sql=values.sql_phone, prepare=values.prepare_phone),
        Cleaner("email", sql=values.sql_email, prepare=values.prepare_email),
        Cleaner("zip", python=_single(values.clean_zip)),
        Cleaner("state", python=_single(addresses.clean_state)),
        Cleaner("yes_no", python=_single(values.clean_yes_no)),
        Cleaner("code", sql=values.sql_code),
        Cleaner("lower", python=_single(values.clean_lower)),
        Cleaner("text", python=_single(values.clean_text)),
    )
}

_DEFAULTS: dict[str, str] = {
    "given_name": "given_name", "middle_name": "name", "surname": "name", "former_surname": "name", "suffix": "suffix",
    "full_name": "last_first", "birth_date": "date", "death_date": "date", "sex": "sex", "ssn": "ssn",
    "person_number": "code", "multiple_birth": "yes_no", "phone": "phone", "email": "email",
    "address_line": "address_line", "address_full": "address_full", "street_number": "number",
    "street_name": "street", "unit": "unit", "city": "place", "county": "place", "state": "state", "zip": "zip",
    "address_from": "date", "address_to": "date", "address_protected": "yes_no", "household_key": "code",
    "household_role": "lower", "household_from": "date", "household_to": "date", "valid_from": "date",
    "valid_to": "date", "opened": "date", "closed": "date", "case_key": "code", "placement_key": "code",
    "order_key": "code", "school_key": "code", "status": "lower", "nature": "lower", "role": "lower",
    "setting": "lower", "safe": "lower", "end_reason": "lower",
}  # fmt: skip


def default_cleaner(column: str, contact_kind: str | None = None) -> str:
    """Name of the cleaner a canonical column has where its rule names none; ``text`` where nothing else fits.

    Args:
        column: The canonical column.
        contact_kind: For ``contact_point.value``: the fixed kind of the section (phone or email), if it has one.
    """
    if column == "value" and contact_kind in ("phone", "email"):
        return contact_kind
    return _DEFAULTS.get(column, "text")
