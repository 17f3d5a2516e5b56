"""Which candidates for a bar are something else: rows of a box, a field of a ruler, an arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ostwald.microscopy.scale.bar import Bar

FRAME_TOLERANCE = 64
# Letters of a label break a white box into rows that look like bars, but border 0.6 of them.
MIN_BORDERED = 0.7
# Least length of a framed bar over that of the rows of its frame; less is a particle beside a bar.
_FRAMED_SHARE = 0.5
# Grey levels within which pixels count as one colour, for compression and resizing blur it.
_ONE_COLOUR = 24
# Rows beside a bar in which its ground shows, blurred or not.
_NEAR_ROWS = 3
# Columns within which a side of a frame is looked for, and how much of it must be there.
_FRAME_PX, _MIN_DRAWN = 2, 0.9
# How far an arrow's head reaches along its shaft and to either side of it.
_HEAD_LENGTH_PX, _HEAD_REACH_PX, _HEAD_LEAST_PX = 24, 16, 3


def without_lookalikes(display: NDArray[np.uint8], found: list[Bar]) -> list[Bar]:
    """Drop what is part of something else than a bar.

    Args:
        display: Grey picture, shape (height, width).
        found: Candidates.

    Returns:
        Those that may be bars, in the same order.
    """
    whole = [bar for bar in found if not _is_segment(bar, found)]
    grounds = {
        outer
        for inner, outer in _nested(whole)
        if _lies_on(display, whole[inner], whole[outer])
        or _is_frame(display, whole[outer], whole[inner])
    }
    whole = [bar for number, bar in enumerate(whole) if number not in grounds]
    framed = [bar for bar in whole if _is_framed(display, bar)]
    whole = [
        bar
        for bar in whole
        if bar in framed
        or not any(bar.touches(f) and f.length_px >= _FRAMED_SHARE * bar.length_px for f in framed)
    ]
    return [bar for bar in whole if not _is_arrow(display, bar)]


def _is_segment(bar: Bar, found: list[Bar]) -> bool:
    """Tell whether the bar is one field of a chequered ruler.

    Then a like field of the other colour touches its end, or one follows after its own length.
    """
    like = [
        other
        for other in found
        if other is not bar
        and abs(other.length_px - bar.length_px) <= max(3.0, 0.12 * bar.length_px)
        and abs(other.y0 - bar.y0) <= 2
        and abs(other.y1 - bar.y1) <= 2
    ]
    gaps = [max(other.x0 - bar.x1, bar.x0 - other.x1) for other in like]
    touching = any(
        abs(gap) <= 3 and other.bright != bar.bright for gap, other in zip(gaps, like, strict=True)
    )
    return touching or sum(abs(gap - bar.length_px) <= 6 for gap in gaps) > 0


def _nested(bars: list[Bar]) -> list[tuple[int, int]]:
    """Numbers of each two candidates of which the columns of one lie within the other's."""
    x0, x1 = np.array([bar.x0 for bar in bars]), np.array([bar.x1 for bar in bars])
    within = (x0[None, :] <= x0[:, None] + 1) & (x1[:, None] - 1 <= x1[None, :])
    np.fill_diagonal(within, val=False)
    return [(int(inner), int(outer)) for inner, outer in np.argwhere(within)]


def _lies_on(display: NDArray[np.uint8], bar: Bar, ground: Bar) -> bool:
    """Tell whether one candidate is drawn on the box or outline that the other is a row of."""
    shorter = _FRAMED_SHARE * ground.length_px <= bar.length_px < ground.length_px
    return (
        shorter
        and bar.touches(ground)
        and _is_between(display, bar, ground.level, MIN_BORDERED)
        # The room between the ticks of a bar lies beside nearly the whole of it.
        and not _is_between(display, ground, bar.level, _MIN_DRAWN)
    )


def _is_between(display: NDArray[np.uint8], bar: Bar, level: int, share: float) -> bool:
    """Tell whether a colour lies above as well as below a candidate, along a share of it."""
    return all(bool(np.any(_share_of(r, level) >= share)) for r in _rows_beside(display, bar))


def _is_frame(display: NDArray[np.uint8], line: Bar, bar: Bar) -> bool:
    """Tell whether one candidate is a side of a frame drawn around the other and its label."""
    within = line.x0 + 1 < bar.x0 and bar.x1 < line.x1 - 1
    # What touches the line is the room between the ticks of a bar.
    if not within or line.touches(bar) or line.thickness_px > bar.thickness_px:
        return False
    rows = slice(int(min(line.y0, bar.y0)), int(max(line.y1, bar.y1)))
    for end in (line.x0, line.x1 - 1):
        columns = display[rows, max(0, round(end) - _FRAME_PX) : round(end) + _FRAME_PX + 1]
        away = np.abs(columns.astype(np.int16) - line.level)
        if (away <= abs(line.level - line.ground) / 2).mean(axis=0).max() < _MIN_DRAWN:
            return False
    return True


def _rows_beside(display: NDArray[np.uint8], bar: Bar) -> tuple[NDArray[np.uint8], ...]:
    """The rows next to a bar, above and below."""
    columns = slice(round(bar.x0), round(bar.x1))
    y0, y1 = int(bar.y0), int(bar.y1)
    return (
        display[max(0, y0 - _NEAR_ROWS) : y0, columns],
        display[y1 : y1 + _NEAR_ROWS, columns],
    )


def _share_of(rows: NDArray[np.uint8], level: int) -> NDArray[np.float64]:
    """Share of each row that has a colour."""
    near = np.abs(rows.astype(np.int16) - level) <= _ONE_COLOUR
    return np.asarray(near.mean(axis=1), dtype=np.float64)


def _is_framed(display: NDArray[np.uint8], bar: Bar) -> bool:
    """Tell whether the other extreme colour lies on both sides: a box or an outline.

    The rows of that box or outline next to the bar look like bars themselves, but have the bar
    on one side only.
    """
    beside = display[[int(bar.y0) - 1, int(bar.y1)], round(bar.x0) : round(bar.x1)]
    colours = []
    if bar.level < 0 or abs(bar.level - 255) >= FRAME_TOLERANCE:
        colours.append(beside >= 255 - FRAME_TOLERANCE)
    if bar.level < 0 or bar.level >= FRAME_TOLERANCE:
        colours.append(beside <= FRAME_TOLERANCE)
    return any(float(colour.mean(axis=1).min()) >= MIN_BORDERED for colour in colours)


def _is_arrow(display: NDArray[np.uint8], bar: Bar) -> bool:
    """Tell whether both ends are points of arrow heads: it measures a particle.

    Ticks at the ends of a bar reach farthest at its very end, heads of an arrow behind it.
    """
    reach = min(_HEAD_LENGTH_PX, int(bar.length_px / 3))
    x0, x1, y0, y1 = round(bar.x0), round(bar.x1), int(bar.y0), int(bar.y1)
    above = display[max(0, y0 - _HEAD_REACH_PX) : y0, x0:x1][::-1]
    below = display[y1 : y1 + _HEAD_REACH_PX, x0:x1]
    for side in (above, below):
        near = np.abs(side.astype(np.int16) - bar.level) <= _ONE_COLOUR
        height = np.logical_and.accumulate(near, axis=0).sum(axis=0)
        for end in (height[:reach], height[::-1][:reach]):
            if end.size < _HEAD_LEAST_PX or end.max() < end[:2].max() + _HEAD_LEAST_PX:
                return False
        if np.median(height) >= _HEAD_LEAST_PX:
            return False
    return True
