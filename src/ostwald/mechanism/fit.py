"""Fitting the population balance to sizes against time, and what the series can tell.

Constants are fitted on logarithmic scale with wide priors around the flask's own. The posterior is
taken as normal at the best point: where the series says nothing, its width is that of the prior,
and the constant is reported as not told. Intervals are those of the posterior.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ostwald.errors import InputError, OstwaldError
from ostwald.mechanism.flask import Flask
from ostwald.mechanism.population import FloatArray, Population, solve
from ostwald.mechanism.regimes import Regime, regimes_of
from ostwald.mechanism.series import SizeSeries
from ostwald.mechanism.simulation import FORMAT_VERSION, regime_json
from ostwald.mechanism.starts import find_starts

# Standard deviations of the priors, in decades.
PRIORS = {
    "precursor_rate_per_s": 1.0,
    "surface_energy_j_per_m2": 0.15,
    "surface_rate_nm_per_s": 1.0,
    "solubility_mol_per_l": 1.0,
    "nucleation_prefactor_mol_per_l_s": 2.0,
    "diffusion_nm2_per_s": 0.5,
    "concentration_mol_per_l": 0.3,
}
DEFAULT_FREE = (
    "precursor_rate_per_s",
    "surface_energy_j_per_m2",
    "surface_rate_nm_per_s",
    "solubility_mol_per_l",
)
_TOLD_FACTOR = 1.5
"""A constant is told where neither end of its interval is further off than by this factor."""
_OPEN = 0.6
"""Where so much of the prior's width is left, the interval is the prior's and not the series'."""
_QUANTILE = 1.645
_COARSE, _FINE = (24, 1e-3), (40, 1e-4)
"""Classes of particles and the integrator's tolerance on the way, and at the end."""
_STEP = 0.1
"""Steps of derivatives, in widths of the priors: wide enough for the integrator's noise."""
_COARSE_ROUNDS, _FINE_ROUNDS = 7, 4
_BAD = 30.0
_DESCRIBED = 4.0
"""With a mean squared deviation of so many squared errors the model describes nothing."""
_SETTLED = 1.0
"""A fit has settled where the next step would lower the sum of squares by less than this."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A fitted constant.

    Attributes:
        name: Attribute of `Flask`.
        value: Its value.
        low: Lower end of the 90 % interval; 0 where it is open.
        high: Upper end; infinite where it is open.
        told: Whether the series tells it.
    """

    name: str
    value: float
    low: float
    high: float
    told: bool


@dataclass(frozen=True)
class MechanismFit:
    """The model fitted to a series.

    Attributes:
        flask: The flask with the fitted constants.
        constants: They, with what is known of them.
        population: The model at the times of the series.
        regimes: What rules each stretch between them.
        rms_size_nm: Scatter of the sizes about the model in nm.
        rms_spread_percent: Scatter of the spreads in percentage points; None without spreads.
        misfit: Mean squared deviation in units of the stated errors.
        bound: Pairs of constants of which the series tells only a combination, with their
            correlation.
        settled: Whether the search has come to rest; if not, nothing counts as told.
        notes: What the series can and cannot tell, in words.
    """

    flask: Flask
    constants: tuple[Constant, ...]
    population: Population
    regimes: tuple[Regime, ...]
    rms_size_nm: float
    rms_spread_percent: float | None
    misfit: float
    bound: tuple[tuple[str, str, float], ...]
    settled: bool
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the fit as plain values, as ``ostwald mechanism fit --json`` prints it."""
        return {
            "format_version": FORMAT_VERSION,
            "material": self.flask.material,
            "parameters": {
                c.name: {
                    "estimate": _digits(c.value),
                    "interval": [_digits(c.low) or None, _digits(c.high)],
                    "coverage": 0.9,
                    "identifiable": c.told,
                }
                for c in self.constants
            },
            "correlated": [
                {"constants": [a, b], "correlation": round(r, 3)} for a, b, r in self.bound
            ],
            "regimes": [regime_json(regime) for regime in self.regimes],
            "rms_size_nm": _digits(self.rms_size_nm),
            "rms_spread_percent": _digits(self.rms_spread_percent),
            "misfit": _digits(self.misfit),
            "settled": self.settled,
            "course": [
                {"time_min": _digits(t / 60.0), "size_nm": _digits(d),
                 "size_distribution_percent": _digits(s)}
                for t, d, s in zip(
                    self.population.time_s, self.population.diameter_nm,
                    self.population.spread_percent, strict=True,
                )
            ],
            "notes": list(self.notes),
        }  # fmt: skip


def fit_mechanism(
    series: SizeSeries, flask: Flask, free: Sequence[str] = DEFAULT_FREE
) -> MechanismFit:
    """Fit constants of the population balance to sizes against time.

    Args:
        series: Sizes and, perhaps, spreads against time.
        flask: What is known of the flask; the free constants are centred on its own.
        free: Which constants to fit.

    Returns:
        The fit.

    Raises:
        InputError: A constant cannot be fitted.
        OstwaldError: The model cannot be solved near the series.
    """
    unknown = [name for name in free if name not in PRIORS]
    if unknown or not free:
        raise InputError(
            f"{', '.join(unknown) or 'nothing'} cannot be fitted",
            hint=f"choose among {', '.join(PRIORS)}",
        )
    problem = Problem(series, flask, tuple(free))
    best = problem.search()
    residuals, jacobian = problem.plane(best)
    data = problem.data
    # Errors that were stated too small must not make the intervals so.
    scale = max(1.0, float(np.sum(residuals[:data] ** 2)) / max(data - len(free), 1))
    curvature = jacobian[:data].T @ jacobian[:data] / scale + np.eye(len(free))
    covariance = np.linalg.inv(curvature)
    sd = np.sqrt(np.diag(covariance))
    downhill = jacobian[:data].T @ residuals[:data] / scale + best
    settled = bool(downhill @ covariance @ downhill < _SETTLED)
    best = best - np.clip(covariance @ downhill, -_STEP, _STEP)
    misfit = float(np.mean(problem.residuals(best)[:data] ** 2))
    fitted = problem.flask(best)
    constants = []
    for i, name in enumerate(free):
        value = problem.value(name, best[i])
        factor = float(10 ** (_QUANTILE * sd[i] * PRIORS[name]))
        told = settled and misfit < _DESCRIBED and factor < _TOLD_FACTOR
        low, high = (0.0, math.inf) if sd[i] > _OPEN else (value / factor, value * factor)
        constants.append(Constant(name, value, low, high, told))
    correlation = covariance / np.outer(sd, sd)
    bound = tuple(
        (free[i], free[j], float(correlation[i, j]))
        for i in range(len(free))
        for j in range(i)
        if abs(correlation[i, j]) > 0.9
    )
    population = solve(fitted, series.time_s)
    size_off = population.diameter_nm - series.size_nm
    spread_off = (population.spread_percent - series.spread_percent)[
        np.isfinite(series.spread_percent)
    ]
    regimes = tuple(regimes_of(population))
    return MechanismFit(
        flask=fitted,
        constants=tuple(constants),
        population=population,
        regimes=regimes,
        rms_size_nm=float(np.sqrt(np.nanmean(size_off**2))),
        rms_spread_percent=float(np.sqrt(np.nanmean(spread_off**2))) if len(spread_off) else None,
        misfit=misfit,
        bound=bound,
        settled=settled,
        notes=tuple(_notes(constants, bound, misfit, series, regimes, settled)),
    )


class Problem:
    """Residuals of a series as a function of constants, in standard deviations of their priors."""

    def __init__(self, series: SizeSeries, flask: Flask, free: tuple[str, ...]) -> None:
        self.series, self.start, self.free = series, flask, free
        self.with_spread = np.isfinite(series.spread_percent)
        self.classes, self.tolerance = _COARSE
        self.data = len(series.size_nm) + int(self.with_spread.sum())
        self.cache: dict[tuple[float, ...], FloatArray] = {}

    def value(self, name: str, x: float) -> float:
        """Return a constant at a place of its prior."""
        centre = getattr(self.start, name)
        if centre is None:  # the diffusion coefficient, from Stokes and Einstein
            from ostwald.mechanism.rates import rates_at

            centre = rates_at(
                self.start, self.start.reaction_temperature_c, self.start.molar_volume_l_per_mol
            ).diffusion
        return float(centre * 10 ** (PRIORS[name] * x))

    def factors(self, x: FloatArray) -> dict[str, FloatArray]:
        """Return by which factor each constant differs from the flask's own at m places."""
        return {name: 10 ** (PRIORS[name] * x[:, i]) for i, name in enumerate(self.free)}

    def flask(self, x: FloatArray) -> Flask:
        """Return the flask at a place of the priors."""
        values = {name: self.value(name, float(v)) for name, v in zip(self.free, x, strict=True)}
        return replace(self.start, **values)  # type: ignore[arg-type] # all of them are numbers

    def residuals(self, x: FloatArray) -> FloatArray:
        """Return deviations in units of their errors, the priors last."""
        key = (float(self.classes), *np.round(x, 9))
        if key not in self.cache:
            self.cache[key] = self._residuals(x)
        return self.cache[key]

    def _residuals(self, x: FloatArray) -> FloatArray:
        s = self.series
        try:
            population = solve(
                self.flask(x), s.time_s, classes=self.classes, tolerance=self.tolerance
            )
        except (OstwaldError, FloatingPointError):
            size = spread = np.full(len(s.time_s), np.nan)
        else:
            size, spread = population.diameter_nm, population.spread_percent
        return self.deviations(x, size, spread, s.size_error_nm, s.spread_error)

    def deviations(
        self,
        x: FloatArray,
        size_nm: FloatArray,
        spread: FloatArray,
        size_error_nm: FloatArray,
        spread_error: FloatArray,
    ) -> FloatArray:
        """Return deviations of a course in units of given errors, the priors last."""
        s = self.series
        there = np.isfinite(size_nm)
        if not there.any():
            return np.concatenate([np.full(self.data, _BAD), x])
        # Before there are particles the size of the first stands in, the smaller the longer they
        # are missing, so that the search is told in which direction they come.
        first = int(np.argmax(there))
        early = size_nm[first] * (s.time_s / s.time_s[first]) ** 0.5
        size = np.where(there, size_nm, np.minimum(early, size_nm[first]))
        known = self.with_spread
        off = np.concatenate([
            s.size_nm * np.log(size / s.size_nm) / size_error_nm,
            (np.nan_to_num(spread[known], nan=0.0) - s.spread_percent[known]) / spread_error[known],
        ])  # fmt: skip
        return np.concatenate([np.nan_to_num(off, nan=_BAD), x])

    def search(self) -> FloatArray:
        """Return the best place: sought on the rough map, then approached by the model itself."""
        from scipy.optimize import least_squares

        def misfit(x: FloatArray) -> float:
            return float(np.sum(self.residuals(x) ** 2))

        best = min(find_starts(self), key=misfit)
        for (self.classes, self.tolerance), rounds in (
            (_COARSE, _COARSE_ROUNDS),
            (_FINE, _FINE_ROUNDS),
        ):
            done = least_squares(
                self.residuals, best, jac=self.slopes, max_nfev=rounds, ftol=1e-6, xtol=1e-3
            )
            best = np.asarray(done.x)
        return best

    def plane(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return residuals and their derivatives at a place, from a plane through its neighbours.

        Classes of particles make the model a little rough: one simulation puts the bottom of a
        flat valley several percent wrong, the mean of many does not.
        """
        steps = _STEP * np.eye(len(x))
        above = np.array([self.residuals(x + step) for step in steps])
        below = np.array([self.residuals(x - step) for step in steps])
        level = np.mean([self.residuals(x), *above, *below], axis=0)
        return level, (above - below).T / (2.0 * _STEP)

    def slopes(self, x: FloatArray) -> FloatArray:
        """Return derivatives by differences wide enough for the integrator's noise."""
        here = self.residuals(x)
        steps = _STEP * np.eye(len(x))
        return np.column_stack([(self.residuals(x + step) - here) / _STEP for step in steps])


def _notes(
    constants: Sequence[Constant],
    bound: Sequence[tuple[str, str, float]],
    misfit: float,
    series: SizeSeries,
    regimes: Sequence[Regime],
    settled: bool,
) -> list[str]:
    if not settled:
        return [
            "the search has not settled: neither the constants nor their intervals can be trusted; "
            "fit fewer constants (--free) or begin nearer (--set)"
        ]
    told = [c.name for c in constants if c.told]
    untold = [c.name for c in constants if not c.told]
    notes = [f"the series tells {', '.join(told)}" if told else "the series tells no constant"]
    if untold:
        notes.append(
            f"it does not tell {', '.join(untold)}: those stay near where they began, and the "
            "other intervals allow for it"
        )
    notes += [f"of {a} and {b} it tells a combination better than either" for a, b, _ in bound]
    if not np.isfinite(series.spread_percent).any():
        notes.append("without spreads, nucleation and the surface energy are hardly told apart")
    names = {regime.name for regime in regimes}
    if "nucleation" not in names:
        notes.append("no time of the series lies within nucleation")
    if "ripening" not in names:
        notes.append("no time of the series lies within ripening, which tells the solubility")
    if misfit >= _DESCRIBED:
        notes.append(
            f"the model is off by {math.sqrt(misfit):.1f} times the errors: its constants mean "
            "nothing here. It does not describe this series, the errors are larger, or the search "
            "ended in a wrong place: begin nearer (--set)"
        )
    return notes


def _digits(value: float | None) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.5g}")
