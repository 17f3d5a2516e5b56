"""What a protocol hands to the runner."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ostwald.errors import InputError
from ostwald.optics.peak_outcomes import with_size
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.recipe import Recipe

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Fold:
    """Positions of the training and the test rows of one fold."""

    train: Indices
    test: Indices


@dataclass(frozen=True)
class Split:
    """The rows of a protocol and how they are split.

    Attributes:
        protocol: Its name.
        recipes: All recipes, training and test rows alike, in the order of the positions.
        outcomes: What came out of each.
        row_ids: 0-based row of each in the data file.
        folds: The folds; every tested position is tested once.
        reference: Prediction of the size in nm by the published model, by position; may be
            empty.
        fold_names: What each fold tests, where folds have names.
    """

    protocol: str
    recipes: list[Recipe]
    outcomes: list[Outcome]
    row_ids: list[int]
    folds: list[Fold]
    reference: dict[int, float] = field(default_factory=dict)
    fold_names: tuple[str, ...] = ()


def with_peak_sizes(split: Split) -> Split:
    """Give rows that are known by their first absorption peak the size that it means.

    Args:
        split: Rows and folds.

    Returns:
        The same rows and folds.

    Raises:
        InputError: A peak tells no size; the message names the row.
    """
    outcomes = []
    for row_id, recipe, outcome in zip(split.row_ids, split.recipes, split.outcomes, strict=True):
        try:
            outcomes.append(with_size(recipe.product, outcome))
        except InputError as error:
            raise error.at(f"row {row_id}") from error
    return replace(split, outcomes=outcomes)


def shuffled_kfold(n: int, folds: int, seed: int) -> list[tuple[Indices, Indices]]:
    """Split positions at random, exactly as scikit-learn's ``KFold(shuffle=True)`` does.

    The published protocol is defined by that class; doing its few lines here keeps the rows the
    same whatever version of it is installed.

    Args:
        n: Number of rows.
        folds: Number of folds.
        seed: Its ``random_state``.

    Returns:
        Training and test positions of each fold, ascending.
    """
    order = np.arange(n)
    np.random.RandomState(seed).shuffle(order)
    sizes = np.full(folds, n // folds)
    sizes[: n % folds] += 1
    edges = np.concatenate([[0], np.cumsum(sizes)])
    parts = [np.sort(order[edges[k] : edges[k + 1]]) for k in range(folds)]
    everything = np.arange(n)
    return [(np.setdiff1d(everything, part), part) for part in parts]
