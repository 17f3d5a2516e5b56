"""A powered exponential kernel between weighted rows, dense and sparse."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
FloatT = TypeVar("FloatT", np.float32, np.float64)

EXPONENT = 1.2
"""Power of the distance: 1 is the rough Matern kernel of order 1/2, 2 the smooth Gaussian."""

TINY = 1e-12


def exponential_kernel(A: NDArray[FloatT], B: NDArray[FloatT]) -> NDArray[FloatT]:
    """Return ``exp(-distance**EXPONENT)`` between weighted rows.

    Args:
        A: (n, d) rows, each column already multiplied by the root of its weight.
        B: (m, d) rows, likewise.

    Returns:
        (n, m) similarities between 0 and 1.
    """
    return _decay(squared_distance(A, B))


def _decay(squared: NDArray[FloatT]) -> NDArray[FloatT]:
    """Turn squared distances into similarities, in place."""
    np.power(squared, EXPONENT / 2, out=squared)
    np.negative(squared, out=squared)
    np.exp(squared, out=squared)
    return squared


def squared_distance(A: NDArray[FloatT], B: NDArray[FloatT]) -> NDArray[FloatT]:
    """Return squared distances between rows, at least `TINY`.

    Args:
        A: (n, d) rows.
        B: (m, d) rows.

    Returns:
        (n, m) squared distances.
    """
    squared: NDArray[FloatT] = A @ B.T
    squared *= -2
    squared += (A * A).sum(axis=1)[:, None]
    squared += (B * B).sum(axis=1)
    np.maximum(squared, TINY, out=squared)
    return squared


class SparseKernel:
    """The kernel between a fixed set of rows and others, both mostly zeros.

    Args:
        rows: (m, d) weighted rows.
    """

    def __init__(self, rows: NDArray[np.floating[Any]]) -> None:
        self.rows = np.ascontiguousarray(rows.T, np.float64)
        self.squares = (self.rows * self.rows).sum(axis=0)

    def similarity(self, points: FloatArray) -> NDArray[np.float32]:
        """Return ``exp(-distance**EXPONENT)`` to every row.

        Args:
            points: (n, d) weighted points.

        Returns:
            (n, m) similarities; distances are taken in double precision, so that a point that
            is one of the rows has a distance of zero.
        """
        from scipy.sparse import csr_array

        squared = csr_array(points) @ self.rows
        squared *= -2.0
        squared += (points * points).sum(axis=1)[:, None]
        squared += self.squares
        return _decay(np.maximum(squared, TINY).astype(np.float32))
