"""Reader of the second published split, NanoEQL (``ime1452/Nanocrystal-Equation-Learner``).

Almost all of its rows are rows of the set that `ostwald.datasets.gu2025` reads. Its sizes
are equal-area diameters, converted as in the training table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ostwald.datasets.cells import NONANOIC_ACID, data_file, known, reagents_from_slots
from ostwald.errors import InputError
from ostwald.recipes.base import placed
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table import RecipeTable

NANOEQL_FOLDER = "recipes/nanoeql2026"
COLLECTION = "nanoeql"
_SLOTS = 10


def read_nanoeql(folder: str | Path) -> tuple[RecipeTable, RecipeTable]:
    """Read the training and the test rows of the NanoEQL split.

    Three rows have an amount without a name: the name was ``NA`` (nonanoic acid) in the raw
    workbook, and was lost as a missing value on the way. It is put back.

    Args:
        folder: The data folder; it holds ``recipes/``.

    Returns:
        2,385 training rows and 422 test rows; `row_ids` are 0-based rows of each file.

    Raises:
        MissingDataError: A file is not there.
    """
    return _read_split(folder, "train"), _read_split(folder, "test")


def _read_split(folder: str | Path, split: str) -> RecipeTable:
    import pandas as pd

    path = data_file(folder, f"{NANOEQL_FOLDER}/{split}.csv")
    frame = pd.read_csv(path, keep_default_na=False, na_values=[""])
    table = RecipeTable()
    for row_id, cells in enumerate(frame.astype(object).to_dict("records")):
        row = {str(column): known(cell) for column, cell in cells.items()}
        try:
            table.add(_recipe(row, f"nanoeql-{split}-{row_id}"), _outcome(row), row_id)
        except InputError as error:
            table.problems.append(placed(error, f"{path.name}, row {row_id + 2}"))
    return table


def _recipe(row: dict[str, Any], identifier: str) -> Recipe:
    slots = [(row[f"Amount_{slot}"], row[f"reactant_{slot}"]) for slot in range(1, _SLOTS + 1)]
    named = [
        (amount, NONANOIC_ACID if name is None and amount is not None else name)
        for amount, name in slots
    ]
    return Recipe(
        vocabulary="published",
        id=identifier,
        product=row["product"],
        reagents=reagents_from_slots(named),
        injection_temperature_c=row["T_inj"],
        reaction_temperature_c=row["T_rea"],
        reaction_time_min=row["t"],
        heating_rate_c_per_min=row["Speed"],
    )


def _outcome(row: dict[str, Any]) -> Outcome:
    return Outcome(size_nm=row["size"], shape=row["shape"], doi=row["doi"], collection=COLLECTION)
