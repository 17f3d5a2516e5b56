"""Many recipes with what is known of their outcomes, and the one call that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ostwald.errors import InputError
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.recipe import Recipe

RECIPE_FILE_SUFFIXES = (".yaml", ".yml", ".json")
TABLE_SUFFIXES = (".csv", ".xlsx", ".parquet")


@dataclass
class RecipeTable:
    """Recipes, their outcomes, and what was wrong with the ones that are not here.

    Attributes:
        recipes: The recipes that could be read, n of them.
        outcomes: What each of them gave; all None where nothing is known. Length n.
        row_ids: The 0-based row of each in its data file, or place in its recipe file.
        problems: One error for each row that could not be read, with its place.
        ignored_columns: Columns of the file that mean nothing to ostwald.
        remarks: What a person should know of how the file was read, in words.
    """

    recipes: list[Recipe] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    row_ids: list[int] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    ignored_columns: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)

    def add(self, recipe: Recipe, outcome: Outcome, row_id: int) -> None:
        """Append one row.

        Args:
            recipe: The recipe.
            outcome: What it gave.
            row_id: Its 0-based row in the data file.
        """
        self.recipes.append(recipe)
        self.outcomes.append(outcome)
        self.row_ids.append(row_id)

    def __len__(self) -> int:
        """Return the number of recipes that could be read."""
        return len(self.recipes)

    def __iter__(self) -> Iterator[tuple[int, Recipe, Outcome]]:
        """Go through the rows as (row_id, recipe, outcome)."""
        return zip(self.row_ids, self.recipes, self.outcomes, strict=True)

    def __repr__(self) -> str:
        """Return the table's extent."""
        problems = f", {len(self.problems)} problems" if self.problems else ""
        return f"RecipeTable({len(self)} recipes{problems})"


def read_recipes(path: str | Path, *, sheet: str | None = None) -> RecipeTable:
    """Read any recipe file or recipe table.

    Args:
        path: A .yaml, .yml or .json recipe file, or a .csv, .xlsx or .parquet table.
        sheet: Name of the sheet of an Excel workbook; its first one when left out.

    Returns:
        The recipes that are valid; what is wrong with the others is in `problems`.

    Raises:
        InputError: Nothing can be read from the file at all.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if sheet is not None and suffix != ".xlsx":
        raise InputError(
            f"there are no sheets in a {suffix or 'nameless kind of'} file",
            where=str(path),
            hint="leave out the sheet; only Excel workbooks have them",
        )
    if suffix in RECIPE_FILE_SUFFIXES:
        from ostwald.recipes.recipe_file import read_recipe_file

        return read_recipe_file(path)
    if suffix in TABLE_SUFFIXES:
        from ostwald.recipes.table_reader import read_recipe_table

        return read_recipe_table(path, sheet=sheet)
    known = ", ".join((*RECIPE_FILE_SUFFIXES, *TABLE_SUFFIXES))
    if not path.exists():
        raise InputError("there is no such file", where=str(path), hint="check the path")
    raise InputError(
        f"{path.suffix or 'no suffix'} is not a kind of recipe file",
        where=str(path),
        hint=f"recipes are read from {known}",
    )
