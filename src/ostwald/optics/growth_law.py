"""Which law sizes follow in time, and when a wanted size will be reached.

The laws are the textbook limits: growth held back by the reaction at the surface (d linear in
time), by diffusion (d^2 linear), ripening (d^3 linear; Lifshitz, Slyozov and Wagner), and first
order towards a plateau when the precursor runs out. The one with the least corrected Akaike
criterion is taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ostwald.optics.spectrum import FloatArray

LEAST_POINTS = 4
_DRAWS = 400
_HORIZON = 20.0
"""A size is looked for up to this many times the time that was watched."""

_POWERS = {
    "surface reaction: d = d0 + k t": 1.0,
    "diffusion: d^2 = d0^2 + k t": 2.0,
    "ripening: d^3 = d0^3 + k t": 3.0,
}
_PLATEAU = "towards a plateau: d = d_end - (d_end - d0) exp(-k t)"


@dataclass(frozen=True)
class GrowthLaw:
    """A law fitted to sizes against time.

    Attributes:
        name: The law in words.
        parameters: Its constants; d0, d_end in nm, k in nm^n/min (plateau: 1/min).
        rms_nm: Scatter of the sizes about it in nm.
        samples: Constants as uncertain as the fit leaves them, shape (draws, constants).
    """

    name: str
    parameters: dict[str, float]
    rms_nm: float
    samples: FloatArray

    def size_nm(self, time_min: FloatArray) -> FloatArray:
        """Return sizes in nm at times in min, shape (n,)."""
        return _law(self.name)(np.array(list(self.parameters.values())), time_min)

    def time_of(self, size_nm: float, last_min: float) -> dict[str, Any]:
        """Tell when a size will be reached.

        Args:
            size_nm: The size wanted, in nm.
            last_min: Time of the last point in min.

        Returns:
            ``time_min`` (None where the law does not reach it), ``interval_min`` (90 %) and the
            ``chance`` that it is reached at all within twenty times the time watched.
        """
        horizon = _HORIZON * max(last_min, 1e-9)
        law = _law(self.name)
        best = _when(law, np.array(list(self.parameters.values())), size_nm, horizon)
        times = [t for p in self.samples if (t := _when(law, p, size_nm, horizon)) is not None]
        chance = len(times) / len(self.samples)
        interval = [float(v) for v in np.percentile(times, [5, 95])] if chance >= 0.5 else None
        return {
            "size_nm": size_nm,
            "time_min": best,
            "interval_min": interval,
            "chance": round(chance, 2),
        }


def fit_growth(time_min: FloatArray, size_nm: FloatArray) -> GrowthLaw | None:
    """Fit the laws and return the one that tells most with least.

    Args:
        time_min: Times in min, shape (n,).
        size_nm: Sizes in nm, shape (n,).

    Returns:
        The law; None with fewer than four times or where the size does not change.
    """
    if len(np.unique(time_min)) < LEAST_POINTS or np.ptp(size_nm) == 0:
        return None
    fits = [_fit_power(name, n, time_min, size_nm) for name, n in _POWERS.items()]
    if len(np.unique(time_min)) > LEAST_POINTS:
        fits.append(
            _fit(
                _PLATEAU, ("d0", "d_end", "k"), _plateau_start(time_min, size_nm), time_min, size_nm
            )
        )
    found = [fit for fit in fits if fit is not None]
    return min(found, key=lambda fit: fit[1])[0] if found else None


def _fit_power(
    name: str, power: float, time_min: FloatArray, size_nm: FloatArray
) -> tuple[GrowthLaw, float] | None:
    k, offset = np.polyfit(time_min, size_nm**power, 1)
    start = np.array([max(offset, 1e-6) ** (1.0 / power), k])
    return _fit(name, ("d0", "k"), start, time_min, size_nm)


def _plateau_start(time_min: FloatArray, size_nm: FloatArray) -> FloatArray:
    order = np.argsort(time_min)
    first, last = size_nm[order[0]], size_nm[order[-1]]
    return np.array([first, last + 0.1 * (last - first), 2.0 / max(np.ptp(time_min), 1e-9)])


def _fit(
    name: str, names: tuple[str, ...], start: FloatArray, time_min: FloatArray, size_nm: FloatArray
) -> tuple[GrowthLaw, float] | None:
    from scipy.optimize import least_squares

    law = _law(name)

    def misfit(p: FloatArray) -> FloatArray:
        return np.asarray(law(p, time_min) - size_nm)

    done = least_squares(misfit, start, x_scale=np.maximum(np.abs(start), 1e-6))
    n, count = len(size_nm), len(start)
    if not np.all(np.isfinite(done.x)) or n <= count:
        return None
    squares = float(np.sum(done.fun**2))
    variance = max(squares / (n - count), 1e-12)
    spare = n - count - 2
    # The corrected criterion is not defined for the fewest points; the plain one is used there.
    penalty = 2 * (count + 1) * (n / spare if spare > 0 else 1.0)
    score = n * math.log(max(squares / n, 1e-12)) + penalty
    jacobian = np.asarray(done.jac, dtype=float)
    curvature = jacobian.T @ jacobian / variance
    covariance = np.linalg.pinv(curvature)
    rng = np.random.default_rng(0)
    samples = rng.multivariate_normal(done.x, covariance, size=_DRAWS, method="svd")
    values = dict(zip(names, map(float, done.x), strict=True))
    return GrowthLaw(name, values, math.sqrt(squares / n), samples), score


def _law(name: str) -> Callable[[FloatArray, FloatArray], FloatArray]:
    if name == _PLATEAU:
        return _plateau

    def power_law(p: FloatArray, t: FloatArray) -> FloatArray:
        n = _POWERS[name]
        return np.asarray(np.maximum(max(p[0], 0.0) ** n + p[1] * t, 0.0) ** (1.0 / n))

    return power_law


def _plateau(p: FloatArray, t: FloatArray) -> FloatArray:
    return np.asarray(p[1] - (p[1] - p[0]) * np.exp(-np.clip(p[2] * t, -50.0, 50.0)))


def _when(
    law: Callable[[FloatArray, FloatArray], FloatArray],
    p: FloatArray,
    size_nm: float,
    horizon_min: float,
) -> float | None:
    """Return the first time within the horizon at which a law crosses a size; None if never."""
    grid = np.linspace(0.0, 1.0, 400) ** 2 * horizon_min
    off = law(p, grid) - size_nm
    crossed = np.nonzero(np.sign(off[1:]) != np.sign(off[:-1]))[0]
    if off[0] == 0.0:
        return 0.0
    if len(crossed) == 0:
        return None
    i = crossed[0]
    share = off[i] / (off[i] - off[i + 1])
    return float(grid[i] + share * (grid[i + 1] - grid[i]))
