"""How much two recipes of one lab have in common beyond what the model already says of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ostwald.adaptation.points import RecipePoints
from ostwald.models.base import FloatArray


@dataclass(frozen=True)
class AdaptationKernel:
    """Covariance of the errors of log size that a model makes in one lab.

    Three parts add up, each a share of the model's own variance: a deviation common to all
    recipes of one composition, one that dies away with every chemical in which two recipes
    differ, and one that also dies away with differing amounts, temperatures and times. All three
    vanish between products without a common element. What is left is noise.

    The numbers were found by ``benchmarks/adaptation_kernel.py`` from the errors that extra trees
    make on papers that they had not seen, on recipes that no protocol tests.

    Attributes:
        product: Variance of the first part.
        chemicals: Variance of the second part.
        conditions: Variance of the third part.
        noise: Variance of the noise, as such a share.
        measurement_std: Smallest standard deviation of log size of a measurement.
        per_chemical: Decay for every chemical that only one of two recipes has.
        amount_length: Length in natural logarithms of amounts.
        temperature_length_c: Length in degC.
        log_time_length: Length in natural logarithms of time.
        degrees_of_freedom: Of the Student t process: how firmly the variances are believed.
    """

    product: float = 0.17
    chemicals: float = 0.13
    conditions: float = 0.39
    noise: float = 0.016
    measurement_std: float = 0.05
    per_chemical: float = 0.43
    amount_length: float = 0.97
    temperature_length_c: float = 48.0
    log_time_length: float = 2.3
    degrees_of_freedom: float = 5.0

    @property
    def prior(self) -> float:
        """Share of the model's variance that a lab's own results can explain."""
        return self.product + self.chemicals + self.conditions

    def noise_of(self, spread: FloatArray) -> FloatArray:
        """Return the variance of the noise of log size.

        Args:
            spread: (n,) the model's standard deviations of log size.
        """
        noise: FloatArray = self.noise * spread**2 + self.measurement_std**2
        return noise

    def between(self, a: RecipePoints, b: RecipePoints) -> FloatArray:
        """Return the covariance of errors in units of the model's own spread.

        Args:
            a: n recipes.
            b: m recipes.

        Returns:
            (n, m) covariances, at most ``prior``.
        """
        both = a.followed_by(b)
        one, other = slice(0, len(a)), slice(len(a), None)
        amounts = both.log_amounts / self.amount_length
        there = (amounts > 0).astype(float)
        # Sums over chemicals that both recipes have, as products of matrices.
        shared = there[one] @ there[other].T
        unlike = there[one].sum(axis=1)[:, None] + there[other].sum(axis=1) - 2.0 * shared
        squared = (
            (amounts[one] ** 2) @ there[other].T
            + there[one] @ (amounts[other] ** 2).T
            - 2.0 * amounts[one] @ amounts[other].T
        )
        lengths = [self.temperature_length_c, self.temperature_length_c, self.log_time_length]
        conditions = both.conditions / lengths
        for column in range(conditions.shape[1]):
            squared += np.subtract.outer(conditions[one, column], conditions[other, column]) ** 2
        product = np.clip(both.products[one] @ both.products[other].T, 0.0, 1.0)
        near = np.exp(-0.5 * np.maximum(squared, 0.0))
        covariance: FloatArray = product * (
            self.product
            + np.exp(-self.per_chemical * unlike) * (self.chemicals + self.conditions * near)
        )
        return covariance


KERNEL = AdaptationKernel()
"""The kernel of the shipped program."""
