"""The rows of the published training table whose size is known, with or without a cap."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ostwald.recipes.published import read_gu2025_training
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


def censored_rows(folder: Path, cap_nm: float) -> tuple[RecipeTable, npt.NDArray[np.bool_]]:
    """Read the published training table and lower every size above a cap to the cap.

    Where only sizes up to a cap are tested, a larger one still tells a model something: that the
    recipe gives at least so much. Such rows may train; they are never tested.

    Args:
        folder: The folder of published data.
        cap_nm: The cap.

    Returns:
        The rows of known size, in file order, and which of them were lowered (n,).
    """
    rows = sized_rows(folder)
    lowered = np.array([o.size_nm is not None and o.size_nm > cap_nm for o in rows.outcomes], bool)
    rows.outcomes = [
        outcome.model_copy(update={"size_nm": cap_nm}) if low else outcome
        for outcome, low in zip(rows.outcomes, lowered, strict=True)
    ]
    return rows, lowered
