"""Delimited text keeps every row and its line number, whatever is wrong with the file."""

from __future__ import annotations

import pytest
from source_bench import CSV_HEAD, Bench, csv_contract


def test_plain_rows_load_with_their_lines(bench: Bench) -> None:
    """Each row loads under the line it stands on; blank lines are no rows."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,2011-03-09,H1\n\n2,Bo,Lee,2012-03-09,H1\n")
    report = bench.stage(csv_contract())
    assert (report.rows_in, report.rows_loaded) == (2, 2)
    assert bench.rows("SELECT record_key, line FROM person_record ORDER BY 1") == [("1", 2), ("2", 4)]


def test_too_few_and_too_many_values_are_rejected(bench: Bench) -> None:
    """A row of the wrong width is rejected with both numbers; its neighbours load."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,2011-03-09,H1\n2,Bo\n3,Cy,Lee,2011-03-09,H1,extra\n4,Di,Lee,,\n")
    bench.stage(csv_contract())
    assert bench.keys() == ["1", "4"]
    assert bench.rejects() == [
        (3, "2 values where the file has 5 columns"),
        (4, "6 values where the file has 5 columns"),
    ]


def test_quoted_line_breaks_keep_lines_physical(bench: Bench) -> None:
    """After a value that holds line breaks, later rows still carry the line an editor shows."""
    bench.file("a.csv", f'{CSV_HEAD}\n1,"Ann\n\nMarie",Lee,2011-03-09,H1\n2,Bo,"Lee, ""Jr""",2012-03-09,H1\n')
    bench.stage(csv_contract())
    assert bench.rows("SELECT line, given_name FROM person_record ORDER BY 1") == [(2, "Ann Marie"), (5, "Bo")]


def test_bom_crlf_and_missing_last_line_end(bench: Bench) -> None:
    """A byte order mark, Windows line ends and a last line without an end change nothing."""
    bench.file("a.csv", b"\xef\xbb\xbf" + f"{CSV_HEAD}\r\n1,Ann,Lee,2011-03-09,H1\r\n2,Bo,Lee,2012-03-09,H2".encode())
    report = bench.stage(csv_contract())
    assert (report.rows_loaded, report.rows_rejected) == (2, 0)
    assert bench.rows("SELECT household_key FROM person_record ORDER BY 1") == [("H1",), ("H2",)]


def test_nul_bytes_are_cleaned_away(bench: Bench) -> None:
    """NUL bytes inside values do not reach staging and do not cost the row."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,An\0n,Lee,2011-03-09,H1\n2,Bo,Lee,2012-03-09,H1\n")
    report = bench.stage(csv_contract())
    assert report.rows_loaded == 2
    assert bench.rows("SELECT given_name FROM person_record ORDER BY 1") == [("Ann",), ("Bo",)]


def test_control_characters_are_cleaned_away(bench: Bench) -> None:
    """Bells, bidi overrides and zero-width characters never stand in a staged name."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,\u202eAnn\x07,L\u200bee,2011-03-09,H1\n")
    bench.stage(csv_contract())
    assert bench.rows("SELECT given_name, surname FROM person_record") == [("Ann", "L ee")]


def test_an_undecodable_line_is_rejected_alone(bench: Bench) -> None:
    """A line with a byte that is not UTF-8 is rejected with byte and position; the rest loads."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n".encode() + b"2,Jos\xe9,Lee,,\n3,Cy,Lee,,\n")
    bench.stage(csv_contract())
    assert bench.keys() == ["1", "3"]
    assert bench.rejects() == [(3, "byte 0xE9 at position 6 is not utf-8")]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16", "utf-16-le"])
def test_other_encodings_read_as_the_contract_says(bench: Bench, encoding: str) -> None:
    """Accents survive the encodings agencies use."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,José,Muñoz,,\n".encode(encoding))
    bench.stage(csv_contract(format=f'kind = "delimited"\nencoding = "{encoding}"'))
    assert bench.rows("SELECT given_name, surname FROM person_record") == [("José", "Muñoz")]


def test_a_quote_nobody_closes_costs_one_row(bench: Bench) -> None:
    """An unclosed quote rejects its own line; the lines after it load."""
    lines = "".join(f"{i},Ann,Lee,,\n" for i in range(3, 900))
    bench.file("a.csv", f'{CSV_HEAD}\n1,Ann,Lee,,\n2,"Bo,Lee,,\n{lines}')
    report = bench.stage(csv_contract())
    assert report.rows_loaded == 898
    assert bench.rejects() == [(3, "a quoted value is never closed")]


def test_a_quote_unclosed_at_the_end_costs_one_row(bench: Bench) -> None:
    """A file cut off inside a quoted value rejects that row only."""
    bench.file("a.csv", f'{CSV_HEAD}\n1,Ann,Lee,,\n2,"Bo\n')
    bench.stage(csv_contract())
    assert bench.keys() == ["1"]
    assert bench.rejects() == [(3, "a quoted value is never closed")]


def test_damaged_quoting_is_rejected(bench: Bench) -> None:
    """Text after a closing quote is no CSV and is not guessed at."""
    bench.file("a.csv", f'{CSV_HEAD}\n1,"Ann"x,Lee,,\n2,Bo,Lee,,\n')
    bench.stage(csv_contract())
    assert bench.keys() == ["2"]
    assert bench.rejects()[0][0] == 2


def test_a_pipe_delimited_file_without_header_or_quotes(bench: Bench) -> None:
    """Delimiter, column names and the absence of quoting come from the contract."""
    bench.file("a.csv", 'H|20260101\n1|An"n|Lee|2011-03-09|H1\nT|00001\n')
    bench.stage(
        csv_contract(
            format='kind = "delimited"\ndelimiter = "|"\nquote = ""\nheader = false\n'
            'columns = ["ID", "FIRST", "LAST", "DOB", "HH"]\nskip_prefixes = ["H|"]\n'
            'trailer_prefix = "T|"\ntrailer_count = [3, 5]'
        )
    )
    assert bench.rows("SELECT given_name, line FROM person_record") == [('An"n', 2)]
    assert bench.rows("SELECT error FROM source_file") == [(None,)]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (f"{CSV_HEAD}\n1,Ann,Lee,,\n", "cut off"),
        (f"{CSV_HEAD}\n1,Ann,Lee,,\nT,00002\n", "The trailer states 2 rows, 1 were found"),
        (f"{CSV_HEAD}\n1,Ann,Lee,,\nT,abc\n", "states no number"),
        (f"{CSV_HEAD}\nT,00001\n1,Ann,Lee,,\n", "Rows follow the trailer"),
    ],
)
def test_a_trailer_that_disagrees_is_the_files_error(bench: Bench, text: str, error: str) -> None:
    """What was readable loads; the file says that it is not whole."""
    bench.file("a.csv", text)
    report = bench.stage(csv_contract(format='kind = "delimited"\ntrailer_prefix = "T,"\ntrailer_count = [3, 5]'))
    assert report.rows_loaded == 1
    assert report.files[0].error is not None
    assert error in report.files[0].error


def test_a_file_cut_inside_its_last_row(bench: Bench) -> None:
    """The row the cut went through is rejected and says so."""
    bench.file("a.csv", f"{CSV_HEAD}\n1,Ann,Lee,,\n2,Bo,Le")
    bench.stage(csv_contract())
    assert bench.keys() == ["1"]
    assert bench.rejects() == [(3, "3 values where the file has 5 columns; the file ends inside this line")]


def test_header_only_is_an_empty_delivery(bench: Bench) -> None:
    """A header without rows is no error: nobody was enrolled."""
    bench.file("a.csv", f"{CSV_HEAD}\n")
    report = bench.stage(csv_contract())
    assert (report.rows_in, report.files[0].error) == (0, None)


def test_doubled_column_names_are_refused(bench: Bench) -> None:
    """Two columns of one name that the contract uses cannot be told apart."""
    bench.file("a.csv", "ID,FIRST,LAST,DOB,HH,LAST\n1,Ann,Lee,,,Roe\n")
    report = bench.stage(csv_contract())
    assert "twice: LAST" in (report.files[0].error or "")


def test_many_blocks_number_lines_through(bench: Bench) -> None:
    """Line numbers run on over the blocks a large file is read in, also past quoted values."""
    filler = "x" * 400
    lines = [f'{i},Ann,"{filler}",,' if i % 1000 == 0 else f"{i},Ann,{filler},," for i in range(1, 6001)]
    bench.file("a.csv", CSV_HEAD + "\n" + "\n".join(lines) + "\n")
    report = bench.stage(csv_contract())
    assert report.rows_loaded == 6000
    assert bench.rows("SELECT count(*) FROM person_record WHERE line <> CAST(record_key AS BIGINT) + 1") == [(0,)]
