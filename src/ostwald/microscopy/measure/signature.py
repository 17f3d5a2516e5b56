"""Distances from the centre of particles to their outlines in evenly spaced directions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.measure.contour import Outline

ANGLES = 64
_STEP_PX, _MOST_STEPS = 0.1, 600
"""Distance between two points of an outline, unless it takes more of them than this."""

_TOGETHER = 512
"""Outlines that are looked at together; more take memory and save no time."""


def radial_signatures(outlines: Sequence[Outline]) -> NDArray[np.float64]:
    """Distance from the centre to the outline in evenly spaced directions.

    Args:
        outlines: Outlines of n particles.

    Returns:
        (n, ANGLES) distances over the radius of the circle of equal area; where an outline is cut
        several times, the outermost.
    """
    parts = [
        _signatures(outlines[start : start + _TOGETHER])
        for start in range(0, len(outlines), _TOGETHER)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, ANGLES))


def _signatures(outlines: Sequence[Outline]) -> NDArray[np.float64]:
    count = len(outlines)
    points = np.concatenate([outline.points for outline in outlines])
    sizes = np.array([len(outline.points) for outline in outlines])
    first = np.cumsum(sizes) - sizes
    owner, fine = _densified(points, first, sizes)
    offset = fine - _centroids(points, first, sizes)[owner]
    radius = np.hypot(offset[:, 0], offset[:, 1])
    turn = np.arctan2(offset[:, 0], offset[:, 1]) / (2 * np.pi)
    sector = np.floor(turn * ANGLES).astype(int) % ANGLES
    signature = np.zeros((count, ANGLES))
    np.maximum.at(signature, (owner, sector), radius)
    for row in np.flatnonzero((signature == 0).any(axis=1)):
        _fill(signature[row])
    area = np.array([outline.area_px for outline in outlines])
    return np.asarray(signature / np.sqrt(np.maximum(area, 1e-9) / np.pi)[:, None])


def _densified(
    points: NDArray[np.float64], first: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Evenly spaced points along every contour, and the contour of each."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    # From the end of a contour to the start of the next, so that all lie on one line.
    steps[first[1:] - 1] = 1.0
    along = np.concatenate([[0.0], np.cumsum(steps)])
    start, length = along[first], along[first + sizes - 1] - along[first]
    number = np.clip((length / _STEP_PX).astype(int), 8 * ANGLES, _MOST_STEPS)
    owner = np.repeat(np.arange(sizes.size), number)
    place = np.arange(owner.size) - np.repeat(np.cumsum(number) - number, number)
    where = start[owner] + length[owner] * (place / (number[owner] - 1))
    return owner, np.stack([np.interp(where, along, points[:, k]) for k in (0, 1)], axis=1)


def _centroids(
    points: NDArray[np.float64], first: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Centres of the areas within closed contours."""
    origin = points[first]
    local = points - np.repeat(origin, sizes, axis=0)
    # Contours are closed, so the step into the next one weighs nothing: it starts at its origin.
    start, end = local, np.roll(local, -1, axis=0)
    cross = start[:, 1] * end[:, 0] - end[:, 1] * start[:, 0]
    total = np.add.reduceat(cross, first)
    moment = np.add.reduceat((start + end) * cross[:, None], first, axis=0)
    flat = np.abs(total) < 1e-9
    centre = moment / (3.0 * np.where(flat, 1.0, total))[:, None]
    mean = np.add.reduceat(local, first, axis=0) / sizes[:, None]
    return np.asarray(origin + np.where(flat[:, None], mean, centre))


def _fill(signature: NDArray[np.float64]) -> None:
    """Interpolate the directions that no point of the outline lies in, in place."""
    known, empty = np.flatnonzero(signature > 0), np.flatnonzero(signature == 0)
    signature[empty] = np.interp(empty, known, signature[known], period=ANGLES)
