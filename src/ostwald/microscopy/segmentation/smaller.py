"""Looking for particles that are much smaller than those the magnification was chosen for."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.segmentation.contrast import contrasts, usual_contrast
from ostwald.microscopy.segmentation.enlarging import nearest_labels
from ostwald.microscopy.segmentation.instances import Instances
from ostwald.microscopy.segmentation.magnification import weighted_median
from ostwald.microscopy.segmentation.outlines import Drawn, draw_outlines
from ostwald.microscopy.segmentation.settings import SegmentationSettings
from ostwald.microscopy.segmentation.settling import Settled

Labels = NDArray[np.int32]
Scores = NDArray[np.float64]
Look = Callable[[float], tuple[Instances, NDArray[np.float16]]]
Settle = Callable[[Drawn], Settled]

_MARGIN = 0.04
"""Margin around large particles where nothing is looked for, in their diameters."""

_OVERLAP = 0.1
_LEAST_PIECES = 4
_LEAST_SHARE = 0.5
"""A large particle that consists of so many small ones, by so much of its area, is a heap."""


def add_smaller(
    frame: NDArray[np.float32],
    settled: Settled,
    scores: Scores,
    diameters_px: NDArray[np.float64],
    look: Look,
    settle: Settle,
    settings: SegmentationSettings,
) -> tuple[Settled, Scores]:
    """Look once more, closer, and add small particles that lie between large ones.

    Small crystals beside large ones are found at a magnification of their own. So are pieces of
    texture, grains of the film and letters; therefore only particles of which the network is
    certain count, whose size it predicted, that have the contrast of the large ones, and that
    come in numbers. Heaps of such particles that were taken for large ones are taken apart.

    Args:
        frame: (H, W) normalised pixels.
        settled: Particles found, ``scores.size`` of them; numbers may be missing.
        scores: (n,) their confidence; 0 for those that are missing.
        diameters_px: (n,) their diameters in pixels of the frame.
        look: Finds particles at a magnification; also returns the foreground probability.
        settle: Moves outlines to the edges of the image.
        settings: Thresholds.

    Returns:
        Particles and scores with the small particles behind the others; the same where none were
        found or where the particles are too small for others to be much smaller.
    """
    typical = _typical(diameters_px, scores)
    if not typical >= settings.smaller_from_px:
        return settled, scores
    labels = settled.labels
    magnification = min(
        settings.smaller_magnification * settings.target_diameter_px / typical,
        math.sqrt(settings.largest_smaller_px / frame.size),
        1.0,
    )
    instances, foreground = look(magnification)
    good = (
        (instances.scores >= settings.smaller_score)
        & (instances.diameters_px >= settings.least_smaller_px)
        & (instances.diameters_px * settings.smaller_ratio <= typical * magnification)
        & (_surprise(instances) <= settings.smaller_surprise)
    )
    seen = nearest_labels(labels, instances.labels.shape)
    islands = _islands(seen, instances, good, scores.size)
    rest = np.where(islands[labels], 0, labels) if islands.any() else labels
    seen[islands[seen]] = 0
    margin = max(1, round(_MARGIN * typical * magnification))
    candidates = good & (_covered(seen, instances, margin) <= _OVERLAP)
    if np.count_nonzero(candidates) < settings.smaller_count:
        return settled, scores
    chosen = np.where(np.append(False, candidates)[instances.labels], instances.labels, 0)
    found = settle(
        draw_outlines(chosen.astype(np.int32), [(foreground, 1.0)], frame.shape, settings)
    )
    small = found.labels
    small[rest > 0] = 0
    large = contrasts(frame, rest, scores.size)[1:]
    usual = usual_contrast(large, np.ones(large.size))
    contrast = contrasts(frame, small, candidates.size)[1:]
    kept = candidates & (contrast * np.sign(usual) >= settings.smaller_contrast * abs(usual))
    if np.count_nonzero(kept) < settings.smaller_count:
        return settled, scores
    numbers = np.append(0, np.where(kept, scores.size + np.cumsum(kept), 0)).astype(np.int32)
    new = np.flatnonzero(kept) + 1
    both = Settled(
        np.where(rest > 0, rest, numbers[small]),
        np.append(settled.errors_px, found.errors_px[new]),
        np.append(settled.found, found.found[new]),
    )
    return both, np.append(scores, instances.scores[kept])


def _typical(diameter: NDArray[np.float64], score: Scores) -> float:
    """Median diameter by diameter and confidence; NaN without particles."""
    weight = diameter * np.clip(2 * score - 1, 0, None)
    if not weight.sum() > 0:
        return float("nan")
    return weighted_median(diameter, weight)


def _surprise(instances: Instances) -> NDArray[np.float64]:
    """Difference between a particle's diameter and the predicted one, in powers of two."""
    return np.asarray(np.abs(np.log2(instances.diameters_px / instances.predicted_px)))


def _islands(
    seen: Labels, instances: Instances, good: NDArray[np.bool_], count: int
) -> NDArray[np.bool_]:
    """Tell which particles are heaps of small ones, (count + 1,)."""
    small = np.where(np.append(False, good)[instances.labels], instances.labels, 0)
    both = (seen > 0) & (small > 0)
    pieces = np.unique(np.stack([seen[both], small[both]]), axis=1)[0]
    area = np.bincount(seen.ravel(), minlength=count + 1)
    share = np.bincount(seen[both], minlength=count + 1) / np.maximum(area, 1)
    number = np.bincount(pieces, minlength=count + 1)
    return np.asarray((number >= _LEAST_PIECES) & (share >= _LEAST_SHARE))


def _covered(seen: Labels, instances: Instances, margin_px: int) -> NDArray[np.float64]:
    """Share of each particle that lies on or at the ones found before."""
    taken = ndimage.binary_dilation(seen > 0, iterations=margin_px)
    count = instances.scores.size
    area = np.bincount(instances.labels.ravel(), minlength=count + 1)[1:]
    shared = np.bincount(instances.labels[taken], minlength=count + 1)[1:]
    return np.asarray(shared / np.maximum(area, 1))
