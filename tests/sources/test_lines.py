"""Text files are read in bounded memory, and what is no text is refused by name."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from source_bench import CSV_HEAD, Bench, csv_contract

from graphmodel.errors import SourceError
from ingest.contracts.contract import Format
from ingest.readers.lines import LineFile

MEGABYTE = 1 << 20


@pytest.mark.parametrize("kind", ["delimited", "json_lines", "fixed_width"])
def test_a_line_of_200_megabytes_is_rejected_in_little_memory(tmp_path: Path, kind: str) -> None:
    """The line costs a few blocks of memory and a few seconds, is rejected by its number, and the next line loads."""
    bench = Bench(tmp_path)
    good = {
        "delimited": f"{CSV_HEAD}\n1,Ann,Lee,,\n",
        "json_lines": '\n{"ID": "1", "FIRST": "Ann", "LAST": "Lee"}\n',
        "fixed_width": "\n1Ann Lee \n",
    }[kind].encode()
    last = {
        "delimited": b"2,Bo,Lee,,\n",
        "json_lines": b'{"ID": "2", "FIRST": "Bo", "LAST": "Lee"}\n',
        "fixed_width": b"2Bo  Lee \n",
    }[kind]
    widths = "\nwidths = {ID = [1, 1], FIRST = [2, 4], LAST = [6, 4], DOB = [9, 1], HH = [9, 1]}"
    with (bench.folder / "a.csv").open("wb") as stream:
        stream.write(good)
        for _ in range(200):
            stream.write(b"x" * MEGABYTE)
        stream.write(b"\n" + last)
    started = time.monotonic()
    tracemalloc.start()
    report = bench.stage(csv_contract(format=f'kind = "{kind}"' + (widths if kind == "fixed_width" else "")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert bench.keys() == ["1", "2"]
    assert report.rows_rejected == 1
    assert bench.rejects() == [(3, f"line of {200 * MEGABYTE:,} bytes; more than 1,000,000 are no record")]
    assert peak < 40 * MEGABYTE
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty (0 bytes)"),
        ("ID,FIRST\n1,Ann\n".encode("utf-16"), "UTF-16 or binary"),
        (bytes(range(256)) + bytes(2000), "UTF-16 or binary"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"\x1f\x8brest", "gzip"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, what: str) -> None:
    """Each is one clear error about the file."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=what.replace("(", r"\(").replace(")", r"\)")):
        list(LineFile(path, Format(kind="delimited")).blocks())


def test_a_line_just_over_the_limit_among_short_ones(tmp_path: Path) -> None:
    """The limit holds also where the line ends inside the block it was read in."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"short\n" + b"y" * 1_000_001 + b"\nshort\n")
    blocks = list(LineFile(path, Format(kind="delimited")).blocks())
    lines = [
        (n, len(t), b.faults.get(i)) for b in blocks for i, (n, t) in enumerate(zip(b.numbers, b.texts, strict=True))
    ]
    assert [line[0] for line in lines] == [1, 2, 3]
    assert lines[1][1] <= 100
    assert lines[1][2] is not None
    assert lines[0][2] is lines[2][2] is None


def test_a_file_that_vanishes_is_a_source_error(tmp_path: Path) -> None:
    """A file that cannot be opened is reported, not raised as an operating system error."""
    with pytest.raises(SourceError, match="cannot be read"):
        list(LineFile(tmp_path / "gone.csv", Format(kind="delimited")).blocks())
