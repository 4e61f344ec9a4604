"""Parquet: typed columns arrive as text, damage is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from source_bench import Bench, csv_contract

PARQUET = 'kind = "parquet"'


def write(path: Path, rows: int = 3, **options: object) -> bytes:
    """Write a file of people and return its bytes."""
    table = pa.table(
        {
            "ID": pa.array(range(1, rows + 1), pa.int64()),
            "FIRST": pa.array(["ANN"] * rows).dictionary_encode(),
            "LAST": pa.array([f"LEE{i}" for i in range(rows)]),
            "DOB": pa.array([date(2011, 3, 9)] * rows, pa.date32()),
            "HH": pa.array([None] * rows, pa.float64()),
        }
    )
    pq.write_table(table, path, **options)
    return path.read_bytes()


def test_typed_values_arrive_as_text(bench: Bench) -> None:
    """Integers, dates, dictionaries and nulls are read as the text they print as."""
    write(bench.folder / "a.csv")
    report = bench.stage(csv_contract(format=PARQUET))
    assert report.rows_loaded == 3
    found = bench.rows("SELECT record_key, line, given_name, birth_date, household_key FROM person_record ORDER BY 1")
    assert found[0] == ("1", 1, "Ann", "2011-03-09", None)


def test_a_cut_file_is_one_clear_error(bench: Bench) -> None:
    """Parquet's index stands at the end, so nothing of a cut file can be read; other files load."""
    content = write(bench.folder / "a.csv")
    bench.file("a.csv", content[: len(content) // 2])
    write(bench.folder / "b.csv")
    report = bench.stage(csv_contract(format=PARQUET))
    assert "no whole Parquet file" in (report.files[0].error or "")
    assert report.files[1].rows_loaded == 3


def test_damage_inside_keeps_the_rows_before(bench: Bench) -> None:
    """A row group that cannot be read ends the file; the rows before it stand."""
    content = bytearray(write(bench.folder / "a.csv", 60_000, row_group_size=30_000, use_dictionary=False))
    start = pq.ParquetFile(bench.folder / "a.csv").metadata.row_group(1).column(0).data_page_offset
    content[start : start + 40] = b"\xff" * 40
    bench.file("a.csv", bytes(content))
    report = bench.stage(csv_contract(format=PARQUET))
    assert "damaged after row" in (report.files[0].error or "")
    assert 0 < report.rows_loaded < 60_000


def test_an_empty_file_is_named(bench: Bench) -> None:
    """0 bytes are no Parquet file."""
    bench.file("a.csv", b"")
    report = bench.stage(csv_contract(format=PARQUET))
    assert "empty (0 bytes)" in (report.files[0].error or "")
