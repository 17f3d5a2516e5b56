"""How the particles found stand out of what is around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.neighbourhood import blurred
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.segmentation.normalise import resize

_DIAMETER_PX = 8.0
"""Particles are brought to this size, so that grain of their own size is what counts."""

_LARGEST_PX = 1024
_MARGIN = 0.25
_LEAST_GROUND = 0.02
_DENSE = 0.35
"""Share of particles from which on the ground between them is too narrow to be compared with."""

_PEAK, _AROUND_PX = 12.0, 13


@dataclass(frozen=True, slots=True)
class Texture:
    """Particles against the ground between them, at the scale of the particles.

    Attributes:
        strength: Median contrast of the particles over the standard deviation of ground of the
            same size; infinite where there is no ground to compare with.
        structure: Standard deviation of the smoothed ground over the particles' contrast.
        periodic: The particles lie in a regular lattice.
    """

    strength: float
    structure: float
    periodic: bool


def look_at_texture(
    pixels: NDArray[np.float32], labels: NDArray[np.int32], scale: Scale
) -> Texture:
    """Compare particles with the ground between them.

    Args:
        pixels: (H, W) grey values.
        labels: (H, W) the particles.
        scale: Of it, what is no specimen.

    Returns:
        The comparison, at a size at which the particles are eight pixels across.
    """
    area = np.bincount(labels.ravel())[1:].astype(float)
    area = area[area > 0]
    if not area.size:
        return Texture(float("inf"), 0.0, False)
    diameter = 2 * float(np.sqrt(np.median(area) / np.pi))
    factor = min(1.0, _DIAMETER_PX / diameter)
    # Of a large frame the middle is enough.
    reach = int(_LARGEST_PX / factor)
    window = tuple(
        slice(max(0, (n - reach) // 2), max(0, (n - reach) // 2) + reach) for n in labels.shape
    )
    frame = resize(pixels[window], factor)
    inside = resize((labels[window] > 0).astype(np.float32), factor)
    shown = resize((~scale.excluded[window]).astype(np.float32), factor) > 0.99
    size = diameter * factor
    grown = ndimage.maximum_filter(inside, 2 * max(1, round(_MARGIN * size)) + 1)
    ground = shown & (grown < 0.1)
    core = shown & (inside > 0.9)
    periodic = _is_periodic(frame, shown)
    dense = float((inside > 0.5)[shown].mean()) > _DENSE if shown.any() else True
    if dense or ground.mean() < _LEAST_GROUND or not core.any():
        return Texture(float("inf"), 0.0, periodic)
    # Each is smoothed by itself, so that particles do not reach into the ground beside them.
    fine = _smoothed(frame, ground, size / 4)
    contrast = abs(
        float(np.median(_smoothed(frame, core, size / 4)[core] - np.median(fine[ground])))
    )
    rest = (fine - _smoothed(frame, ground, 3 * size))[ground]
    spread = 1.4826 * float(np.median(np.abs(rest - np.median(rest))))
    return Texture(
        contrast / max(spread, 1e-9),
        float(fine[ground].std()) / max(contrast, 1e-9),
        periodic,
    )


def _smoothed(
    frame: NDArray[np.float32], among: NDArray[np.bool_], sigma_px: float
) -> NDArray[np.float32]:
    """Smooth the pixels of a region among themselves."""
    weight = blurred(among.astype(np.float32), sigma_px, reach=4.0)
    value = blurred(np.where(among, frame, np.float32(0)), sigma_px, reach=4.0)
    return np.asarray(value / np.maximum(weight, 1e-6), np.float32)


def _is_periodic(frame: NDArray[np.float32], shown: NDArray[np.bool_]) -> bool:
    """Tell whether the power spectrum has sharp peaks, as that of a lattice has."""
    side = min(256, *frame.shape)
    if side < 64:
        return False
    top, left = ((n - side) // 2 for n in frame.shape)
    part = frame[top : top + side, left : left + side].astype(float)
    if not shown[top : top + side, left : left + side].all():
        return False
    taper = np.hanning(side)[:, None] * np.hanning(side)
    power = np.abs(np.fft.fftshift(np.fft.fft2((part - part.mean()) * taper))) ** 2
    rows, columns = np.mgrid[:side, :side] - side // 2
    away = np.hypot(rows, columns).astype(int)
    inner = (away > side // 32) & (away < side // 2)
    usual = np.array([np.median(power[away == k]) for k in range(side // 2)])
    # Noise alone gives peaks of ln(number of pixels), some fifteen times the median.
    high = np.where(inner, power / (usual[np.minimum(away, side // 2 - 1)] + 1e-12), 0)
    # Those of a lattice are sharp; objects that point one way spread theirs.
    sharp = power / (ndimage.uniform_filter(power, _AROUND_PX) + 1e-12)
    return bool(np.count_nonzero((high > 3 * _PEAK) & (sharp > _PEAK)) >= 4)
