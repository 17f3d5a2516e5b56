"""The outside of a field of view: round aperture, condenser edge, frames that were turned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage, spatial

from ostwald.microscopy.segmentation.normalise import resize

_COPY_PX = 512
_LEVEL = 0.25
"""Where the outside ends, between its level and that of the specimen."""

_LEAST_OUTSIDE, _LEAST_INSIDE = 0.002, 0.15
_LEAST_CONVEX, _LEAST_BITTEN = 0.975, 0.9
"""Least share of its hull that a field of view fills; and of a round one, into which particles at
its edge that are as dark as the outside may bite."""

_EVEN = 0.01
"""Spread of an outside of one value, over the step to the specimen."""

_QUIET = 0.12
_DARK = 0.1
"""Level of an outside without electrons, over that of the specimen."""

_LESS_NOISE = 0.6
_MOST_ROUGH = 0.012
"""Distance of a round edge from its circle or ellipse, over the radius."""

_LEAST_CORNERS, _LEAST_OF_ELLIPSE = 5, 16
_LONGEST = 2.0
"""Long over short axis of an ellipse."""

_RIM = (0.03, 0.09)
_FLAT_RIM = 0.35
_SOFT = 0.15
_MARGIN_PX = 2.0
_WIDEST_EDGE = 0.08


def find_surround(pixels: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find what lies outside a field of view that does not fill the picture.

    The outside is even, reaches the edge of the picture, and leaves a convex field of view with a
    flat rim: a round aperture, a condenser's arc in a corner, a turned frame. A large particle is
    no field of view: its rim is not flat, or the film around it has noise.

    Args:
        pixels: (H, W) grey values.
        known: (H, W) bool, pixels that are no specimen.

    Returns:
        (H, W) bool, with a margin over the soft edge.
    """
    nothing = np.zeros(pixels.shape, bool)
    factor = min(1.0, _COPY_PX / max(pixels.shape))
    copy = resize(pixels, factor)
    seen = resize((~known).astype(np.float32), factor) > 0.99
    rows, columns = seen.any(axis=1), seen.any(axis=0)
    if min(rows.sum(), columns.sum()) < 16:
        return nothing
    box = np.ix_(rows, columns)
    inner = copy[box]
    for level in _levels(inner):
        found = _outside(inner, level)
        if found is not None:
            outside = np.zeros(copy.shape, np.uint8)
            outside[box] = found
            size = (pixels.shape[1], pixels.shape[0])
            full = Image.fromarray(outside).resize(size, Image.Resampling.NEAREST)
            return np.asarray((np.asarray(full) > 0) & ~known)
    return nothing


def _levels(copy: NDArray[np.float32]) -> list[float]:
    """Levels of corners and sides, where an outside would be."""
    height, width = copy.shape
    size = max(2, min(height, width) // 64)
    spots = [
        copy[y : y + size, x : x + size]
        for y in (0, (height - size) // 2, height - size)
        for x in (0, (width - size) // 2, width - size)
        if not (0 < y < height - size and 0 < x < width - size)
    ]
    levels: list[float] = []
    close = 0.02 * float(np.ptp(copy))
    for value in sorted((float(np.median(spot)) for spot in spots), key=lambda v: (v, 0)):
        if all(abs(value - other) > close for other in levels):
            levels.append(value)
    return levels[:2] + levels[-1:] if len(levels) > 3 else levels


def _outside(copy: NDArray[np.float32], level: float) -> NDArray[np.bool_] | None:
    """What lies outside the field of view that one level leaves; None if that is none."""
    centre = float(np.median(copy))
    for _ in range(2):  # the median is the outside's where that takes up more than half
        step = centre - level
        if abs(step) <= 0.1 * float(np.ptp(copy)):
            rest = copy[np.abs(copy - level) > 0.1 * np.ptp(copy)]
            if not rest.size:
                return None
            centre = float(np.median(rest))
            continue
        rest = copy[np.abs(copy - level) > _LEVEL * abs(step)]
        if not rest.size:
            return None
        centre = float(np.median(rest))
    step = centre - level
    if abs(step) < 0.1 * float(np.ptp(copy)) or not np.isfinite(step):
        return None
    dark = (copy - level) / step < _LEVEL
    names, count = ndimage.label(dark)
    border = np.unique(np.concatenate([names[0], names[-1], names[:, 0], names[:, -1]]))
    sizes = np.bincount(names.ravel(), minlength=count + 1)
    large = [k for k in border if k and sizes[k] >= _LEAST_OUTSIDE * copy.size / 4]
    outside = np.isin(names, large)
    if not _LEAST_OUTSIDE <= outside.mean() <= 1 - _LEAST_INSIDE:
        return None
    parts, number = ndimage.label(~outside)
    biggest = 1 + int(np.argmax(np.bincount(parts.ravel(), minlength=number + 1)[1:]))
    view = parts == biggest
    if view.mean() < _LEAST_INSIDE or (~outside & ~view).mean() > 0.02:
        return None
    points = np.argwhere(view ^ ndimage.binary_erosion(view)).astype(float)
    corners = points[spatial.ConvexHull(points).vertices]
    inside = _polygon(corners, copy.shape)
    is_round = _is_round(corners, copy.shape)
    if view.sum() < (_LEAST_BITTEN if is_round else _LEAST_CONVEX) * inside.sum():
        return None
    depth = ndimage.distance_transform_edt(np.pad(inside, 1, mode="edge"))[1:-1, 1:-1]
    if not _is_view(copy, inside, depth, level, centre):
        return None
    if not _is_even(copy, inside, level, step) and not (
        _is_empty(copy, inside, level, centre) and is_round
    ):
        return None
    return np.asarray(depth <= _soft_edge(copy, depth, level, centre))


def _is_view(
    copy: NDArray[np.float32],
    inside: NDArray[np.bool_],
    depth: NDArray[np.float64],
    level: float,
    centre: float,
) -> bool:
    """Tell whether the rim is as bright as the middle."""
    size = np.sqrt(inside.sum())
    rim = copy[inside & (depth > _RIM[0] * size) & (depth < _RIM[1] * size)]
    return rim.size > 0 and abs(float(np.median(rim)) - centre) < _FLAT_RIM * abs(centre - level)


def _is_even(
    copy: NDArray[np.float32], inside: NDArray[np.bool_], level: float, step: float
) -> bool:
    """Tell whether the outside has one value, which film has not."""
    outside = copy[ndimage.binary_erosion(~inside, iterations=3, border_value=1)]
    if not outside.size:
        return False
    low, high = np.percentile(outside, [1, 99])
    return bool(high - low <= _EVEN * abs(step))


def _is_empty(
    copy: NDArray[np.float32], inside: NDArray[np.bool_], level: float, centre: float
) -> bool:
    """Tell whether the outside is free of structure, and darker or quieter than any film."""
    outside = ndimage.binary_erosion(~inside, iterations=3, border_value=1)
    if np.count_nonzero(outside) < 50:
        return False
    fine = copy - ndimage.gaussian_filter(copy, 1.5)
    within = ndimage.binary_erosion(inside, iterations=3)
    noise = float(np.median(np.abs(fine[outside])))
    film = float(np.median(np.abs(fine[within]))) if within.any() else 0.0
    spread = float(copy[outside].std())
    ground = level - float(copy.min()) if level < centre else float(copy.max()) - level
    dark = level < centre and abs(level) <= _DARK * abs(centre) and ground >= 0
    return spread <= _QUIET * abs(centre - level) and (dark or noise <= _LESS_NOISE * film)


def _is_round(corners: NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    """Tell whether the edge lies on a circle or an ellipse where it is not that of the picture."""
    limit = np.array(shape) - 1
    free = corners[((corners > 1) & (corners < limit - 1)).all(axis=1)]
    if len(free) < _LEAST_CORNERS:
        return False
    y, x = ((free - limit / 2) / limit.max()).T
    # x^2 + y^2 of a circle, with two more terms of an ellipse, is linear in the rest.
    terms = [x, y, np.ones_like(x)]
    for more in ([], [x**2 - y**2, 2 * x * y]):
        if more and len(free) < _LEAST_OF_ELLIPSE:
            return False
        design = np.stack(terms + more, axis=1)
        found = np.linalg.lstsq(design, x**2 + y**2, rcond=None)[0]
        p, q = found[3:] if more else (0.0, 0.0)
        if np.hypot(p, q) >= 1 or np.sqrt((1 + np.hypot(p, q)) / (1 - np.hypot(p, q))) > _LONGEST:
            return False
        slope_x = 2 * x * (1 - p) - 2 * q * y - found[0]
        slope_y = 2 * y * (1 + p) - 2 * q * x - found[1]
        slope = np.hypot(slope_x, slope_y)
        away = np.abs(x**2 + y**2 - design @ found) / np.maximum(slope, 1e-9)
        radius = float(np.median(slope)) / 2
        if np.percentile(away, 90) <= max(1.5 / limit.max(), _MOST_ROUGH * radius):
            return True
    return False


def _soft_edge(
    copy: NDArray[np.float32], depth: NDArray[np.float64], level: float, centre: float
) -> float:
    """Width of the edge: where the level of the specimen is reached, plus a margin."""
    widest = max(3, int(_WIDEST_EDGE * min(copy.shape)))
    for width in range(1, widest):
        ring = copy[(depth > width - 1) & (depth <= width)]
        if ring.size and abs(float(np.median(ring)) - centre) < _SOFT * abs(centre - level):
            return width - 1 + _MARGIN_PX
    return widest + _MARGIN_PX


def _polygon(corners: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    picture = Image.new("1", (shape[1], shape[0]))
    ImageDraw.Draw(picture).polygon([(x, y) for y, x in corners.tolist()], fill=1, outline=1)
    return np.asarray(picture, dtype=bool)
