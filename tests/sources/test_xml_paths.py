"""Paths into XML find the first part of each name, in one walk."""

from __future__ import annotations

import pytest
from lxml import etree

from ingest.readers.xml_paths import PathTree, parts

ELEMENT = etree.fromstring(
    '<r id="7" xmlns:n="urn:n"><n:a>one<b k="v">two</b></n:a><a><b>three</b></a><c/><!-- remark --><d>four</d></r>'
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("@id", "7"),
        ("a", "one"),
        ("a/b", "two"),
        ("a/b/@k", "v"),
        ("a/b/@none", None),
        ("c", ""),
        ("d", "four"),
        ("./d", "four"),
        ("e", None),
        ("c/b", None),
    ],
)
def test_each_path(path: str, value: str | None) -> None:
    """Text, attributes, empty and absent parts are told apart; namespaces do not matter."""
    assert PathTree([path]).read(ELEMENT) == [value]


def test_columns_may_share_a_path() -> None:
    """Two columns of one path both have its value, in the order asked for."""
    assert PathTree(["d", "@id", "d"]).read(ELEMENT) == ["four", "7", "four"]


def test_parts_are_all_elements_at_a_path() -> None:
    """Repeated parts are all found; an empty path is the element itself."""
    assert [part.text for part in parts(ELEMENT, "a/b")] == ["two", "three"]
    assert list(parts(ELEMENT, "")) == [ELEMENT]
    assert list(parts(ELEMENT, "x/y")) == []
