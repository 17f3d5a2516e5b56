"""Drawing the outlines of particles at the size of the frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ostwald.microscopy.segmentation.edges import fit_edges, move_edges
from ostwald.microscopy.segmentation.enlarging import enlarge_labels
from ostwald.microscopy.segmentation.settings import SegmentationSettings


def draw_outlines(
    labels: NDArray[np.int32],
    looks: list[tuple[NDArray[np.float16], float]],
    frame: NDArray[np.float32],
    settings: SegmentationSettings,
) -> NDArray[np.int32]:
    """Bring labels from the working magnification to the frame's own size.

    Which particle a pixel may belong to comes from the labels, whether it belongs to one from
    the mean foreground of all looks, interpolated; so outlines stay smooth. At last they are
    moved to where the frame has its edges.

    Args:
        labels: (h, w) particles at the working magnification.
        looks: Foreground probability of each look, at its own magnification, and its weight.
        frame: (H, W) normalised pixels.
        settings: Thresholds.

    Returns:
        (H, W) labels; those of particles that vanish are left out.
    """
    shape = frame.shape
    if not labels.any():
        return np.zeros(shape, np.int32)
    grown = labels
    for _ in range(2):
        grown = np.where(grown > 0, grown, ndimage.maximum_filter(grown, 3))
    reach = enlarge_labels(grown, shape)
    probability = np.zeros(shape, np.float32)
    for foreground, weight in looks:
        picture = Image.fromarray(foreground.astype(np.float32))
        at_size = picture.resize((shape[1], shape[0]), Image.Resampling.BILINEAR)
        probability += np.float32(weight) * np.asarray(at_size)
    full = np.where(probability > settings.foreground, reach, 0).astype(np.int32)
    if not settings.settle_edges:
        return full
    fit = fit_edges(frame, full)
    return full if fit is None else move_edges(full, reach, probability, fit.offset_px)
