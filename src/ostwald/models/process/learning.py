"""How the kernel is learnt: marginal likelihood with priors, by its exact gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ostwald.models.process.kernel import (
    LEVELS,
    SMALLEST_SQUARE,
    FloatArray,
    KernelParameters,
    Level,
    similarity,
    squared_distances,
)

SCALE_PRIOR_STD = 2.0
"""Prior standard deviation of the logarithm of every variance and of every group's weight."""

SHORTEST_LENGTH = 0.35
"""Least length of a group of features in units of its standard deviation: shorter ones remember
single recipes and leave notches where they are."""

SHORTEST_OF_SUPPLY = 0.8
"""The same for groups whose columns all follow one amount, so that their changes add up."""

_SUPPLY = ("supply", "halide", "foreign")

MOST_VARIANCE = 4.0
"""A level cannot vary more: a factor of e to the two in size."""

LEAST_NOISE = 1e-3
"""No two runs agree to better than 3 % in size."""

START_NOISE = (0.03, 3.0, 0.02)
JITTER = 1e-6


@dataclass(frozen=True)
class Problem:
    """What the kernel is learnt from.

    Attributes:
        X: (n, d) scaled features.
        y: (n,) log sizes less their mean.
        groups: (d,) group of each column.
        noise_basis: (n, 3); see `KernelParameters`.
        known_noise: (n,) noise variance that is known beforehand, as that of a sizing curve.
    """

    X: FloatArray
    y: FloatArray
    groups: Sequence[str]
    noise_basis: FloatArray
    known_noise: FloatArray
    levels: Sequence[Level] = LEVELS


class _Layout:
    """Which part of the vector of logarithms is what."""

    def __init__(self, problem: Problem) -> None:
        groups = np.array(problem.groups)
        self.levels = problem.levels
        self.columns: list[np.ndarray] = []
        self.group_of: list[np.ndarray] = []
        self.start: list[float] = []
        self.slices: list[tuple[int, slice]] = []
        for level in problem.levels:
            members = [np.flatnonzero(groups == g) for g in level.groups]
            self.columns.append(np.concatenate(members))
            self.group_of.append(
                np.concatenate([np.full(len(m), k) for k, m in enumerate(members)])
            )
            place = len(self.start)
            self.start += [np.log(level.start_variance)]
            self.start += [np.log(level.start_weight)] * len(level.groups)
            self.slices.append((place, slice(place + 1, len(self.start))))
        self.noise = slice(len(self.start), len(self.start) + 3)
        self.start += list(np.log(START_NOISE))

    def bounds(self, centre: FloatArray) -> FloatArray:
        """Return the least and the greatest value of each logarithm (p, 2)."""
        bounds = np.column_stack([centre - 5.0, centre + 5.0])
        bounds[[place for place, _ in self.slices], 1] = np.log(MOST_VARIANCE)
        bounds[self.noise.start, 0] = np.log(LEAST_NOISE)
        for (_, weights), level in zip(self.slices, self.levels, strict=True):
            bounds[weights, 1] = [
                -2.0 * np.log(SHORTEST_OF_SUPPLY if g in _SUPPLY else SHORTEST_LENGTH)
                for g in level.groups
            ]
        return bounds


def learn(problem: Problem, iterations: int) -> KernelParameters:
    """Return the kernel's parameters of the greatest marginal likelihood, with their priors.

    Args:
        problem: What to learn from.
        iterations: Most steps.
    """
    from scipy.optimize import minimize

    layout = _Layout(problem)
    begin = np.array(layout.start)

    def objective(theta: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = _likelihood(problem, layout, theta)
        away = (theta - begin) / SCALE_PRIOR_STD
        value += 0.5 * float((away**2).sum())
        return value, gradient + away / SCALE_PRIOR_STD

    found = minimize(
        objective,
        begin,
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": iterations, "maxfun": int(1.3 * iterations) + 3},
        bounds=layout.bounds(begin).tolist(),
    )
    theta: FloatArray = found.x
    return _parameters(problem, layout, theta)


def _parameters(problem: Problem, layout: _Layout, theta: FloatArray) -> KernelParameters:
    roots = np.zeros((len(problem.levels), problem.X.shape[1]))
    variances = np.zeros(len(problem.levels))
    for k, (place, weights) in enumerate(layout.slices):
        variances[k] = np.exp(theta[place])
        columns = layout.columns[k]
        roots[k, columns] = np.exp(0.5 * theta[weights][layout.group_of[k]])
    return KernelParameters(variances, roots, np.exp(theta[layout.noise]))


def _likelihood(problem: Problem, layout: _Layout, theta: FloatArray) -> tuple[float, FloatArray]:
    """Return the negative log marginal likelihood and its gradient."""
    from scipy.linalg import cho_solve, cholesky
    from scipy.linalg.lapack import dpotri

    X, y = problem.X, problem.y
    p = _parameters(problem, layout, theta)
    n = len(y)
    kernels, slopes = [], []
    K = np.zeros((n, n))
    for k, level in enumerate(problem.levels):
        columns = layout.columns[k]
        Z = X[:, columns] * p.roots[k, columns]
        distance = squared_distances(Z, Z)
        value = similarity(distance, level.exponent)
        kernels.append(value)
        slopes.append(_slope(distance, value, level.exponent) * p.variances[k])
        K += p.variances[k] * value
    noise = p.noise_of(problem.noise_basis) + problem.known_noise
    K[np.diag_indices(n)] += noise + JITTER
    try:
        L = cholesky(K, lower=True, check_finite=False)
    except np.linalg.LinAlgError:
        return 1e10, np.zeros(len(theta))
    a = cho_solve((L, True), y, check_finite=False)
    value_ = 0.5 * float(y @ a) + float(np.log(np.diag(L)).sum())
    inverse, _ = dpotri(L, lower=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    G = 0.5 * (inverse - np.outer(a, a))
    gradient = np.zeros(len(theta))
    gradient[layout.noise] = (np.diag(G) @ problem.noise_basis) * p.noise
    for k, (place, weights) in enumerate(layout.slices):
        columns = layout.columns[k]
        gradient[place] = p.variances[k] * float(np.vdot(G, kernels[k]))
        M = G * slopes[k]
        r = M.sum(axis=1)
        Xc = X[:, columns]
        per_column = 2.0 * (r @ (Xc * Xc) - np.einsum("ij,ij->j", Xc, M @ Xc))
        per_column *= p.roots[k, columns] ** 2
        gradient[weights] = np.bincount(
            layout.group_of[k], per_column, minlength=weights.stop - weights.start
        )
    return value_, gradient


def _slope(distance: FloatArray, value: FloatArray, exponent: float) -> FloatArray:
    """Return the derivative of a similarity by the squared distance."""
    result: FloatArray
    if exponent == 0.0:
        result = -0.5 * value / np.sqrt(distance + SMALLEST_SQUARE)
    else:
        result = -0.5 * value / (1.0 + distance * (0.5 / exponent))
    return result
