"""The one recipe of a file, for commands that look at a single flask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe


def read_one(path: Path, sheet: str | None = None) -> ResolvedRecipe:
    """Read a file that holds one recipe.

    Args:
        path: A recipe file, or a table with one row.
        sheet: Sheet of an Excel workbook; the first when left out.

    Returns:
        The recipe, its chemicals known.

    Raises:
        InputError: It cannot be read, or does not hold exactly one recipe.
    """
    from ostwald.chemistry.resolved import resolve_recipe
    from ostwald.errors import InputError, OstwaldError, raise_all
    from ostwald.recipes.table import read_recipes

    table = read_recipes(path, sheet=sheet)
    raise_all(table.problems)
    if len(table.recipes) != 1:
        raise InputError(
            f"it holds {len(table.recipes)} recipes; one is looked at",
            where=str(path),
            hint="put the recipe into a file of its own",
        )
    try:
        return resolve_recipe(table.recipes[0])
    except OstwaldError as error:
        raise error.at(str(path)) from error
