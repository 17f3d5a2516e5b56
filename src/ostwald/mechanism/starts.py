"""Where a fit begins: the best places of a rough map of the constants.

The misfit has long curved valleys, so that a descent from anywhere rarely arrives. The map costs
little (`rough`): it is sampled evenly, and from its best places many descents (Levenberg and
Marquardt) go down together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ostwald.mechanism.population import FloatArray
from ostwald.mechanism.rough import RoughFlasks

if TYPE_CHECKING:
    from ostwald.mechanism.fit import Problem

SAMPLES = 128
REACH = 1.75
"""How far from the flask's own constants the map is sampled, in standard deviations."""

DESCENTS, ROUNDS, KEPT = 8, 10, 3
STEP = 0.05
DAMPINGS = (0.1, 1.0, 10.0)
"""Tried together in each round, as multiples of the damping of the round before."""

ROUGH_SIZE, ROUGH_SPREAD = 0.03, 2.0
"""Errors of the map: a share of the size, and percentage points of the spread."""

APART = 0.15


def find_starts(problem: Problem) -> list[FloatArray]:
    """Return a few places of the map from which the misfit is worth a closer look.

    Args:
        problem: The series and the constants to be found.

    Returns:
        Places in standard deviations of the priors, the best of the map first.
    """
    from scipy.stats import qmc

    many = _Map(problem)
    k = len(problem.free)
    cube = qmc.Sobol(k, rng=np.random.default_rng(0)).random(SAMPLES)
    x = np.vstack([np.zeros(k), REACH * (2.0 * cube - 1.0)])
    best = np.argsort(_costs(many.residuals(x)), kind="stable")[:DESCENTS]
    x, cost = _descend(many, np.vstack([x[:1], x[best]]))
    found: list[FloatArray] = []
    for place in x[np.argsort(cost, kind="stable")]:
        if all(np.max(np.abs(place - other)) > APART for other in found):
            found.append(place)
    return found[:KEPT]


class _Map:
    """Residuals of many places at once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        series = problem.series
        self.flasks = RoughFlasks(problem.start, series.time_s)
        self.size_error = np.hypot(series.size_error_nm, ROUGH_SIZE * series.size_nm)
        self.spread_error = np.hypot(series.spread_error, ROUGH_SPREAD)

    def residuals(self, x: FloatArray) -> FloatArray:
        """Return the deviations at m places (m, data and priors)."""
        sizes, spreads = self.flasks.courses(self.problem.factors(x))
        return np.array(
            [
                self.problem.deviations(place, size, spread, self.size_error, self.spread_error)
                for place, size, spread in zip(x, sizes, spreads, strict=True)
            ]
        )


def _costs(residuals: FloatArray) -> FloatArray:
    """Return the misfits, in which a few wild points do not decide."""
    return np.asarray(np.sum(2.0 * (np.sqrt(1.0 + residuals**2 / 9.0) - 1.0) * 9.0, axis=1))


def _descend(many: _Map, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Go down from all places together."""
    m, k = x.shape
    here = many.residuals(x)
    cost = _costs(here)
    damping = np.full(m, 1.0)
    for _ in range(ROUNDS):
        moved = (x[:, None, :] + STEP * np.eye(k)[None]).reshape(-1, k)
        slopes = (many.residuals(moved).reshape(m, k, -1) - here[:, None, :]) / STEP
        weight = 1.0 / np.sqrt(1.0 + here**2 / 9.0)
        curvature = np.einsum("mid,mjd,md->mij", slopes, slopes, weight)
        downhill = np.einsum("mid,md->mi", slopes, weight * here)
        tried = []
        for factor in DAMPINGS:
            damped = curvature + (factor * damping)[:, None, None] * np.eye(k)
            step = -np.linalg.solve(damped, downhill[:, :, None])[:, :, 0]
            tried.append(x + np.clip(step, -1.0, 1.0))
        there = many.residuals(np.concatenate(tried)).reshape(len(DAMPINGS), m, -1)
        costs = np.array([_costs(one) for one in there])
        which = costs.argmin(axis=0)
        rows = np.arange(m)
        better = costs[which, rows] < cost
        damping *= np.where(better, np.array(DAMPINGS)[which], 10.0)
        damping = np.clip(damping, 1e-3, 1e4)
        x = np.where(better[:, None], np.array(tried)[which, rows], x)
        here = np.where(better[:, None], there[which, rows], here)
        cost = np.where(better, costs[which, rows], cost)
    return x, cost
