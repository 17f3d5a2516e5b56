"""Bringing labels from the working magnification to the size of the frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Labels = NDArray[np.int32]

_EVENING_PX = 1.0
"""Standard deviation by which the lines between particles are smoothed, in pixels of the labels."""

_COARSE = 1.5
"""Enlargement from which on the steps of the labels' pixels would show."""


def nearest_labels(labels: Labels, shape: tuple[int, ...]) -> Labels:
    """Bring labels to another size, each pixel from the nearest one.

    Args:
        labels: (h, w) labels.
        shape: New height and width.

    Returns:
        (height, width) labels.
    """
    rows, columns = (
        ((np.arange(new) + 0.5) * old / new).astype(np.intp)
        for new, old in zip(shape, labels.shape, strict=True)
    )
    return labels[np.ix_(rows, columns)]


def enlarge_labels(labels: Labels, shape: tuple[int, ...]) -> Labels:
    """Bring labels to another size, with smooth lines between neighbours.

    Labels that touch are given different colours; the colours, which are few, are smoothed and
    enlarged as pictures, and each pixel belongs to the strongest. Which pixels belong to any
    particle at all is decided by the nearest pixel.

    Args:
        labels: (h, w) labels, 0 background.
        shape: New height and width.

    Returns:
        (height, width) labels.
    """
    nearest = nearest_labels(labels, shape)
    if shape[0] < _COARSE * labels.shape[0]:
        return nearest
    colour = _colours(labels)
    if colour.max() < 2:
        return nearest
    painted = colour[labels]
    strongest = np.zeros(shape, np.float32)
    enlarged = nearest.copy()
    for number in range(1, int(colour.max()) + 1):
        mask = painted == number
        soft = ndimage.gaussian_filter(mask.astype(np.float32), _EVENING_PX)
        strength = np.asarray(
            Image.fromarray(soft).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
        )
        index = ndimage.distance_transform_edt(~mask, return_distances=False, return_indices=True)
        owner = labels[tuple(index)]
        better = (strength > strongest) & (nearest > 0)
        np.copyto(strongest, strength, where=better)
        np.copyto(enlarged, nearest_labels(owner, shape), where=better)
    return enlarged


def _colours(labels: Labels) -> NDArray[np.int32]:
    """Colour of each label, such that neighbours differ; 0 is the background's."""
    count = int(labels.max(initial=0))
    neighbours: list[set[int]] = [set() for _ in range(count + 1)]
    for one, other in _pairs(labels):
        neighbours[one].add(other)
        neighbours[other].add(one)
    colour = np.zeros(count + 1, np.int32)
    for label in range(1, count + 1):
        taken = {int(colour[other]) for other in neighbours[label]}
        colour[label] = next(number for number in range(1, count + 2) if number not in taken)
    return colour


def _pairs(labels: Labels) -> set[tuple[int, int]]:
    """Labels that come within the reach of the smoothing of each other."""
    pairs: set[tuple[int, int]] = set()
    reach = round(4 * _EVENING_PX)
    for shift in ((0, 1), (1, 0), (1, 1), (1, -1)):
        for step in range(1, reach + 1):
            down, right = step * shift[0], step * shift[1]
            if down >= labels.shape[0] or abs(right) >= labels.shape[1]:
                continue
            one = labels[: labels.shape[0] - down, max(0, -right) : labels.shape[1] - max(0, right)]
            other = labels[down:, max(0, right) : labels.shape[1] - max(0, -right)]
            meet = (one != other) & (one > 0) & (other > 0)
            found = np.unique(np.stack([one[meet], other[meet]]), axis=1)
            pairs.update(zip(found[0].tolist(), found[1].tolist(), strict=True))
    return pairs
