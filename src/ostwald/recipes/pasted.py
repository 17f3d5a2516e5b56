"""What is pasted from a spreadsheet or a paper: lines of chemicals with their amounts."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from ostwald.errors import InputError, OstwaldError, raise_all
from ostwald.recipes.amount import parse_amount
from ostwald.recipes.limits import MAX_REAGENTS

MAX_TEXT = 1_000_000
_UNIT = re.compile(r"(?<![A-Za-zµμ])([mµμun]?mol|[mµμuk]?g|[mµμu]?[lL]|equiv)(?![A-Za-z/])")
_RECIPE_COLUMN = re.compile(r"\s*\"?(product|reagent_?0*1)\"?\s*", re.I)
_GAP = re.compile(r"\t+|\s{2,}|\s*[:=|]\s+")


def is_recipe_table(text: str) -> bool:
    """Tell whether pasted text is a recipe table, by the names of its columns.

    Args:
        text: What was pasted.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    return any(_RECIPE_COLUMN.fullmatch(cell) for cell in re.split(r"[\t,;]", first))


def read_pasted_reagents(text: str) -> list[tuple[str, str]]:
    r"""Read lines of a chemical and its amount.

    Columns are set apart by tabs, semicolons, commas or wide gaps; the amount may stand first, and
    its unit in a column of its own or in the heading.

    Args:
        text: Such as two columns of a spreadsheet.

    Returns:
        Name and amount of each line, in order.

    Raises:
        InputError: A line holds no chemical with an amount; all such lines at once.

    Examples:
        >>> read_pasted_reagents("PbO, 4 mmol\n1,2-hexadecanediol, 3 mmol")
        [('PbO', '4 mmol'), ('1,2-hexadecanediol', '3 mmol')]
    """
    if len(text) > MAX_TEXT:
        raise InputError(f"the text has {len(text)} characters, more than a million")
    lines = [line for line in text.splitlines() if line.strip(" \t;,")]
    if not lines:
        raise InputError("there is nothing in it", hint="write lines such as: PbO, 4 mmol")
    found: list[tuple[str, str]] = []
    errors: list[OstwaldError] = []
    unit = ""
    for number, line in enumerate(lines, start=1):
        cells = _cells(line)
        pair = _pair(cells, unit)
        if pair is not None:
            found.append(pair)
        elif number == 1 and not re.search(r"\d", line.replace("_1", "")):
            unit = _unit_of_heading(cells)
        else:
            errors.append(
                InputError(
                    f"{line.strip()[:80]!r} is no chemical with an amount",
                    where=f"line {number}",
                    hint="write such as: PbO, 4 mmol",
                )
            )
    raise_all(errors)
    if not found:
        raise InputError("there is only a heading", hint="write lines such as: PbO, 4 mmol")
    if len(found) > MAX_REAGENTS:
        raise InputError(f"there are {len(found)} reagents; {MAX_REAGENTS} is the most")
    return found


def _cells(line: str) -> list[str]:
    if "\t" in line:
        cells = next(csv.reader([line], delimiter="\t"), [])
    elif ";" in line:
        cells = next(csv.reader([line], delimiter=";"), [])
    elif line.lstrip().startswith('"'):
        cells = next(csv.reader([line], skipinitialspace=True), [])
    elif re.search(r",\s*[^,]*$", line):
        cells = line.rsplit(",", 1)
    else:
        cells = _GAP.split(line.strip())
    return [cell.strip() for cell in cells if cell.strip()]


def _pair(cells: Sequence[str], unit: str) -> tuple[str, str] | None:
    """Return name and amount of the cells of a line, whichever stands first."""
    for name, amount in _readings(cells):
        written = f"{amount} {unit}" if unit and re.fullmatch(r"[\d.eE+-]+", amount) else amount
        if _is_amount(written) and not _is_amount(name):
            return name, written
    return None


def _readings(cells: Sequence[str]) -> list[tuple[str, str]]:
    if len(cells) == 2:
        return [(cells[0], cells[1]), (cells[1], cells[0])]
    if len(cells) >= 3:
        return [
            (cells[0], f"{cells[1]} {cells[2]}"),
            (cells[2], f"{cells[0]} {cells[1]}"),
            (cells[0], cells[1]),
        ]
    words = cells[0].split() if cells else []
    return [
        (" ".join(words[: len(words) - n]), " ".join(words[len(words) - n :]))
        for n in (2, 1)
        if len(words) > n
    ] + [(" ".join(words[n:]), " ".join(words[:n])) for n in (2, 1) if len(words) > n]


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except InputError:
        return False
    return True


def _unit_of_heading(cells: Sequence[str]) -> str:
    for cell in cells[1:]:
        match = _UNIT.search(cell.replace("_", " "))
        if match is not None:
            return match[1]
    return ""
