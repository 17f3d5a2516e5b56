"""Straight lines across which a picture does not go on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.neighbourhood import blurred, evened, opened

_SMOOTH_PX = 1.2
_MOST_COLUMNS, _FEW_COLUMNS = 1024, 128
_TIMES_USUAL = 2
"""A seam shows in so many more places of a row than the most broken rows of the picture do."""

_PARTS, _LEAST_CHANGED = 8, 5
"""Parts of a row whose levels are looked at, and how many of them change at a seam."""

_CHANGE, _TIMES_NOISE = 0.025, 5.0
"""Least change of a part's level, over the spread of the picture and over changes elsewhere."""

_NEAR_PX, _FAR_PX = 2, 6
_STEEP, _STAYING = 0.75, 0.6
"""What of a change is reached at once (no lens draws so sharply), and what of it stays."""

_BACK = 0.9
"""What of a change the other edge of the same objects takes back at least."""

_BREAK = 0.3
"""Least jump of an object that is cut, beyond that of the whole line, over the spread."""

_REACH_PX = 8
_LASTING, _AT_ONCE = 0.25, 0.8
_RUN_PX, _LEAST_RUNS, _LEAST_SPAN = 4, 3, 0.3

_BESIDE, _HALVES = 12, 2
_ALIKE, _UNLIKE, _STILL_ALIKE = 0.5, 0.5, 0.8


def broken_line(rows: NDArray[np.float32], spread: float, least_px: float) -> int | None:
    """Find a seam: a row at which something else begins, all along the picture.

    Two signs are looked for: the level changes at once in most parts of the row, as between
    pictures of unlike ground, or many objects far apart are cut at once, as between pictures of
    one sample. Edges of objects are too soft, lie in one place or come in pairs; bars and letters
    end again soon; across a step of brightness within one micrograph its objects go on. Where
    nothing lies at such a step it is taken for a seam, since it cannot be known.

    Args:
        rows: (H, W) grey values.
        spread: Range of the picture's grey values.
        least_px: Least height on both sides of a seam, in pixels.

    Returns:
        Number of the row that begins something else; None if the picture is of one piece.
    """
    height, width = rows.shape
    margin = max(16, int(least_px))
    if height < 2 * margin + 4:
        return None
    some = rows[:, :: max(1, width // _MOST_COLUMNS)]
    few = rows[:, :: max(1, width // _FEW_COLUMNS)]
    for seams, is_broken in (
        (_level_changes(few, spread, 2 * margin), _nothing_goes_on),
        (_cut_objects(some, spread), _both_halves_break),
    ):
        seams[:margin] = seams[height - margin + 1 :] = 0
        strongest_first = np.argsort(-seams, kind="stable")[: np.count_nonzero(seams)]
        row: int
        for row in strongest_first.tolist():
            if is_broken(some, row):
                return row
    return None


def _level_changes(rows: NDArray[np.float32], spread: float, object_px: int) -> NDArray[np.float64]:
    """(H + 1,) sum of the changes of level at each row, 0 where it is no seam's."""
    near, far = (_changes(rows, reach) for reach in (_NEAR_PX, _FAR_PX))
    change = np.abs(near)
    noise = 1.4826 * np.median(change, axis=0)
    changed = change > np.maximum(_TIMES_NOISE * noise, _CHANGE * spread)
    changed &= (change > _STEEP * np.abs(far)) & (far * np.sign(near) > _STAYING * change)
    count = np.count_nonzero(changed, axis=1)
    is_seam = count >= max(_LEAST_CHANGED, _TIMES_USUAL * float(np.percentile(count, 98)))
    for row in np.flatnonzero(is_seam).tolist():
        is_seam[row] = not _changes_back(near, row, object_px)
    return np.where(is_seam, (change * changed).sum(axis=1), 0.0)


def _changes_back(changes: NDArray[np.float64], row: int, object_px: int) -> bool:
    """Tell whether a change is taken back as near as by the other edge of objects in line."""
    change = changes[row]
    likeness = changes[max(0, row - object_px) : row + object_px + 1] @ change / (change @ change)
    return bool(((likeness < -_BACK) & (likeness > -1 / _BACK)).any())


def _changes(rows: NDArray[np.float32], reach: int) -> NDArray[np.float64]:
    """(H + 1, parts) median over a part of what its columns change from some rows to the next."""
    sums = np.cumsum(np.pad(rows, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
    means = (sums[reach:] - sums[:-reach]) / reach
    change = (means[reach:] - means[:-reach]).astype(np.float32)
    parts = [np.median(part, axis=1) for part in np.array_split(change, _PARTS, axis=1)]
    return np.pad(np.stack(parts, axis=1).astype(np.float64), ((reach, reach), (0, 0)))


def _cut_objects(rows: NDArray[np.float32], spread: float) -> NDArray[np.float64]:
    """(H + 1,) number of objects that end at each row at once, 0 where it is no seam's."""
    smooth = blurred(rows, (0.0, _SMOOTH_PX), reach=4.0)
    jump = smooth[2:] - smooth[:-2]
    few = slice(None, None, max(1, jump.shape[1] // _FEW_COLUMNS))
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
    count = np.count_nonzero(begins, axis=1)
    width = far.shape[1]
    span = width - far[:, ::-1].argmax(axis=1) - far.argmax(axis=1)
    is_seam = count >= max(_LEAST_RUNS, _TIMES_USUAL * float(np.percentile(count, 98)))
    is_seam &= span >= _LEAST_SPAN * width
    return np.pad(np.where(is_seam, count, 0).astype(np.float64), 2)


def _nothing_goes_on(rows: NDArray[np.float32], row: int) -> bool:
    """Tell whether neither half of what lies before a row is seen to go on after it."""
    for half in np.array_split(rows, _HALVES, axis=1):
        for lines in (0, 1):
            across, usual = _across(half, row - lines, row + lines)
            if usual >= _ALIKE and across > _STILL_ALIKE * usual:
                return False
    return True


def _both_halves_break(rows: NDArray[np.float32], row: int) -> bool:
    """Tell whether what begins at a row is seen to be unlike what is before it."""
    if any(goes_on(rows, row - lines, row + lines) for lines in range(3)):
        return False
    # An inset breaks a part of a row; the rest goes on.
    for half in np.array_split(rows, _HALVES, axis=1):
        across, usual = _across(half, row, row)
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
