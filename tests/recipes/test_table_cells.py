from __future__ import annotations

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes import table_cells
from ostwald.recipes.table_cells import read_cells

KNOWN = {"product", "size_nm", "doi"}


def cells_of(path):
    return read_cells(path, KNOWN.__contains__)


@pytest.mark.parametrize(
    "content",
    [
        "product,size_nm\nPbSe,1.5\n",
        "product;size_nm\nPbSe;1.5\n",
        "product\tsize_nm\nPbSe\t1.5\n",
        "sep=;\nproduct;size_nm\nPbSe;1.5\n",
        "product,size_nm\r\nPbSe,1.5\r\n",
        "product,size_nm\rPbSe,1.5\r",
        "\ufeffproduct,size_nm\nPbSe,1.5",
        '"product","size_nm"\n"PbSe","1.5"\n',
        "\n\nproduct,size_nm\n,\n\nPbSe,1.5\n   ,\n",
    ],
)
def test_every_dialect_gives_the_same_cells(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes(content.encode("utf-8"))
    cells = cells_of(path)
    assert cells.header == ["product", "size_nm"]
    assert [row for _, row in cells.rows] == [["PbSe", "1.5"]]
    assert not cells.problems


def test_only_semicolons_and_tabs_bring_the_decimal_comma(tmp_path):
    path = tmp_path / "t.csv"
    for delimiter, expected in ((",", False), (";", True), ("\t", True)):
        path.write_text(f"product{delimiter}doi\na{delimiter}b\n", encoding="utf-8")
        assert cells_of(path).decimal_comma is expected


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('product,doi\na,b\n\n"c\nc",d\ne,f\n', encoding="utf-8")
    assert [number for number, _ in cells_of(path).rows] == [2, 4, 5]


def test_an_open_quotation_mark_is_a_problem_not_a_loss_unsaid(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('product,doi\na,b\n"c,d\ne,f\n', encoding="utf-8")
    cells = cells_of(path)
    assert [row for _, row in cells.rows] == [["a", "b"]]
    assert "row 3" in cells.problems[0].where
    assert "quotation mark" in cells.problems[0].hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b",,\n,,\n", "empty"),
        (b"product,doi\n", "no rows"),
        (b"PK\x03\x04\x00\x00junk", "binary"),
        (bytes(range(1, 256)), "not UTF-8"),
    ],
)
def test_a_csv_without_a_table(tmp_path, content, words):
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(InputError, match=words):
        cells_of(tmp_path / "t.csv")


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_a_table_over_50_mb_is_refused(tmp_path, suffix):
    path = tmp_path / f"t.{suffix}"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(InputError, match="50 MB limit"):
        cells_of(path)


def test_an_xlsx_that_is_no_zip(tmp_path):
    (tmp_path / "t.xlsx").write_text("product,doi\na,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="not an Excel workbook"):
        cells_of(tmp_path / "t.xlsx")


def test_a_zip_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(InputError, match="damaged"):
        cells_of(tmp_path / "t.xlsx")


def test_a_workbook_that_unpacks_to_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(table_cells, "MAX_UNPACKED_BYTES", 100)
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("a.txt", "0" * 101)
    with pytest.raises(InputError, match="unpacks to more"):
        cells_of(tmp_path / "t.xlsx")


def test_a_parquet_that_is_none(tmp_path):
    (tmp_path / "t.parquet").write_text("product,doi\na,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="not a parquet table"):
        cells_of(tmp_path / "t.parquet")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | st.text().map(str.encode), suffix=st.sampled_from(["csv", "xlsx"]))
def test_arbitrary_bytes_are_read_or_refused(tmp_path, content, suffix):
    path = tmp_path / f"t.{suffix}"
    path.write_bytes(content)
    try:
        cells = cells_of(path)
    except InputError:
        return
    assert cells.rows or cells.problems
