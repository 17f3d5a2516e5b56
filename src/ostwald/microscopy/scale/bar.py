"""Find straight, level, evenly coloured bars: what could be a scale bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
_EDGE_PX = 2
_FRAME_TOLERANCE = 64
# Least length of a framed bar over that of the rows of its frame; less is a particle beside a bar.
_FRAMED_SHARE = 0.5
# Share of the bar's colour in the rows next to it, above which it was blurred by resizing.
_BLURRED = 0.2
_MAX_TINT = 0.2
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
            if bar is not None and not any(bar.is_like(known) for known in found):
                found.append(bar)
    whole = [bar for bar in found if not _is_segment(bar, found)]
    framed = [bar for bar in whole if _is_framed(display, bar)]
    whole = [
        bar
        for bar in whole
        if bar in framed
        or not any(bar.touches(f) and f.length_px >= _FRAMED_SHARE * bar.length_px for f in framed)
    ]
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


def _is_framed(display: NDArray[np.uint8], bar: Bar) -> bool:
    """Tell whether the other extreme colour lies on both sides: a box or an outline.

    The rows of that box or outline next to the bar look like bars themselves, but have the bar
    on one side only.
    """
    beside = display[[int(bar.y0) - 1, int(bar.y1)], round(bar.x0) : round(bar.x1)]
    colours = []
    if bar.level < 0 or abs(bar.level - 255) >= _FRAME_TOLERANCE:
        colours.append(beside >= 255 - _FRAME_TOLERANCE)
    if bar.level < 0 or bar.level >= _FRAME_TOLERANCE:
        colours.append(beside <= _FRAME_TOLERANCE)
    return any(float(colour.mean(axis=1).min()) >= _MIN_BORDERED for colour in colours)


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
    clear = _clear_rows(display, box)
    if min(above, below) < _MIN_BORDERED or clear is None:
        return None
    rows = display[y0:y1][clear]
    if _blur(display, box) > _BLURRED:
        left, right = _edges(rows, x0, x1)
    else:
        left, right = _whole_pixels(display, box)
    level = int(np.median(rows[:, x0:x1]))
    ground = int(np.median(_around(display, box)))
    return Bar(left, right, y0, y1, bright, (above + below) / 2, level, ground)


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
    ends = (rows[:, max(0, x0 - 5) : x0], rows[:, x1 : x1 + 5])  # a thin outline counts
    clear = np.ones(y1 - y0, bool)
    for end in ends:
        if not end.size:
            return None
        clear &= np.abs(end - level).max(axis=1) >= _MIN_END_CONTRAST * contrast
    return clear if clear.mean() >= _CLEAR_ROWS else None


def _whole_pixels(
    display: NDArray[np.uint8], box: tuple[int, int, int, int]
) -> tuple[float, float]:
    """Take in end columns that compression has tinted a little: a sharp bar ends at a pixel."""
    x0, x1, y0, y1 = box
    profile = display[y0:y1].mean(axis=0, dtype=np.float64)
    level = float(np.median(profile[x0:x1]))
    around = _around(display, box)
    tint = _MAX_TINT * abs(float(np.median(around)) - level)
    while x0 > 0 and abs(profile[x0 - 1] - level) <= tint:
        x0 -= 1
    while x1 < profile.size and abs(profile[x1] - level) <= tint:
        x1 += 1
    return float(x0), float(x1)


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
