"""A contract's mistakes are all found before a file is opened."""

from __future__ import annotations

import tomllib

import pytest
from source_bench import PERSON

from ingest.contracts.contract import Contract
from ingest.contracts.problems import find_problems

HEAD = """
system = "snap"
title = "SNAP"
agency = "Human Services"
domain = "snap"
"""
TIE = '[[fact]]\ntable = "stated_tie"\n'


def problems(head: str = 'files = ["*.csv"]', form: str = 'kind = "delimited"', sections: str = PERSON) -> list[str]:
    """The problems of a contract made of these parts."""
    contract = Contract.model_validate(tomllib.loads(f"{HEAD}{head}\n[format]\n{form}\n{sections}"))
    return [str(problem) for problem in find_problems(contract)]


def test_a_good_contract_has_none() -> None:
    """Nothing is complained about without reason."""
    assert problems() == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"head": "files = []"}, "no file pattern"),
        ({"head": 'files = ["*"]\nas_of = "yesterday"'}, "no ISO date"),
        ({"head": "files = [\"*\"]\nas_of_in_name = '('"}, "no regular expression"),
        ({"head": "files = [\"*\"]\nas_of_in_name = 'x'"}, "no group"),
        ({"form": 'kind = "delimited"\nencoding = "utf-9"'}, "'utf-9' is not known"),
        ({"form": 'kind = "delimited"\ndelimiter = "||"'}, "one character"),
        ({"form": 'kind = "delimited"\nheader = false'}, "columns must be named"),
        ({"form": 'kind = "fixed_width"'}, "format.widths"),
        ({"form": 'kind = "fixed_width"\nwidths = {ID = [0, 1]}'}, "from 1"),
        ({"form": 'kind = "fixed_width"\nwidths = {ID = [1, 1], FIRSST = [2, 1]}'}, "did you mean FIRSST?"),
        ({"form": 'kind = "xml"'}, "format.row"),
        ({"form": 'kind = "parquet"\neach = "x"'}, "no meaning for parquet"),
        ({"form": 'kind = "delimited"\ntrailer_count = [1, 2]'}, "needs trailer_prefix"),
        ({"sections": ""}, "loads nothing"),
        ({"sections": PERSON + PERSON}, "two sections are called 'person'"),
        ({"sections": PERSON.replace('["ID"]', "[]")}, "is empty"),
        ({"sections": PERSON.replace("surname", "surnam")}, "did you mean surname"),
        ({"sections": PERSON.replace('"LAST"', '{column = "LAST", clean = "nam"}')}, "did you mean name"),
        ({"sections": PERSON.replace('"LAST"', '{column = "LAST", clean = "last_first"}')}, "fills several columns"),
        ({"sections": PERSON.replace("surname", "full_name").replace('"LAST"', '{column = "LAST", clean = "name"}')},
         "does not take a full_name apart"),
        ({"sections": PERSON.replace('"LAST"', "{}")}, "either a column or a fixed value"),
        ({"sections": PERSON.replace('"LAST"', '{column = "L", format = "%Y"}')}, "only dates have a format"),
        ({"sections": PERSON.replace('"DOB"', '{column = "DOB", format = "%Q"}')}, "known are %Y"),
        ({"sections": PERSON.replace('"LAST"', '{column = "L", codes = {A = "a"}, allowed = ["a"]}')},
         "either codes or"),
        ({"sections": PERSON + TIE}, "from_record is missing"),
        ({"sections": PERSON + TIE}, "kind is missing"),
        ({"sections": PERSON + TIE + 'persons = {from_record = "mother", to_record = "person"}'},
         "no person section 'mother'"),
        ({"sections": PERSON + TIE + 'persons = {child_record = "person"}'}, "is no person of stated_tie"),
        ({"sections": PERSON + TIE + "persons = {from_record = {}}"}, "either a person section or a key"),
        ({"sections": PERSON + TIE + 'fields = {colour = "X"}'}, "is no column of stated_tie"),
    ],
)  # fmt: skip
def test_each_mistake_is_said_with_what_would_be_valid(parts: dict[str, str], said: str) -> None:
    """One planted mistake, one complaint that names it."""
    assert any(said in problem for problem in problems(**parts)), problems(**parts)
