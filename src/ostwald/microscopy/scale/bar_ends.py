"""Where a bar ends, and whether that can be told."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]

_MIN_END_CONTRAST = 0.5
# Grey levels, and times the bar's own roughness, by which a flat bar's end must differ.
_LEAST_STEP, _STEP_TO_ROUGHNESS = 24.0, 8.0
# Columns at a bar's end, and rows above or below, that a particle of its colour fills.
_END_PX = 3
# Share of the bar's colour in the rows next to it, above which it was blurred by resizing.
_BLURRED = 0.2
_MAX_TINT = 0.5
# Columns beyond a bar's end among which its surroundings show; half of them may be tinted.
_REACH_PX = 4
# Share of a bar's rows that must end clearly: particles behind it may be of its colour.
_CLEAR_ROWS = 0.3


def around(display: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """Rows above and below a bar."""
    x0, x1, y0, y1 = box
    return np.concatenate([display[max(0, y0 - 4) : y0, x0:x1], display[y1 : y1 + 4, x0:x1]])


def clear_rows(display: NDArray[np.uint8], box: Box) -> NDArray[np.bool_] | None:
    """Rows in which the colour changes as much beyond both ends as above and below.

    Where a bar lies over particles, what is beyond its end may be of its colour in some rows.
    """
    x0, x1, y0, y1 = box
    rows = display[y0:y1].astype(np.float64)
    level = float(np.median(rows[:, x0:x1]))
    contrast = abs(float(np.median(around(display, box))) - level)
    # A drawn bar is flat: where it is, less than half its contrast tells its end from a particle.
    rough = float(np.abs(rows[:, x0:x1] - level).mean())
    least = min(_MIN_END_CONTRAST * contrast, max(_LEAST_STEP, _STEP_TO_ROUGHNESS * rough))
    ends = (rows[:, max(0, x0 - 5) : x0], rows[:, x1 : x1 + 5])  # a thin outline counts
    clear = np.ones(y1 - y0, bool)
    for end in ends:
        if not end.size:
            return None
        clear &= np.abs(end - level).max(axis=1) >= least
    return clear if clear.mean() >= _CLEAR_ROWS else None


def _ticked(mask: NDArray[np.bool_], box: Box) -> NDArray[np.bool_]:
    """Columns of a bar in which its colour goes on above, and below it: (2, length)."""
    x0, x1, y0, y1 = box
    above, below = mask[max(0, y0 - _END_PX) : y0, x0:x1], mask[y1 : y1 + _END_PX, x0:x1]
    return np.stack([above.all(axis=0), below.all(axis=0)])


def is_one_sided(mask: NDArray[np.bool_], box: Box) -> bool:
    """Tell whether the bar's colour goes on above or below it at one of its ends only."""
    ticked = _ticked(mask, box)
    left, right = ticked[:, :_END_PX], ticked[:, -_END_PX:]
    return bool(left.sum(axis=1).max() >= 2) != bool(right.sum(axis=1).max() >= 2)


def has_one_tick(mask: NDArray[np.bool_], box: Box) -> bool:
    """Tell whether what goes on at a bar's end is narrow and lies on both sides of it."""
    above, below = _ticked(mask, box)
    both = above & below
    widest = max(_END_PX + 1, box[3] - box[2])
    return any(2 <= int(np.argmin(side)) <= widest for side in (both, both[::-1]))


def ends_of(display: NDArray[np.uint8], box: Box, clear: NDArray[np.bool_]) -> tuple[float, float]:
    """Place both ends of a bar, to a fraction of a pixel where it was blurred.

    Args:
        display: (H, W) grey picture.
        box: First and last column, first and last row of the bar; the last ones exclusive.
        clear: Rows of the bar in which its ends show.

    Returns:
        Left and right end, in pixels.
    """
    if _blur(display, box) > _BLURRED:
        return _edges(display[box[2] : box[3]][clear], box[0], box[1])
    return _whole_pixels(display, box)


def _whole_pixels(display: NDArray[np.uint8], box: Box) -> tuple[float, float]:
    """Take in end columns that compression has tinted a little: a sharp bar ends at a pixel."""
    x0, x1, y0, y1 = box
    profile = display[y0:y1].mean(axis=0, dtype=np.float64)
    level = float(np.median(profile[x0:x1]))
    return (
        float(x0 - _tinted(profile[:x0][::-1], level)),
        float(x1 + _tinted(profile[x1:], level)),
    )


def _tinted(outside: NDArray[np.float64], level: float) -> int:
    """How many columns beyond a bar's end are nearer to its colour than to what follows: 0 to 2."""
    near = np.abs(outside[:_REACH_PX] - level)
    if near.size == 0:
        return 0
    beside = near[: _REACH_PX // 2] <= _MAX_TINT * near.max()
    return int(np.logical_and.accumulate(beside).sum())


def _blur(display: NDArray[np.uint8], box: Box) -> float:
    """Share of the bar's colour, 0 to 1, that has run into the rows above and below it."""
    x0, x1, y0, y1 = box
    level = float(np.median(display[y0:y1, x0:x1]))
    shares = []
    for near, far in ((y0 - 1, y0 - 4), (y1, y1 + 3)):
        if 0 <= far < display.shape[0]:
            ground = float(np.median(display[far, x0:x1]))
            value = float(np.median(display[near, x0:x1]))
            if abs(ground - level) > 1:
                shares.append(1.0 - (value - level) / (ground - level))
    return max(shares, default=0.0)


def _edges(rows: NDArray[np.uint8], x0: int, x1: int) -> tuple[float, float]:
    """Place both ends where the mean profile crosses half way from bar to surroundings."""
    profile = rows.mean(axis=0, dtype=np.float64)
    level = float(np.median(profile[x0:x1]))
    return (
        x0 - _beyond(profile[:x0][::-1], level),
        x1 + _beyond(profile[x1:], level),
    )


def _beyond(outside: NDArray[np.float64], level: float) -> float:
    """How far, in pixels, a blurred bar reaches beyond its last full pixel: 0 to 2."""
    if outside.size == 0:
        return 0.0
    near = outside[:4]
    far = float(near[np.argmax(np.abs(near - level))])
    if abs(far - level) < 20:
        return 0.0
    reach = 0.0
    for value in near[:2]:
        share = 1.0 - (float(value) - level) / (far - level)
        reach += min(1.0, max(0.0, share))
        if share < 0.5:
            break
    return reach
