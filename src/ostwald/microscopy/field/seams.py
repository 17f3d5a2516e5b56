"""Straight lines across which a picture does not go on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.neighbourhood import blurred, evened, opened

_SMOOTH_PX = 1.2
_BREAK = 0.3
"""Least jump over two lines, beyond that of the whole line, over the spread of the picture."""

_REACH_PX = 8
_LASTING = 0.25
_AT_ONCE = 0.8
"""Share of a lasting change that is reached at once: no lens draws so sharply."""

_RUN_PX = 4
_LEAST_RUNS, _TIMES_USUAL = 3, 2
_LEAST_SPAN = 0.3
_MOST_COLUMNS, _SAMPLED = 1024, 128
_BESIDE, _PARTS = 12, 2
_ALIKE, _UNLIKE = 0.5, 0.5


def broken_line(rows: NDArray[np.float32], spread: float, least_px: float) -> int | None:
    """Find a seam: a row at which many objects end at once, far apart from one another.

    A step of the ground, one bar or one line of text is no seam: the first is a jump of the whole
    row, the others lie in one place. The edges of objects in a row with one another are
    too soft.

    Args:
        rows: (H, W) grey values.
        spread: Range of the picture's grey values.
        least_px: Least height on both sides of a seam, in pixels.

    Returns:
        Number of the row that begins something else; None if the picture is of one piece.
    """
    margin = max(16, int(least_px))
    if rows.shape[0] < 2 * margin + 4:
        return None
    some = rows[:, :: max(1, rows.shape[1] // _MOST_COLUMNS)]
    smooth = blurred(some, (0.0, _SMOOTH_PX), reach=4.0)
    jump = smooth[2:] - smooth[:-2]
    few = slice(None, None, max(1, jump.shape[1] // _SAMPLED))
    jump -= np.median(jump[:, few], axis=1, keepdims=True)
    far = np.abs(jump) > _BREAK * spread
    # A line of its own, dead or drawn, is no seam: both jumps must be of one sign.
    far = far[1:] & far[:-1] & (np.sign(jump[1:]) == np.sign(jump[:-1]))
    # Strokes of letters and bars end again soon; what a seam cuts goes on.
    even = evened(smooth, _REACH_PX, 1)
    even -= np.median(even[:, few], axis=1, keepdims=True)
    lasting = np.zeros_like(smooth)
    lasting[_REACH_PX:-_REACH_PX] = even[2 * _REACH_PX :] - even[: -2 * _REACH_PX]
    least = np.minimum(np.abs(jump[1:]), np.abs(jump[:-1]))
    far &= lasting[1:-2] * np.sign(jump[1:]) > _LASTING * spread
    far &= least > _AT_ONCE * np.abs(lasting[1:-2])
    far = opened(far, 1, _RUN_PX)
    begins = np.diff(np.pad(far, ((0, 0), (1, 0))).astype(np.int8), axis=1) > 0
    runs = begins.sum(axis=1)
    width = far.shape[1]
    first, last = far.argmax(axis=1), width - far[:, ::-1].argmax(axis=1)
    usual = float(np.percentile(runs, 98))
    least_runs = max(_LEAST_RUNS, _TIMES_USUAL * usual)
    seam = (runs >= least_runs) & (last - first >= _LEAST_SPAN * width)
    rows_of_seams = np.flatnonzero(seam[margin:-margin]) + margin + 2
    broken = [row for row in rows_of_seams.tolist() if _is_broken(some, row)]
    return max(broken, key=lambda row: int(runs[row - 2]), default=None)


def _is_broken(rows: NDArray[np.float32], row: int) -> bool:
    """Tell whether what begins at a row is unlike what is before it, a line more or less."""
    if any(goes_on(rows, row - k, row + k) for k in range(3)):
        return False
    # An inset breaks a part of a row; the rest goes on.
    for part in np.array_split(rows, _PARTS, axis=1):
        across, usual = _across(part, row, row)
        if usual >= _ALIKE and across > _UNLIKE * usual:
            return False
    return True


def goes_on(rows: NDArray[np.float32], first: int, end: int) -> bool:
    """Tell whether a picture goes on across a narrow band, as across a dead line.

    Args:
        rows: (H, W) grey values.
        first: First row of the band.
        end: Row after its last.

    Returns:
        False where what lies on both sides is unlike, though rows as far apart are alike on either
        side. True where nothing can be told.
    """
    across, usual = _across(rows, first, end)
    return usual < _ALIKE or across > _UNLIKE * usual


def _across(rows: NDArray[np.float32], first: int, end: int) -> tuple[float, float]:
    """Likeness of what lies on both sides of a band, and that of rows as far apart beside it."""
    distance = end - first + 1
    if first < _BESIDE + distance or rows.shape[0] - end < _BESIDE + distance:
        return 0.0, 0.0
    usual = [
        float(np.median([_likeness(rows[k], rows[k + distance]) for k in range(n, n + _BESIDE)]))
        for n in (first - 1 - distance - _BESIDE, end)
    ]
    return _likeness(rows[first - 1], rows[end]), min(usual)


def _likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Correlation of two rows."""
    one, other = (ndimage.gaussian_filter1d(row, _SMOOTH_PX) for row in (one, other))
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / size if size > 0 else 0.0
