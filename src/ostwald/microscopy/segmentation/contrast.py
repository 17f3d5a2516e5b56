"""Telling particles from what else has a contrast: ghosts, and residue on the film."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.neighbourhood import highest_around
from ostwald.microscopy.segmentation.instances import Instances
from ostwald.microscopy.segmentation.settings import SegmentationSettings

_RING_PX = 3
_CLEAR = 0.3
"""Least contrast, in units of the normalised frame, for a particle to count as dark or bright."""


def contrasts(
    frame: NDArray[np.float32], labels: NDArray[np.int32], count: int
) -> NDArray[np.float64]:
    """Difference between each particle and the film around it.

    Args:
        frame: (H, W) normalised pixels.
        labels: (H, W) particles, numbered from 1.
        count: Number of particles.

    Returns:
        (count + 1,) differences of means; NaN for labels without pixels, for particles without
        free film around them, and for the background.
    """
    ring = highest_around(labels, _RING_PX)
    ring[labels > 0] = 0
    return np.asarray(_means(frame, labels, count) - _means(frame, ring, count))


def opposite(contrast: NDArray[np.float64], least_majority: float) -> NDArray[np.bool_]:
    """Find the few particles whose contrast is opposite to that of the others.

    Args:
        contrast: (n,) contrasts; NaN where unknown.
        least_majority: Share of the particles that must agree.

    Returns:
        (n,) bool; none where the particles do not agree or show little contrast.
    """
    dark, bright = contrast < -_CLEAR, contrast > _CLEAR
    clear = int(dark.sum() + bright.sum())
    for many, few in ((dark, bright), (bright, dark)):
        if clear and many.sum() >= least_majority * clear:
            return np.asarray(few)
    return np.zeros(contrast.size, bool)


def residue(
    contrast: NDArray[np.float64],
    diameter: NDArray[np.float64],
    score: NDArray[np.float64],
    shares: tuple[float, float],
    certain: tuple[float, float],
) -> NDArray[np.bool_]:
    """Find what is much fainter than the frame's particles and was found with doubt.

    Carbon, ligand and holes of the film look like small, faint particles. Faint particles that
    the network is certain of stay.

    Args:
        contrast: (n,) contrasts; NaN where unknown.
        diameter: (n,) diameters.
        score: (n,) confidences.
        shares: Two shares of the particles' usual contrast; there is no doubt beyond the second.
            Usual is the median by volume, since a few crystals among much residue set the measure.
        certain: Scores from which on there is no doubt at these shares.

    Returns:
        (n,) bool.
    """
    usual = usual_contrast(contrast, diameter**3 * np.clip(2 * score - 1, 0, None))
    if not abs(usual) > 0:
        return np.zeros(contrast.size, bool)
    share = np.abs(contrast / usual)
    # What has no known contrast is not residue: comparisons with NaN are false.
    return np.asarray((share < shares[1]) & (score < np.interp(share, shares, certain)))


def strangers(
    contrast: NDArray[np.float64], instances: Instances, settings: SegmentationSettings
) -> NDArray[np.bool_]:
    """Find ghosts and residue.

    Args:
        contrast: (n,) contrasts of the particles.
        instances: The particles.
        settings: Thresholds.

    Returns:
        (n,) bool.
    """
    faint = residue(
        contrast,
        instances.diameters_px,
        instances.scores,
        settings.residue_contrasts,
        settings.residue_scores,
    )
    return np.asarray(faint | opposite(contrast, settings.least_majority))


def usual_contrast(contrast: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Contrast of the particles of a frame.

    Args:
        contrast: (n,) contrasts; NaN where unknown.
        weight: (n,) weights.

    Returns:
        The contrast of the particle at the weighted median of strength; NaN if none is known.
    """
    known = np.isfinite(contrast) & (weight > 0)
    if not known.any():
        return float("nan")
    value, weight = contrast[known], weight[known]
    order = np.argsort(np.abs(value))
    total = np.cumsum(weight[order])
    return float(value[order][np.searchsorted(total, total[-1] / 2)])


def _means(
    frame: NDArray[np.float32], labels: NDArray[np.int32], count: int
) -> NDArray[np.float64]:
    """Mean of each label; NaN for those without pixels and for the background."""
    marked = np.flatnonzero(labels)
    names = labels.ravel()[marked]
    area = np.bincount(names, minlength=count + 1).astype(float)
    area[area == 0] = np.nan
    return np.asarray(np.bincount(names, frame.ravel()[marked], minlength=count + 1) / area)
