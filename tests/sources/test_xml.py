"""XML is read as a stream and never trusted."""

from __future__ import annotations

import psutil
import pytest
from source_bench import Bench, csv_contract

from ingest.readers.xml import XmlReader

XML = (
    'kind = "xml"\nrow = "Client"\n'
    'paths = {ID = "@id", FIRST = "Name/First", LAST = "Name/Last", DOB = "Born", HH = "House/@key"}'
)


def client(key: str, first: str = "Ann") -> str:
    """A whole element."""
    return (
        f'<Client id="{key}"><Name><First>{first}</First><Last>Lee</Last></Name>'
        f'<Born>2011-03-09</Born><House key="H1"/></Client>'
    )


def test_paths_attributes_and_namespaces(bench: Bench) -> None:
    """Values come from elements and attributes below the row, whatever their namespace; lines count elements."""
    body = client("1") + "<!-- remark -->" + client("2", "<![CDATA[B & o]]>")
    bench.file("a.csv", f'<?xml version="1.0"?><All xmlns="urn:x"><Head>h</Head>{body}</All>')
    bench.stage(csv_contract(format=XML))
    assert bench.rows("SELECT record_key, line, given_name, household_key FROM person_record ORDER BY 1") == [
        ("1", 1, "Ann", "H1"),
        ("2", 2, "B & o", "H1"),
    ]


BILLION_LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha">' + "".join(
    f'<!ENTITY x{i} "{f"&x{i - 1 if i else str()};" * 10}">' for i in range(10)
)


@pytest.mark.parametrize(
    "prologue",
    [
        BILLION_LAUGHS + "]>",
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE a>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(bench: Bench, prologue: str, encoding: str) -> None:
    """Nested entities, files and addresses named by entities: one clear error, nothing of the file is read."""
    text = f'<?xml version="1.0" encoding="{encoding}"?>{prologue}<All>{client("1", "&x9;")}</All>'
    bench.file("a.csv", text.encode(encoding))
    bench.file("b.csv", f"<All>{client('2')}</All>")
    report = bench.stage(csv_contract(format=XML))
    assert "declares a document type" in (report.files[0].error or "")
    assert report.files[0].rows_in == 0
    assert bench.keys() == ["2"]


def test_an_undeclared_entity_ends_the_file(bench: Bench) -> None:
    """Entities cannot come from anywhere: the rows before stand."""
    bench.file("a.csv", f"<All>{client('1')}{client('2', '&boom;')}</All>")
    report = bench.stage(csv_contract(format=XML))
    assert bench.keys() == ["1"]
    assert "boom" in (report.files[0].error or "")


def test_a_cut_file_loads_what_was_whole(bench: Bench) -> None:
    """Elements closed before the cut load; the file says that it was cut."""
    bench.file("a.csv", f"<All>{client('1')}{client('2')}{client('3')[:40]}")
    report = bench.stage(csv_contract(format=XML))
    assert bench.keys() == ["1", "2"]
    assert "The rows before stand" in (report.files[0].error or "")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "empty (0 bytes)"),
        (b"ID,FIRST\n1,Ann\n", "not XML"),
        (b"\x00\x01\x02\x03", "not XML"),
        (b"   \n", "no element"),
    ],
)
def test_what_is_no_xml_is_refused(bench: Bench, content: bytes, error: str) -> None:
    """Each is one clear error about the file."""
    bench.file("a.csv", content)
    report = bench.stage(csv_contract(format=XML))
    assert error in (report.files[0].error or "")


def test_wrong_bytes_end_the_file(bench: Bench) -> None:
    """XML cannot be read on after a byte that is not of its encoding; the rows before stand."""
    bench.file("a.csv", f"<All>{client('1')}".encode() + client("2", "\xe9").encode("latin-1") + b"</All>")
    report = bench.stage(csv_contract(format=XML))
    assert bench.keys() == ["1"]
    assert report.files[0].error


def test_a_huge_element_and_deep_nesting_are_refused(bench: Bench) -> None:
    """libxml2's limits stay on: 10 MB of text in one node, 256 levels."""
    bench.file("a.csv", f"<All>{client('1')}{client('2', 'x' * 11_000_000)}</All>")
    bench.file("b.csv", f"<All>{client('3')}{'<d>' * 5000}{'</d>' * 5000}</All>")
    report = bench.stage(csv_contract(format=XML))
    assert bench.keys() == ["1", "3"]
    assert all(file.error for file in report.files)


def test_a_foreign_file_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file without a single row element is not taken into memory whole."""
    monkeypatch.setattr("ingest.readers.xml.MAX_BYTES_WITHOUT_ROW", 200_000)
    bench.file("a.csv", "<All>" + "<Other>x</Other>" * 100_000 + "</All>")
    report = bench.stage(csv_contract(format=XML))
    assert "No element 'Client' ends within" in (report.files[0].error or "")


def test_memory_does_not_grow_with_the_file(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose whole tree would take some 150 MB is read in a small part of that."""
    monkeypatch.setattr("ingest.readers.reader.ROWS_PER_BATCH", 500)
    count = 60_000
    path = bench.file("a.csv", "<All>" + "".join(client(str(i)) for i in range(count)) + "</All>")
    process = psutil.Process()
    before, peak, rows = process.memory_info().rss, 0, 0
    for batch in XmlReader(path, csv_contract(format=XML).format, ("ID", "FIRST")).batches():
        rows += len(batch.lines)
        peak = max(peak, process.memory_info().rss)
    assert rows == count
    assert peak - before < 30_000_000


def test_each_part_is_a_row(bench: Bench) -> None:
    """``each`` makes a row of every part, which reaches the whole by ``^/``."""
    bench.file(
        "a.csv",
        '<All><Home no="H9"><Member><Id>1</Id><N>Ann</N></Member><Member><Id>2</Id><N>Bo</N></Member></Home></All>',
    )
    sections = '[[person]]\nkey = ["Id"]\n[person.fields]\ngiven_name = "N"\nhousehold_key = "^/@no"\n'
    report = bench.stage(csv_contract(format='kind = "xml"\nrow = "Home"\neach = "Member"', sections=sections))
    assert report.rows_in == 2
    assert bench.rows("SELECT record_key, household_key FROM person_record ORDER BY 1") == [("1", "H9"), ("2", "H9")]
