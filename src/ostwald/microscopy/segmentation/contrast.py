"""Telling dark particles from bright ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_RING_PX = 3
_CLEAR = 0.3
"""Least contrast, in units of the normalised frame, for a particle to count as dark or bright."""


def opposite(
    frame: NDArray[np.float32], labels: NDArray[np.int32], count: int, least_majority: float
) -> NDArray[np.bool_]:
    """Find the few particles whose contrast is opposite to that of the others.

    Args:
        frame: (H, W) normalised pixels.
        labels: (H, W) particles, numbered from 1.
        count: Number of particles.
        least_majority: Share of the particles that must agree.

    Returns:
        (count + 1,) bool; none where the particles do not agree or show little contrast.
    """
    nothing = np.zeros(count + 1, bool)
    if not labels.any():
        return nothing
    ring = ndimage.maximum_filter(labels, 2 * _RING_PX + 1)
    ring[labels > 0] = 0
    difference = _means(frame, labels, count) - _means(frame, ring, count)
    dark, bright = difference < -_CLEAR, difference > _CLEAR
    clear = int(dark.sum() + bright.sum())
    if not clear:
        return nothing
    for many, few in ((dark, bright), (bright, dark)):
        if many.sum() >= least_majority * clear:
            return np.asarray(few)
    return nothing


def _means(
    frame: NDArray[np.float32], labels: NDArray[np.int32], count: int
) -> NDArray[np.float64]:
    """Mean of each label; NaN for those without pixels and for the background."""
    marked = np.flatnonzero(labels)
    names = labels.ravel()[marked]
    area = np.bincount(names, minlength=count + 1).astype(float)
    area[area == 0] = np.nan
    return np.asarray(np.bincount(names, frame.ravel()[marked], minlength=count + 1) / area)
