"""Comparing two models on the same rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
