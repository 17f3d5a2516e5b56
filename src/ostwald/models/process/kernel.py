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


@dataclass(frozen=True)
class Level:
    """One level of the hierarchy: which groups of features it sees, and how it falls off.

    Attributes:
        name: What the level stands for.
        groups: Groups of features in its distance.
        exponent: The rational quadratic's: similarity is ``(1 + d/2a)**-a`` of a squared
            distance d; smooth everywhere, with a far tail for small exponents.
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
    Level("conditions of the product", PRODUCT + CHEMISTRY + CONDITIONS, 1.0, 0.3, 1.0),
    Level("conditions of any product", CHEMISTRY + CONDITIONS, 0.5, 0.3, 1.0),
)


def similarity(squared_distance: FloatArray, exponent: float) -> FloatArray:
    """Return the rational quadratic of squared distances, 1 at 0."""
    base = 1.0 + squared_distance * (0.5 / exponent)
    result: FloatArray
    if exponent == 1.0:
        result = 1.0 / base
    elif exponent == 0.5:
        result = 1.0 / np.sqrt(base)
    else:
        result = base**-exponent
    return result


def squared_distances(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return squared Euclidean distances (n, m) of two sets of points."""
    squares: FloatArray = np.sum(a * a, axis=1)[:, None] + np.sum(b * b, axis=1)[None, :]
    squares -= 2.0 * (a @ b.T)
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
