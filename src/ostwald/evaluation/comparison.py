"""Comparing two models on the same rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ostwald.evaluation.metrics import Floats


@dataclass(frozen=True)
class PairedDifference:
    """Difference of the mean absolute errors of two models on the same rows.

    Attributes:
        difference_nm: Ours minus the other's; below zero is better.
        lower_nm: Lower end of the 95 % interval.
        upper_nm: Upper end of the 95 % interval.
        n: Rows compared.
    """

    difference_nm: float
    lower_nm: float
    upper_nm: float
    n: int


def paired_bootstrap(
    true_nm: Floats, ours_nm: Floats, other_nm: Floats, *, draws: int = 10_000, seed: int = 0
) -> PairedDifference:
    """Return the difference of two mean absolute errors with a percentile bootstrap interval.

    Rows are drawn with replacement, both models' errors together (Efron and Tibshirani, "An
    Introduction to the Bootstrap", doi 10.1201/9780429246593).

    Args:
        true_nm: Measured sizes, shape (n,).
        ours_nm: Predictions of the first model, shape (n,).
        other_nm: Predictions of the second model, shape (n,).
        draws: Number of bootstrap samples.
        seed: Seed of the draws.

    Returns:
        The difference and its 95 % interval.
    """
    gain = np.abs(ours_nm - true_nm) - np.abs(other_nm - true_nm)
    generator = np.random.default_rng(seed)
    means = np.array(
        [gain[generator.integers(0, gain.size, gain.size)].mean() for _ in range(draws)]
    )
    lower, upper = np.quantile(means, [0.025, 0.975])
    return PairedDifference(float(gain.mean()), float(lower), float(upper), int(gain.size))


def grouped_bootstrap(
    error_nm: Floats, groups: npt.NDArray[np.object_], *, draws: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % percentile interval of a mean error when whole groups are drawn.

    Rows of one paper are not independent; drawing papers instead of rows (the cluster bootstrap)
    shows how much the mean hangs on which papers happen to be there.

    Args:
        error_nm: Absolute errors, shape (n,).
        groups: The group of each row, shape (n,).
        draws: Number of bootstrap samples.
        seed: Seed of the draws.

    Returns:
        Lower and upper end.
    """
    _, number = np.unique(groups.astype(str), return_inverse=True)
    total = np.bincount(number, weights=error_nm)
    count = np.bincount(number)
    drawn = np.random.default_rng(seed).integers(0, count.size, (draws, count.size))
    means = total[drawn].sum(axis=1) / count[drawn].sum(axis=1)
    lower, upper = np.quantile(means, [0.025, 0.975])
    return float(lower), float(upper)
