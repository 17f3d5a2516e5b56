"""The one recipe that is looked at, from a file or from memory."""

from __future__ import annotations

from pathlib import Path

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.errors import InputError, OstwaldError, raise_all
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table import read_recipes


def read_one(source: str | Path | Recipe, sheet: str | None = None) -> ResolvedRecipe:
    """Read one recipe and find out what its chemicals are.

    Args:
        source: A recipe, a recipe file, or a table with one row.
        sheet: Sheet of an Excel workbook; the first when left out.

    Returns:
        The recipe, its chemicals known.

    Raises:
        InputError: It cannot be read, or does not hold exactly one recipe.
    """
    if isinstance(source, Recipe):
        return resolve_recipe(source)
    table = read_recipes(Path(source), sheet=sheet)
    raise_all(table.problems)
    if len(table.recipes) != 1:
        raise InputError(
            f"it holds {len(table.recipes)} recipes; one is looked at",
            where=str(source),
            hint="put the recipe into a file of its own",
        )
    try:
        return resolve_recipe(table.recipes[0])
    except OstwaldError as error:
        raise error.at(str(source)) from error
