"""How alike two flasks are: a sum of smooth kernels over groups of features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]

PRODUCT = ("product", "relatives", "class")
CHEMISTRY = (
    "supply", "foreign", "source", "ligand", "ratio", "medium", "reagent", "halide", "chain",
)  # fmt: skip
CONDITIONS = ("temperature", "time", "rate")


SMALLEST_SQUARE = 1e-6
"""Added to squared distances under a root, so that it has a slope everywhere."""


@dataclass(frozen=True)
class Level:
    """One level of the hierarchy: which groups of features it sees, and how it falls off.

    Attributes:
        name: What the level stands for.
        groups: Groups of features in its distance.
        exponent: The rational quadratic's: similarity is ``(1 + d/2a)**-a`` of a squared
            distance d, with a far tail for small exponents; 0 for the exponential of minus the
            distance, which follows the detail of a series without a jump.
        start_variance: Where learning starts.
        start_weight: Weight of every group in the squared distance to start with.
    """

    name: str
    groups: tuple[str, ...]
    exponent: float
    start_variance: float
    start_weight: float


LEVELS = (
    Level("product", PRODUCT, 4.0, 0.5, 1.0),
    Level("chemistry", PRODUCT + CHEMISTRY, 1.0, 0.3, 0.3),
    Level("conditions of the product", PRODUCT + CHEMISTRY + CONDITIONS, 0.0, 0.3, 0.5),
    Level("conditions of any product", CHEMISTRY + CONDITIONS, 0.5, 0.3, 1.0),
)

PRODUCT_LEVEL = 0
"""The level that sees the product alone."""


def similarity(squared_distance: FloatArray, exponent: float) -> FloatArray:
    """Return the similarity at squared distances, 1 at 0; see `Level`."""
    result: FloatArray
    if exponent == 0.0:
        result = squared_distance + SMALLEST_SQUARE
        np.sqrt(result, out=result)
        np.negative(result, out=result)
        np.exp(result, out=result)
        return result
    base = squared_distance * (0.5 / exponent)
    base += 1.0
    if exponent == 1.0:
        result = np.reciprocal(base, out=base)
    elif exponent == 0.5:
        np.sqrt(base, out=base)
        result = np.reciprocal(base, out=base)
    elif exponent == 4.0:
        base *= base
        base *= base
        result = np.reciprocal(base, out=base)
    else:
        result = base**-exponent
    return result


def squared_distances(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return squared Euclidean distances (n, m) of two sets of points."""
    return distances_to(a, with_squares(b))


def with_squares(points: FloatArray) -> FloatArray:
    """Return points (m, d) with two further columns, as `distances_to` takes them."""
    ones = np.ones((len(points), 1), points.dtype)
    return np.hstack([points, ones, np.sum(points * points, axis=1, keepdims=True)])


def distances_to(a: FloatArray, others: FloatArray) -> FloatArray:
    """Return squared distances (n, m) of points from others that were prepared `with_squares`."""
    # One matrix product: |a|^2 - 2ab + |b|^2, with the squares as two further columns.
    ones = np.ones((len(a), 1), a.dtype)
    left = np.hstack([-2.0 * a, np.sum(a * a, axis=1, keepdims=True), ones])
    squares: FloatArray = left.astype(a.dtype, copy=False) @ others.T
    np.maximum(squares, 0.0, out=squares)
    return squares


@dataclass(frozen=True)
class KernelParameters:
    """What is learnt of the kernel.

    Attributes:
        variances: (levels,) variance of each level.
        roots: (levels, d) root of each column's weight in each level's distance; 0 for columns
            that the level does not see.
        noise: (3,) noise variances: of every row, of one over the particles counted, and of
            rows whose count is not known.
    """

    variances: FloatArray
    roots: FloatArray
    noise: FloatArray

    def prior_variance(self) -> float:
        """Return the variance of a flask before anything is known."""
        return float(self.variances.sum())

    def noise_of(self, basis: FloatArray) -> FloatArray:
        """Return the noise variance of rows with an (n, 3) basis."""
        result: FloatArray = basis @ self.noise
        return result


def covariance(
    parameters: KernelParameters, a: FloatArray, b: FloatArray, levels: Sequence[Level] = LEVELS
) -> FloatArray:
    """Return the covariance of flasks.

    Args:
        parameters: What was learnt.
        a: (n, d) scaled features.
        b: (m, d) scaled features.
        levels: The levels of the hierarchy.

    Returns:
        (n, m) covariances.
    """
    total = np.zeros((len(a), len(b)), dtype=np.result_type(a, b))
    for level, variance, roots in zip(levels, parameters.variances, parameters.roots, strict=True):
        seen = np.flatnonzero(roots > 0)
        r = roots[seen].astype(total.dtype)
        d = squared_distances(a[:, seen] * r, b[:, seen] * r)
        part = similarity(d, level.exponent)
        part *= total.dtype.type(variance)
        total += part
    return total
