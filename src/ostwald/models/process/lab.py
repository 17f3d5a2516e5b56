"""A lab as one more paper: the process conditioned on a lab's own results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.models.process.kernel import PRODUCT_LEVEL, FloatArray, similarity, squared_distances
from ostwald.models.process.posterior import SAME_PRODUCT, Posterior

PRIOR_DEGREES = 8.0
"""So many own results weigh as much in judging how far off the process is as what it expected."""


@dataclass(frozen=True)
class LabEffect:
    """What all results of one lab or paper have in common beside what their flasks say.

    Attributes:
        variance: Of the offset of log size that a lab has for one product.
        noise: Variance of log size between runs of one recipe in one lab.
    """

    variance: float
    noise: float

    def covariance(self, a: FloatArray, b: FloatArray) -> FloatArray:
        """Return the covariance of the offsets of products given by their projected features."""
        alike = similarity(squared_distances(a, b), 4.0)
        result: FloatArray = self.variance * alike.astype(np.float64)
        return result


@dataclass(frozen=True)
class LabPoints:
    """A lab's own results.

    Attributes:
        X: (m, d) scaled features.
        error: (m,) measured less predicted log size; nan where the size is unknown.
        shape_error: (m, 11) indicator of the shape less its score; nan where it is unknown.
        factor: (m,) factor of the kind of product on the standard deviation.
        noise: (m,) further noise variance, of few particles counted.
    """

    X: NDArray[np.float32]
    error: FloatArray
    shape_error: FloatArray
    factor: FloatArray
    noise: FloatArray

    def __len__(self) -> int:
        """Return the number of own results."""
        return len(self.X)

    def take(self, rows: Any) -> LabPoints:
        """Return some of the results."""
        return LabPoints(
            self.X[rows],
            self.error[rows],
            self.shape_error[rows],
            self.factor[rows],
            self.noise[rows],
        )

    def followed_by(self, more: LabPoints) -> LabPoints:
        """Return these results and then others."""
        return LabPoints(
            np.concatenate([self.X, more.X]),
            np.concatenate([self.error, more.error]),
            np.concatenate([self.shape_error, more.shape_error]),
            np.concatenate([self.factor, more.factor]),
            np.concatenate([self.noise, more.noise]),
        )


@dataclass(frozen=True)
class Correction:
    """How own results change the process's word on n flasks.

    Attributes:
        shift: (n,) what is added to log size.
        narrower: (n,) factor on the standard deviation.
        shape_shift: (n, 11) what is added to the scores of shapes.
        covariance: (n, m) with the own results, as correlations.
    """

    shift: FloatArray
    narrower: FloatArray
    shape_shift: FloatArray
    correlation: FloatArray


class Lab:
    """A process that knows a lab's own results.

    Args:
        posterior: The process before.
        effect: What results of one lab have in common.
        points: The own results.
        weights: (n, m) `Posterior.solve` of their covariances with the known flasks; computed when
            left out, which takes seconds.
    """

    def __init__(
        self,
        posterior: Posterior,
        effect: LabEffect,
        points: LabPoints,
        weights: NDArray[np.float32] | None = None,
    ) -> None:
        self.posterior, self.effect, self.points = posterior, effect, points
        self._projected = posterior.project(points.X)
        self._to_known = posterior.to_known(self._projected)
        if weights is None:
            weights = posterior.solve(self._to_known).astype(np.float32)
        self.weights = weights

    @cached_property
    def _own(self) -> FloatArray:
        """The covariance (m, m) of the own results, without noise."""
        return self._covariance(self._projected, self._to_known, self.points.factor)

    def to_own(self, projected: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return prior covariances (n, m) of flasks with the own ones."""
        return self.posterior.between(projected, self._projected)

    def makes_the_same(self, projected: list[NDArray[np.float32]]) -> NDArray[np.bool_]:
        """Return whether flasks and own ones are of one product (n, m)."""
        apart = squared_distances(projected[PRODUCT_LEVEL], self._projected[PRODUCT_LEVEL])
        return np.asarray(apart <= SAME_PRODUCT)

    def _covariance(
        self,
        projected: list[NDArray[np.float32]],
        to_known: NDArray[np.float32],
        factor: FloatArray,
    ) -> FloatArray:
        prior = self.to_own(projected).astype(np.float64)
        posterior = prior - (to_known @ self.weights).astype(np.float64)
        offset = self.effect.covariance(projected[PRODUCT_LEVEL], self._projected[PRODUCT_LEVEL])
        return factor[:, None] * self.points.factor * posterior + offset

    @cached_property
    def _sized(self) -> NDArray[np.intp]:
        return np.flatnonzero(np.isfinite(self.points.error))

    def _inverse(self, rows: NDArray[np.intp]) -> FloatArray:
        K = self._own[np.ix_(rows, rows)].copy()
        K[np.diag_indices(len(K))] += self.effect.noise + self.points.noise[rows]
        return np.linalg.inv(K)

    @cached_property
    def _size_inverse(self) -> FloatArray:
        return self._inverse(self._sized)

    @cached_property
    def scale(self) -> float:
        """How much larger own errors are than expected, as a standard deviation (Student t)."""
        error = self.points.error[self._sized]
        misfit = float(error @ self._size_inverse @ error)
        return float(np.sqrt((PRIOR_DEGREES + misfit) / (PRIOR_DEGREES + len(error))))

    def correct(
        self,
        projected: list[NDArray[np.float32]],
        to_known: NDArray[np.float32],
        variance: FloatArray,
        factor: FloatArray,
    ) -> Correction:
        """Say how own results change the word on n flasks.

        Args:
            projected: The flasks, as `Posterior.project` gives them.
            to_known: (n, known) their covariances with known flasks.
            variance: (n,) their posterior variances before.
            factor: (n,) the factors of their kinds of product.
        """
        C = self._covariance(projected, to_known, factor)
        total = factor**2 * variance + self.effect.variance
        shift, narrower = np.zeros(len(C)), np.ones(len(C))
        if len(self._sized):
            c = C[:, self._sized]
            gain = c @ self._size_inverse
            shift = gain @ self.points.error[self._sized]
            explained = np.clip(np.einsum("ij,ij->i", gain, c) / total, 0.0, 0.999)
            left = 1.0 - explained + self.effect.noise / (total + self.effect.noise)
            before = 1.0 + self.effect.noise / (total + self.effect.noise)
            narrower = np.sqrt(left / before) * (1.0 + (self.scale - 1.0) * np.sqrt(explained))
        shaped = np.flatnonzero(np.isfinite(self.points.shape_error[:, 0]))
        shape_shift = np.zeros((len(C), self.points.shape_error.shape[1]))
        if len(shaped):
            shape_shift = C[:, shaped] @ self._inverse(shaped) @ self.points.shape_error[shaped]
        own = np.sqrt(np.maximum(np.diag(self._own), 1e-9))
        correlation = C / np.sqrt(np.maximum(total, 1e-9))[:, None] / own
        return Correction(shift, narrower, shape_shift, np.clip(correlation, 0.0, 1.0))

    def explained(
        self,
        projected: list[NDArray[np.float32]],
        to_known: NDArray[np.float32],
        factor: FloatArray,
    ) -> FloatArray:
        """Return what own results take off the covariances (n, n) of flasks; see `correct`.

        What a lab's results have in common is the same for flasks of one product, so that it
        cancels in their differences and is not added before.
        """
        c = self._covariance(projected, to_known, factor)[:, self._sized]
        return np.asarray(c @ self._size_inverse @ c.T)


def learn_lab_effect(
    blocks: Sequence[tuple[FloatArray, FloatArray, NDArray[Any]]], noise: float
) -> LabEffect:
    """Return how much results of one paper have in common beyond what their flasks say.

    Args:
        blocks: For each paper that was left out the covariance (m, m) of its log sizes as the
            process expected it, noise included, their errors (m,), and a number for each product.
        noise: Noise variance of a well measured run.

    Returns:
        The variance that makes the errors likeliest.
    """
    best, found = np.inf, 0.0
    for variance in (0.0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3):
        loss = 0.0
        for covariance, error, product in blocks:
            K = covariance + variance * (product[:, None] == product[None, :])
            logdet = float(np.linalg.slogdet(K)[1])
            # A few wild rows must not decide: the tail of a Student t with five degrees.
            loss += 0.5 * logdet + 0.5 * (5.0 + len(error)) * np.log1p(
                float(error @ np.linalg.solve(K, error)) / 5.0
            )
        if loss < best:
            best, found = loss, variance
    return LabEffect(found, noise)
