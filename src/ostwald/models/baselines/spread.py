"""How far a model's size estimates are off, learnt from rows that it was not fitted on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ostwald.models.base import DEFAULT_LOG_STD, FloatArray, IntArray

FOLDS = 5
COVERAGE = 0.9
COVERAGE_Z = 1.6449
"""Standard normal quantile of a central interval of `COVERAGE`."""

FEWEST_ROWS = 20


def inner_folds(n: int, seed: int, folds: int = FOLDS) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield training and validation rows of a shuffled K-fold split.

    Args:
        n: Number of rows.
        seed: Seed of the shuffle.
        folds: Number of parts.

    Yields:
        Two index arrays, each in rising order.
    """
    order = np.random.default_rng(seed).permutation(n)
    for part in np.array_split(order, min(folds, n)):
        held = np.sort(part)
        yield np.setdiff1d(np.arange(n), held), held


def spread_factor(residual: FloatArray, own_std: FloatArray) -> tuple[float, float]:
    """Fit the floor and the factor that turn a model's own spread into an honest one.

    The honest standard deviation is ``factor * sqrt(own_std**2 + floor**2)``. The floor is the
    typical own spread, so that a model that happens to agree with itself is not believed blindly;
    the factor is such that a normal interval holds `COVERAGE` of the residuals.

    Args:
        residual: (n,) out-of-fold errors of log size.
        own_std: (n,) the model's own spread on the same rows.

    Returns:
        Floor and factor.
    """
    if len(residual) < FEWEST_ROWS:
        return DEFAULT_LOG_STD, 1.0
    floor = max(float(np.median(own_std)) * 0.5, 1e-3)
    ratio = np.abs(residual) / np.sqrt(own_std**2 + floor**2)
    return floor, max(float(np.quantile(ratio, COVERAGE)) / COVERAGE_Z, 1e-3)


def honest_std(own_std: FloatArray, floor: float, factor: float) -> FloatArray:
    """Return the spread of log size that `spread_factor` describes.

    Args:
        own_std: (n,) the model's own spread.
        floor: The floor.
        factor: The factor.

    Returns:
        (n,) standard deviations of log size.
    """
    std: FloatArray = factor * np.sqrt(own_std**2 + floor**2)
    return std
