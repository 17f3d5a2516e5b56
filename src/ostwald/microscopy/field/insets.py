"""Small pictures in a corner of a large one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_LINE_PX = 3
_FILLED = 0.85
_SIDES = (0.12, 0.65)
"""Least and largest side, over that of the picture."""

_CORNER = 0.2
"""Least share of a corner that a dark inset takes up."""

_DARK, _STEP_GREY = 55, 40
"""Grey levels, of 255: largest of a dark rim, and least of its step to the specimen."""

_NEAR = 0.03
"""Distance from the sides of the picture, over its smaller side, up to which it is in a corner."""


def frames_an_inset(
    line: NDArray[np.bool_], box: tuple[slice, ...], shape: tuple[int, ...]
) -> bool:
    """Tell whether a line is the frame of an inset; one in the middle may mark a place.

    Args:
        line: (h, w) bool, the line.
        box: Where it lies: rows and columns.
        shape: (H, W) of the picture.

    Returns:
        True for a rectangle in a corner, of which sides along the picture's own may be missing.
    """
    near = max(2 * _LINE_PX, round(_NEAR * min(shape)))
    at_side = []
    for side, length in zip(box, shape, strict=True):
        if not _SIDES[0] * length <= side.stop - side.start <= _SIDES[1] * length:
            return False
        at_side.append((side.start <= near, length - side.stop <= near))
    if not all(any(ends) for ends in at_side):
        return False
    edges = (
        (line[:_LINE_PX], line[-_LINE_PX:]),
        (line[:, :_LINE_PX].T, line[:, -_LINE_PX:].T),
    )
    free = [
        part.any(axis=0).mean()
        for ends, parts in zip(at_side, edges, strict=True)
        for end, part in zip(ends, parts, strict=True)
        if not end
    ]
    return bool(free) and min(free) >= _FILLED


def dark_insets(display: NDArray[np.uint8], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find insets without a frame whose rim is dark: diffraction patterns, transforms.

    Args:
        display: Grey picture, (H, W), from the darkest to the brightest pixel.
        known: (H, W) bool, pixels that are no specimen.

    Returns:
        (H, W) bool, the insets. Each ends at once along its free sides.
    """
    mask = np.zeros(display.shape, bool)
    dark = (display <= _DARK) & ~known
    near = max(2 * _LINE_PX, round(_NEAR * min(display.shape)))
    corners = [dark[::down, ::right][:near, :near] for down in (1, -1) for right in (1, -1)]
    if max(corner.mean() for corner in corners) < _CORNER:
        return mask
    names, _ = ndimage.label(dark)
    for number, box in enumerate(ndimage.find_objects(names), start=1):
        if not frames_an_inset(names[box] == number, box, display.shape):
            continue
        rows, columns = box
        beyond = (
            display[max(0, rows.start - 3) : max(0, rows.start - 1), columns],
            display[rows.stop + 1 : rows.stop + 3, columns],
            display[rows, max(0, columns.start - 3) : max(0, columns.start - 1)],
            display[rows, columns.stop + 1 : columns.stop + 3],
        )
        free = [side for side in beyond if side.size]
        if free and all((side > _DARK + _STEP_GREY).mean() >= _FILLED for side in free):
            mask[box] = True
    return mask
