"""Bringing a frame to a common grey scale, from statistics of the whole frame only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COPY_PX = 256
"""Longest side of the reduced copy from which the statistics are taken."""

_CLIP = 8.0

_LEAST_CLIPPED = 0.25
USUAL_CONTRAST = 3.5
"""Contrast of particles, once normalised, in frames of which they fill more than a hundredth."""


def normalise(
    pixels: NDArray[np.float32],
    exclude: NDArray[np.bool_] | None = None,
    contrast: float | None = None,
) -> NDArray[np.float32]:
    """Subtract a smooth background and divide by the contrast of the frame.

    The background is a quadratic surface, fitted robustly to a reduced copy; it removes uneven
    illumination and cannot hollow out large particles. Excluded pixels become background.

    Args:
        pixels: (H, W) grey values on any scale. Values that are not finite count as excluded.
        exclude: (H, W) bool, pixels to leave out (scale bar, text), or None.
        contrast: Difference between particles and film, in grey values, where it is known.
            Otherwise it is taken from the spread of the frame, in which few particles do not show.

    Returns:
        (H, W) float32, background near 0, most values within -3 to 3, clipped at 8.
    """
    hidden = ~np.isfinite(pixels)
    if exclude is not None:
        hidden |= exclude
    any_hidden = bool(hidden.any())
    if any_hidden:
        seen = pixels[~hidden]
        if not seen.size:
            return np.zeros(pixels.shape, np.float32)
        pixels = np.where(hidden, np.median(seen[:: max(1, seen.size // 100_000)]), pixels)
    centre = float(np.median(pixels[:: max(1, pixels.shape[0] // COPY_PX)]))
    shifted = pixels.astype(np.float32) - np.float32(centre)
    copy = _reduce(shifted, COPY_PX)
    weight = np.ones(copy.shape)
    if any_hidden:
        weight = (_reduce((~hidden).astype(np.float32), COPY_PX) > 0.99).astype(float)
    surface = _fit_surface(copy, weight)
    rest = copy - _evaluate(surface, copy.shape)
    low, high = np.percentile(rest, [0.5, 99.5])
    scale = (high - low) / 4 if contrast is None else contrast / USUAL_CONTRAST
    if not np.isfinite(scale) or scale <= 1e-6 * max(1.0, abs(centre)):
        return np.zeros(pixels.shape, np.float32)
    result = shifted
    result -= _evaluate(surface, shifted.shape)
    result /= np.float32(scale)
    np.clip(result, -_CLIP, _CLIP, out=result)
    if any_hidden:
        result[hidden] = 0
    return result


def clipped_contrast(
    pixels: NDArray[np.float32], frame: NDArray[np.float32], labels: NDArray[np.int32]
) -> float | None:
    """Tell whether particles are so few that their contrast was lost in normalising.

    Args:
        pixels: (H, W) grey values.
        frame: (H, W) the same, normalised.
        labels: (H, W) particles found.

    Returns:
        The contrast of the particles in grey values; None where it was kept.
    """
    inside = labels > 0
    if not inside.any() or np.mean(np.abs(frame[inside]) >= _CLIP) < _LEAST_CLIPPED:
        return None
    film = pixels[~inside & (np.abs(frame) < _CLIP)]
    if not film.size:
        return None
    film = film[:: max(1, film.size // 100_000)]
    return abs(float(np.median(pixels[inside])) - float(np.median(film)))


def _reduce(image: NDArray[np.float32], longest_px: int) -> NDArray[np.float32]:
    """Average the image down until its longer side has at most ``longest_px`` pixels."""
    return resize(image, min(1.0, longest_px / max(image.shape)))


def resize(image: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    """Resize by averaging (downwards) or bilinear interpolation (upwards).

    Args:
        image: (H, W) float32.
        factor: New size over old size, the same for rows and columns.

    Returns:
        (H', W') float32, at least one pixel.
    """
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    if size == image.shape[::-1]:
        return image
    source = Image.fromarray(np.ascontiguousarray(image, dtype=np.float32))
    return np.asarray(source.resize(size, resampling(factor)), dtype=np.float32)


def resampling(factor: float) -> Image.Resampling:
    """Method of resizing: averaging for strong reduction, else Pillow's (antialiased) triangle."""
    return Image.Resampling.BOX if factor < 0.5 else Image.Resampling.BILINEAR


def _terms(rows: NDArray[np.float32], columns: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    one = np.ones(np.broadcast_shapes(rows.shape, columns.shape), np.float32)
    return [one, rows * one, columns * one, rows * columns, rows**2 * one, columns**2 * one]


def _axes(shape: tuple[int, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    # Pixel centres, so that a copy and its original agree on where a place is.
    rows = (np.arange(shape[0]) + 0.5) / shape[0] * 2 - 1
    columns = (np.arange(shape[1]) + 0.5) / shape[1] * 2 - 1
    return rows[:, None].astype(np.float32), columns[None, :].astype(np.float32)


def _fit_surface(copy: NDArray[np.float32], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit a quadratic surface by least squares with Tukey's biweight, so particles count little."""
    design = np.stack([t.ravel() for t in _terms(*_axes(copy.shape))], axis=1).astype(float)
    value = copy.ravel().astype(float)
    trust = weight.ravel().copy()
    if trust.sum() < 30 or min(copy.shape) < 8:
        return np.array([float(np.median(value)), 0, 0, 0, 0, 0])
    surface = np.zeros(6)
    surface[0] = np.median(value[trust > 0])
    for _ in range(6):
        rest = value - design @ surface
        spread = 1.4826 * np.median(np.abs(rest[weight.ravel() > 0])) + 1e-12
        trust = weight.ravel() * np.clip(1 - (rest / (4.7 * spread)) ** 2, 0, None) ** 2
        weighted = design * trust[:, None]
        # A little damping keeps frames without a clear background from running away.
        damping = np.diag([0, *[0.01 * trust.sum()] * 5])
        surface = np.linalg.solve(
            weighted.T @ design + damping + 1e-9 * np.eye(6), weighted.T @ value
        )
    return surface


def _evaluate(surface: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    rows, columns = _axes(shape)
    a, b, c, d, e, f = (np.float32(v) for v in surface)
    by_row = a + b * rows + e * rows**2
    result = by_row + (c + d * rows) * columns
    result += f * columns**2
    return np.asarray(result, dtype=np.float32)
