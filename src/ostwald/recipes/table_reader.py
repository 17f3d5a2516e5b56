"""Reading the recipe table: one row a recipe. See ``docs/recipe-format.md``."""

from __future__ import annotations

import datetime
import decimal
import re
import unicodedata
from pathlib import Path
from typing import Any

from ostwald.errors import InputError
from ostwald.progress import track
from ostwald.recipes.amount import parse_amount
from ostwald.recipes.base import placed
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table import RecipeTable
from ostwald.recipes.table_cells import TableCells, cells_of_text, read_cells
from ostwald.recipes.table_columns import (
    OUTCOME_COLUMNS,
    RECIPE_COLUMNS,
    REQUIRED_FIELDS,
    TEXT_COLUMNS,
    Layout,
    Slot,
    find_columns,
    is_known_column,
)

# Ways of writing "not known" in a column that may be empty.
_UNKNOWN = frozenset({"?", "-", "*", "na", "n/a", "n.a.", "nan", "none", "null", "unknown"})
_MAY_BE_UNKNOWN = frozenset(
    {"size_nm", "size_distribution_percent", "shape", "particles_counted", "absorption_peak_nm"}
    | {"heating_rate_c_per_min", "heating_rate", "atmosphere", "pressure", "ph"}
)
_ROWS_WORTH_A_BAR = 2000
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")
_COMMA = re.compile(r"(?<=\d),(?=\d)")


def read_recipe_table(path: str | Path, *, sheet: str | None = None) -> RecipeTable:
    """Read a recipe table.

    Args:
        path: A .csv, .xlsx or .parquet file of at most 50 MB.
        sheet: Name of the sheet of a workbook; the first one when left out.

    Returns:
        The valid rows; `row_ids` are 0-based data rows (the spreadsheet's row less 2). What
        is wrong with the other rows is in `problems`.

    Raises:
        InputError: The file cannot be read, or columns are missing.
    """
    path = Path(path)
    return _table(read_cells(path, is_known_column, sheet), str(path), path.name)


def parse_recipe_table(text: str, where: str = "table") -> RecipeTable:
    """Read a recipe table from text, as a spreadsheet puts it on the clipboard.

    Args:
        text: Lines of cells with tabs, commas or semicolons between them.
        where: Names it in messages.

    Returns:
        As from `read_recipe_table`.

    Raises:
        InputError: Columns are missing, or there are no rows.
    """
    return _table(cells_of_text(text, where, is_known_column), where, where)


def _table(cells: TableCells, where: str, name: str) -> RecipeTable:
    try:
        layout = find_columns(cells.header)
    except InputError as error:
        raise placed(error, where) from error
    table = RecipeTable(
        problems=list(cells.problems),
        ignored_columns=tuple(layout.ignored),
        remarks=[f"{where}: {remark}" for remark in cells.remarks],
    )
    ids: dict[str, int] = {}
    many = len(cells.rows) > _ROWS_WORTH_A_BAR
    for number, row in track(cells.rows, f"Reading {name}") if many else cells.rows:
        try:
            recipe, outcome = _read_row(row, layout, cells)
            _check_id(recipe.id, number, ids)
        except InputError as error:
            table.problems.append(placed(error, f"{where}, row {number}"))
        else:
            table.add(recipe, outcome, number - 2)
    return table


def _check_id(identifier: str | None, number: int, ids: dict[str, int]) -> None:
    if identifier is not None and (first := ids.setdefault(identifier, number)) != number:
        problem = f"the id {identifier!r} is already that of row {first}"
        raise InputError(problem, hint="give every recipe its own id")


def _read_row(row: list[Any], layout: Layout, cells: TableCells) -> tuple[Recipe, Outcome]:
    if any(cell is not None for cell in row[len(cells.header) :]):
        raise InputError(
            f"it has {len(row)} cells, and the header has {len(cells.header)}",
            hint="put names that contain the separator in quotation marks",
        )
    row = row + [None] * (len(cells.header) - len(row))
    values = {
        column: _read_cell(row[place], column, cells.decimal_comma)
        for column, place in layout.columns.items()
    }
    fields: dict[str, Any] = {
        RECIPE_COLUMNS[column]: value
        for column, value in values.items()
        if column in RECIPE_COLUMNS
    }
    blank = [name for name in REQUIRED_FIELDS if fields.get(name) is None]
    if blank:
        raise InputError(
            f"{' and '.join(blank)} {'is' if len(blank) == 1 else 'are'} empty",
            hint="merged cells must be filled: only the first of them holds the value",
        )
    reagents = [_read_slot(row, slot, cells.decimal_comma) for slot in layout.slots]
    fields["reagents"] = tuple(reagent for reagent in reagents if reagent is not None)
    outcome = {column: value for column, value in values.items() if column in OUTCOME_COLUMNS}
    if outcome.get("size_measure", "") is None:
        del outcome["size_measure"]
    return Recipe.model_validate(fields), Outcome.model_validate(outcome)


def _read_slot(row: list[Any], slot: Slot, decimal_comma: bool) -> Reagent | None:
    """Return the reagent of a slot, or None if the slot is empty."""
    name = None if slot.name is None else row[slot.name]
    written = [
        (f"amount_{slot.number}{suffix}", row[place])
        for suffix, place in (("_mmol", slot.amount_mmol), ("", slot.amount))
        if place is not None and row[place] is not None
    ]
    if name is None:
        if all(_is_zero(cell) for _, cell in written):
            return None
        problem = f"{written[0][0]} is given, and no chemical"
        raise InputError(problem, where=f"reagent_{slot.number}", hint="name it, or clear both")
    if not written:
        raise InputError(
            f"{name} has no amount", where=f"amount_{slot.number}", hint="give it, or clear both"
        )
    if len(written) > 1:
        raise InputError(
            f"{name} has two amounts", where=f"amount_{slot.number}", hint="clear one of the two"
        )
    column, cell = written[0]
    try:
        plain = column.endswith("_mmol")
        number = _number(cell, decimal_comma) if plain else _with_point(cell, decimal_comma)
        amount = parse_amount(number)
    except InputError as error:
        raise placed(error, column) from error
    smiles = None if slot.smiles is None else row[slot.smiles]
    try:
        return Reagent.model_validate({"name": name, "amount": amount, "smiles": smiles})
    except InputError as error:
        raise placed(error, f"reagent_{slot.number}") from error


def _is_zero(cell: Any) -> bool:
    try:
        return float(cell) == 0
    except (TypeError, ValueError, OverflowError):
        return False


def _read_cell(cell: Any, column: str, decimal_comma: bool) -> Any:
    if cell is None:
        return None
    if isinstance(cell, str):
        cell = cell.strip()
        if column in _MAY_BE_UNKNOWN and _is_unknown(cell):
            return None
    if column in TEXT_COLUMNS:
        has_unit = column in RECIPE_COLUMNS and RECIPE_COLUMNS[column] != column
        return _with_point(cell, decimal_comma) if has_unit else cell
    try:
        return _number(cell, decimal_comma)
    except InputError as error:
        raise placed(error, column) from error


def _is_unknown(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).lower() in _UNKNOWN


def _with_point(cell: Any, decimal_comma: bool) -> Any:
    """Return a text with a decimal point where the file writes a comma."""
    if decimal_comma and isinstance(cell, str) and "." not in cell and cell.count(",") == 1:
        return _COMMA.sub(".", cell)
    return cell


def _number(cell: Any, decimal_comma: bool) -> float:
    """Return the number in a cell whose column name says the unit."""
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        hint = "format the column as numbers in the spreadsheet, and type the value anew"
        raise InputError(f"the cell is a date or time ({cell}), not a number", hint=hint)
    if isinstance(cell, bool) or not isinstance(cell, int | float | decimal.Decimal | str):
        raise InputError(f"{cell!r} is not a number"[:200], hint="write a plain number")
    if not isinstance(cell, str):
        try:
            return float(cell)
        except OverflowError as error:
            raise InputError("the number is too large", hint="write a plain number") from error
    text = unicodedata.normalize("NFKC", cell).strip().replace("\u2212", "-")
    text = _with_point(text, decimal_comma)
    if _NUMBER.fullmatch(text):
        return float(text)
    hint = "the column's name says the unit: write a plain number, with a point for decimals"
    shown = cell if len(cell) <= 60 else cell[:57] + "..."
    raise InputError(f"{shown!r} is not a plain number", hint=hint)
