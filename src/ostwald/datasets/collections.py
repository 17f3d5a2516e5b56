"""All published recipes with outcomes, from every collection, each paper once."""

from __future__ import annotations

from pathlib import Path

from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.papers import shared
from ostwald.datasets.uw import UW_FOLDER, read_uw
from ostwald.recipes.table import RecipeTable

_NAMES = {
    "gu2025-": "the data set of Gu et al. (2025)",
    "uw-cdse-": "the CdSe collection of the University of Washington",
    "uw-inp-": "the InP collection of the University of Washington",
}


def collection_name(recipe_id: str) -> str | None:
    """Return which collection a recipe is of, in words.

    Args:
        recipe_id: As the readers of the collections give it.

    Returns:
        Its name; None for a recipe of none of them.
    """
    return next((name for start, name in _NAMES.items() if recipe_id.startswith(start)), None)


def read_collections(folder: str | Path) -> RecipeTable:
    """Read the training table of `gu2025` and the rows that only the UW collections have.

    Rows of the UW collections with neither a size nor an absorption peak are left out, as are
    papers that `gu2025` has too. Where only a peak is known, the size is None.

    Args:
        folder: The data folder; without the UW collections, `gu2025` alone is read.

    Returns:
        The recipes in the order of the collections.

    Raises:
        MissingDataError: `gu2025` is not there.
    """
    table = read_gu2025_training(folder)
    if not (Path(folder) / UW_FOLDER).is_dir():
        return table
    first = list(table.outcomes)
    for collection in read_uw(folder):
        also = shared(collection.outcomes, first)
        for (row_id, recipe, outcome), known in zip(collection, also, strict=True):
            measured = outcome.size_nm is not None or outcome.absorption_peak_nm is not None
            if measured and not known:
                table.add(recipe, outcome, row_id)
        table.problems += collection.problems
    return table
