"""The rows of the published training table whose size is known, with or without a cap."""

from __future__ import annotations

import math
from pathlib import Path

from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.recipes.table import RecipeTable


def sized_rows(folder: Path, largest_size_nm: float = math.inf) -> RecipeTable:
    """Read the published training table and keep the rows of known size.

    Args:
        folder: The folder of published data.
        largest_size_nm: Rows of a larger size are left out.

    Returns:
        The rows, in file order.
    """
    table = read_gu2025_training(folder)
    kept = RecipeTable()
    for row_id, recipe, outcome in table:
        if outcome.size_nm is not None and outcome.size_nm <= largest_size_nm:
            kept.add(recipe, outcome, row_id)
    return kept
