"""Find the information strip that microscopes print under (or over) an image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SAME_GREY = 6
_MIN_FILLED = 0.45
_MAX_FILLED_BEYOND = 0.35
_MIN_HEIGHT_PX = 10
_MAX_HEIGHT_SHARE = 0.3
_MAX_RULE_PX = 4  # frames and separators across the strip


def find_strips(display: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Find rows of one even colour, but for text, along the lower or upper edge.

    Args:
        display: Grey picture, shape (height, width).

    Returns:
        (first row, row after the last) of each strip: none, one or two.
    """
    height = display.shape[0]
    lower = _strip_height(display[::-1])
    upper = _strip_height(display)
    strips = []
    if lower:
        strips.append((height - lower, height))
    if upper and upper + lower < height:
        strips.append((0, upper))
    return strips


def _strip_height(rows: NDArray[np.uint8]) -> int:
    """Height of a strip that begins at row 0, or 0."""
    height = rows.shape[0]
    limit = int(_MAX_HEIGHT_SHARE * height)
    if limit < _MIN_HEIGHT_PX:
        return 0
    head = rows[: limit + _MAX_RULE_PX + 2]
    ground = _commonest(head[_MAX_RULE_PX : _MAX_RULE_PX + _MIN_HEIGHT_PX])
    filled = np.mean(np.abs(head.astype(np.int16) - ground) <= _SAME_GREY, axis=1)
    end, gap = 0, 0
    for row, share in enumerate(filled):
        gap = 0 if share >= _MIN_FILLED else gap + 1
        if gap == 0:
            end = row + 1
        elif gap > _MAX_RULE_PX:
            break
    # A strip is mostly ground, ends at once and is followed by something else.
    beyond = filled[end + 1 : end + 1 + _MAX_RULE_PX]
    if not _MIN_HEIGHT_PX <= end <= limit or beyond.size == 0:
        return 0
    if float(np.median(filled[:end])) < 0.6 or float(beyond.max()) > _MAX_FILLED_BEYOND:
        return 0
    return end


def _commonest(rows: NDArray[np.uint8]) -> int:
    return int(np.bincount(rows.ravel(), minlength=256).argmax())
