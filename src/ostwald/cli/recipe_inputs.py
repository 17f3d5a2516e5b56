"""Recipes from files and tables, every one that can be read, with what is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.errors import OstwaldError


@dataclass
class RecipeInputs:
    """What the files of a command hold.

    Attributes:
        recipes: Recipes whose chemicals are known, in the order of the files.
        problems: What is wrong with the others. Nothing has been printed.
        remarks: What a person should know of how the files were read.
    """

    recipes: list[ResolvedRecipe] = field(default_factory=list)
    problems: list[OstwaldError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_inputs(paths: list[Path], sheet: str | None = None) -> RecipeInputs:
    """Read and resolve every recipe that can be.

    Args:
        paths: Recipe files and tables.
        sheet: Name of the sheet of Excel workbooks; their first one when left out.

    Returns:
        The recipes, and all that is wrong.
    """
    from ostwald.chemistry.resolved_table import resolve_all
    from ostwald.errors import OstwaldError
    from ostwald.recipes.table import read_recipes

    inputs = RecipeInputs()
    for path in paths:
        try:
            table = read_recipes(path, sheet=sheet)
        except OstwaldError as error:
            inputs.problems.append(error)
            continue
        found = resolve_all(table.recipes, str(path))
        inputs.recipes += found.recipes
        inputs.problems += [*table.problems, *found.problems]
        inputs.remarks += table.remarks
    return inputs
