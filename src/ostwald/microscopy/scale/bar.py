"""Find straight, level, evenly coloured bars: what could be a scale bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.scale.selection import without_lookalikes

# Bars are drawn in the picture's blackest black or whitest white; JPEG and resizing blur that.
_TOLERANCES = (3, 16, 40)
_MIN_LENGTH_PX = 14
_MIN_LENGTH_SHARE = 0.015
_MAX_LENGTH_SHARE = 0.92
_MIN_SLENDERNESS = 3.0
_MAX_THICKNESS_SHARE = 0.12
_END_WOBBLE_PX = 2
# Letters of a label break a white box into rows that look like bars, but border 0.6 of them.
_MIN_BORDERED = 0.7
_MIN_END_CONTRAST = 0.5
# Grey levels by which a bar differs from what is above and below it.
_LEAST_CONTRAST = 10
# Grey levels, and times the bar's own roughness, by which a flat bar's end must differ.
_LEAST_STEP, _STEP_TO_ROUGHNESS = 24.0, 8.0
# Columns at a bar's end, and rows above or below, that a particle of its colour fills.
_END_PX = 3
_EDGE_PX = 2
_FRAME_TOLERANCE = 64
# Share of the bar's colour in the rows next to it, above which it was blurred by resizing.
_BLURRED = 0.2
_MAX_TINT = 0.5
# Columns beyond a bar's end among which its surroundings show; half of them may be tinted.
_REACH_PX = 4
# Rows beyond a bar within which it must end: resizing and compression blur its sides.
_BORDER_ROWS = 4
# Share of a bar's rows that must end clearly: particles behind it may be of its colour.
_CLEAR_ROWS = 0.3
# Greys of which bars may be drawn: the commonest in runs of one value, so often at least.
_MAX_GREYS = 3
_GREY_TOLERANCE = 6
_LEAST_GREY_SHARE = 2e-4
_MAX_RUNS = 60_000
_MAX_BARS = 40
_WHOLE_TO_ROW = 2.0
_LONG_PX = 120.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A candidate for a scale bar.

    Attributes:
        x0: Left edge in pixels, to a fraction of a pixel.
        x1: Right edge, exclusive.
        y0: Upper row.
        y1: Lower row, exclusive.
        bright: White bar rather than black.
        contrast: Share of the pixels just above and below that differ from the bar, 0 to 1.
        level: Grey level.
        ground: Grey level around it.
        upright: Drawn from top to bottom.
        half: Ticked at one end only: the other half lies beyond a label, or nobody knows where.
    """

    x0: float
    x1: float
    y0: float
    y1: float
    bright: bool
    contrast: float
    level: int = -1
    ground: int = -1
    upright: bool = False
    half: bool = False

    @property
    def length_px(self) -> float:
        """Length."""
        return self.y1 - self.y0 if self.upright else self.x1 - self.x0

    @property
    def thickness_px(self) -> float:
        """Thickness."""
        return self.x1 - self.x0 if self.upright else self.y1 - self.y0

    def touches(self, other: Bar) -> bool:
        """Tell whether another candidate of the other colour lies right above or below."""
        return (
            self.differs_from(other)
            and max(self.y0 - other.y1, other.y0 - self.y1) <= 2
            and min(self.x1, other.x1) - max(self.x0, other.x0) > 0
        )

    def differs_from(self, other: Bar) -> bool:
        """Tell whether two candidates have different colours."""
        if self.level < 0 or other.level < 0:
            return self.bright != other.bright
        return abs(self.level - other.level) >= _FRAME_TOLERANCE

    def is_like(self, other: Bar) -> bool:
        """Tell whether two candidates are readings of one bar at two tolerances."""
        slack = max(4.0, 0.02 * max(self.length_px, other.length_px))
        return (
            not self.differs_from(other)
            and abs(self.x0 - other.x0) <= slack
            and abs(self.x1 - other.x1) <= slack
            and self.y0 - 4 <= other.y1
            and other.y0 - 4 <= self.y1
        )


def to_display(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Stretch intensities to 0 to 255 from the darkest to the brightest pixel.

    Args:
        pixels: Shape (height, width), finite.

    Returns:
        uint8, same shape; all zero for an even picture.
    """
    low, high = float(pixels.min()), float(pixels.max())
    if high <= low:
        return np.zeros(pixels.shape, dtype=np.uint8)
    return ((pixels - low) * (255.0 / (high - low)) + 0.5).astype(np.uint8)


def find_bars(display: NDArray[np.uint8]) -> list[Bar]:
    """Find level bars of one extreme colour.

    Args:
        display: Grey picture, shape (height, width), from ``to_display``.

    Returns:
        Candidates, the most convincing first; duplicates of one bar are merged.
    """
    found: list[Bar] = []
    for mask, bright in _colours(display):
        for box in _stack_runs(*_runs(mask), display.shape[1]):
            bar = _checked(display, mask, box, bright)
            like = [known for known in found if bar is not None and bar.is_like(known)]
            # Compression breaks a bar into thin rows of one value, shorter than it is.
            if bar is not None and all(
                bar.thickness_px > _WHOLE_TO_ROW * known.thickness_px for known in like
            ):
                found = [*(known for known in found if known not in like), bar]
    whole = without_lookalikes(display, found)
    whole.sort(key=_merit, reverse=True)
    return whole[:_MAX_BARS]


def _colours(display: NDArray[np.uint8]) -> Iterator[tuple[NDArray[np.bool_], bool]]:
    """Pixels of each colour that a bar may have, and whether it is brighter than what is around."""
    for tolerance in _TOLERANCES:
        for bright in (False, True):
            yield display >= 255 - tolerance if bright else display <= tolerance, bright
    middle = int(np.median(display[:: max(1, display.shape[0] // 512)]))
    for grey in _flat_greys(display):
        mask = np.abs(display.astype(np.int16) - grey) <= _GREY_TOLERANCE
        yield mask, grey > middle


def _flat_greys(display: NDArray[np.uint8]) -> list[int]:
    """Greys, other than the extremes, that occur in blocks of one value: no specimen does."""
    step = display.astype(np.int16)
    flat = np.abs(np.diff(step, axis=1)[:-1]) <= 1
    flat &= np.abs(np.diff(step, axis=0)[:, :-1]) <= 1
    # A run of flat pixels as long as the shortest bar.
    padded = np.zeros((flat.shape[0], flat.shape[1] + 1), np.int32)
    np.cumsum(flat, axis=1, out=padded[:, 1:])
    if padded.shape[1] <= _MIN_LENGTH_PX:
        return []
    run = padded[:, _MIN_LENGTH_PX:] - padded[:, :-_MIN_LENGTH_PX] == _MIN_LENGTH_PX
    counts = np.bincount(display[: run.shape[0], : run.shape[1]][run], minlength=256).astype(float)
    counts[: _TOLERANCES[-1] // 2] = 0
    counts[256 - _TOLERANCES[-1] // 2 :] = 0
    greys: list[int] = []
    for _ in range(_MAX_GREYS):
        grey = int(np.argmax(counts))
        if counts[grey] < max(3.0, _LEAST_GREY_SHARE * display.size / 10):
            break
        greys.append(grey)
        counts[max(0, grey - _GREY_TOLERANCE) : grey + _GREY_TOLERANCE + 1] = 0
    return greys


def _merit(bar: Bar) -> float:
    """How much a candidate looks like a bar: even borders, slender, thick and long."""
    slender = min(1.0, bar.length_px / (4.0 * bar.thickness_px))
    return (
        bar.contrast * slender
        + min(0.3, 0.1 * bar.thickness_px)
        + 0.3 * min(1.0, bar.length_px / _LONG_PX)
    )


def _runs(
    mask: NDArray[np.bool_],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Rows, starts and ends of the horizontal runs long enough for a bar."""
    height, width = mask.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1).ravel()
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    length = ends - starts
    shortest = max(_MIN_LENGTH_PX, _MIN_LENGTH_SHARE * width)
    keep = (length >= shortest) & (length <= _MAX_LENGTH_SHARE * width)
    if np.count_nonzero(keep) > _MAX_RUNS:
        keep &= length >= 3 * shortest
    rows, first = np.divmod(starts[keep][:_MAX_RUNS], width + 1)
    return rows, first, first + length[keep][:_MAX_RUNS]


def _stack_runs(
    rows: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp], width: int
) -> list[tuple[int, int, int, int]]:
    """Join runs of neighbouring rows that begin and end together into (x0, x1, y0, y1)."""
    open_boxes: list[list[int]] = []
    boxes: list[tuple[int, int, int, int]] = []
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        still_open = []
        for box in open_boxes:
            if box[3] < row:
                boxes.append((box[0], box[1], box[2], box[3]))
            else:
                still_open.append(box)
        open_boxes = still_open
        for box in open_boxes:
            if abs(box[0] - start) <= _END_WOBBLE_PX and abs(box[1] - end) <= _END_WOBBLE_PX:
                box[3] = row + 1
                break
        else:
            open_boxes.append([start, end, row, row + 1])
    boxes.extend((box[0], box[1], box[2], box[3]) for box in open_boxes)
    return boxes


def _checked(
    display: NDArray[np.uint8],
    mask: NDArray[np.bool_],
    box: tuple[int, int, int, int],
    bright: bool,
) -> Bar | None:
    x0, x1, y0, y1 = box
    height, width = display.shape
    thickness = y1 - y0
    if x1 - x0 < _MIN_SLENDERNESS * thickness or thickness > max(
        3.0, _MAX_THICKNESS_SHARE * height
    ):
        return None
    if min(x0, y0) < _EDGE_PX or x1 > width - _EDGE_PX or y1 > height - _EDGE_PX:
        return None  # cut by the picture's edge: who knows how long it was
    above = _bordered(mask[max(0, y0 - _BORDER_ROWS) : y0, x0:x1])
    below = _bordered(mask[y1 : y1 + _BORDER_ROWS, x0:x1])
    clear = _clear_rows(display, box) if _stands_out(display, box) else None
    if min(above, below) < _MIN_BORDERED or clear is None:
        return None
    half = _is_one_sided(mask, box)
    if half and not _has_one_tick(mask, box):
        return None  # a particle of its colour at its end: who knows where it ends
    rows = display[y0:y1][clear]
    if _blur(display, box) > _BLURRED:
        left, right = _edges(rows, x0, x1)
    else:
        left, right = _whole_pixels(display, box)
    level = int(np.median(rows[:, x0:x1]))
    ground = int(np.median(_around(display, box)))
    return Bar(left, right, y0, y1, bright, (above + below) / 2, level, ground, half=half)


def _stands_out(display: NDArray[np.uint8], box: tuple[int, int, int, int]) -> bool:
    """Tell whether a bar differs visibly from what is above and below it, outline or not."""
    x0, x1, y0, y1 = box
    level = float(np.median(display[y0:y1, x0:x1]))
    beside = (display[max(0, y0 - _BORDER_ROWS) : y0], display[y1 : y1 + _BORDER_ROWS])
    return all(
        bool(np.any(np.abs(np.median(rows[:, x0:x1], axis=1) - level) >= _LEAST_CONTRAST))
        for rows in beside
    )


def _around(display: NDArray[np.uint8], box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Rows above and below a bar."""
    x0, x1, y0, y1 = box
    return np.concatenate([display[max(0, y0 - 4) : y0, x0:x1], display[y1 : y1 + 4, x0:x1]])


def _bordered(rows: NDArray[np.bool_]) -> float:
    """Share of a bar's length along which a neighbouring row is not the bar's colour."""
    return float(1.0 - rows.mean(axis=1).min())


def _clear_rows(
    display: NDArray[np.uint8], box: tuple[int, int, int, int]
) -> NDArray[np.bool_] | None:
    """Rows in which the colour changes as much beyond both ends as above and below.

    Where a bar lies over particles, what is beyond its end may be of its colour in some rows.
    """
    x0, x1, y0, y1 = box
    rows = display[y0:y1].astype(np.float64)
    level = float(np.median(rows[:, x0:x1]))
    contrast = abs(float(np.median(_around(display, box))) - level)
    # A drawn bar is flat: where it is, less than half its contrast tells its end from a particle.
    rough = float(np.abs(rows[:, x0:x1] - level).mean())
    least = min(_MIN_END_CONTRAST * contrast, max(_LEAST_STEP, _STEP_TO_ROUGHNESS * rough))
    ends = (rows[:, max(0, x0 - 5) : x0], rows[:, x1 : x1 + 5])  # a thin outline counts
    clear = np.ones(y1 - y0, bool)
    for end in ends:
        if not end.size:
            return None
        clear &= np.abs(end - level).max(axis=1) >= least
    return clear if clear.mean() >= _CLEAR_ROWS else None


def _ticked(mask: NDArray[np.bool_], box: tuple[int, int, int, int]) -> NDArray[np.bool_]:
    """Columns of a bar in which its colour goes on above, and below it: (2, length)."""
    x0, x1, y0, y1 = box
    above, below = mask[max(0, y0 - _END_PX) : y0, x0:x1], mask[y1 : y1 + _END_PX, x0:x1]
    return np.stack([above.all(axis=0), below.all(axis=0)])


def _is_one_sided(mask: NDArray[np.bool_], box: tuple[int, int, int, int]) -> bool:
    """Tell whether the bar's colour goes on above or below it at one of its ends only."""
    ticked = _ticked(mask, box)
    left, right = ticked[:, :_END_PX], ticked[:, -_END_PX:]
    return bool(left.sum(axis=1).max() >= 2) != bool(right.sum(axis=1).max() >= 2)


def _has_one_tick(mask: NDArray[np.bool_], box: tuple[int, int, int, int]) -> bool:
    """Tell whether what goes on at a bar's end is narrow and lies on both sides of it."""
    above, below = _ticked(mask, box)
    both = above & below
    widest = max(_END_PX + 1, box[3] - box[2])
    return any(2 <= int(np.argmin(side)) <= widest for side in (both, both[::-1]))


def _whole_pixels(
    display: NDArray[np.uint8], box: tuple[int, int, int, int]
) -> tuple[float, float]:
    """Take in end columns that compression has tinted a little: a sharp bar ends at a pixel."""
    x0, x1, y0, y1 = box
    profile = display[y0:y1].mean(axis=0, dtype=np.float64)
    level = float(np.median(profile[x0:x1]))
    return (
        float(x0 - _tinted(profile[:x0][::-1], level)),
        float(x1 + _tinted(profile[x1:], level)),
    )


def _tinted(outside: NDArray[np.float64], level: float) -> int:
    """How many columns beyond a bar's end are nearer to its colour than to what follows: 0 to 2."""
    near = np.abs(outside[:_REACH_PX] - level)
    if near.size == 0:
        return 0
    beside = near[: _REACH_PX // 2] <= _MAX_TINT * near.max()
    return int(np.logical_and.accumulate(beside).sum())


def _blur(display: NDArray[np.uint8], box: tuple[int, int, int, int]) -> float:
    """Share of the bar's colour, 0 to 1, that has run into the rows above and below it."""
    x0, x1, y0, y1 = box
    level = float(np.median(display[y0:y1, x0:x1]))
    shares = []
    for near, far in ((y0 - 1, y0 - 4), (y1, y1 + 3)):
        if 0 <= far < display.shape[0]:
            ground = float(np.median(display[far, x0:x1]))
            value = float(np.median(display[near, x0:x1]))
            if abs(ground - level) > 1:
                shares.append(1.0 - (value - level) / (ground - level))
    return max(shares, default=0.0)


def _edges(rows: NDArray[np.uint8], x0: int, x1: int) -> tuple[float, float]:
    """Place both ends where the mean profile crosses half way from bar to surroundings."""
    profile = rows.mean(axis=0, dtype=np.float64)
    level = float(np.median(profile[x0:x1]))
    return (
        x0 - _beyond(profile[:x0][::-1], level),
        x1 + _beyond(profile[x1:], level),
    )


def _beyond(outside: NDArray[np.float64], level: float) -> float:
    """How far, in pixels, a blurred bar reaches beyond its last full pixel: 0 to 2."""
    if outside.size == 0:
        return 0.0
    near = outside[:4]
    far = float(near[np.argmax(np.abs(near - level))])
    if abs(far - level) < 20:
        return 0.0
    reach = 0.0
    for value in near[:2]:
        share = 1.0 - (float(value) - level) / (far - level)
        reach += min(1.0, max(0.0, share))
        if share < 0.5:
            break
    return reach
