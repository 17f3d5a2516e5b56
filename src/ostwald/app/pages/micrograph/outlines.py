"""Outlines as the viewer draws them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.measure.contour import half_level


def outlines_of(
    labels: NDArray[np.int32], numbers: Iterable[int] | None = None
) -> dict[int, list[int]]:
    """Trace particles for the viewer.

    Args:
        labels: (height, width) the particles.
        numbers: Which; all when left out.

    Returns:
        Number of each particle and its corners x, y, x, y, ... in half pixels from the upper left
        corner of the picture.
    """
    from scipy import ndimage

    boxes = ndimage.find_objects(labels)
    wanted = range(1, len(boxes) + 1) if numbers is None else numbers
    found = {}
    for number in wanted:
        box = boxes[number - 1] if 0 < number <= len(boxes) else None
        if box is None:
            continue
        points = half_level(labels[box] == number)[:-1]
        corners = np.rint(2 * points[:, ::-1]).astype(int)
        corners += (2 * box[1].start + 1, 2 * box[0].start + 1)
        found[number] = _without_straight(corners).ravel().tolist()
    return found


def _without_straight(corners: NDArray[np.int_]) -> NDArray[np.int_]:
    """Leave out what lies on a line between its neighbours."""
    before = corners - np.roll(corners, 1, axis=0)
    after = np.roll(corners, -1, axis=0) - corners
    turns = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
    return corners[turns] if np.count_nonzero(turns) >= 3 else corners
