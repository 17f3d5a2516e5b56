"""The process conditioned on known flasks, as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.models.process.kernel import (
    LEVELS,
    PRODUCT_LEVEL,
    FloatArray,
    KernelParameters,
    distances_to,
    similarity,
    with_squares,
)

IntArray = NDArray[np.integer[Any]]

NEIGHBOURS = 32
"""Known flasks that the variance of a new one is taken from. With 32 the logarithm of the variance
correlates with that from all to 0.999 on recipes that no protocol tests."""

JITTER = 1e-6
SAME_PRODUCT = 1e-3
"""Products nearer than this squared distance are one; float32 tells no better."""

_PART = 256


@dataclass(frozen=True)
class Posterior:
    """Known flasks and what they say of others.

    Attributes:
        parameters: Of the kernel.
        points: (n, d) scaled features of the known flasks.
        coefficients: (n, k) the inverse covariance times the targets.
        noise: (n,) noise variances.
    """

    parameters: KernelParameters
    points: NDArray[np.float32]
    coefficients: FloatArray
    noise: FloatArray

    def __len__(self) -> int:
        """Return the number of known flasks."""
        return len(self.points)

    def project(self, X: FloatArray) -> list[NDArray[np.float32]]:
        """Return flasks in the coordinates of each level, where distances are Euclidean."""
        found = []
        for roots in self.parameters.roots:
            seen = np.flatnonzero(roots > 0)
            found.append((X[:, seen] * roots[seen]).astype(np.float32))
        return found

    @cached_property
    def _known(self) -> list[NDArray[np.float32]]:
        return self.project(self.points)

    @cached_property
    def _known_with_squares(self) -> list[FloatArray]:
        return [with_squares(one) for one in self._known]

    def between(
        self, a: list[NDArray[np.float32]], b: list[NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Return prior covariances (n, m) of projected flasks."""
        return self._between(a, [with_squares(one) for one in b])

    def to_known(self, projected: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return prior covariances (n, known) with the known flasks."""
        return self._between(projected, self._known_with_squares)

    def _between(self, a: list[NDArray[np.float32]], b: list[FloatArray]) -> NDArray[np.float32]:
        total = np.zeros((len(a[0]), len(b[0])), dtype=np.float32)
        for level, variance, x, y in zip(LEVELS, self.parameters.variances, a, b, strict=True):
            part = similarity(distances_to(x, y), level.exponent)
            part *= np.float32(variance)
            total += part
        return total

    def makes_the_same(self, projected: list[NDArray[np.float32]]) -> NDArray[np.bool_]:
        """Return whether flasks and known flasks are of one product (n, known)."""
        apart = distances_to(projected[PRODUCT_LEVEL], self._known_with_squares[PRODUCT_LEVEL])
        return np.asarray(apart <= SAME_PRODUCT)

    def mean(self, to_known: NDArray[np.float32]) -> FloatArray:
        """Return the posterior means (n, k)."""
        result: FloatArray = to_known @ self.coefficients.astype(np.float32, copy=False)
        return result.astype(np.float64)

    def nearest(self, to_known: FloatArray, k: int) -> tuple[IntArray, FloatArray]:
        """Return the known flasks that say most of each, and how much (n, k) each.

        The measure is the share of a flask's variance that one known flask alone explains.
        """
        explained: FloatArray = np.square(to_known) / self._most_explained
        k = min(k, len(self))
        best = np.argpartition(-explained, k - 1, axis=1)[:, :k]
        values = np.take_along_axis(explained, best, axis=1)
        order = np.lexsort((best, -values), axis=1)
        return np.take_along_axis(best, order, axis=1), np.take_along_axis(values, order, axis=1)

    @cached_property
    def _most_explained(self) -> FloatArray:
        prior = self.parameters.prior_variance()
        return np.asarray((prior + self.noise) * prior, np.float32)

    def variance(self, to_known: NDArray[np.float32]) -> FloatArray:
        """Return the posterior variances (n,), without noise, from the nearest known flasks."""
        prior = self.parameters.prior_variance()
        result = np.empty(len(to_known))
        for start in range(0, len(to_known), _PART):
            part = to_known[start : start + _PART]
            rows, _ = self.nearest(part, NEIGHBOURS)
            K = self._among(rows)
            diagonal = np.arange(rows.shape[1])
            K[:, diagonal, diagonal] += self.noise[rows] + JITTER
            k = np.take_along_axis(part, rows, axis=1).astype(np.float64)
            weights = np.linalg.solve(K, k[:, :, None])[:, :, 0]
            result[start : start + _PART] = prior - np.einsum("ij,ij->i", weights, k)
        return np.maximum(result, 1e-4 * prior)

    def _among(self, rows: IntArray) -> FloatArray:
        """Return prior covariances (m, k, k) among m sets of known flasks."""
        total = np.zeros((len(rows), rows.shape[1], rows.shape[1]), dtype=np.float32)
        for level, variance, known in zip(
            LEVELS, self.parameters.variances, self._known, strict=True
        ):
            Z = known[rows]
            squares = np.einsum("ijk,ijk->ij", Z, Z)
            d = squares[:, :, None] + squares[:, None, :] - 2.0 * (Z @ Z.transpose(0, 2, 1))
            total += np.float32(variance) * similarity(np.maximum(d, 0.0), level.exponent)
        return total.astype(np.float64)

    @cached_property
    def factor(self) -> FloatArray:
        """The lower Cholesky factor (n, n) of the covariance of the known flasks."""
        K = self.to_known(self._known).astype(np.float64)
        K[np.diag_indices(len(K))] += self.noise + JITTER
        return np.linalg.cholesky(K)

    def solve(self, to_known: FloatArray) -> FloatArray:
        """Return the inverse covariance of the known flasks times covariances (n, m)."""
        from scipy.linalg import cho_solve

        result: FloatArray = cho_solve((self.factor, True), to_known.T.astype(np.float64))
        return result
