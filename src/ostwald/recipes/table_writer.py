"""Writing the recipe table. What is written reads back equal."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from ostwald._files import atomic_path
from ostwald.errors import InputError
from ostwald.recipes.amount import Amount
from ostwald.recipes.limits import format_number
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table import TABLE_SUFFIXES, RecipeTable
from ostwald.recipes.table_columns import OUTCOME_COLUMNS

_CONDITIONS = (
    "injection_temperature_c",
    "reaction_temperature_c",
    "reaction_time_min",
    "heating_rate_c_per_min",
)
_CIRCUMSTANCES = ("atmosphere", "ph", "pressure")
_OUTCOMES = tuple(column for column in OUTCOME_COLUMNS if column != "size_measure")


def write_table(table: RecipeTable, path: str | Path) -> None:
    """Write recipes and outcomes as a recipe table.

    A reagent's amounts are in `amount_N_mmol` if all in that place are moles, and otherwise,
    with their units, in `amount_N`. Columns without any value are left out.

    Args:
        table: What to write; its `row_ids` and `problems` are not part of the file.
        path: A .csv, .xlsx or .parquet file; it is replaced only when all is written.

    Raises:
        InputError: The suffix is another, there is nothing to write, or writing fails.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        problem = f"{path.suffix or 'no suffix'} is not a kind of recipe table"
        hint = f"name it {', '.join(TABLE_SUFFIXES)}"
        raise InputError(problem, where=str(path), hint=hint)
    if not len(table):
        raise InputError("there are no recipes to write", where=str(path))
    columns = table_columns(table)
    write = {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}[suffix]
    with atomic_path(path) as temporary:
        write(columns, temporary)


def table_columns(table: RecipeTable) -> dict[str, list[Any]]:
    """Return the columns of the recipe table by name.

    Args:
        table: Recipes and outcomes, n of them.

    Returns:
        Lists of n texts, numbers or None.
    """
    recipes, outcomes = table.recipes, table.outcomes
    columns: dict[str, list[Any]] = {"id": [recipe.id for recipe in recipes]}
    columns["product"] = [recipe.product for recipe in recipes]
    for name in _CONDITIONS:
        columns[name] = [getattr(recipe, name) for recipe in recipes]
    for name in _CIRCUMSTANCES:
        columns[name] = [getattr(recipe, name) for recipe in recipes]
    for slot in range(max(len(recipe.reagents) for recipe in recipes)):
        columns.update(_slot_columns(recipes, slot))
    for name in _OUTCOMES:
        columns[name] = [getattr(outcome, name) for outcome in outcomes]
    if any(outcome.size_measure != "equal-area diameter" for outcome in outcomes):
        columns["size_measure"] = [outcome.size_measure for outcome in outcomes]
    return {
        name: values
        for name, values in columns.items()
        if any(value is not None for value in values)
    }


def _slot_columns(recipes: list[Recipe], slot: int) -> dict[str, list[Any]]:
    reagents = [
        recipe.reagents[slot] if slot < len(recipe.reagents) else None for recipe in recipes
    ]
    number = slot + 1
    columns: dict[str, list[Any]] = {
        f"reagent_{number}": [one and one.name for one in reagents],
        f"reagent_{number}_smiles": [one and one.smiles for one in reagents],
    }
    if all(one is None or _is_plain(one.amount) for one in reagents):
        columns[f"amount_{number}_mmol"] = [one and one.amount.value for one in reagents]
    else:
        columns[f"amount_{number}"] = [one and str(one.amount) for one in reagents]
    return columns


def _is_plain(amount: Amount) -> bool:
    """Tell whether an amount is a number of mmol and nothing else."""
    return amount == Amount(value=amount.value, unit="mmol")


def _write_csv(columns: dict[str, list[Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in zip(*columns.values(), strict=True):
            writer.writerow(
                format_number(cell) if isinstance(cell, float) else cell for cell in row
            )


def _write_xlsx(columns: dict[str, list[Any]], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("recipes")
    sheet.append(list(columns))
    for row in zip(*columns.values(), strict=True):
        cells = []
        for value in row:
            is_float = isinstance(value, float)
            # openpyxl cuts floats to 16 digits, one too few to read back equal, but not texts
            cell = WriteOnlyCell(sheet, repr(value) if is_float else value)
            if is_float:
                cell.data_type = "n"
            elif isinstance(value, str):  # a text that begins with "=" is not a formula
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def _write_parquet(columns: dict[str, list[Any]], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    arrays = {}
    for name, values in columns.items():
        kind = type(next(value for value in values if value is not None))
        arrays[name] = pa.array(values, type=kinds[kind])
    pq.write_table(pa.table(arrays), path)
