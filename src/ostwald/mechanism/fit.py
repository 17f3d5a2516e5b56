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
_TOLD = 0.3
"""A constant is told where the series shrinks its prior to less than this share."""
_QUANTILE = 1.645
_COARSE, _FINE, _TOLERANCE = 12, 24, 1e-3
"""Classes while looking for the best start, and from there."""
_STARTS, _FOLLOWED = 6, 2
"""Starts for each free constant, and how many of the best are followed besides
the flask's own constants."""
_STEP = 0.1
_FIRST_ROUNDS, _LAST_ROUNDS = 14, 32
_BAD = 30.0
_DESCRIBED = 4.0
"""With a mean squared deviation of so many squared errors the model describes nothing."""
_SETTLED = 0.5
"""A fit has settled where the next step would be less than this share of every error."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A fitted constant.

    Attributes:
        name: Attribute of `Flask`.
        value: Its value.
        low: Lower end of the 90 % interval.
        high: Upper end.
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
                    "interval": [_digits(c.low), _digits(c.high)],
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
    problem = _Problem(series, flask, tuple(free))
    best = problem.search()
    jacobian = problem.jacobian(best)
    residuals = problem.residuals(best)
    data = len(residuals) - len(free)
    misfit = float(np.mean(residuals[:data] ** 2))
    # Errors that were stated too small must not make the intervals so.
    scale = max(1.0, float(np.sum(residuals[:data] ** 2)) / max(data - len(free), 1))
    curvature = jacobian[:data].T @ jacobian[:data] / scale + np.eye(len(free))
    covariance = np.linalg.inv(curvature)
    sd = np.sqrt(np.diag(covariance))
    step = covariance @ (jacobian[:data].T @ residuals[:data] / scale + best)
    settled = bool(np.all(np.abs(step) < _SETTLED * sd))
    fitted = problem.flask(best)
    constants = []
    for i, name in enumerate(free):
        value = problem.value(name, best[i])
        factor = 10 ** (_QUANTILE * sd[i] * PRIORS[name])
        told = settled and misfit < _DESCRIBED and bool(sd[i] < _TOLD)
        constants.append(Constant(name, value, value / factor, value * factor, told))
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


class _Problem:
    """Residuals of a series as a function of constants, in standard deviations of their priors."""

    def __init__(self, series: SizeSeries, flask: Flask, free: tuple[str, ...]) -> None:
        self.series, self.start, self.free = series, flask, free
        self.with_spread = np.isfinite(series.spread_percent)
        self.classes = _FINE
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
        count = len(s.size_nm) + int(self.with_spread.sum())
        try:
            population = solve(self.flask(x), s.time_s, classes=self.classes, tolerance=_TOLERANCE)
        except (OstwaldError, FloatingPointError):
            return np.concatenate([np.full(count, _BAD), x])
        size, spread = population.diameter_nm, population.spread_percent[self.with_spread]
        there = np.isfinite(size)
        if not there.any():
            return np.concatenate([np.full(count, _BAD), x])
        # Before there are particles the size of the first stands in, the smaller the longer they
        # are missing, so that the search is told in which direction they come.
        first = int(np.argmax(there))
        early = size[first] * (s.time_s / s.time_s[first]) ** 0.5
        size = np.where(there, size, np.minimum(early, size[first]))
        spread = np.nan_to_num(spread, nan=0.0)
        off = np.concatenate([
            s.size_nm * np.log(size / s.size_nm) / s.size_error_nm,
            (spread - s.spread_percent[self.with_spread]) / s.spread_error[self.with_spread],
        ])  # fmt: skip
        return np.concatenate([np.nan_to_num(off, nan=_BAD), x])

    def slopes(self, x: FloatArray) -> FloatArray:
        """Return derivatives by differences wide enough for the integrator's noise."""
        here = self.residuals(x)
        steps = _STEP * np.eye(len(x))
        return np.column_stack([(self.residuals(x + step) - here) / _STEP for step in steps])

    def jacobian(self, x: FloatArray) -> FloatArray:
        """Return the derivatives by differences to both sides."""
        steps = _STEP * np.eye(len(x))
        return np.column_stack([
            (self.residuals(x + step) - self.residuals(x - step)) / (2.0 * _STEP) for step in steps
        ])  # fmt: skip

    def search(self) -> FloatArray:
        """Return the best place, sought coarsely from several starts."""
        from scipy.optimize import least_squares
        from scipy.stats import qmc

        def misfit(x: FloatArray) -> float:
            return float(np.sum(self.residuals(x) ** 2))

        self.classes = _COARSE
        cube = qmc.Sobol(len(self.free), rng=np.random.default_rng(0)).random(64)[
            : _STARTS * len(self.free)
        ]
        places = sorted(3.0 * cube - 1.5, key=misfit)
        found = [
            least_squares(
                self.residuals,
                place,
                jac=self.slopes,
                loss="soft_l1",
                f_scale=3.0,
                max_nfev=_FIRST_ROUNDS,
                ftol=1e-3,
                xtol=1e-3,
            ).x
            for place in (np.zeros(len(self.free)), *places[:_FOLLOWED])
        ]
        best = min(found, key=misfit)
        self.classes = _FINE
        done = least_squares(
            self.residuals, best, jac=self.slopes, max_nfev=_LAST_ROUNDS, ftol=1e-4, xtol=1e-4
        )
        return np.asarray(done.x)


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
