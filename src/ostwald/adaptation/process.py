"""A Student t process on the errors of one lab, conditioned on those that are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ostwald.adaptation.kernel import AdaptationKernel
from ostwald.models.base import FloatArray


@dataclass(frozen=True)
class Correction:
    """What known errors say of n recipes.

    Attributes:
        shift: (n,) to be added to the log size.
        narrower: (n,) factor of the spread.
        explained: (n,) share of the explainable variance that is explained, 0 to 1.
    """

    shift: FloatArray
    narrower: FloatArray
    explained: FloatArray


class ErrorProcess:
    """The errors of a model in one lab (Shah et al. 2014, arXiv 1402.4306).

    The scale of all variances is learnt with the errors: those that contradict one another, or
    are larger than the model thought possible, widen what is said of recipes like them.

    Args:
        kernel: Variances and noise.
        between: (m, m) kernel between the known recipes.
        error: (m,) known errors of log size.
        spread: (m,) the model's standard deviations of log size there.
    """

    def __init__(
        self, kernel: AdaptationKernel, between: FloatArray, error: FloatArray, spread: FloatArray
    ) -> None:
        self.kernel = kernel
        self.error = error
        self.spread = spread
        covariance = between * np.outer(spread, spread)
        covariance[np.diag_indices(len(error))] += kernel.noise_of(spread)
        self._inverse = np.linalg.inv(covariance)
        surprise = float(error @ self._inverse @ error)
        freedom = kernel.degrees_of_freedom
        self.scale = (freedom + surprise) / (freedom + len(error))

    def correct(self, between: FloatArray, spread: FloatArray) -> Correction:
        """Say what the known errors mean for other recipes.

        Args:
            between: (n, m) kernel between these and the known recipes.
            spread: (n,) the model's standard deviations of log size.

        Returns:
            Shift and narrowing.
        """
        covariance = between * np.outer(spread, self.spread)
        weights = covariance @ self._inverse
        prior = self.kernel.prior * spread**2
        explained = np.clip((weights * covariance).sum(axis=1), 0.0, prior)
        noise = self.kernel.noise_of(spread)
        near = explained / np.maximum(prior, 1e-12)
        # Far from the known recipes their scale says nothing either.
        scale = 1.0 + near * (self.scale - 1.0)
        narrower = np.sqrt(scale * (prior - explained + noise) / (prior + noise))
        return Correction(weights @ self.error, narrower, near)
