"""Drawing the outlines of particles at the size of the frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ostwald.microscopy.neighbourhood import highest_around
from ostwald.microscopy.segmentation.enlarging import enlarge_labels
from ostwald.microscopy.segmentation.settings import SegmentationSettings


@dataclass(frozen=True, slots=True)
class Drawn:
    """Particles as the network draws them.

    Attributes:
        labels: (H, W) particles; those that vanish are left out.
        reach: (H, W) particles with all pixels that they may grow to.
        probability: (H, W) foreground probability.
        count: Largest number before any vanished.
    """

    labels: NDArray[np.int32]
    reach: NDArray[np.int32]
    probability: NDArray[np.float32]
    count: int


def draw_outlines(
    labels: NDArray[np.int32],
    looks: list[tuple[NDArray[np.float16], float]],
    shape: tuple[int, ...],
    settings: SegmentationSettings,
) -> Drawn:
    """Bring labels from the working magnification to the frame's own size.

    Which particle a pixel may belong to comes from the labels, whether it belongs to one from
    the mean foreground of all looks, interpolated; so outlines stay smooth.

    Args:
        labels: (h, w) particles at the working magnification.
        looks: Foreground probability of each look, at its own magnification, and its weight.
        shape: Height and width of the frame.
        settings: Thresholds.

    Returns:
        The particles.
    """
    probability = np.zeros(shape, np.float32)
    if not labels.any():
        return Drawn(np.zeros(shape, np.int32), np.zeros(shape, np.int32), probability, 0)
    grown = labels
    for _ in range(2):
        grown = np.where(grown > 0, grown, highest_around(grown, 1))
    reach = enlarge_labels(grown, shape)
    for foreground, weight in looks:
        picture = Image.fromarray(foreground.astype(np.float32))
        at_size = picture.resize((shape[1], shape[0]), Image.Resampling.BILINEAR)
        probability += np.float32(weight) * np.asarray(at_size)
    full = np.where(probability > settings.foreground, reach, 0).astype(np.int32)
    return Drawn(full, reach, probability, int(labels.max()))
