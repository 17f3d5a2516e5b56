"""Pictures that are figures of several panels."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.field.seams import broken_line, goes_on

_WIDE_GUTTER_PX = 3
_LEAST_PANEL, _LEAST_PLOT = 0.12, 0.25
"""Least side of a panel, and of one that is a drawing, over that of the picture."""

_EVEN, _RINGING = 0.05, 0.12
"""Range of an even line over that of the picture; and of all but its ends, when compressed."""

_STEP = 0.1
_LEAST_STEP_SHARE = 0.6
_STRAIGHT = 0.9
_NARROW = 0.03
_SAMPLED = 128
_MOST_EVEN = 0.6
"""Largest share of a panel of one value: more is a margin, a strip of text or a drawing."""

_LEAST_INK = 0.01

Box = tuple[int, int, int, int]


def find_panels(pixels: NDArray[np.float32]) -> list[Box]:
    """Find the panels of a figure: parts of a picture between straight gutters or seams.

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
        for find, across in itertools.product((_gutters, _seams), (False, True)):
            turned = part.T if across else part
            least = _LEAST_PANEL * shape[1 if across else 0]
            pieces = _between(find(turned, spread, least), turned.shape[0], least)
            if len(pieces) > 1:
                boxes = [
                    (x + first, y, end - first, height)
                    if across
                    else (x, y + first, width, end - first)
                    for first, end in pieces
                ]
                return [b for piece in boxes for b in _cut(pixels, piece, spread, shape, depth + 1)]
    return [box]


def _between(cuts: list[tuple[int, int]], height: int, least: float) -> list[tuple[int, int]]:
    """First row and row after the last of the parts between cuts."""
    starts = [0, *(end for _, end in cuts)]
    ends = [*(first for first, _ in cuts), height]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if b - a >= max(least, 16)]


def _gutters(rows: NDArray[np.float32], spread: float, _: float) -> list[tuple[int, int]]:
    """Even bands along the sides and between parts."""
    even = np.ptp(rows, axis=1) <= _EVEN * spread
    bands = _bands(even)
    bands += [band for band in _ringing_bands(rows, spread) if not even[slice(*band)].all()]
    return [
        (first, end)
        for first, end in sorted(bands)
        if first == 0 or end == rows.shape[0] or _is_gutter(rows, first, end, spread)
    ]


def _seams(rows: NDArray[np.float32], spread: float, least: float) -> list[tuple[int, int]]:
    """A seam of two parts without a gutter."""
    row = broken_line(rows, spread, least)
    return [] if row is None else [(row, row)]


def _bands(even: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First row and row after the last of each band of even rows."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], even, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _ringing_bands(rows: NDArray[np.float32], spread: float) -> list[tuple[int, int]]:
    """Narrow white or black bands that compression has made uneven."""
    some = rows[:, :: max(1, rows.shape[1] // _SAMPLED)]
    low, middle, high = np.percentile(some, [3, 50, 97], axis=1)
    darkest, brightest = np.percentile(some, [0.5, 99.5])
    extreme = (middle - darkest < _RINGING * spread) | (brightest - middle < _RINGING * spread)
    bands = _bands(extreme & (high - low <= _RINGING * spread))
    return [(first, end) for first, end in bands if end - first <= _NARROW * rows.shape[0]]


def _is_gutter(rows: NDArray[np.float32], first: int, end: int, spread: float) -> bool:
    """Tell whether an even band parts two pictures, or a picture from a drawing."""
    before, after = _ends_at_once(rows, first, end, spread)
    if min(before, after) >= _LEAST_STEP_SHARE:
        return end - first >= _WIDE_GUTTER_PX or not goes_on(rows, first, end)
    # Beside a drawing the band goes on between its lines.
    drawing = rows[end:] if before > after else rows[:first]
    level = float(np.median(rows[first:end]))
    return (
        end - first >= _WIDE_GUTTER_PX
        and max(before, after) >= _STRAIGHT
        and drawing.size > 0
        and bool(np.mean(np.abs(drawing - level) <= _EVEN * spread) > _MOST_EVEN)
    )


def _ends_at_once(
    rows: NDArray[np.float32], first: int, end: int, spread: float
) -> tuple[float, float]:
    """Shares of the length along which what is before and after a band differs from it."""
    level = float(np.median(rows[first:end]))
    shares = []
    for beside in (rows[max(0, first - 3) : first - 1], rows[end + 1 : end + 3]):
        differs = np.abs(beside - level) > _STEP * spread
        shares.append(float(differs.mean()) if beside.size else 0.0)
    return shares[0], shares[1]


def _is_panel(pixels: NDArray[np.float32], box: Box, spread: float) -> bool:
    """Tell whether a part holds an image or a drawing rather than text or nothing."""
    x, y, width, height = box
    side = min(width / pixels.shape[1], height / pixels.shape[0])
    if side < _LEAST_PANEL:
        return False
    part = pixels[y : y + height, x : x + width]
    sample = part.ravel()[:: max(1, part.size // 50_000)]
    ground = float(np.median(sample))
    ink = 1 - float(np.mean(np.abs(sample - ground) <= _EVEN * spread / 4))
    return ink >= (1 - _MOST_EVEN if side < _LEAST_PLOT else _LEAST_INK)
