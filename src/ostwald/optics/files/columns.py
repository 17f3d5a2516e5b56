"""Finding the block of numbers in a text file, whatever separates its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ostwald.errors import InputError
from ostwald.optics.spectrum import FloatArray

_SAMPLE_LINES = 4000
_LEAST_ROWS = 5
_NUMBER_POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_NUMBER_COMMA = re.compile(r"[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d+)?")
_GAPS = {"", "-", "--", "nan", "n/a", "na", "#n/a", "inf", "-inf", "+inf", "infinity"}
_GAPS |= {"overflow", "ovrflw", "ovr", "over", "overrange", "over range", "*****", "----"}
# Separators, with the decimal sign that may go with each; the first that reads most wins.
_LAYOUTS = (
    ("\t", "."),
    (";", "."),
    ("\t", ","),
    (";", ","),
    (",", "."),
    (None, "."),
    (None, ","),
)


@dataclass(frozen=True)
class Block:
    """The longest run of rows of numbers in a file.

    Attributes:
        header: The lines before it.
        values: The numbers, shape (rows, columns); what is not a number is NaN.
        separator: Between columns; None for blanks.
        notes: How it was read, where that was not plain.
    """

    header: list[str]
    values: FloatArray
    separator: str | None
    notes: tuple[str, ...] = ()


def find_block(text: str) -> Block:
    """Find the table of numbers in a text.

    Args:
        text: The file's whole text.

    Returns:
        The block with at least two columns.

    Raises:
        InputError: There is none.
    """
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise InputError("the file is empty", hint="export the spectrum again")
    sample = lines[:_SAMPLE_LINES]
    best = max(
        ((*_run(sample, sep, dec), sep, dec) for sep, dec in _LAYOUTS),
        key=lambda found: found[1] - found[0],
    )
    start, end, separator, decimal = best
    if end - start < _LEAST_ROWS:
        raise InputError(
            "no table of wavelengths and absorbances was found",
            hint="a spectrum has two columns of numbers, wavelength first, one point a line",
        )
    rows = [_split(line, separator) for line in lines[start:end]]
    width = len(rows[0])
    if end == len(sample) < len(lines):
        values = _many(lines[start:], separator, decimal, width)
    else:
        values = np.array([[_number(cell, decimal) for cell in row[:width]] for row in rows])
    if separator == "," and decimal == ".":
        values, note = _decimal_commas(rows, values)
    else:
        note = "decimal commas were read" if decimal == "," and _has_comma(rows) else ""
    header = [line.strip() for line in lines[:start] if line.strip()]
    return Block(header, values, separator, (note,) if note else ())


def _run(lines: list[str], separator: str | None, decimal: str) -> tuple[int, int]:
    """Return the longest run of lines with the same number, two at least, of numeric cells."""
    best, start, width = (0, 0), 0, 0
    for position, line in enumerate([*lines, ""]):
        cells = _split(line, separator) if position < len(lines) else []
        fits = _is_row(cells, decimal)
        if fits and len(cells) == width:
            continue
        if width and position - start > best[1] - best[0]:
            best = (start, position)
        start, width = position, len(cells) if fits else 0
    return best


def _many(lines: list[str], separator: str | None, decimal: str, width: int) -> FloatArray:
    """Read a long block, of which a sample has shown how, without looking at every cell."""
    import io

    import pandas as pd

    table = pd.read_csv(
        io.StringIO("\n".join(lines)),
        header=None,
        names=list(range(width)),
        usecols=list(range(width)),
        sep=separator or r"\s+",
        decimal=decimal,
        on_bad_lines="skip",
        skip_blank_lines=True,
        low_memory=False,
    )
    columns = [pd.to_numeric(table[column], errors="coerce") for column in table]
    return np.column_stack([column.to_numpy(dtype=float) for column in columns])


def _split(line: str, separator: str | None) -> list[str]:
    cells = [cell.strip().strip('"') for cell in line.strip().split(separator)]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _is_row(cells: list[str], decimal: str) -> bool:
    """Whether the first cell is a number and each other a number or a gap."""
    if len(cells) < 2:
        return False
    number = _NUMBER_COMMA if decimal == "," else _NUMBER_POINT
    if not number.fullmatch(cells[0]):
        return False
    return all(number.fullmatch(cell) or cell.lower() in _GAPS for cell in cells[1:])


def _number(cell: str, decimal: str) -> float:
    if cell.lower() in _GAPS:
        return float("nan")
    return float(cell.replace(",", ".")) if decimal == "," else float(cell)


def _has_comma(rows: list[list[str]]) -> bool:
    return any("," in cell for row in rows[:50] for cell in row)


def _decimal_commas(rows: list[list[str]], values: FloatArray) -> tuple[FloatArray, str]:
    """Read commas between whole numbers as decimal commas where nothing else makes sense.

    A comma may separate columns or decimals. With both, ``500,0,0,123`` has four whole numbers
    of which the odd ones are integer parts.
    """
    columns = values.shape[1]
    if any("." in cell for row in rows for cell in row) or columns not in (3, 4):
        return values, ""
    if columns == 3 and len(np.unique(values[:, 1])) > 4:
        return values, ""
    if columns == 3:
        joined = [[row[0], f"{row[1]}.{row[2]}"] for row in rows]
    else:
        joined = [[f"{row[0]}.{row[1]}", f"{row[2]}.{row[3]}"] for row in rows]
    read = np.array([[float(cell) for cell in row] for row in joined])
    steps = np.diff(read[:, 0])
    if not (np.all(steps > 0) or np.all(steps < 0)):
        return values, ""
    return read, "commas were read as decimal commas as well as separators"
