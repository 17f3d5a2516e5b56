"""The cells of a table file, whatever kind of file it is: a header and numbered rows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ostwald.errors import InputError
from ostwald.recipes.reading import MAX_TABLE_BYTES, check_file, decode_text, read_bytes

MAX_COLUMNS = 500
MAX_UNPACKED_BYTES = 1_000_000_000
_DELIMITERS = (",", ";", "\t")


@dataclass
class TableCells:
    """The header and the rows of a table file.

    Attributes:
        header: The cells of the first row that is not blank.
        rows: Numbers and cells of the other rows that are not blank. The numbers are those
            that a spreadsheet shows: the header of an ordinary file is row 1.
        decimal_comma: Whether ``1,5`` means 1.5, as in files separated by semicolons.
        problems: Rows that could not be taken apart.
        remarks: What a person should know of how the file was read, in words.
    """

    header: list[Any]
    rows: list[tuple[int, list[Any]]]
    decimal_comma: bool = False
    problems: list[InputError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_cells(path: Path, knows: Callable[[str], bool], sheet: str | None = None) -> TableCells:
    """Read the cells of a .csv, .xlsx or .parquet file.

    Args:
        path: The file, at most 50 MB.
        knows: Tells whether a column name is one that is looked for; used to find out what
            separates the columns of a CSV file.
        sheet: Name of the sheet of a workbook; the first one when left out.

    Returns:
        Its cells: texts in a CSV file, typed values in the others; None for blank ones.

    Raises:
        InputError: The file cannot be read, or has no rows.
    """
    match path.suffix.lower():
        case ".csv":
            decoded = decode_text(read_bytes(path, MAX_TABLE_BYTES), str(path))
            cells = cells_of_text(decoded.text, str(path), knows)
            cells.remarks += [decoded.remark] if decoded.remark else []
            return cells
        case ".xlsx":
            check_file(path, MAX_TABLE_BYTES)
            remarks: list[str] = []
            cells = _from_rows(_xlsx_rows(path, sheet, remarks), str(path))
            cells.remarks += remarks
            return cells
        case _:
            check_file(path, MAX_TABLE_BYTES)
            return _from_rows(_parquet_rows(path), str(path))


def cells_of_text(text: str, where: str, knows: Callable[[str], bool]) -> TableCells:
    """Take the text of a CSV file apart, whatever separates its columns.

    Args:
        text: The text.
        where: Names it in messages.
        knows: As for `read_cells`.

    Returns:
        Its cells, texts all of them; None for blank ones.

    Raises:
        InputError: There are no rows.
    """
    first_line, _, rest = text.partition("\n")
    named = first_line.strip().strip('"').lower()
    skipped = 0
    if named.startswith("sep=") and len(named) == 5:  # Excel's own way of naming the separator
        delimiter, text, skipped = named[-1], rest, 1
    else:
        delimiter = _delimiter(text, knows)
    rows: list[tuple[int, list[Any]]] = []
    problems = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped
    while True:
        number += 1
        try:
            row: list[Any] = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            hint = 'check the quotation marks (") of this row; an open one swallows the rows below'
            problems.append(
                InputError(f"cannot be read: {error}", where=f"{where}, row {number}", hint=hint)
            )
            continue
        rows.append((number, [cell if cell.strip() else None for cell in row]))
    cells = _with_header(rows, where)
    cells.problems = problems
    cells.decimal_comma = delimiter != ","
    return cells


def _delimiter(text: str, knows: Callable[[str], bool]) -> str:
    """Return the separator by which most column names of the first line are known ones."""
    header = next((line for line in text.splitlines() if line.strip(" \t;,")), "")
    return max(
        _DELIMITERS,
        key=lambda delimiter: sum(knows(name.strip('" ')) for name in header.split(delimiter)),
    )


def _xlsx_rows(path: Path, wanted: str | None, remarks: list[str]) -> Iterator[list[Any]]:
    """Go through the rows of a sheet, and remark on the sheets that are left out."""
    import openpyxl

    where = str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        hint = 'save it anew as "Excel workbook (.xlsx)"'
        raise InputError("this is not an Excel workbook", where=where, hint=hint) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise InputError("the workbook unpacks to more than 1 GB", where=where)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = _sheet(book, wanted, where)
            others = [other.title for other in book.worksheets if other.title != sheet.title]
            if others and wanted is None:
                named = ", ".join(repr(title) for title in others[:8])
                remarks.append(
                    f"the first sheet, {sheet.title!r}, is read; --sheet chooses another: {named}"
                )
            width = min(sheet.max_column or MAX_COLUMNS, MAX_COLUMNS)
            yield from (list(row) for row in sheet.iter_rows(max_col=width, values_only=True))
        finally:
            book.close()
    except InputError:
        raise
    except Exception as error:  # openpyxl lets errors of many kinds out of a damaged file
        raise InputError(
            f"the workbook is damaged ({error})"[:300],
            where=where,
            hint="open it in a spreadsheet program and save it anew",
        ) from error


def _sheet(book: Any, wanted: str | None, where: str) -> Any:
    sheets = book.worksheets
    if wanted is None:
        return sheets[0]
    for sheet in sheets:
        if sheet.title.strip().casefold() == wanted.strip().casefold():
            return sheet
    named = ", ".join(repr(sheet.title) for sheet in sheets[:20])
    raise InputError(
        f"the workbook has no sheet {wanted!r}", where=where, hint=f"its sheets are {named}"
    )


def _parquet_rows(path: Path) -> Iterator[list[Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    where = str(path)
    try:
        with pq.ParquetFile(path) as file:
            groups = range(file.metadata.num_row_groups)
            size = sum(file.metadata.row_group(group).total_byte_size for group in groups)
            if size > MAX_UNPACKED_BYTES or file.metadata.num_columns > MAX_COLUMNS:
                raise InputError(
                    f"the table is too large (1 GB and {MAX_COLUMNS} columns are the most)",
                    where=where,
                )
            table = file.read()
        columns = [column.to_pylist() for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise InputError(f"this is not a parquet table ({reason})", where=where) from error
    yield list(table.column_names)
    yield from (list(row) for row in zip(*columns, strict=True))


def _from_rows(rows: Iterator[list[Any]], where: str) -> TableCells:
    numbered = [
        (number, [None if _is_blank(cell) else cell for cell in row])
        for number, row in enumerate(rows, start=1)
    ]
    return _with_header(numbered, where)


def _is_blank(cell: Any) -> bool:
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or (isinstance(cell, float) and cell != cell)


def _with_header(rows: list[tuple[int, list[Any]]], where: str) -> TableCells:
    filled = [(number, row) for number, row in rows if any(cell is not None for cell in row)]
    if not filled:
        raise InputError("the table is empty", where=where)
    (_, header), *body = filled
    if not body:
        raise InputError("the table has column names and no rows", where=where)
    return TableCells(header, body)
