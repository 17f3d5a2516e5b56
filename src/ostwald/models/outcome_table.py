"""Reading a table of recipes with outcomes, as training and adapting need it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ostwald.errors import InputError
from ostwald.models.base import Outcomes

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.errors import OstwaldError
    from ostwald.recipes.table import RecipeTable


@dataclass(frozen=True)
class OutcomeTable:
    """Recipes that can be used, what they gave, and what is wrong with the others.

    Attributes:
        recipes: n recipes.
        outcomes: What they gave; sizes of rows that give a first absorption peak in place of a
            size are those of the sizing curve.
        problems: What is wrong with the others, each with its place.
        remarks: What a person should know of how the table was read.
    """

    recipes: list[ResolvedRecipe]
    outcomes: Outcomes
    problems: list[OstwaldError]
    remarks: list[str] = field(default_factory=list)


def read_outcomes(data: str | Path) -> OutcomeTable:
    """Read a recipe table, or the training table of a data folder.

    Args:
        data: A table, a recipe file or a data folder.

    Returns:
        Its usable rows, sizes as equal-area diameters. Every problem has been found, none has
        been printed. Published rows whose peak tells no size are counted in a remark.

    Raises:
        InputError: Nothing can be read.
    """
    from ostwald.chemistry.resolved_table import resolve_all
    from ostwald.optics.peak_outcomes import sizes_from_peaks
    from ostwald.recipes.table import read_recipes

    data = Path(data)
    table = _published(data) if data.is_dir() else sizes_from_peaks(read_recipes(data), str(data))
    resolved = resolve_all(table.recipes, str(data))
    outcomes = Outcomes.from_outcomes([table.outcomes[row] for row in resolved.rows])
    problems = [*table.problems, *resolved.problems]
    return OutcomeTable(resolved.recipes, outcomes, problems, table.remarks)


def _published(folder: Path) -> RecipeTable:
    from ostwald.datasets.collections import read_collections
    from ostwald.optics.peak_outcomes import with_size
    from ostwald.recipes.table import RecipeTable

    published = read_collections(folder)
    table = RecipeTable(problems=published.problems, remarks=published.remarks)
    for row_id, recipe, outcome in published:
        with suppress(InputError):  # a peak beyond the curve, which nobody can mend
            table.add(recipe, with_size(recipe.product, outcome), row_id)
    lost = len(published) - len(table)
    if lost:
        table.remarks.append(f"{folder}: {lost} rows are left out, as their peak tells no size")
    return table
