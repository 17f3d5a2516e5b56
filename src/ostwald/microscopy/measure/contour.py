"""The outline of one particle and the lengths and angles that follow from it.

The outline is the half-level contour of the particle's mask (marching squares): it runs half way
between the last pixel centre inside and the first outside, so diameters along it are free of the
one-pixel excess that the corners of the pixels would add.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Of the square root of the area; wider and the points of stars would go.
_SMOOTHING = 0.045


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Geometry of one particle, in pixels.

    Attributes:
        points: (n, 2) contour as (y, x), closed: the last point repeats the first.
        hull: (m, 2) corners of the convex hull in order.
        max_feret_px: Largest distance between two parallel tangents.
        min_feret_px: Smallest distance between two parallel tangents.
        box_long_px: Long side of the smallest enclosing rectangle.
        box_short_px: Short side of the smallest enclosing rectangle.
        area_px: Area within the contour.
        hull_area_px: Area of the convex hull.
    """

    points: NDArray[np.float64]
    hull: NDArray[np.float64]
    max_feret_px: float
    min_feret_px: float
    box_long_px: float
    box_short_px: float
    area_px: float
    hull_area_px: float

    @property
    def solidity(self) -> float:
        """Area over convex area."""
        return self.area_px / self.hull_area_px

    @property
    def aspect_ratio(self) -> float:
        """Long over short side of the smallest enclosing rectangle."""
        return self.box_long_px / self.box_short_px


def outline_of(mask: NDArray[np.bool_]) -> Outline:
    """Trace a particle.

    Args:
        mask: bool, shape (height, width), at least one pixel set; of several pieces the longest
            outline counts.

    Returns:
        Its outline.
    """
    points = half_level(mask)
    hull = _convex_hull(points)
    min_feret, long_side, short_side = _calipers(hull)
    y, x = hull[:, 0], hull[:, 1]
    distances = np.subtract.outer(y, y) ** 2 + np.subtract.outer(x, x) ** 2
    return Outline(
        points=points,
        hull=hull,
        max_feret_px=float(np.sqrt(distances.max())),
        min_feret_px=min_feret,
        box_long_px=long_side,
        box_short_px=short_side,
        area_px=_area(points),
        hull_area_px=_area(hull),
    )


def half_level(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the half-level contour of a particle.

    Args:
        mask: bool, shape (height, width), at least one pixel set.

    Returns:
        (n, 2) points (y, x), closed; of several pieces the longest outline.
    """
    from contourpy import FillType, LineType, SerialContourGenerator, ZInterp

    padded = with_margin(mask, 1).astype(np.float64)
    x, y = np.meshgrid(*(np.arange(-1.0, side - 1) for side in padded.shape[::-1]))
    # The class behind contour_generator, whose checks would take three times as long as the work.
    lines: Any = SerialContourGenerator(
        x,
        y,
        padded,
        np.zeros((), bool),
        corner_mask=False,
        line_type=LineType.Separate,
        fill_type=FillType.OuterOffset,
        quad_as_tri=False,
        z_interp=ZInterp.Linear,
    ).lines(0.5)
    return np.asarray(max(lines, key=len)[:, ::-1])


def with_margin(mask: NDArray[np.bool_], margin: int) -> NDArray[np.bool_]:
    """Surround a particle with background.

    Args:
        mask: bool, shape (height, width).
        margin: Pixels to add on every side.

    Returns:
        bool, shape (height + 2 margin, width + 2 margin).
    """
    height, width = mask.shape
    padded = np.zeros((height + 2 * margin, width + 2 * margin), bool)
    padded[margin : margin + height, margin : margin + width] = mask
    return padded


def without_ragged_edge(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Smooth a particle's edge, so that noise in the outline does not pass for shape.

    Args:
        mask: bool, shape (height, width).

    Returns:
        bool, with a margin all around; features below about a tenth of the diameter are gone.
    """
    from scipy import ndimage

    sigma = _SMOOTHING * float(np.sqrt(np.count_nonzero(mask)))
    padded = with_margin(mask, int(2 * sigma) + 2)
    smooth = ndimage.gaussian_filter(padded.astype(np.float32), sigma, truncate=2.5) > 0.5
    return np.asarray(smooth if smooth.any() else padded)


def _area(polygon: NDArray[np.float64]) -> float:
    y, x = polygon[:, 0], polygon[:, 1]
    twice = np.dot(x[1:], y[:-1]) - np.dot(y[1:], x[:-1]) + x[0] * y[-1] - y[0] * x[-1]
    return float(0.5 * abs(twice))


def _convex_hull(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners of the convex hull, in order; half pixels are exact in single precision."""
    import cv2

    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float64)


def _edge_normals(hull: NDArray[np.float64]) -> NDArray[np.float64]:
    edges = np.empty_like(hull)
    edges[:-1] = hull[1:] - hull[:-1]
    edges[-1] = hull[0] - hull[-1]
    length = np.hypot(edges[:, 0], edges[:, 1])
    normals = np.empty_like(hull)
    normals[:, 0], normals[:, 1] = -edges[:, 1] / length, edges[:, 0] / length
    return normals


def _calipers(hull: NDArray[np.float64]) -> tuple[float, float, float]:
    """Least Feret diameter, and the long and short side of the smallest enclosing rectangle.

    Both the narrowest strip and the rectangle of least area lie along an edge of the hull.
    """
    normals = _edge_normals(hull)
    tangents = np.empty_like(normals)
    tangents[:, 0], tangents[:, 1] = normals[:, 1], -normals[:, 0]
    reach, run = hull @ normals.T, hull @ tangents.T
    across = reach.max(axis=0) - reach.min(axis=0)
    along = run.max(axis=0) - run.min(axis=0)
    best = int(np.argmin(across * along))
    sides = float(across[best]), float(along[best])
    return float(across.min()), max(sides), min(sides)
