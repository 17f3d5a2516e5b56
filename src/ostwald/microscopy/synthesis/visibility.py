"""Which particles an eye would find in the noise: Rose's criterion.

A. Rose (J. Opt. Soc. Am. 1948, 38, 196; doi 10.1364/JOSA.38.000196): an object is seen where its
mean contrast over its area exceeds the noise of that mean about five times.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.synthesis.settings import RenderSettings

_MEAN_THICKNESS = 0.7
"""Mean over maximal thickness of a particle, between a sphere and a plate."""

_DARK_FLOOR = 0.02
"""Least intensity in the counting noise, as the detector sees it."""


def correlation_area_px(blur_px: float) -> float:
    """Pixels that share one independent value of noise blurred with a Gaussian.

    Args:
        blur_px: Standard deviation of the blur.

    Returns:
        ``4 pi blur_px^2``, the integral of the autocorrelation, at least one pixel.
    """
    return max(1.0, 4 * np.pi * blur_px**2)


def film_correlation_area_px(settings: RenderSettings) -> float:
    """Pixels that share one independent value of the film's grain.

    Args:
        settings: The film.

    Returns:
        The area; with a band limit, one over the area of the band in the Fourier plane.
    """
    if settings.film_cutoff_px > 0:
        return max(1.0, settings.film_cutoff_px**2 / (np.pi * 0.8**2))
    return correlation_area_px(settings.film_grain_px)


def rose_ratios(
    labels: NDArray[np.int32],
    ideal: NDArray[np.float32],
    ground: float,
    settings: RenderSettings,
) -> NDArray[np.float64]:
    """Signal over noise of each particle's mean.

    Args:
        labels: (H, W) particles, numbered from 1 without gaps.
        ideal: (H, W) intensities before shot noise.
        ground: Intensity of the empty film.
        settings: Noise and film.

    Returns:
        (n,) ratios; about five is the limit of visibility.
    """
    count = int(labels.max(initial=0))
    flat = labels.ravel()
    area = np.maximum(np.bincount(flat, minlength=count + 1)[1:], 1)
    mean = np.bincount(flat, ideal.ravel(), minlength=count + 1)[1:] / area
    counting = np.maximum(ground, _DARK_FLOOR) * settings.background / settings.dose
    film = (settings.film_grain * ground) ** 2
    noise = counting * correlation_area_px(settings.noise_blur_px)
    noise += film * film_correlation_area_px(settings)
    return np.asarray(np.abs(mean - ground) * np.sqrt(area / max(noise, 1e-12)))


def median_contrast(settings: RenderSettings) -> float:
    """Contrast of a particle of median size and absorption in bright field.

    Args:
        settings: What is drawn.

    Returns:
        Mean contrast over the particle, relative to the film's intensity.
    """
    return float(1 - np.exp(-_MEAN_THICKNESS * settings.optical_depth))


def with_rose_ratio(settings: RenderSettings, ratio: float, exactly: bool) -> RenderSettings:
    """Raise the dose, and lower the film's grain, until a median particle reaches a ratio.

    Args:
        settings: What would be drawn.
        ratio: Rose's ratio of a particle of median size and absorption in bright field.
        exactly: Also lower the dose where the particle is seen better than that.

    Returns:
        Settings with another dose and grain.
    """
    contrast = median_contrast(settings)
    area = np.pi / 4 * settings.diameter_px**2
    allowed = contrast**2 * area / ratio**2
    # The film may take up half of the noise; counting noise has the rest.
    grain = min(settings.film_grain, np.sqrt(allowed / 2 / film_correlation_area_px(settings)))
    rest = allowed - grain**2 * film_correlation_area_px(settings)
    least = correlation_area_px(settings.noise_blur_px) / rest
    dose = least if exactly else max(settings.dose, least)
    return replace(settings, dose=float(dose), film_grain=float(grain))
