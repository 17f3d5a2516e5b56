"""The population balance, solved along the paths of classes of particles.

Particles that are born between two times form a class. A class has a number and a volume, both
of which an integrator carries on (LSODA, which copes with the stiffness of monomer and growth);
its particles grow and dissolve as one. As classes move with their particles, the distribution is
not smeared out as it is on a fixed grid, so that focusing is not an artefact. The monomer is what
precursor and crystals leave over: mass is conserved by construction, to rounding.

When nuclei form is not known beforehand: a first run with classes spread over the whole time finds
it, a second one gives every class the same share of the nuclei.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import OstwaldError
from ostwald.mechanism.flask import Flask
from ostwald.mechanism.rates import (
    Rates,
    nucleation_rate,
    nucleus_radius_nm,
    rates_at,
    temperature_c,
    unit_volume_nm3,
)

FloatArray = NDArray[np.float64]

LEAST_UNITS = 6.0
"""Clusters of fewer formula units are no crystals: they dissolve and are not counted."""


_PARTS = 8
"""Into how many parts a class is cut for the moments."""
_SCOUTS = 9
_SCOUT_TOLERANCE = 1e-3
_TRIFLE = 1e-4
"""The first run only finds when nuclei form: few classes, a loose tolerance."""


@dataclass(frozen=True)
class Population:
    """What is in the flask against time.

    Attributes:
        time_s: Times in s, shape (n,).
        temperature_c: Temperatures in degC, shape (n,).
        precursor: In mol/L, shape (n,).
        monomer: In mol/L, shape (n,).
        supersaturation: Monomer over the solubility of the bulk solid, shape (n,).
        diameter_nm: Mean diameter by number in nm, NaN without particles, shape (n,).
        spread_percent: Standard deviation of the diameters in % of the mean, shape (n,).
        particles: Particles in mol/L, shape (n,).
        born: Particles ever born in mol/L, shape (n,).
        crystal: Formula units in crystals in mol/L, shape (n,).
        radii_nm: Radii of the classes in nm at the last time, shape (k,).
        numbers: Particles of the classes in mol/L at the last time, shape (k,).
        total: Formula units in the flask in mol/L.
    """

    time_s: FloatArray
    temperature_c: FloatArray
    precursor: FloatArray
    monomer: FloatArray
    supersaturation: FloatArray
    diameter_nm: FloatArray
    spread_percent: FloatArray
    particles: FloatArray
    born: FloatArray
    crystal: FloatArray
    radii_nm: FloatArray
    numbers: FloatArray
    total: float


@dataclass(frozen=True)
class Seeds:
    """Particles that are there from the beginning.

    Attributes:
        radii_nm: Radii in nm, shape (k,).
        numbers: Particles of each radius in mol/L, shape (k,).
    """

    radii_nm: FloatArray
    numbers: FloatArray


def solve(
    flask: Flask,
    time_s: FloatArray,
    *,
    classes: int = 40,
    seeds: Seeds | None = None,
    monomer_mol_per_l: float = 0.0,
    nucleation: bool = True,
    tolerance: float = 1e-4,
) -> Population:
    """Solve the population balance.

    Args:
        flask: Amounts, temperatures and constants.
        time_s: Times to report, growing, in s, shape (n,).
        classes: Number of classes of particles born on the way.
        seeds: Particles there from the beginning.
        monomer_mol_per_l: Monomer there from the beginning, beside the precursor.
        nucleation: Whether new particles may form.
        tolerance: Relative tolerance of the integrator.

    Returns:
        The population at the times.

    Raises:
        OstwaldError: The integrator gave up.
    """
    time_s = np.asarray(time_s, dtype=float)
    end = float(time_s[-1])
    balance = _Balance(flask, seeds, monomer_mol_per_l, tolerance)
    if not nucleation:
        return balance.run(np.empty(0), time_s)
    scout = _Balance(flask, seeds, monomer_mol_per_l, max(tolerance, _SCOUT_TOLERANCE))
    spread = np.concatenate([np.geomspace(1e-5, 1.0, _SCOUTS), np.linspace(0.0, 1.0, _SCOUTS)])
    dense = np.concatenate([np.geomspace(1e-6, 1.0, 150), np.linspace(0.0, 1.0, 150)])
    first = scout.run(end * np.unique(spread), end * np.unique(dense), until_born=True)
    born = first.born - first.born[0]
    if born[-1] <= 0:
        return balance.run(end * np.unique(spread), time_s)
    # The first to be born are the largest and live longest: they get finer classes besides.
    early = np.geomspace(1e-3, 0.1, classes // 4)
    shares = np.unique(np.concatenate([np.linspace(0.0, 1.0, classes - len(early)), early]))
    times = first.time_s
    cumulative = born / born[-1] + 1e-9 * times / end
    places = np.interp(shares * cumulative[-1], cumulative, times)
    places[0] = 0.0
    return balance.run(np.unique(places), time_s)


class _Balance:
    """The equations of one flask."""

    def __init__(self, flask: Flask, seeds: Seeds | None, monomer: float, relative: float) -> None:
        absolute = 1e-5 * relative
        self.flask = flask
        self.molar_volume = flask.molar_volume_l_per_mol
        self.unit = unit_volume_nm3(self.molar_volume)
        self.least_nm = (3.0 * self.unit * LEAST_UNITS / (4.0 * np.pi)) ** (1.0 / 3.0)
        self.seed_numbers = np.empty(0) if seeds is None else np.asarray(seeds.numbers, float)
        radii = np.empty(0) if seeds is None else np.asarray(seeds.radii_nm, float)
        self.seed_units = self.seed_numbers * (4.0 / 3.0) * np.pi * radii**3 / self.unit
        self.total = flask.concentration_mol_per_l + monomer + float(self.seed_units.sum())
        self.least_number = 1e-2 * absolute * self.total
        self.relative, self.absolute = relative, absolute
        self.sphere = 3.0 * self.unit / (4.0 * np.pi)
        self.rates = rates_at(flask, flask.reaction_temperature_c, self.molar_volume)
        self.constant = flask.first_temperature_c == flask.reaction_temperature_c

    def run(self, knots: FloatArray, time_s: FloatArray, *, until_born: bool = False) -> Population:
        """Integrate with classes born around given times; perhaps only while they are born."""
        from scipy.integrate import solve_ivp

        seeds = len(self.seed_numbers)
        count = seeds + len(knots)
        start = np.zeros(1 + 2 * count)
        start[0] = self.flask.concentration_mol_per_l
        start[1 : 1 + seeds] = self.seed_numbers
        start[1 + count : 1 + count + seeds] = self.seed_units
        absolute = np.full(len(start), self.absolute * self.total)
        # Numbers are smaller than units by the hundreds of units in a particle.
        absolute[1 : 1 + count] *= 1e-3

        result = solve_ivp(  # type: ignore[call-overload] # its stubs know no args for these
            self._slope, (0.0, float(time_s[-1])), start, method="LSODA", t_eval=time_s,
            rtol=self.relative, atol=absolute, jac=self._jacobian, args=(knots.tolist(), seeds),
            events=self._all_born(float(time_s[-1])) if until_born and self.constant else None,
        )  # fmt: skip
        if not result.success or (result.status == 0 and result.y.shape[1] != len(time_s)):
            raise OstwaldError(
                "the population balance could not be solved for these constants",
                hint="check their units and orders of magnitude",
            )
        return self._report(time_s[: result.y.shape[1]], result.y, count)

    def _all_born(self, end_s: float) -> Callable[..., float]:
        """Return an event: the nuclei that may yet form until the end are a trifle."""

        def left(t: float, y: FloatArray, knots: list[float], seeds: int) -> float:
            count = seeds + len(knots)
            monomer = self.total - float(y[0]) - float(np.maximum(y[1 + count :], 0.0).sum())
            born = float(y[1 + seeds : 1 + count].sum())
            yet = self._birth(self.rates, max(monomer, 0.0)) * (end_s - t)
            return 1.0 if born <= 1e-8 * self.total else yet - _TRIFLE * born

        left.terminal = True  # type: ignore[attr-defined] # how solve_ivp is told
        left.direction = -1.0  # type: ignore[attr-defined]
        return left

    def _at(self, t: float) -> Rates:
        if self.constant:
            return self.rates
        return rates_at(self.flask, temperature_c(self.flask, t), self.molar_volume)

    def _growth(
        self, y: FloatArray, count: int, rates: Rates, monomer: float
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return the relative growth h per second, its speed per monomer, radii and solubilities.

        With q = N r^3 the units of a class grow as dq/dt = q h(r), h = 3 (dr/dt) / r. Below the
        smallest crystal dq/dt stays what it is there, and runs on below zero: how long a class
        has been gone tells how far its younger neighbour is from being so.
        """
        numbers, units = y[1 : 1 + count], y[1 + count :]
        floor = self.least_number
        held = np.maximum(numbers, floor)
        radii = np.cbrt(np.maximum(units * self.sphere / held, self.least_nm**3))
        local = rates.solubility * np.exp(np.minimum(rates.capillary_nm / radii, 60.0))
        speed = (3.0 * self.molar_volume * rates.diffusion) * (numbers > floor)
        speed = speed / (radii * (radii + rates.transition_nm))
        return speed * (monomer - local), speed, radii, local

    def _moving(self, y: FloatArray, count: int) -> FloatArray:
        """Return the units that growth works on: those of the smallest crystal at least."""
        return np.maximum(y[1 + count :], LEAST_UNITS * y[1 : 1 + count])

    def _slope(self, t: float, y: FloatArray, knots: list[float], seeds: int) -> FloatArray:
        count = seeds + len(knots)
        rates = self._at(t)
        precursor = max(float(y[0]), 0.0)
        units = np.maximum(y[1 + count :], 0.0)
        monomer = max(self.total - precursor - float(units.sum()), 0.0)
        growth = self._growth(y, count, rates, monomer)[0]
        slope = np.zeros_like(y)
        slope[0] = -rates.precursor_per_s * precursor
        slope[1 + count :] = self._moving(y, count) * growth
        birth = self._birth(rates, monomer) if len(knots) else 0.0
        if birth > 0:
            nucleus = nucleus_radius_nm(rates, monomer, 1.2 * self.least_nm)
            per = (4.0 / 3.0) * np.pi * nucleus**3 / self.unit
            for place, part in _shares(t, knots):
                slope[1 + seeds + place] += part * birth
                slope[1 + count + seeds + place] += part * birth * per
        return slope

    def _birth(self, rates: Rates, monomer: float) -> float:
        return nucleation_rate(rates, self.flask.nucleation_prefactor_mol_per_l_s, monomer)

    def _jacobian(self, t: float, y: FloatArray, knots: list[float], seeds: int) -> FloatArray:
        """Return the derivatives of the slopes; the integrator needs them only roughly."""
        count = seeds + len(knots)
        rates = self._at(t)
        monomer = max(
            self.total - max(float(y[0]), 0.0) - float(np.maximum(y[1 + count :], 0).sum()), 0.0
        )
        growth, speed, radii, local = self._growth(y, count, rates, monomer)
        held = np.maximum(y[1 : 1 + count], self.least_number)
        bent = radii * (radii + rates.transition_nm)
        bend = speed * local * rates.capillary_nm / radii**2
        bend = bend - growth * (2.0 * radii + rates.transition_nm) / bent
        bend = np.where((radii > self.least_nm) & (speed > 0), bend, 0.0)
        jacobian = np.zeros((len(y), len(y)))
        jacobian[0, 0] = -rates.precursor_per_s
        by_monomer = np.zeros(len(y))
        moving = self._moving(y, count)
        by_monomer[1 + count :] = moving * speed
        birth = self._birth(rates, monomer) if len(knots) else 0.0
        if birth > 0:
            log = np.log(monomer / rates.solubility)
            rise = birth * 2.0 * rates.barrier / (log**3 * monomer)
            nucleus = nucleus_radius_nm(rates, monomer, 1.2 * self.least_nm)
            per = (4.0 / 3.0) * np.pi * nucleus**3 / self.unit
            for place, part in _shares(t, knots):
                by_monomer[1 + seeds + place] += part * rise
                by_monomer[1 + count + seeds + place] += part * rise * per
        jacobian[:, 0] -= by_monomer
        jacobian[:, 1 + count :] -= by_monomer[:, None]
        rows = np.arange(count)
        free = radii > self.least_nm
        jacobian[1 + count + rows, 1 + count + rows] += (
            np.where(free, growth, 0.0) + bend * radii / 3.0
        )
        jacobian[1 + count + rows, 1 + rows] = -moving * bend * radii / (3.0 * held)
        return jacobian

    def _report(self, time_s: FloatArray, y: FloatArray, count: int) -> Population:
        numbers = np.maximum(y[1 : 1 + count], 0.0)
        units = np.maximum(y[1 + count :], 0.0)
        precursor = np.maximum(y[0], 0.0)
        crystal = units.sum(axis=0)
        monomer = self.total - precursor - crystal
        held = numbers > self.least_number
        per = np.where(held, y[1 + count :] / np.where(held, numbers, 1.0), 0.0)
        cubes = 8.0 * self.sphere * per
        moments = np.array([
            moments_of(n, c, 2.0 * self.least_nm) for n, c in zip(numbers.T, cubes.T, strict=True)
        ]).T  # fmt: skip
        particles, mean, spread = moments
        known = particles > 1e-11 * self.total
        temperature = np.array([temperature_c(self.flask, float(t)) for t in time_s])
        solubility = np.array(
            [rates_at(self.flask, float(c), self.molar_volume).solubility for c in temperature]
        )
        return Population(
            time_s=time_s,
            temperature_c=temperature,
            precursor=precursor,
            monomer=monomer,
            supersaturation=monomer / solubility,
            diameter_nm=np.where(known, mean, np.nan),
            spread_percent=np.where(known, spread, np.nan),
            particles=np.where(known, particles, 0.0),
            born=numbers.sum(axis=0),
            crystal=crystal,
            radii_nm=np.cbrt(np.maximum(cubes[:, -1], 0.0)) / 2.0,
            numbers=numbers[:, -1] * (per[:, -1] > LEAST_UNITS),
            total=self.total,
        )


def moments_of(
    numbers: FloatArray, cubes: FloatArray, least_nm: float
) -> tuple[float, float, float]:
    """Return particles, mean diameter in nm and spread in % of classes in order of birth.

    Within a class the cubes of the diameters, in nm3, run on straight lines between those of its
    neighbours, below zero for classes that are gone, so that a class dissolves bit by bit.
    """
    born = numbers > 0
    numbers, cubes = numbers[born], cubes[born]
    if len(numbers) == 0 or not np.any(cubes > least_nm**3):
        return 0.0, np.nan, np.nan
    ends = np.concatenate([[0.0], np.cumsum(numbers)])
    centres = (ends[1:] + ends[:-1]) / 2.0
    parts = (np.arange(_PARTS) + 0.5) / _PARTS
    places = (ends[:-1, None] + np.diff(ends)[:, None] * parts).ravel()
    found = np.interp(places, centres, cubes)
    weights = np.repeat(numbers / _PARTS, _PARTS) * (found > least_nm**3)
    found = np.cbrt(np.maximum(found, 0.0))
    total = float(weights.sum())
    if total <= 0:
        return 0.0, np.nan, np.nan
    mean = float((weights * found).sum() / total)
    square = float((weights * (found - mean) ** 2).sum() / total)
    return total, mean, 100.0 * float(np.sqrt(square)) / mean


def _shares(t: float, knots: list[float]) -> tuple[tuple[int, float], tuple[int, float]]:
    """Return the two classes that are born at a time, with the share of each."""
    right = min(max(bisect_right(knots, t), 1), len(knots) - 1)
    width = knots[right] - knots[right - 1]
    share = min(max((t - knots[right - 1]) / width, 0.0), 1.0)
    return (right - 1, 1.0 - share), (right, share)
