"""How the microscope sees a scene: contrast, fringes, film, blur and noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.synthesis.particles import Scene
from ostwald.microscopy.synthesis.settings import RenderSettings
from ostwald.microscopy.synthesis.visibility import rose_ratios

Image = NDArray[np.float32]

_GROUND = {"bright field": 1.0, "dark field": 0.25, "scanning": 0.35}
"""Intensity of the empty film relative to ``background``."""

_PATCH_EDGE = 0.15
"""Softness of the edges of patches, in standard deviations of the field that makes them."""

_PASSED = 0.6
"""Share of the band that the film's grain passes in full."""


def expose(
    scene: Scene, settings: RenderSettings, rng: np.random.Generator
) -> tuple[Image, NDArray[np.float64]]:
    """Turn a scene into the intensities on the detector.

    Args:
        scene: Particles on the film.
        settings: The microscope and the film.
        rng: Source of randomness.

    Returns:
        (H, W) float32, 0 to 1, and Rose's signal-to-noise ratio of each particle.
    """
    ideal = {"bright field": _bright_field, "dark field": _dark_field, "scanning": _scanning}
    absorption = _with_texture(scene, settings, rng)
    image = ideal[settings.mode](scene, absorption, settings, rng)
    ground = _GROUND[settings.mode] * settings.background
    visibility = rose_ratios(scene.labels, image, ground, settings)
    image = image * _illumination(settings, rng)
    if settings.drift_px >= 1:
        image = _drift(image, settings.drift_px, rng)
    if settings.blur_px > 0.2:
        image = ndimage.gaussian_filter(image, settings.blur_px)
    image = image + _shot_noise(image, settings, rng)
    return np.clip(image, 0, 1).astype(np.float32), visibility


def _noise(rng: np.random.Generator, shape: tuple[int, ...], grain_px: float) -> Image:
    """Gaussian noise of standard deviation one, correlated over ``grain_px``."""
    factor = max(1, int(grain_px // 3))
    small = tuple(-(-n // factor) + 2 for n in shape)
    field = rng.standard_normal(small, dtype=np.float32)
    if grain_px > 0.3:
        field = ndimage.gaussian_filter(field, grain_px / factor)
    if factor > 1:
        field = ndimage.zoom(field, factor, order=1)
    field = field[: shape[0], : shape[1]]
    spread = float(field.std())
    return np.asarray(field / spread if spread > 0 else field, dtype=np.float32)


def _band_noise(rng: np.random.Generator, shape: tuple[int, ...], cutoff_px: float) -> Image:
    """Noise of standard deviation one with all periods longer than ``cutoff_px``.

    So looks amorphous carbon where the first zero of the contrast transfer function ends the
    band that reaches the detector.
    """
    field = np.fft.rfft2(rng.standard_normal(shape, dtype=np.float32))
    rows, columns = np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])[None, :]
    share = np.hypot(rows, columns) * cutoff_px
    passed = np.cos(np.clip((share - _PASSED) / (1 - _PASSED), 0, 1) * np.pi / 2)
    noise = np.fft.irfft2(field * passed, s=shape)
    return np.asarray(noise / max(float(noise.std()), 1e-9), dtype=np.float32)


def _with_texture(scene: Scene, settings: RenderSettings, rng: np.random.Generator) -> Image:
    """Vary the absorption within particles: twins, bend contours, strain."""
    if settings.texture <= 0:
        return scene.absorption
    grain = max(1.0, settings.diameter_px * rng.uniform(0.1, 0.35))
    mottle = _noise(rng, scene.labels.shape, grain)
    varied = scene.absorption * np.maximum(1 + settings.texture * mottle, 0.15)
    return np.asarray(varied, dtype=np.float32)


def _film(settings: RenderSettings, rng: np.random.Generator, shape: tuple[int, ...]) -> Image:
    """Relative intensity of the amorphous carbon film, about one."""
    if settings.film_cutoff_px > 0:
        fine = _band_noise(rng, shape, settings.film_cutoff_px)
    else:
        fine = _noise(rng, shape, settings.film_grain_px)
    slow = _noise(rng, shape, max(8.0, rng.uniform(0.04, 0.15) * max(shape)))
    film = 1 + settings.film_grain * fine + settings.clouds * slow
    if settings.patches > 0:
        sign = -1 if settings.mode == "bright field" else 1
        film = film * (1 + sign * settings.patches * _patches(settings, rng, shape))
    return np.asarray(np.maximum(film, 0.2), dtype=np.float32)


def _patches(settings: RenderSettings, rng: np.random.Generator, shape: tuple[int, ...]) -> Image:
    """Relative thickness of ragged patches: specks where they cover little, holes where much."""
    field = _noise(rng, shape, settings.patch_px) + 0.6 * _noise(rng, shape, settings.patch_px / 3)
    edge = np.quantile(field, 1 - settings.patch_share)
    patch = 1 / (1 + np.exp(-(field - edge) / _PATCH_EDGE))
    return np.asarray(patch * np.maximum(1 + 0.3 * _noise(rng, shape, 1.0), 0), dtype=np.float32)


def _fresnel(absorption: Image, settings: RenderSettings) -> Image:
    """First-order Fresnel contrast: proportional to the curvature of the projected potential.

    In underfocus a bright rim surrounds each particle, in overfocus a dark one (the phase-contrast
    term of the transport-of-intensity equation).
    """
    if settings.fringe == 0:
        return np.zeros_like(absorption)
    width = max(1.0, min(3.0, 0.06 * settings.diameter_px))
    curvature = ndimage.gaussian_laplace(np.minimum(absorption, 1.0), width)
    return np.asarray(settings.fringe * width**2 * curvature, dtype=np.float32)


def _bright_field(
    scene: Scene, absorption: Image, settings: RenderSettings, rng: np.random.Generator
) -> Image:
    """Mass-thickness contrast: intensity falls as exp(-absorption)."""
    film = _film(settings, rng, scene.labels.shape)
    through = np.exp(-absorption) + _fresnel(absorption, settings)
    return np.asarray(settings.background * film * through, dtype=np.float32)


def _dark_field(
    scene: Scene, absorption: Image, settings: RenderSettings, rng: np.random.Generator
) -> Image:
    """High-angle annular dark field: intensity grows with the scattering mass."""
    film = _film(settings, rng, scene.labels.shape)
    ground = _GROUND[settings.mode] * settings.background
    signal = (1 - ground) * (1 - np.exp(-absorption))
    return np.asarray(ground * film + 0.9 * signal, dtype=np.float32)


def _scanning(
    scene: Scene, absorption: Image, settings: RenderSettings, rng: np.random.Generator
) -> Image:
    """Secondary electrons: faces by their tilt, edges bright, film dark."""
    film = _film(settings, rng, scene.labels.shape)
    ground = _GROUND[settings.mode] * settings.background
    inside = scene.labels > 0
    slope_row, slope_column = np.gradient(ndimage.gaussian_filter(scene.height, 1.0))
    light = rng.uniform(0, 2 * np.pi)
    tilt = slope_row * np.sin(light) + slope_column * np.cos(light)
    edge = np.hypot(slope_row, slope_column)
    scale = max(0.05, 2.0 / settings.diameter_px)
    face = rng.uniform(0.45, 0.7) + 0.25 * np.tanh(edge / scale) + 0.1 * np.tanh(tilt / scale)
    face = face * (
        1 + settings.texture * (absorption - absorption[inside].mean() if inside.any() else 0)
    )
    shade = settings.optical_depth / (0.4 + settings.optical_depth)
    return np.where(inside, ground + shade * (face - ground), ground * film).astype(np.float32)


def _illumination(settings: RenderSettings, rng: np.random.Generator) -> Image:
    """Uneven beam: a tilted plane and a weak bowl."""
    rows = np.linspace(-1, 1, settings.height, dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, settings.width, dtype=np.float32)[None, :]
    direction = rng.uniform(0, 2 * np.pi)
    plane = rows * np.sin(direction) + columns * np.cos(direction)
    bowl = rng.uniform(-1, 1) * (rows**2 + columns**2 - 0.67)
    return np.asarray(1 + settings.gradient * 0.5 * (plane + bowl), dtype=np.float32)


def _drift(image: Image, length_px: float, rng: np.random.Generator) -> Image:
    angle = rng.uniform(0, np.pi)
    steps = round(length_px) + 1
    offsets = np.linspace(-length_px / 2, length_px / 2, steps)
    total = np.zeros_like(image)
    for offset in offsets:
        shift = (round(offset * np.sin(angle)), round(offset * np.cos(angle)))
        total += np.roll(image, shift, axis=(0, 1))
    return np.asarray(total / steps, dtype=np.float32)


def _shot_noise(image: Image, settings: RenderSettings, rng: np.random.Generator) -> Image:
    """Counting noise of the dose: the Gaussian limit of Poisson noise."""
    noise = _noise(rng, image.shape, settings.noise_blur_px)
    level = np.sqrt(np.maximum(image, 0.02) * settings.background / settings.dose)
    return np.asarray(level * noise, dtype=np.float32)
