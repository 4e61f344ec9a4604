"""Given names: one name to file under, all forms to ask for."""

from __future__ import annotations

import pytest
from nicknames import NickNamer

from graphmodel.given_names import canonical_given, given_forms


@pytest.mark.parametrize(
    ("name", "formal"),
    [
        ("Bill", "william"), ("BILLY", "william"), ("William", "william"), ("Liz", "elizabeth"), ("Bob", "robert"),
        ("Jim", "james"), ("Peggy", "margaret"), ("J. Robert", "robert"), ("Xiomara", "xiomara"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_filed_under_its_formal_name(name: str, formal: str) -> None:
    """Common nicknames go to the name people expect; a name without nicknames stays itself."""
    assert canonical_given(name) == formal


def test_every_nickname_of_the_table_meets_its_formal_name() -> None:
    """For every pair the table knows, each is found by asking for all forms of the other."""
    table = NickNamer()
    formal_names = [
        "william",
        "elizabeth",
        "robert",
        "margaret",
        "john",
        "katherine",
        "christopher",
        "anthony",
        "james",
    ]
    for formal in formal_names:
        for nickname in table.nicknames_of(formal):
            assert canonical_given(nickname) in given_forms(formal), (nickname, formal)
            assert canonical_given(formal) in given_forms(nickname), (nickname, formal)
