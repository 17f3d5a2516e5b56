"""Outlines along the edges of pixels, as ImageJ's wand traces them.

A polygon whose corners are corners of pixels holds exactly the pixels it was traced around, so
nothing changes when labels become outlines and labels again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Corner = tuple[int, int]


def trace(mask: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Trace the outer edges of a particle's pieces.

    Args:
        mask: (height, width) bool.

    Returns:
        One (n, 2) array of corners (x, y) a piece, the largest piece first; (0, 0) is the upper
        left corner of the upper left pixel. Holes are filled, pixels that touch at a corner are
        pieces of their own.
    """
    follow = _edges(mask)
    loops = []
    while follow:
        loop = _loop(follow)
        if _twice_area(loop) > 0:  # holes run the other way round
            loops.append(loop)
    return sorted(loops, key=_twice_area, reverse=True)


def _edges(mask: NDArray[np.bool_]) -> dict[Corner, list[Corner]]:
    """Directed edges with the particle on their right as one looks at the picture."""
    padded = np.pad(mask, 1).astype(np.int8)
    across = np.diff(padded, axis=0)[:, 1:-1]  # between the rows: 1 is the top of a particle
    down = np.diff(padded, axis=1)[1:-1]
    follow: dict[Corner, list[Corner]] = {}

    def add(start: Corner, end: Corner) -> None:
        follow.setdefault(start, []).append(end)

    for y, x in np.argwhere(across == 1).tolist():
        add((x, y), (x + 1, y))
    for y, x in np.argwhere(across == -1).tolist():
        add((x + 1, y), (x, y))
    for y, x in np.argwhere(down == -1).tolist():
        add((x, y), (x, y + 1))
    for y, x in np.argwhere(down == 1).tolist():
        add((x, y + 1), (x, y))
    return follow


def _loop(follow: dict[Corner, list[Corner]]) -> NDArray[np.int64]:
    """Follow edges to the start again and keep the corners where they turn."""
    start = next(iter(follow))
    here, heading = start, (0, 0)
    corners: list[Corner] = []
    while True:
        ends = follow[here]
        step = max(ends, key=lambda end: _turn(heading, (end[0] - here[0], end[1] - here[1])))
        ends.remove(step)
        if not ends:
            del follow[here]
        turned = (step[0] - here[0], step[1] - here[1])
        if turned != heading:
            corners.append(here)
        here, heading = step, turned
        if here == start:
            return np.array(corners)


def _turn(heading: Corner, onward: Corner) -> int:
    """1 for a turn to the right, towards the particle: pieces that touch at a corner part."""
    return heading[0] * onward[1] - heading[1] * onward[0]


def _twice_area(loop: NDArray[np.int64]) -> int:
    x, y = loop[:, 0], loop[:, 1]
    return int(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
