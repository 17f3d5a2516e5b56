"""Many flasks at once, solved roughly: a map for a search, not an answer.

The equations are those of `population`, the classes the same for all flasks, and the integrator a
first-order one: growth and the monomer implicit, radii of the step before, each flask with steps of
its own length. Sizes and spreads come out within some percent, a hundred times faster a flask than
by `population.solve`, because NumPy works on all flasks together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ostwald.mechanism.flask import Flask
from ostwald.mechanism.population import LEAST_UNITS, FloatArray, moments_of
from ostwald.mechanism.rates import rates_at, temperature_c, unit_volume_nm3

_CLASSES_LOG, _CLASSES_LINEAR = 30, 10
_EARLIEST = 3e-4
"""The first class but one is born at this share of the time."""

_GROWTH_STEP, _BIRTH_STEP, _TIME_STEP = 0.15, 0.3, 0.08
"""Most that a step may change units of a class, the logarithm of the rate of birth, and the time,
as a share of the time passed."""
_FIRST_STEP = 1e-3
_MOST_STEPS = 700
_NEWTON = 12
_TABLE = 200


class RoughFlasks:
    """Flasks that differ from one in some constants.

    Args:
        flask: The flask that they differ from.
        time_s: Times to report, growing, in s, shape (n,).
    """

    def __init__(self, flask: Flask, time_s: FloatArray) -> None:
        self.flask, self.time_s = flask, np.asarray(time_s, dtype=float)
        self.molar_volume = flask.molar_volume_l_per_mol
        self.unit = unit_volume_nm3(self.molar_volume)
        self.sphere = 3.0 * self.unit / (4.0 * np.pi)
        self.least = LEAST_UNITS * self.sphere  # cube of the radius of the smallest crystal
        end = self.time_s[-1]
        knots = np.concatenate([
            [0.0], np.geomspace(_EARLIEST, 1.0, _CLASSES_LOG),
            np.linspace(0.0, 1.0, _CLASSES_LINEAR + 1)[1:-1],
        ])  # fmt: skip
        self.knots = end * np.unique(knots)
        self._clock = np.linspace(0.0, end, _TABLE)
        rates = [
            rates_at(flask, temperature_c(flask, float(t)), self.molar_volume) for t in self._clock
        ]
        self._rates = {
            name: np.array([getattr(rate, name) for rate in rates])
            for name in ("precursor_per_s", "solubility", "capillary_nm", "barrier", "thermal_nm",
                         "diffusion", "transition_nm")
        }  # fmt: skip
        self._constant = all(np.ptp(values) == 0.0 for values in self._rates.values())

    def courses(self, factors: Mapping[str, FloatArray]) -> tuple[FloatArray, FloatArray]:
        """Return the sizes and spreads of m flasks.

        Args:
            factors: By which factor each constant differs, shape (m,) each.

        Returns:
            Mean diameters in nm and spreads in %, shape (m, n) each; NaN without particles, and
            where the steps did not suffice.
        """
        m, count = len(next(iter(factors.values()))), len(self.knots)
        f = {name: np.ones(m) for name in _CONSTANTS} | dict(factors)
        total = self.flask.concentration_mol_per_l * f["concentration_mol_per_l"]
        floor = 1e-10 * total[:, None]
        time, precursor = np.zeros(m), total.copy()
        numbers, units = np.zeros((m, count)), np.zeros((m, count))
        step = np.full(m, _FIRST_STEP * self.time_s[0])
        place = np.zeros(m, dtype=int)
        n = len(self.time_s)
        kept = np.zeros((m, n, 2, count))
        for _ in range(_MOST_STEPS):
            going = place < n
            if not going.any():
                break
            target = self.time_s[np.minimum(place, n - 1)]
            h = np.where(going, np.minimum(step, target - time), 0.0)
            r = self._at(time + h, f)
            solid = np.maximum(units, 0.0).sum(axis=1)
            monomer = np.maximum(total - precursor - solid, 0.0)
            held = np.maximum(numbers, floor)
            radii = np.cbrt(np.maximum(units * self.sphere / held, self.least))
            local = r["solubility"][:, None] * np.exp(
                np.minimum(r["capillary_nm"][:, None] / radii, 60.0)
            )
            speed = 3.0 * self.molar_volume * r["diffusion"][:, None] * (numbers > floor)
            speed /= radii * (radii + r["transition_nm"][:, None])
            pull = np.maximum(units, LEAST_UNITS * numbers) * speed
            after = precursor * np.exp(-r["precursor_per_s"] * h)
            logs, per = self._nuclei(monomer, r)
            # The monomer at the end of the step: what is left over, less what then grows and forms.
            felt = pull * (units > 0)
            left = total - after - solid + h * (felt * local).sum(axis=1)
            thirst = 1.0 + h * felt.sum(axis=1)
            then = np.maximum(left / thirst, 1e-300)
            for _ in range(_NEWTON):
                birth, rise = self._birth(then, r)
                off = thirst * then - left + h * per * birth
                then = np.maximum(then - off / (thirst + h * per * rise), 0.3 * then)
            birth = self._birth(then, r)[0]
            change = h[:, None] * pull * (then[:, None] - local)
            large = units > 1e-2 * np.maximum(solid, 1e-300)[:, None]
            grown = np.max(np.abs(change) / np.maximum(units, 1e-300) * large, axis=1)
            formed = numbers.sum(axis=1)
            counts = np.maximum(birth, self._birth(monomer, r)[0]) * (self.time_s[-1] - time)
            counts = counts > np.maximum(1e-3 * formed, 1e-8 * total)
            moved = np.abs(self._nuclei(then, r)[0] - logs) * counts
            fresh = h * birth / np.maximum(formed, 1e-9 * total)  # the burst must not be jumped
            worst = np.maximum.reduce([
                grown / _GROWTH_STEP, np.minimum(moved, 50.0) / _BIRTH_STEP,
                np.where(formed > 1e-7 * total, fresh / (4.0 * _BIRTH_STEP), 0.0),
            ])  # fmt: skip
            fits = going & ((worst < 2.0) | (h <= 1e-7 * self.time_s[0]))
            now = np.where(fits, time + h, time)
            share = self._shares(now) * (h * birth * fits)[:, None]
            numbers += share
            units += np.where(fits[:, None], change, 0.0) + share * per[:, None]
            precursor = np.where(fits, after, precursor)
            time = now
            step = np.where(going, h * np.clip(1.0 / np.maximum(worst, 1e-3), 0.25, 2.0), step)
            # A step cut short by a report says nothing of how long the next may be.
            step = np.maximum(step, np.where(fits & (h < step), step, 0.0))
            step = np.minimum(step, _TIME_STEP * (time + 0.02 * self.time_s[0]))
            there = fits & (time >= target * (1.0 - 1e-12))
            for j in np.flatnonzero(there):
                kept[j, place[j], 0], kept[j, place[j], 1] = numbers[j], units[j]
            place += there
        return self._sizes(kept, floor[:, 0])

    def _at(self, time: FloatArray, f: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Return the rates of every flask at a time of its own."""
        rates = {
            name: np.full(len(time), values[0])
            if self._constant
            else np.interp(time, self._clock, values)
            for name, values in self._rates.items()
        }
        energy, diffusion = f["surface_energy_j_per_m2"], f["diffusion_nm2_per_s"]
        rates["precursor_per_s"] *= f["precursor_rate_per_s"]
        rates["solubility"] *= f["solubility_mol_per_l"]
        rates["capillary_nm"] *= energy
        rates["barrier"] *= energy**3
        rates["thermal_nm"] /= np.sqrt(energy)
        rates["diffusion"] *= diffusion
        rates["transition_nm"] *= diffusion / f["surface_rate_nm_per_s"]
        rates["prefactor"] = (
            self.flask.nucleation_prefactor_mol_per_l_s * f["nucleation_prefactor_mol_per_l_s"]
        )
        return rates

    def _birth(
        self, monomer: FloatArray, r: Mapping[str, FloatArray]
    ) -> tuple[FloatArray, FloatArray]:
        """Return the rate of birth and its derivative by the monomer."""
        log = np.log(np.maximum(monomer / r["solubility"], 1.0 + 1e-6))
        birth = r["prefactor"] * np.exp(-np.minimum(r["barrier"] / log**2, 700.0))
        return birth, birth * 2.0 * r["barrier"] / (log**3 * np.maximum(monomer, 1e-300))

    def _nuclei(
        self, monomer: FloatArray, r: Mapping[str, FloatArray]
    ) -> tuple[FloatArray, FloatArray]:
        """Return the exponent of the rate of birth, and the units of a nucleus."""
        log = np.log(np.maximum(monomer / r["solubility"], 1.0 + 1e-3))
        radius = np.maximum(r["capillary_nm"] / log + r["thermal_nm"], 1.2 * np.cbrt(self.least))
        return -np.minimum(r["barrier"] / log**2, 700.0), radius**3 / self.sphere

    def _shares(self, time: FloatArray) -> FloatArray:
        """Return which share of the nuclei of a time each class takes (m, k)."""
        right = np.clip(np.searchsorted(self.knots, time, side="right"), 1, len(self.knots) - 1)
        low, high = self.knots[right - 1], self.knots[right]
        part = np.clip((time - low) / (high - low), 0.0, 1.0)
        shares = np.zeros((len(time), len(self.knots)))
        rows = np.arange(len(time))
        shares[rows, right - 1] = 1.0 - part
        shares[rows, right] = part
        return shares

    def _sizes(self, kept: FloatArray, floor: FloatArray) -> tuple[FloatArray, FloatArray]:
        sizes, spreads = np.full(kept.shape[:2], np.nan), np.full(kept.shape[:2], np.nan)
        least_nm = 2.0 * float(np.cbrt(self.least))
        for j in range(len(kept)):
            for i in range(kept.shape[1]):
                numbers, units = kept[j, i]
                held = numbers > floor[j]
                if held.any():
                    cubes = 8.0 * self.sphere * units[held] / numbers[held]
                    _, sizes[j, i], spreads[j, i] = moments_of(numbers[held], cubes, least_nm)
        return sizes, spreads


_CONSTANTS = (
    "precursor_rate_per_s",
    "surface_energy_j_per_m2",
    "surface_rate_nm_per_s",
    "solubility_mol_per_l",
    "nucleation_prefactor_mol_per_l_s",
    "diffusion_nm2_per_s",
    "concentration_mol_per_l",
)
