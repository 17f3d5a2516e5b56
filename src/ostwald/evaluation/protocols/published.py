"""The protocol of the reference paper, without its peeking.

Gu, Liang et al. (doi 10.1021/acsnano.5c09134) test on the rows with at least 300 particles
counted and a size of at most 20 nm, in five random folds; every other row of at most 20 nm always
trains. Their checkpoint was chosen on the test fold; here nothing is.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np

from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.evaluation.protocols.base import Fold, Split, shuffled_kfold
from ostwald.recipes.table import RecipeTable

SMALLEST_COUNT = 300
LARGEST_SIZE_NM = 20.0
FOLDS = 5
SPLIT_SEED = 0


def published_split(folder: Path) -> Split:
    """Read the published training table and split it as the paper did.

    Args:
        folder: The folder of published data.

    Returns:
        The rows of at most 20 nm in five folds, with the paper's own prediction of each tested
        row where the file that lists them is there.
    """
    table = read_gu2025_training(folder)
    kept = [
        position
        for position, outcome in enumerate(table.outcomes)
        if outcome.size_nm is not None and outcome.size_nm <= LARGEST_SIZE_NM
    ]
    outcomes = [table.outcomes[position] for position in kept]
    row_ids = [table.row_ids[position] for position in kept]
    tested = np.array(
        [k for k, outcome in enumerate(outcomes) if _is_tested(outcome.particles_counted)]
    )
    everything = np.arange(len(kept))
    folds = [
        Fold(train=np.setdiff1d(everything, tested[test]), test=tested[test])
        for _, test in shuffled_kfold(len(tested), FOLDS, SPLIT_SEED)
    ]
    return Split(
        protocol="published",
        recipes=[table.recipes[position] for position in kept],
        outcomes=outcomes,
        row_ids=row_ids,
        folds=folds,
        reference=_paper_predictions(folder, row_ids),
    )


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


def _is_tested(particles_counted: int | None) -> bool:
    return particles_counted is not None and particles_counted >= SMALLEST_COUNT


def _paper_predictions(folder: Path, row_ids: list[int]) -> dict[int, float]:
    """Read the paper's prediction of each tested row, by position."""
    path = folder / "recipes" / "gu2025" / "published_size_predictions.csv"
    if not path.is_file():
        return {}
    position = {row: k for k, row in enumerate(row_ids)}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            position[int(line["row"])]: float(line["paper_pred"])
            for line in csv.DictReader(file)
            if int(line["row"]) in position
        }
