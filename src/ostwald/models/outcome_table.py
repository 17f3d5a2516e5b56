"""Reading a table of recipes with outcomes, as training and adapting need it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ostwald.models.base import Outcomes

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.errors import OstwaldError


@dataclass(frozen=True)
class OutcomeTable:
    """Recipes that can be used, what they gave, and what is wrong with the others."""

    recipes: list[ResolvedRecipe]
    outcomes: Outcomes
    problems: list[OstwaldError]


def read_outcomes(data: str | Path) -> OutcomeTable:
    """Read a recipe table, or the training table of a data folder.

    Args:
        data: A table, a recipe file or a data folder.

    Returns:
        Its usable rows, sizes as equal-area diameters. Every problem has been found, none has
        been printed.

    Raises:
        InputError: Nothing can be read.
    """
    from ostwald.chemistry.resolved_table import resolve_all
    from ostwald.datasets.collections import read_collections
    from ostwald.recipes.table import read_recipes

    data = Path(data)
    table = read_collections(data) if data.is_dir() else read_recipes(data)
    resolved = resolve_all(table.recipes, str(data))
    outcomes = Outcomes.from_outcomes([table.outcomes[row] for row in resolved.rows])
    return OutcomeTable(resolved.recipes, outcomes, [*table.problems, *resolved.problems])
