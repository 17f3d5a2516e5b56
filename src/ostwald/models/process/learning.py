"""How the kernel is learnt: marginal likelihood with priors, by its exact gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ostwald.models.process.kernel import (
    LEVELS,
    FloatArray,
    KernelParameters,
    Level,
    squared_distances,
)

SCALE_PRIOR_STD = 2.0
"""Prior standard deviation of the logarithm of every variance and of every group's weight."""

SHORTEST_LENGTH = 0.35
"""No level may tell flasks apart that are nearer than that fraction of a group's whole spread: a
shorter length would remember single recipes, and leave notches where they are."""

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
        amplitude: (n,) factor of each row's signal and noise.
        column_prior_std: How freely a column's weight may leave its group's; 0 for not at all.
    """

    X: FloatArray
    y: FloatArray
    groups: Sequence[str]
    noise_basis: FloatArray
    amplitude: FloatArray
    column_prior_std: float = 0.0
    levels: Sequence[Level] = LEVELS


class _Layout:
    """Which part of the vector of logarithms is what."""

    def __init__(self, problem: Problem) -> None:
        groups = np.array(problem.groups)
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
        self.ard = slice(len(self.start), len(self.start) + len(groups))
        self.start += [0.0] * len(groups)

    def bounds(self, centre: FloatArray) -> FloatArray:
        """Return the least and the greatest value of each logarithm (p, 2)."""
        bounds = np.column_stack([centre - 7.0, centre + 7.0])
        for _, weights in self.slices:
            bounds[weights, 1] = -2.0 * np.log(SHORTEST_LENGTH)
        return bounds


def learn(problem: Problem, iterations: int, start: FloatArray | None = None) -> tuple[KernelParameters, FloatArray]:
    """Return the kernel's parameters and their logarithms, from which learning can go on."""
    from scipy.optimize import minimize

    layout = _Layout(problem)
    begin = np.array(layout.start) if start is None else np.asarray(start, dtype=float)
    centre = np.array(layout.start)
    std = np.full(len(centre), SCALE_PRIOR_STD)
    std[layout.ard] = max(problem.column_prior_std, 1e-9)
    free = np.ones(len(centre), bool)
    if not problem.column_prior_std:
        free[layout.ard] = False

    def objective(part: FloatArray) -> tuple[float, FloatArray]:
        theta = begin.copy()
        theta[free] = part
        value, gradient = _likelihood(problem, layout, theta)
        away = (theta - centre) / std
        value += 0.5 * float((away[free] ** 2).sum())
        gradient = gradient + away / std
        return value, gradient[free]

    found = minimize(
        objective, begin[free], jac=True, method="L-BFGS-B",
        options={"maxiter": iterations, "maxfun": int(1.3 * iterations) + 3},
        bounds=layout.bounds(centre)[free].tolist(),
    )  # fmt: skip
    theta = begin.copy()
    theta[free] = found.x
    return _parameters(problem, layout, theta), theta


def _parameters(problem: Problem, layout: _Layout, theta: FloatArray) -> KernelParameters:
    roots = np.zeros((len(problem.levels), problem.X.shape[1]))
    variances = np.zeros(len(problem.levels))
    ard = theta[layout.ard]
    for k, (place, weights) in enumerate(layout.slices):
        variances[k] = np.exp(theta[place])
        columns = layout.columns[k]
        roots[k, columns] = np.exp(0.5 * (theta[weights][layout.group_of[k]] + ard[columns]))
    return KernelParameters(variances, roots, np.exp(theta[layout.noise]))


def _likelihood(
    problem: Problem, layout: _Layout, theta: FloatArray
) -> tuple[float, FloatArray]:
    """Return the negative log marginal likelihood and its gradient."""
    from scipy.linalg import cholesky, cho_solve
    from scipy.linalg.lapack import dpotri

    X, y, s = problem.X, problem.y, problem.amplitude
    p = _parameters(problem, layout, theta)
    n = len(y)
    kernels, slopes = [], []
    K = np.zeros((n, n))
    for k, level in enumerate(problem.levels):
        columns = layout.columns[k]
        Z = X[:, columns] * p.roots[k, columns]
        base = squared_distances(Z, Z)
        base *= 0.5 / level.exponent
        base += 1.0
        value = base**-level.exponent
        kernels.append(value)
        slopes.append((-0.5 * p.variances[k]) * value / base)
        K += p.variances[k] * value
    K *= s[:, None] * s[None, :]
    noise = p.noise_of(problem.noise_basis) * s**2
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
    g_diag = np.diag(G) * s**2
    gradient[layout.noise] = (g_diag @ problem.noise_basis) * p.noise
    G *= s[:, None] * s[None, :]
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
        gradient[layout.ard.start + columns] += per_column
    return value_, gradient
