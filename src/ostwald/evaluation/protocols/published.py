"""The protocol of the reference paper, without its peeking.

Gu, Liang et al. (doi 10.1021/acsnano.5c09134) test on the rows with at least 300 particles
counted and a size of at most 20 nm, in five random folds; every other row of at most 20 nm always
trains. Their checkpoint was chosen on the test fold; here nothing is. Rows above 20 nm, with which
they pre-train only, train here as rows of 20 nm: all they say is that the recipe gives no less.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from ostwald.evaluation.protocols.base import Fold, Split, shuffled_kfold
from ostwald.evaluation.protocols.sized import censored_rows

SMALLEST_COUNT = 300
LARGEST_SIZE_NM = 20.0
FOLDS = 5
SPLIT_SEED = 0


def published_split(folder: Path) -> Split:
    """Read the published training table and split it as the paper did.

    Args:
        folder: The folder of published data.

    Returns:
        The rows in five folds, with the paper's own prediction of each tested row where the file
        that lists them is there.
    """
    rows, lowered = censored_rows(folder, LARGEST_SIZE_NM)
    counts = [outcome.particles_counted for outcome in rows.outcomes]
    tested = np.array([k for k, n in enumerate(counts) if _is_tested(n) and not lowered[k]])
    everything = np.arange(len(rows))
    folds = [
        Fold(train=np.setdiff1d(everything, tested[test]), test=tested[test])
        for _, test in shuffled_kfold(len(tested), FOLDS, SPLIT_SEED)
    ]
    return Split(
        protocol="published",
        recipes=rows.recipes,
        outcomes=rows.outcomes,
        row_ids=rows.row_ids,
        folds=folds,
        reference=_paper_predictions(folder, rows.row_ids),
    )


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
