"""The native forms of the extracts, read back by independent readers."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

from ingest.sample.layouts import Delimited, FixedWidth, JsonLines, Xml, nest


def test_a_delimiter_in_a_value_is_quoted() -> None:
    """What the csv module reads back equals what was written."""
    layout = Delimited(("a", "b"), ",", quote='"')
    row = {"a": 'one, "two"', "b": "three"}
    assert list(csv.DictReader(io.StringIO(layout.head() + layout.text([row])))) == [row]


def test_letters_an_encoding_lacks_lose_their_accents() -> None:
    """CP1252 keeps é and writes Wołoska as Woloska."""
    assert Delimited(("a",), ",", encoding="cp1252").encode("José Wołoska") == "José Woloska".encode("cp1252")


def test_fixed_width_cuts_pads_and_counts() -> None:
    """Values stand at their places, too long ones are cut, the trailer counts the rows."""
    layout = FixedWidth((("A", 3), ("B", 5)), "HDR", "TRL")
    assert layout.text([{"A": "xyzw", "B": "né"}]) == "XYZNE   \n"
    assert layout.tail(12) == "TRL000000012\n"


def test_rows_of_one_case_become_one_json_object() -> None:
    """Columns of the whole stand once, columns of the part in the list, empty ones nowhere."""
    rows = [{"^.case": "1", "^.cp.name": "Ann", "id": c, "name.first": ""} for c in "xy"]
    assert [json.loads(line) for line in JsonLines("case", "children").text(rows).splitlines()] == [
        {"case": "1", "cp": {"name": "Ann"}, "children": [{"id": "x"}, {"id": "y"}]}
    ]
    assert nest({"a.b.c": "1"}) == {"a": {"b": {"c": "1"}}}


def test_xml_is_well_formed_whatever_the_names_hold() -> None:
    """Ampersands, quotes and angle brackets survive a parser, and so do text and attribute of one element."""
    layout = Xml("R", "Case", "Entry", group="@n")
    row = {"^/@n": "1", "@id": 'a"<', "Name/First": "Tom & <Ann>", "Phone/#": "555", "Phone/@safe": "N"}
    root = ElementTree.fromstring(layout.head() + layout.text([row]) + layout.tail(1))
    entry = root.find("Case/Entry")
    assert entry is not None
    assert entry.get("id") == 'a"<'
    assert entry.findtext("Name/First") == "Tom & <Ann>"
    phone = entry.find("Phone")
    assert phone is not None
    assert (phone.text, phone.get("safe")) == ("555", "N")
