"""The absorption bands of a spectrum: where, how wide, how high above what lies under them.

Bands are found where the smoothed spectrum is bent downwards by more than its noise can bend it
(second derivative by Savitzky and Golay, on several scales), which works for shoulders too. They
are then fitted together as Gaussians in energy over a local parabola, which takes up scattering,
a sloping baseline and the rising continuum of higher transitions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ostwald.optics.energies import energy_ev, wavelength_nm
from ostwald.optics.spectrum import FloatArray, Spectrum

_SCALES_EV = (0.03, 0.05, 0.08, 0.13, 0.21)
"""Half widths of the smoothing windows."""
_LEAST_WINDOW = 7
_SIGNIFICANT = 5.0
_LEAST_SHARE = 0.03
"""Bands lower than this share of the highest one are taken for noise."""
_VAGUE = 0.4
"""A band whose centre is known worse than this share of its width is no band of its own."""
_RESOLVED = 1.5
"""Two bands nearer than this many standard deviations of the wider one cannot be told apart."""
_OVERLAP_SIGMAS = 2.0
"""Bands nearer than this many half widths of both are fitted together, three at most."""
_TAIL_SIGMAS, _HEAD_SIGMAS = 4.0, 1.5
"""How far the fit reaches below the first band and above the last."""
_GRID_POINTS = 1500
_FWHM_PER_SIGMA = 2.0 * np.sqrt(2.0 * np.log(2.0))


@dataclass(frozen=True, slots=True)
class Band:
    """One absorption band.

    Attributes:
        energy_ev: Energy of its centre in eV.
        sigma_ev: Standard deviation of the Gaussian in eV.
        height: Absorbance at its centre above the background.
        error_ev: Standard error of the centre in eV.
    """

    energy_ev: float
    sigma_ev: float
    height: float
    error_ev: float

    @property
    def peak_nm(self) -> float:
        """Wavelength of the centre in nm."""
        return wavelength_nm(self.energy_ev)

    @property
    def fwhm_ev(self) -> float:
        """Full width at half height in eV."""
        return float(_FWHM_PER_SIGMA * self.sigma_ev)

    @property
    def half_width_nm(self) -> float:
        """Half width at half height on the long-wavelength side in nm."""
        return wavelength_nm(self.energy_ev - self.fwhm_ev / 2.0) - self.peak_nm


@dataclass(frozen=True)
class Bands:
    """The bands from the first absorption peak upwards in energy.

    Attributes:
        bands: The first peak and those fitted with it, by growing energy; empty if none was found.
        beyond: Bands at higher energy that were seen but not fitted, roughly.
        noise: Standard deviation of the absorbance from point to point.
        energy_ev: Energies of the fit in eV, shape (n,).
        background: What lies under the bands there, shape (n,).
        fitted: Background and bands, shape (n,).
    """

    bands: tuple[Band, ...]
    beyond: tuple[Band, ...]
    noise: float
    energy_ev: FloatArray
    background: FloatArray
    fitted: FloatArray


def find_bands(spectrum: Spectrum) -> Bands:
    """Find and fit the first absorption peak and its neighbours.

    Args:
        spectrum: The spectrum; what is saturated is not looked at.

    Returns:
        The bands.
    """
    energy, absorbance, noise = _on_energy_grid(spectrum)
    guesses = _guesses(energy, absorbance, noise)
    empty = np.empty(0)
    if not guesses:
        return Bands((), (), noise, empty, empty, empty)
    return _fit(energy, absorbance, noise, guesses)


def _on_energy_grid(spectrum: Spectrum) -> tuple[FloatArray, FloatArray, float]:
    x, y = spectrum.wavelength_nm, spectrum.absorbance
    if spectrum.saturated_below_nm is not None:
        trusted = x > spectrum.saturated_below_nm
        x, y = x[trusted], y[trusted]
    if len(x) < _LEAST_WINDOW:
        return np.empty(0), np.empty(0), 0.0
    noise = 1.4826 * float(np.median(np.abs(np.diff(y, 2)))) / np.sqrt(6.0)
    energy = energy_ev(x)[::-1]
    points = int(np.clip(2 * len(x), 200, _GRID_POINTS))
    grid = np.linspace(energy[0], energy[-1], points)
    # Averaging within the cells of the grid keeps the noise small where points are dense.
    edges = np.append(grid - (grid[1] - grid[0]) / 2, grid[-1] + (grid[1] - grid[0]) / 2)
    counts, _ = np.histogram(energy, edges)
    sums, _ = np.histogram(energy, edges, weights=y[::-1])
    values = np.interp(grid, energy, y[::-1])
    dense = counts > 1
    values[dense] = sums[dense] / counts[dense]
    return grid, values, noise


def _guesses(energy: FloatArray, absorbance: FloatArray, noise: float) -> list[Band]:
    """Return bands seen in the second derivative, by growing energy."""
    from scipy.signal import find_peaks, savgol_coeffs, savgol_filter

    if len(energy) < _LEAST_WINDOW:
        return []
    step = float(energy[1] - energy[0])
    found: list[Band] = []
    for scale in _SCALES_EV:
        half = max(_LEAST_WINDOW // 2, round(scale / step))
        window = 2 * half + 1
        if window > len(energy) // 3:
            break
        bend = -savgol_filter(absorbance, window, 3, deriv=2, delta=step)
        gain = float(np.linalg.norm(savgol_coeffs(window, 3, deriv=2, delta=step)))
        # Interpolated points share their noise, which adds up to twice as much.
        limit = _SIGNIFICANT * 2.0 * noise * gain + 1e-9
        places, _ = find_peaks(bend, height=limit)
        for place in places:
            if not half <= place < len(energy) - half:  # the filter is noisy at the ends
                continue
            left, right = place, place
            while left > 0 and bend[left] > 0:
                left -= 1
            while right < len(bend) - 1 and bend[right] > 0:
                right += 1
            width = max((right - left) * step / 2.0, step)
            sigma = float(np.sqrt(max(width**2 - (scale / 2.6) ** 2, (0.5 * width) ** 2)))
            band = Band(float(energy[place]), sigma, float(bend[place] * width**2), scale)
            if all(
                abs(band.energy_ev - b.energy_ev) > max(0.8 * b.sigma_ev, 1.2 * sigma)
                for b in found
            ):
                found.append(band)
    if not found:
        return []
    highest = max(band.height for band in found)
    kept = [band for band in found if band.height > _LEAST_SHARE * highest]
    return sorted(kept, key=lambda band: band.energy_ev)


def _fit(energy: FloatArray, absorbance: FloatArray, noise: float, guesses: list[Band]) -> Bands:
    """Fit the bands together over a parabola; drop those that the fit does not need."""
    from scipy.optimize import least_squares

    chosen = _together(guesses)
    while True:
        first, last = chosen[0], chosen[-1]
        inside = (energy > first.energy_ev - max(_TAIL_SIGMAS * first.sigma_ev, 0.1)) & (
            energy < last.energy_ev + _HEAD_SIGMAS * last.sigma_ev
        )
        x, y = energy[inside], absorbance[inside]
        start = np.array([v for b in chosen for v in (b.energy_ev, np.log(b.sigma_ev))])
        room = np.array([v for b in chosen for v in (b.sigma_ev, 0.7)])

        def misfit(p: FloatArray, x: FloatArray = x, y: FloatArray = y) -> FloatArray:
            design, weights = _project(p, x, y)
            return np.asarray(design @ weights - y)

        done = least_squares(misfit, start, bounds=(start - room, start + room), x_scale=room)
        design, weights = _project(done.x, x, y)
        heights = weights[: len(chosen)]
        residual = float(np.sqrt(np.mean(done.fun**2)))
        jacobian = np.asarray(done.jac, dtype=float)
        curvature = jacobian.T @ jacobian + 1e-12 * np.eye(len(start))
        errors = residual * np.sqrt(np.diag(np.linalg.inv(curvature)))
        least = max(_LEAST_SHARE * float(np.max(heights)), noise)
        centres, sigmas = done.x[0::2], np.exp(done.x[1::2])
        doubtful = [
            i
            for i in range(len(chosen))
            if heights[i] <= least
            or errors[2 * i] > _VAGUE * sigmas[i]
            or any(
                abs(centres[i] - centres[j]) < _RESOLVED * max(sigmas[i], sigmas[j])
                and heights[i] < heights[j]
                for j in range(len(chosen))
            )
        ]
        if not doubtful or len(chosen) == 1:
            break
        # One at a time: without the worst, the others may be sure.
        worst = min(doubtful, key=lambda i: heights[i] * sigmas[i] / errors[2 * i])
        chosen = [band for i, band in enumerate(chosen) if i != worst]
    if heights[0] <= least:
        return Bands((), tuple(guesses), noise, x, design @ weights, design @ weights)
    bands = tuple(
        Band(
            float(done.x[2 * i]),
            float(np.exp(done.x[2 * i + 1])),
            float(heights[i]),
            float(errors[2 * i]),
        )
        for i in range(len(chosen))
        if heights[i] > 0
    )
    background = design[:, len(chosen) :] @ weights[len(chosen) :]
    bands = tuple(sorted(bands, key=lambda b: b.energy_ev))
    edge = max(float(x[-1]), *(b.energy_ev + b.sigma_ev for b in chosen))
    beyond = tuple(b for b in guesses if b.energy_ev > edge)
    return Bands(bands, beyond, noise, x, background, design @ weights)


def _together(guesses: list[Band]) -> list[Band]:
    """Return the first band and those that overlap with it, directly or through another."""
    chosen = guesses[:1]
    for band in guesses[1:3]:
        before = chosen[-1]
        reach = _OVERLAP_SIGMAS * (before.sigma_ev + band.sigma_ev)
        if band.energy_ev - before.energy_ev > reach:
            break
        chosen.append(band)
    return chosen


def _project(p: FloatArray, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the design matrix of bands and parabola, and the best heights for it."""
    from scipy.optimize import lsq_linear

    centres, sigmas = p[0::2], np.exp(p[1::2])
    shapes = np.exp(-0.5 * ((x[:, None] - centres) / sigmas) ** 2)
    t = (x - x[0]) / (x[-1] - x[0])
    design = np.column_stack([shapes, np.ones_like(t), t, t**2])
    weights, *_ = np.linalg.lstsq(design, y, rcond=None)
    if np.any(weights[: len(centres)] < 0):
        low = np.array([0.0] * len(centres) + [-np.inf] * 3)
        weights = lsq_linear(design, y, bounds=(low, np.inf)).x
    return design, np.asarray(weights)
