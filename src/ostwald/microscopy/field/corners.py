"""Boxes of one value in a corner, behind a panel letter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.neighbourhood import opened

_SAME_GREY, _EXTREME_GREY = 12, 14
_SEED_PX = 6
_LEAST_PX, _MOST = 12, 0.35
_LEAST_FILLED, _LEAST_EVEN = 0.55, 0.8
_STEP_GREY, _LEAST_STEP = 40, 0.35
_NEAR = 0.06
"""Distance of a box from a corner, over the smaller side of the picture."""

_LEAST_LETTER = 0.02
_OPEN_PX = 5


def corner_boxes(display: NDArray[np.uint8], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find white or black rectangles that lie in or near a corner of the picture.

    Args:
        display: Grey picture, (H, W).
        known: (H, W) bool, pixels that are no specimen.

    Returns:
        (H, W) bool. A box ends at once along both of its free sides.
    """
    mask = np.zeros(display.shape, bool)
    for down in (1, -1):
        for right in (1, -1):
            turned, marked = display[::down, ::right], mask[::down, ::right]
            if known[::down, ::right][0, 0]:
                continue
            height, width = _box(turned)
            marked[:height, :width] = True
    for black in (True, False):
        mask |= _beside_corners(display, known | mask, black)
    return mask


def _beside_corners(
    display: NDArray[np.uint8], known: NDArray[np.bool_], black: bool
) -> NDArray[np.bool_]:
    """Boxes with a letter of the other colour, a little away from both sides of a corner."""
    mask = np.zeros(display.shape, bool)
    extreme = (display <= _EXTREME_GREY) if black else (display >= 255 - _EXTREME_GREY)
    letters = (display >= 255 - _EXTREME_GREY) if black else (display <= _EXTREME_GREY)
    if not letters.any() or np.count_nonzero(extreme) < _LEAST_FILLED * _LEAST_PX**2:
        return mask
    near = round(_NEAR * min(display.shape))
    # Particles and lines that touch a box are narrower than it.
    names, _ = ndimage.label(opened(extreme & ~known, _OPEN_PX, _OPEN_PX))
    for box in ndimage.find_objects(names):
        sides = list(zip(box, display.shape, strict=True))
        if not all(
            _LEAST_PX <= side.stop - side.start <= _MOST * length
            and (side.start <= near or length - side.stop <= near)
            for side, length in sides
        ):
            continue
        filled, letter = extreme[box], float(letters[box].mean())
        edges = (filled[0], filled[-1], filled[:, 0], filled[:, -1])
        if (
            min(float(edge.mean()) for edge in edges) >= _LEAST_EVEN
            and filled.mean() >= _LEAST_FILLED
            and letter >= _LEAST_LETTER
        ):
            mask[tuple(slice(max(0, side.start - 1), side.stop + 1) for side in box)] = True
    return mask


def _box(display: NDArray[np.uint8]) -> tuple[int, int]:
    """Height and width of a box in the upper left corner; zeros for none."""
    level = int(np.median(display[:_SEED_PX, :_SEED_PX]))
    if _EXTREME_GREY < level < 255 - _EXTREME_GREY:
        return 0, 0
    rows, columns = (int(_MOST * n) for n in display.shape)
    part = display[: rows + 4, : columns + 4].astype(np.int16)
    same = np.abs(part - level) <= _SAME_GREY
    # The first rows and columns are margin; text begins further in.
    width = _run(same[:_SEED_PX].mean(axis=0))
    height = _run(same[:, :_SEED_PX].mean(axis=1))
    if not (_LEAST_PX <= height <= rows and _LEAST_PX <= width <= columns):
        return 0, 0
    if same[:height, :width].mean() < _LEAST_FILLED:
        return 0, 0
    beyond = (part[height + 1 : height + 3, :width], part[:height, width + 1 : width + 3])
    if any(float((np.abs(side - level) > _STEP_GREY).mean()) < _LEAST_STEP for side in beyond):
        return 0, 0
    return height, width


def _run(filled: NDArray[np.float64]) -> int:
    """Length of the even beginning."""
    short = filled < _LEAST_EVEN
    return int(np.argmax(short)) if short.any() else filled.size
