"""Rendered absorption spectra with known truth."""

from __future__ import annotations

import numpy as np

from ostwald.optics.energies import HC_EV_NM
from ostwald.optics.published_curves import find_curve
from ostwald.optics.spectrum import FloatArray


def bands_of(
    material: str, size_nm: float, wavelength_nm: FloatArray, spread: float, higher: bool
) -> FloatArray:
    """Absorbance of one population, 1 at its first peak."""
    curve = find_curve(material)
    energy, first = HC_EV_NM / wavelength_nm, HC_EV_NM / curve.peak_of(size_nm)
    per_nm = first**2 / HC_EV_NM / curve.nm_per_nm(size_nm)
    sigma = np.hypot(spread * size_nm * per_nm, 0.02)
    absorbance = np.exp(-0.5 * ((energy - first) / sigma) ** 2)
    if higher:
        lead = material[:2] == "Pb"
        second, third = (1.25, 1.5) if lead else (1.085, 1.25)
        absorbance += 0.45 * np.exp(-0.5 * ((energy - second * first) / (1.5 * sigma)) ** 2)
        absorbance += 0.6 * np.exp(-0.5 * ((energy - third * first) / (3.0 * sigma)) ** 2)
        absorbance += 1.5 / (1.0 + np.exp(-(energy - third * first) / 0.12))
    return np.asarray(absorbance)


def render(
    material: str,
    size_nm: float,
    *,
    second_nm: float | None = None,
    share: float = 1.0,
    spread: float = 0.06,
    higher: bool = True,
    noise: float = 0.01,
    slope: float = 0.0005,
    scattering: float = 0.05,
    seed: int = 0,
) -> tuple[FloatArray, FloatArray, float]:
    """Wavelengths, absorbances (about 1 at most, noise included) and the true first peak."""
    peak = find_curve(material).peak_of(size_nm)
    low, high = 0.62 * peak, min(1.35 * peak, 3000.0)
    wavelength = np.linspace(low, high, int(high - low))
    absorbance = bands_of(material, size_nm, wavelength, spread, higher)
    if second_nm is not None:
        absorbance = absorbance + share * bands_of(material, second_nm, wavelength, spread, higher)
    absorbance = absorbance / absorbance.max() + slope * (high - wavelength)
    absorbance = absorbance + scattering * (high / wavelength) ** 4
    rng = np.random.default_rng(seed)
    return wavelength, absorbance + noise * rng.standard_normal(len(wavelength)), peak
