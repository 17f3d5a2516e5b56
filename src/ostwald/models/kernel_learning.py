"""How the kernel's lengths and variances are learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ostwald.models.kernel import EXPONENT, FloatArray, squared_distance

if TYPE_CHECKING:
    from scipy.sparse import coo_array

GROUP_PRIOR_STD = 2.0
"""Prior standard deviation of the log weight of a group of columns, and of all variances."""

START_LOG_WEIGHT = -1.0
START_LOG_NOISE = float(np.log(0.05))
START_LOG_COMPONENT = -3.0
JITTER = 1e-6
FAILED = 1e10
SMOOTHING = 0.02
"""Errors below this, in standard deviations of the target, count as squares."""


@dataclass(frozen=True)
class KernelProblem:
    """What the kernel's parameters are to be learnt from.

    Attributes:
        X: (n, d) scaled columns.
        y: (n,) standardised targets.
        groups: (d,) group of each column; columns of a group share a length to begin with.
        noise_basis: (n, q) each row's share in each of q noise variances.
        row_weights: (n,) how much each row's error counts.
        components: Further (n, n) kernels of variance one, whose variances are to be learnt.
        column_prior_std: How freely a column may leave its group; the weight in the exponent.
    """

    X: FloatArray
    y: FloatArray
    groups: NDArray[np.integer[Any]]
    noise_basis: FloatArray
    row_weights: FloatArray
    components: Sequence[coo_array]
    column_prior_std: float

    @property
    def n_groups(self) -> int:
        """Number of groups of columns."""
        return int(self.groups.max()) + 1


@dataclass(frozen=True)
class KernelParameters:
    """Natural parameters of the kernel.

    Attributes:
        variance: Prior variance of the standardised target.
        weights: (d,) weight of each column in the squared distance.
        noise: (q,) noise variances.
        component_variances: Variance of each further kernel.
    """

    variance: float
    weights: FloatArray
    noise: FloatArray
    component_variances: FloatArray

    def noise_of(self, basis: FloatArray) -> FloatArray:
        """Return the noise variance of each row of an (n, q) basis."""
        variance: FloatArray = basis @ self.noise + JITTER
        return variance


def learn_parameters(problem: KernelProblem, max_iterations: int) -> KernelParameters:
    """Minimise the leave-one-out absolute error, with a prior on the parameters.

    The closed form of the leave-one-out error is equation 5.12 of Rasmussen and Williams 2006
    (ISBN 026218253X). Absolute errors, because single runs go astray and must not decide; the
    marginal likelihood gave larger errors on development rows.

    Args:
        problem: Data and groups.
        max_iterations: Most steps of L-BFGS.

    Returns:
        The best parameters found.
    """
    from scipy.optimize import minimize

    start = _start(problem)
    result = minimize(
        _objective,
        start,
        args=(problem, start),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-12.0, 8.0)] * len(start),
        options={"maxiter": max_iterations, "maxfun": 2 * max_iterations},
    )
    return _natural(np.asarray(result.x), problem)


def _start(problem: KernelProblem) -> FloatArray:
    return np.concatenate(
        [
            [0.0],
            np.full(problem.n_groups, START_LOG_WEIGHT),
            np.zeros(problem.X.shape[1]),
            np.full(problem.noise_basis.shape[1], START_LOG_NOISE),
            np.full(len(problem.components), START_LOG_COMPONENT),
        ]
    )


def _split(problem: KernelProblem) -> tuple[slice, slice, slice, slice]:
    """Return where the parameters of groups, columns, noise and components stand."""
    lengths = (
        problem.n_groups,
        problem.X.shape[1],
        problem.noise_basis.shape[1],
        len(problem.components),
    )
    stops = 1 + np.cumsum(lengths)
    group, column, noise, component = (
        slice(int(stop) - length, int(stop)) for stop, length in zip(stops, lengths, strict=True)
    )
    return group, column, noise, component


def _natural(theta: FloatArray, problem: KernelProblem) -> KernelParameters:
    group, column, noise, component = _split(problem)
    return KernelParameters(
        variance=float(np.exp(theta[0])),
        weights=np.exp(theta[group][problem.groups] + theta[column]),
        noise=np.exp(theta[noise]),
        component_variances=np.exp(theta[component]),
    )


def _objective(
    theta: FloatArray, problem: KernelProblem, start: FloatArray
) -> tuple[float, FloatArray]:
    """Return the profile negative log likelihood of Laplace errors plus prior, and its slope."""
    from scipy.linalg import LinAlgError, cholesky, lapack

    X, y, basis = problem.X, problem.y, problem.noise_basis
    parameters = _natural(theta, problem)
    Z = X * np.sqrt(parameters.weights)
    squared = squared_distance(Z, Z)
    power = squared ** (EXPONENT / 2)
    kernel = parameters.variance * np.exp(-power)
    diagonal = np.diag_indices(len(y))
    covariance = kernel.copy()
    for variance, part in zip(parameters.component_variances, problem.components, strict=True):
        covariance[part.row, part.col] += variance * part.data
    covariance[diagonal] += parameters.noise_of(basis)
    try:
        factor = cholesky(covariance, lower=True, overwrite_a=True, check_finite=False)
    except LinAlgError:
        return FAILED, np.zeros_like(theta)
    inverse, _ = lapack.dpotri(factor, lower=1)
    inverse = np.tril(inverse)
    inverse = inverse + inverse.T
    inverse[diagonal] *= 0.5
    value, sensitivity = _left_out_error(inverse, y, problem.row_weights)

    group, column, noise, component = _split(problem)
    gradient = np.zeros_like(theta)
    gradient[0] = np.vdot(sensitivity, kernel)
    gradient[noise] = (np.diag(sensitivity) @ basis) * parameters.noise
    gradient[component] = parameters.component_variances * [
        sensitivity[part.row, part.col] @ part.data for part in problem.components
    ]
    # derivative with respect to the squared distance; the diagonal's is zero times infinity
    kernel *= sensitivity
    kernel *= power
    kernel /= squared
    kernel *= -EXPONENT / 2
    kernel[diagonal] = 0.0
    by_row = kernel.sum(axis=1)
    by_column = 2.0 * parameters.weights * (by_row @ (X * X) - (X * (kernel @ X)).sum(axis=0))
    gradient[column] = by_column
    gradient[group] = np.bincount(problem.groups, by_column, problem.n_groups)

    scale = np.full(len(theta), GROUP_PRIOR_STD)
    scale[column] = problem.column_prior_std
    deviation = (theta - start) / scale
    return float(value + 0.5 * (deviation**2).sum()), gradient + deviation / scale


def _left_out_error(
    inverse: FloatArray, y: FloatArray, row_weights: FloatArray
) -> tuple[float, FloatArray]:
    """Return the loss, and its (n, n) derivative with respect to the covariance."""
    n, alpha, precision = len(y), inverse @ y, np.diag(inverse).copy()
    error = alpha / precision
    size = np.sqrt(error**2 + SMOOTHING**2)
    total = float(row_weights @ size)
    slope = n / total * row_weights * error / size
    sensitivity = (inverse * (slope * alpha / precision**2)) @ inverse
    cross = np.outer(inverse @ (slope / precision), alpha)
    sensitivity -= 0.5 * (cross + cross.T)
    return n * float(np.log(total / n)), sensitivity
