"""What the network is taught to draw, from integer labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

REFERENCE_DIAMETER_PX = 16.0
"""Diameter at which the size map is zero."""


def make_targets(labels: NDArray[np.int32]) -> NDArray[np.float32]:
    """Turn labels into the four target maps.

    Args:
        labels: (H, W) integers; 0 background, one number a particle.

    Returns:
        (4, H, W) float32: foreground (0 or 1); distance to the particle's edge over its largest
        value in that particle (0 to 1, background 0); contact (1 where pixels of two particles
        meet within one pixel); log2(equal-area diameter / 16 px) inside particles, else 0.
    """
    labels = np.ascontiguousarray(labels)
    inside = labels > 0
    targets = np.zeros((4, *labels.shape), np.float32)
    if not inside.any():
        return targets
    targets[0] = inside
    targets[1] = relative_distance(labels)
    lowest = np.where(inside, labels, np.iinfo(labels.dtype).max)
    nearest_low = ndimage.minimum_filter(lowest, 3)
    targets[2] = (ndimage.maximum_filter(labels, 3) > nearest_low) & inside
    area = np.bincount(labels.ravel())
    diameter = 2 * np.sqrt(np.maximum(area, 1) / np.pi)
    size = np.log2(diameter / REFERENCE_DIAMETER_PX)
    size[0] = 0
    targets[3] = size[labels]
    return targets


def relative_distance(labels: NDArray[np.int32]) -> NDArray[np.float32]:
    """Distance to the particle's own edge, relative to the largest in the same particle.

    The frame is no edge: a particle that it cuts is deepest where it leaves.

    Args:
        labels: (H, W) integers.

    Returns:
        (H, W) float32, 0 to 1.
    """
    padded = np.pad(labels, 1, mode="edge")
    edge = np.zeros(labels.shape, bool)
    centre = (slice(1, -1), slice(1, -1))
    for rows, columns in ((0, 1), (2, 1), (1, 0), (1, 2)):
        shifted = padded[rows : rows + labels.shape[0], columns : columns + labels.shape[1]]
        edge |= shifted != padded[centre]
    edge &= labels > 0
    depth = (
        ndimage.distance_transform_edt(~edge) + 0.5 if edge.any() else np.ones(labels.shape)
    ).astype(np.float32)
    depth[labels == 0] = 0
    deepest = np.zeros(int(labels.max()) + 1, np.float32)
    np.maximum.at(deepest, labels.ravel(), depth.ravel())
    deepest[0] = 1
    return np.asarray(depth / np.maximum(deepest, 0.5)[labels], dtype=np.float32)
