"""Reading a table of recipes with outcomes, as training and adapting need it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.errors import OstwaldError
    from ostwald.models.base import Outcomes


@dataclass(frozen=True)
class OutcomeTable:
    """Recipes that can be used, what they gave, and what is wrong with the others."""

    recipes: list[ResolvedRecipe]
    outcomes: Outcomes
    problems: list[OstwaldError]


def read_outcomes(data: Path) -> OutcomeTable:
    """Read a recipe table, or the training table of a data folder.

    Args:
        data: A table, a recipe file or a data folder.

    Returns:
        Its usable rows. Every problem has been found, none has been printed.

    Raises:
        InputError: Nothing can be read.
    """
    import numpy as np

    from ostwald.chemistry.resolved import resolve_recipe
    from ostwald.datasets.gu2025 import read_gu2025_training
    from ostwald.errors import OstwaldError
    from ostwald.models.base import Outcomes
    from ostwald.recipes.table import read_recipes

    table = read_gu2025_training(data) if data.is_dir() else read_recipes(data)
    problems: list[OstwaldError] = list(table.problems)
    rows, recipes = [], []
    for row, recipe in enumerate(table.recipes):
        try:
            recipes.append(resolve_recipe(recipe))
            rows.append(row)
        except OstwaldError as error:
            problems.append(error.at(f"{data}, recipe {recipe.id or row + 1}"))
    outcomes = Outcomes.from_table(table).take(np.array(rows, dtype=np.int64))
    return OutcomeTable(recipes, outcomes, problems)
