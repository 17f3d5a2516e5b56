"""The published split of the Nanocrystal Equation Learner (2026): one training, one test part."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ostwald.datasets.nanoeql import read_nanoeql
from ostwald.evaluation.protocols.base import Fold, Split


def nanoeql_split(folder: Path) -> Split:
    """Read both parts; ``row_ids`` count the rows of the test file (training rows: -1).

    Args:
        folder: The folder of published data.

    Returns:
        All rows, the training part first, in one fold.
    """
    train, test = read_nanoeql(folder)
    first_test = len(train.recipes)
    return Split(
        protocol="nanoeql",
        recipes=train.recipes + test.recipes,
        outcomes=train.outcomes + test.outcomes,
        row_ids=[-1] * first_test + test.row_ids,
        folds=[
            Fold(
                train=np.arange(first_test),
                test=np.arange(first_test, first_test + len(test.recipes)),
            )
        ],
    )
