"""Straight bands of one value: padding and strips along the sides, dead rows and columns."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_EVEN = 0.02
"""Range of an even line over that of the picture."""

_STEP = 0.08
"""Least step from an even band to the specimen, over the range of the picture."""

_SAMPLED = 256
_LEAST_LENGTH = 0.3
_MOST_BAND = 0.45
_LEAST_STEP_SHARE = 0.6
_MOST_DEAD = 0.03
_OUTLYING = 8.0
_LEAST_OUTLYING = 0.15
_MOSTLY = 0.8
_STRIP_FILLED = 0.5
_MOST_STRIP = 0.3
_LEAST_STRIP_PX = 10
_BEYOND_PX = 3


def even_strips(pixels: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find bands of one value along the sides: padding, margins, strips with or without text.

    Args:
        pixels: (H, W) grey values.
        known: (H, W) bool, pixels that are no specimen.

    Returns:
        (H, W) bool. A band ends at a straight step that runs along most of its length, so that an
        empty film is none.
    """
    mask = known.copy()
    spread = _range(pixels)
    for turns in range(4):
        turned, seen = np.rot90(pixels, turns), np.rot90(mask, turns)
        rows, columns = (np.flatnonzero(~seen.all(axis=k)) for k in (1, 0))
        if not (rows.size and columns.size):
            continue
        # What was found before lies along the sides, so the rest is a rectangle.
        first = int(rows[0])
        rest = turned[first : rows[-1] + 1, columns[0] : columns[-1] + 1]
        height = _band_height(rest, spread)
        if height:
            seen[: first + height] = True
    return np.asarray(mask & ~known)


def dead_lines(pixels: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find single rows and columns that show one value, or values that do not belong there.

    Args:
        pixels: (H, W) grey values.
        known: (H, W) bool, pixels that are no specimen.

    Returns:
        (H, W) bool.
    """
    mask = np.zeros(pixels.shape, bool)
    spread = _range(pixels[~known]) if (~known).any() else 0.0
    if not spread > 0:
        return mask
    for turned, seen, marked in ((pixels, known, mask), (pixels.T, known.T, mask.T)):
        rows = np.flatnonzero(~seen.all(axis=1))
        columns = np.flatnonzero(~seen.all(axis=0))
        if min(rows.size, columns.size) < 32:
            continue
        some = columns[:: max(1, columns.size // _SAMPLED)]
        values = turned[rows][:, some]
        hidden = seen[rows][:, some]
        if hidden.any():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # rows of which nothing is left
                values = np.where(hidden, np.nan, values)
                middle = np.nan_to_num(np.nanmedian(values, axis=1))
                extent = np.nan_to_num(np.nanmax(values, axis=1) - np.nanmin(values, axis=1))
        else:
            middle, extent = np.median(values, axis=1), np.ptp(values, axis=1)
        # Wider bands are specimen: the median of seven lines sees none of three.
        away = np.abs(middle - ndimage.median_filter(middle, 7, mode="nearest"))
        usual = 1.4826 * float(np.median(away)) + 1e-9 * spread
        dead = (extent <= _EVEN * spread) & (away > _STEP * spread)
        dead |= away > max(_OUTLYING * usual, _LEAST_OUTLYING * spread)
        full = np.count_nonzero(~hidden, axis=1) > _LEAST_LENGTH * some.size
        dead &= full
        for row in np.flatnonzero(dead).tolist():
            # A dead line stands out all along; a row of particles does not.
            beside = (values[max(0, row - 3)] + values[min(len(values) - 1, row + 3)]) / 2
            out = (values[row] - beside) * np.sign(middle[row] - np.nanmedian(beside))
            dead[row] = np.nanmean(out > _STEP / 2 * spread) >= _MOSTLY
        if 0 < np.count_nonzero(dead) <= max(2, _MOST_DEAD * rows.size):
            marked[rows[dead]] = True
    return mask


def _range(pixels: NDArray[np.float32]) -> float:
    sample = pixels.ravel()[:: max(1, pixels.size // 200_000)]
    low, high = np.percentile(sample, [0.5, 99.5])
    return float(high - low)


def _band_height(rows: NDArray[np.float32], spread: float) -> int:
    """Rows of a band of one value, with or without text, that begins at row 0; 0 for none."""
    height = rows.shape[0]
    if float(np.ptp(rows[0])) > _EVEN * spread:
        return 0
    limit = int(_MOST_BAND * height)
    ground = float(np.median(rows[0]))
    same = np.abs(rows[: limit + _BEYOND_PX + 1] - ground) <= _EVEN * spread
    filled = same.mean(axis=1)
    even = int(np.argmax(filled < 0.99)) if (filled < 0.99).any() else filled.size
    for end in (_text_end(filled, height), even):
        if 1 <= end <= limit and _steps(rows, same, end, ground, spread):
            return end
    return _constant_height(rows[: limit + _BEYOND_PX + 1], ground)


def _constant_height(rows: NDArray[np.float32], ground: float) -> int:
    """Rows of exactly one value before noise begins, as of padding in the film's own grey."""
    other = (rows != ground).mean(axis=1)
    end = int(np.argmax(other > 0))
    beyond = other[end + 1 : end + 1 + _BEYOND_PX]
    return end if end and beyond.size and float(beyond.min()) >= _LEAST_STEP_SHARE else 0


def _text_end(filled: NDArray[np.float64], height: int) -> int:
    """Row after a strip of which text takes up a part."""
    least = filled >= _STRIP_FILLED
    end = int(np.argmax(~least)) if (~least).any() else 0
    if not _LEAST_STRIP_PX <= end <= _MOST_STRIP * height or filled[0] < 0.99:
        return 0
    return end if float(np.median(filled[:end])) >= 0.7 else 0


def _steps(
    rows: NDArray[np.float32], same: NDArray[np.bool_], end: int, ground: float, spread: float
) -> bool:
    """Tell whether the band ends at once: what follows differs along most of its length."""
    beyond = np.abs(rows[end + 1 : end + 1 + _BEYOND_PX] - ground) > _STEP * spread
    return beyond.size > 0 and float(beyond.mean()) >= _LEAST_STEP_SHARE and bool(same[0].all())
