"""Fixed-width text is cut where the contract says, and short lines are not guessed at."""

from __future__ import annotations

from source_bench import Bench, csv_contract

LAYOUT = 'kind = "fixed_width"\nwidths = {ID = [1, 3], FIRST = [4, 6], LAST = [10, 6], DOB = [16, 8], HH = [24, 2]}'


def row(key: str, first: str = "ANN", last: str = "LEE", born: str = "20110309", household: str = "H1") -> str:
    """A whole line of the layout."""
    return f"{key:<3}{first:<6}{last:<6}{born:<8}{household:<2}"


def test_values_are_cut_and_trimmed(bench: Bench) -> None:
    """Each column holds its own characters without the padding, and mainframe capitals are made readable."""
    bench.file("a.csv", f"{row('001')}\n{row('002', 'BO')}\n")
    bench.stage(csv_contract(format=LAYOUT))
    assert bench.rows("SELECT record_key, line, given_name, birth_date FROM person_record ORDER BY 1") == [
        ("001", 1, "Ann", "2011-03-09"),
        ("002", 2, "Bo", "2011-03-09"),
    ]


def test_header_and_trailer_are_skipped_and_counted(bench: Bench) -> None:
    """Prefixed lines are no rows, and the trailer's count is compared with the rows."""
    bench.file("a.csv", f"HDR20260101\n{row('001')}\nTRL0000001\n")
    layout = LAYOUT + '\nskip_prefixes = ["HDR"]\ntrailer_prefix = "TRL"\ntrailer_count = [4, 7]'
    report = bench.stage(csv_contract(format=layout))
    assert (report.rows_in, report.files[0].error) == (1, None)


def test_a_short_line_is_rejected(bench: Bench) -> None:
    """A line that ends early would shift nobody's data, but lacks some: it is rejected with both lengths."""
    bench.file("a.csv", f"{row('001')}\n002BO\n{row('003')}\n")
    bench.stage(csv_contract(format=LAYOUT))
    assert bench.keys() == ["001", "003"]
    assert bench.rejects() == [(2, "5 characters where the layout has 25")]


def test_ragged_lines_load_where_the_contract_allows_them(bench: Bench) -> None:
    """``ragged`` accepts trailing blanks cut off, but still not a file cut inside its last line."""
    bench.file("a.csv", f"{row('001', household='').rstrip()}\n002BO    LE")
    bench.stage(csv_contract(format=LAYOUT + "\nragged = true"))
    assert bench.keys() == ["001"]
    assert bench.rejects() == [(2, "11 characters where the layout has 25; the file ends inside this line")]


def test_a_cut_file_without_its_trailer(bench: Bench) -> None:
    """The rows before the cut load; the line it went through and the missing trailer are both told."""
    bench.file("a.csv", f"{row('001')}\n{row('002')[:12]}")
    report = bench.stage(csv_contract(format=LAYOUT + '\ntrailer_prefix = "TRL"'))
    assert (report.rows_loaded, report.rows_rejected) == (1, 1)
    assert "cut off" in (report.files[0].error or "")


def test_a_nul_holds_its_place(bench: Bench) -> None:
    """NUL padding counts as blanks, so that the columns after it stay where they are."""
    bench.file("a.csv", row("001", "AN\0\0\0\0") + "\n")
    bench.stage(csv_contract(format=LAYOUT))
    assert bench.rows("SELECT given_name, surname FROM person_record") == [("An", "Lee")]


def test_an_undecodable_line_is_rejected_alone(bench: Bench) -> None:
    """A bad byte costs its own line."""
    bad = row("002").encode().replace(b"ANN", b"AN\xff")
    bench.file("a.csv", row("001").encode() + b"\n" + bad + b"\n")
    bench.stage(csv_contract(format=LAYOUT))
    assert bench.keys() == ["001"]
    assert bench.rejects() == [(2, "byte 0xFF at position 6 is not utf-8")]
