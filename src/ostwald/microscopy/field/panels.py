"""Pictures that are figures of several panels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LEAST_GUTTER_PX = 3
_LEAST_PANEL = 0.12
"""Least side of a panel, over that of the picture."""

_EVEN = 0.05
_STEP = 0.1
_LEAST_STEP_SHARE = 0.6
_MOST_EVEN = 0.6
"""Largest share of a panel of one value: more is a margin or a strip of text."""

Box = tuple[int, int, int, int]


def find_panels(pixels: NDArray[np.float32]) -> list[Box]:
    """Find the panels of a figure: parts of a picture between straight even gutters.

    Args:
        pixels: (H, W) grey values.

    Returns:
        (x, y, width, height) of each panel; empty where the picture is one micrograph.
    """
    sample = pixels.ravel()[:: max(1, pixels.size // 200_000)]
    spread = float(np.ptp(np.percentile(sample, [0.5, 99.5])))
    if not spread > 0 or min(pixels.shape) < 64:
        return []
    found = _cut(pixels, (0, 0, pixels.shape[1], pixels.shape[0]), spread, pixels.shape, 0)
    panels = [box for box in found if _is_panel(pixels, box, spread)]
    return panels if len(panels) > 1 else []


def _cut(
    pixels: NDArray[np.float32], box: Box, spread: float, shape: tuple[int, ...], depth: int
) -> list[Box]:
    """Cut a part along its gutters, and its parts again."""
    x, y, width, height = box
    part = pixels[y : y + height, x : x + width]
    if depth < 6:
        for across in (False, True):
            turned = part.T if across else part
            least = _LEAST_PANEL * shape[1 if across else 0]
            pieces = _between(turned, spread, least)
            if len(pieces) > 1:
                boxes = [
                    (x + first, y, end - first, height)
                    if across
                    else (x, y + first, width, end - first)
                    for first, end in pieces
                ]
                return [b for piece in boxes for b in _cut(pixels, piece, spread, shape, depth + 1)]
    return [box]


def _between(rows: NDArray[np.float32], spread: float, least: float) -> list[tuple[int, int]]:
    """First row and row after the last of the parts between even bands."""
    even = np.ptp(rows, axis=1) <= _EVEN * spread
    edges = np.flatnonzero(np.diff(np.concatenate([[False], even, [False]]).astype(int)))
    cuts = []
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        at_side = first == 0 or end == rows.shape[0]
        if at_side or (end - first >= _LEAST_GUTTER_PX and _ends_at_once(rows, first, end, spread)):
            cuts.append((first, end))
    starts = [0, *(end for _, end in cuts)]
    ends = [*(first for first, _ in cuts), rows.shape[0]]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if b - a >= max(least, 16)]


def _ends_at_once(rows: NDArray[np.float32], first: int, end: int, spread: float) -> bool:
    """Tell whether both sides of a band differ from it along most of their length."""
    level = float(np.median(rows[first:end]))
    for beside in (rows[max(0, first - 3) : first - 1], rows[end + 1 : end + 3]):
        differs = np.abs(beside - level) > _STEP * spread
        if not beside.size or float(differs.mean()) < _LEAST_STEP_SHARE:
            return False
    return True


def _is_panel(pixels: NDArray[np.float32], box: Box, spread: float) -> bool:
    """Tell whether a part holds an image rather than text or nothing."""
    x, y, width, height = box
    if width < _LEAST_PANEL * pixels.shape[1] or height < _LEAST_PANEL * pixels.shape[0]:
        return False
    part = pixels[y : y + height, x : x + width]
    sample = part.ravel()[:: max(1, part.size // 50_000)]
    ground = float(np.median(sample))
    return bool(np.mean(np.abs(sample - ground) <= _EVEN * spread / 4) <= _MOST_EVEN)
